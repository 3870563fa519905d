"""Bad input and handlers that hang, and machines with a wrong clock, on the shipped programs: the worker moves on, says so, and
loses and doubles nothing. What its server may do to it is in test_store_faults.py, what may die in test_cells.py."""

import time
from datetime import datetime, timezone

import exchange as exchanges
import probes
from client import Client
from clocks import MachineClock
from deployment import wait_until
from receivers import MailServer, WebhookServer
from test_chaos import Case, compare, mail_key, webhook_key
from test_tiers import SilentServer, answer_by_mail

FREED, STALE = "job of another process is free", "lease lost, nothing written"
OPEN = "SELECT count(*) FROM switchyard.job WHERE kind IN ('deliver', 'probe')"
MAILS, PROBES = 5, 300
DONE_SECONDS_MAX, SEEN_SECONDS_MAX = 20, 20
CLOCK_OFF_SECONDS = 300
CASES = 12
# Everything a case sends has come after so long.
CASE_SECONDS = 6
LATE_SECONDS_MAX = 2.0
POLICY = {
    "targets": {"first_reply": 3},
    "warn": [50],
    "repeat": {"every": 3, "clock": "wall", "max": 1},
    "digest_after": 0,
}


def test_work_that_cannot_be_done_holds_up_nothing_else(deploy):
    """A kind of tomorrow, a row that cannot be read, and one whose end the database refuses, among others in the same batches."""
    made = deploy().create()
    made.api.start()
    exchange = exchanges.found(Client(made.base_url, made.operator_key()), "bad-work")
    for number in range(MAILS):
        answer_by_mail(exchange, f"bad-{number}")
    probes.plan(made, exchange.id, PROBES, rate=100_000)
    poison, strange = (id for (id,) in made.rows("SELECT id FROM switchyard.job WHERE kind = 'probe' ORDER BY id LIMIT 2"))
    made.sql(f"ALTER TABLE switchyard.job_done ADD CONSTRAINT poison CHECK (id <> '{poison}') NOT VALID")
    made.sql(f"UPDATE switchyard.job SET kind = 'of_tomorrow' WHERE id = '{strange}'")
    torn = made.value("SELECT id FROM switchyard.delivery ORDER BY id OFFSET 2 LIMIT 1")
    made.sql(f"UPDATE switchyard.delivery SET body = '\\x00' WHERE id = '{torn}'")
    worker = made.worker.start()

    wait_until(lambda: probes.done(made) == PROBES - 2, DONE_SECONDS_MAX, "the others are done")
    wait_until(lambda: sum(1 for _ in made.mail_folder.glob("*.eml")) == MAILS - 1, DONE_SECONDS_MAX, "the others are sent")
    dead = "SELECT subject_id, reason FROM switchyard.job_dead"
    assert wait_until(lambda: made.rows(dead), DONE_SECONDS_MAX, "it is dead") == [[torn, "unreadable"]]
    (line,) = worker.lines("delivery not accepted")
    assert (line["subject"], line["cause"], line["final"]) == (torn, "unreadable", "true")
    (line,) = worker.lines("ending of a job is refused")
    assert line["job"] == poison and "poison" in line["cause"]
    unknown = {"kind": "of_tomorrow", "version": "1"}
    wait_until(lambda: worker.counted("switchyard_jobs_unknown_kind", **unknown) == 1, SEEN_SECONDS_MAX, "it is counted")
    assert worker.lines("jobs of unknown kinds are left alone")[-1]["jobs"] == "of_tomorrow version 1: 1"
    assert worker.health() == 200

    # Once the cause is mended it is done like any other, as soon as the time of the attempt that failed is over.
    made.sql("ALTER TABLE switchyard.job_done DROP CONSTRAINT poison")
    made.sql(f"UPDATE switchyard.job SET deadline_at = now() WHERE id = '{poison}'")
    other = made.another_worker().start()
    wait_until(lambda: probes.done(made) == PROBES - 1, DONE_SECONDS_MAX, "it is done")
    (line,) = other.lines(FREED) or worker.lines(FREED)
    assert (line["job"], line["cause"]) == (poison, "deadline_over")
    assert made.value(OPEN) == 0
    left = made.rows("SELECT id, attempt, lease FROM switchyard.job WHERE kind = 'of_tomorrow'")
    assert left == [[strange, 0, 0]], "what nobody knows is left alone"


def test_the_job_of_a_handler_that_hangs_is_done_by_another_and_its_late_end_is_dropped(deploy):
    silent = SilentServer()
    made = deploy(SWITCHYARD_SMTP_URL=f"smtp://127.0.0.1:{silent.port}", SWITCHYARD_SMTP_TLS="none").start()
    exchange = exchanges.found(Client(made.base_url, made.operator_key()), "hangs")
    answer_by_mail(exchange, "hangs")
    wait_until(lambda: silent.taken, SEEN_SECONDS_MAX, "the worker is sending")
    silent.leave_the_port()
    with MailServer(port=silent.port) as mail:
        # As if its minute were over.
        made.sql("UPDATE switchyard.job SET deadline_at = now() WHERE kind = 'deliver'")
        other = made.another_worker().start()
        wait_until(lambda: len(mail.inbox) == 1, SEEN_SECONDS_MAX, "the mail is sent by another lane")
        (line,) = other.lines(FREED) or made.worker.lines(FREED)
        assert (line["kind"], line["cause"]) == ("deliver", "deadline_over")
        accepted = "SELECT count(*) FROM switchyard.delivery WHERE state = 'accepted'"
        wait_until(lambda: made.value(accepted) == 1, SEEN_SECONDS_MAX, "its end is written")
        silent.hang_up()
        (line,) = wait_until(lambda: made.worker.lines(STALE), SEEN_SECONDS_MAX, "the late end is dropped")
        assert (line["kind"], line["attempt"]) == ("deliver", "1")
        assert made.value(accepted) == 1
        assert made.value("SELECT count(*) FROM switchyard.event WHERE kind = 'delivered'") == 1
        assert made.value(OPEN) == 0
        assert not mail.inbox.repeats
        assert [tier.health() for tier in (made.worker, other)] == [200, 200]


def test_clocks_that_are_wrong_by_five_minutes_change_nothing(deploy):
    """One worker's is behind from the start, the other's jumps ahead and back; deadlines, leases and signatures go by the
    database's."""
    with MailServer() as mails, WebhookServer() as hooks:
        made = deploy(
            SWITCHYARD_SMTP_URL=mails.url,
            SWITCHYARD_SMTP_TLS="none",
            SWITCHYARD_EGRESS_ALLOW=f"127.0.0.1/32:{hooks.port}",
        ).create()
        made.api.start()
        tiers = [made.worker, made.another_worker()]
        behind, jumping = (MachineClock(tier) for tier in tiers)
        behind.set(-CLOCK_OFF_SECONDS)
        for tier in tiers:
            tier.start()
        endpoints = {purpose: hooks.url(f"/clocks/{purpose}") for purpose in ("notice", "reply")}
        operator = Client(made.base_url, made.operator_key())
        owner = exchanges.found(operator, "clocks", policy=POLICY, endpoints=endpoints)
        hooks.secrets.update({f"/clocks/{purpose}": secret for purpose, secret in owner.endpoints.items()})
        probes.plan(made, owner.id, 50 * CASE_SECONDS, rate=50)
        cases = [Case(number, owner) for number in range(CASES)]
        for case in cases:
            case.play()
        for seconds in (CLOCK_OFF_SECONDS, -CLOCK_OFF_SECONDS):
            jumping.set(seconds)
            time.sleep(CASE_SECONDS / 2)
        expected = {}
        for case in cases:
            case.learn_instants()
            expected.update(case.expected())
        assert max(expected.values()) < datetime.now(timezone.utc)

        def arrivals():
            sent = [(mail_key, one) for one in mails.inbox.arrivals()]
            return sent + [(webhook_key, one) for one in hooks.inbox.arrivals()]

        wait_until(lambda: len(arrivals()) >= len(expected), DONE_SECONDS_MAX, "what is promised arrives")
        wait_until(lambda: made.value(OPEN) == 0, DONE_SECONDS_MAX, "all work is done")
        wrong, late = compare(expected, arrivals())
        assert not any(wrong.values()), wrong
        assert not hooks.inbox.unreadable, "a signature that is too old or too young"
        least, most = probes.lateness(made)
        print(f"\nclocks: {len(expected)} arrived, at most {late[-1]:.3f} s late, probes {least:.3f} to {most:.3f} s")
        assert probes.done(made) == 50 * CASE_SECONDS
        assert 0 <= least and max(most, late[-1]) < LATE_SECONDS_MAX
        for tier in tiers:
            alarm = "this machine's clock is not the database's"
            told = wait_until(lambda: tier.lines(alarm), SEEN_SECONDS_MAX, "the wrong clock is told")
            assert CLOCK_OFF_SECONDS - 2 < abs(int(told[0]["seconds"])) < CLOCK_OFF_SECONDS + 2
            assert tier.health() == 200
