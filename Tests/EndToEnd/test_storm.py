"""A storm of timers while its workers die: two processes take the steps of many clocks at once, and one after the other is
killed in the middle of a transaction. Nothing is lost, nothing is done twice, in the tables and at the receivers."""

import collections
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import exchange as exchanges
from client import Client
from deployment import Deployment, Failed, wait_until
from receivers import MailServer, WebhookServer
from test_chaos import Case, compare, mail_key, webhook_key

SENDERS = 8
CATCH_SECONDS_MAX = 60
# A process runs for a moment between two looks, and stands still until what it sent last has arrived.
RUNNING_SECONDS, STANDING_SECONDS = 0.02, 0.003
REPORT_LINES = 12
WAITING = "idle in transaction"
# Leases of the killed (15 s), a hung send's deadline, and the backlog.
CATCH_UP_SECONDS, CATCH_UP_SECONDS_FULL = 60, 400

# Waves of steps, each of all cases at once: three warnings, the breach and the way up, for each of two clocks.
POLICY = {
    "targets": {"first_reply": 8, "resolution": 14},
    "warn": [50, 75, 90],
    "repeat": {"every": 2, "clock": "wall", "max": 2},
    # Every notice is accounted for by itself.
    "digest_after": 0,
}


class Form:
    """The size of a run."""

    def __init__(self, full):
        self.cases = int(os.environ.get("SWITCHYARD_STORM_CASES", 600 if full else 50))
        self.kills = 20 if full else 5
        self.catch_up = CATCH_UP_SECONDS_FULL if full else CATCH_UP_SECONDS


class Session:
    """The administrator's own, kept open: a look must not take longer than what is looked at."""

    END = "that is all"

    def __init__(self, url):
        self.process = subprocess.Popen(
            ["psql", url, "-XAtq", "-F", "\t"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def rows(self, query):
        self.process.stdin.write(f"{query};\n\\echo {self.END}\n")
        found = []
        for line in self.process.stdout:
            if line.rstrip("\n") == self.END:
                return found
            found.append(line.rstrip("\n").split("\t"))
        raise Failed("the session ended")

    def close(self):
        self.process.kill()
        self.process.wait()


class Crowd:
    """The workers, as the server sees their sessions."""

    def __init__(self, made, session):
        self.session = session
        self.tiers = [made.worker, made.another_worker()]
        self.caught = []

    def start(self):
        for tier in self.tiers:
            tier.start()

    def kill_one(self):
        """Stops a process where it stands, looks what it has open, and kills it if a transaction which holds rows waits for
        it; else lets it go on. A stopped process can send nothing, so that transaction is open when it dies. Beside it there
        may be others whose COMMIT is already on its way."""
        until = time.monotonic() + CATCH_SECONDS_MAX
        while time.monotonic() < until:
            for tier in self.tiers:
                if not tier.runs:
                    raise Failed(f"a worker ended by itself with {tier.process.returncode}: {tier.tail()}")
                os.kill(tier.pid, signal.SIGSTOP)
                time.sleep(STANDING_SECONDS)
                open_transactions = self.open_transactions(tier.pid)
                if any(state == WAITING for state, _, _ in open_transactions):
                    tier.kill()
                    self.caught.append(open_transactions)
                    tier.start(healthy=False)
                    self.tiers.reverse()
                    return
                os.kill(tier.pid, signal.SIGCONT)
                time.sleep(RUNNING_SECONDS)
        raise Failed(f"no transaction was left open for {CATCH_SECONDS_MAX} s")

    def open_transactions(self, pid):
        """State, age and last statement of each of the process's transactions that have changed or locked a row."""
        return self.session.rows(
            "SELECT state, clock_timestamp() - xact_start, left(regexp_replace(query, '\\s+', ' ', 'g'), 50)"
            f" FROM pg_stat_activity WHERE application_name = 'switchyard-worker {pid}' AND xact_start IS NOT NULL"
            f" AND backend_xid IS NOT NULL AND state IN ('active', '{WAITING}')"
        )


@pytest.fixture
def world(own_cluster, tmp_path):
    with MailServer() as mails, WebhookServer() as hooks:
        environment = {
            "SWITCHYARD_SMTP_URL": mails.url,
            "SWITCHYARD_SMTP_TLS": "none",
            "SWITCHYARD_EGRESS_ALLOW": f"127.0.0.1/32:{hooks.port}",
        }
        with Deployment(own_cluster.url, tmp_path, environment=environment) as made:
            made.create()
            made.api.start()
            yield made, mails, hooks


def open_cases(operator, hooks, form):
    owner = exchanges.found(operator, "storm", policy=POLICY, endpoints={"notice": hooks.url("/storm/notice")})
    hooks.secrets["/storm/notice"] = owner.endpoints["notice"]
    cases = [Case(number, owner) for number in range(form.cases)]
    for case in cases:
        case.is_answered = False
    with ThreadPoolExecutor(SENDERS) as senders:
        list(senders.map(Case.play, cases))
    return cases


def await_quiet(made, mails, hooks, expected_count, last, seconds):
    """Until everything that was promised is there and no work is left that could send more."""
    left = (
        "SELECT (SELECT count(*) FROM switchyard.job WHERE kind = 'deliver')"
        " + (SELECT count(*) FROM switchyard.sla_timer WHERE wake_at <= now()) AS left"
    )

    def is_quiet():
        return len(mails.inbox) + len(hooks.inbox) >= expected_count and made.value(left) == 0

    until = last.timestamp() + seconds
    while time.time() < until and not is_quiet():
        time.sleep(0.2)


def steps_taken(made):
    """Each step of each clock of each case, as the tables have it, with its count."""
    rows = made.rows(
        "SELECT k.reference AS r, s.metric AS m, s.step AS s, count(*) AS n FROM switchyard.sla_step s"
        " JOIN switchyard.ticket k ON k.tenant_id = s.tenant_id AND k.id = s.ticket_id GROUP BY 1, 2, 3"
    )
    return {(reference, metric, step): count for reference, metric, step, count in rows}


@pytest.mark.timeout(1_200)
def test_a_storm_loses_and_doubles_nothing_while_workers_are_killed(world, own_cluster, full):
    made, mails, hooks = world
    form = Form(full)
    cases = open_cases(Client(made.base_url, made.operator_key()), hooks, form)
    session = Session(own_cluster.url)
    crowd = Crowd(made, session)
    began = time.monotonic()
    crowd.start()
    for _ in range(form.kills):
        crowd.kill_one()
    session.close()
    for tier in crowd.tiers:
        wait_until(lambda: tier.health() == 200, 60, "the worker is healthy again")
    with ThreadPoolExecutor(SENDERS) as readers:
        list(readers.map(Case.learn_instants, cases))
    expected = {}
    for case in cases:
        expected.update(case.expected())
    await_quiet(made, mails, hooks, len(expected), max(expected.values()), form.catch_up)
    arrivals = [(mail_key, one) for one in mails.inbox.arrivals()]
    arrivals += [(webhook_key, one) for one in hooks.inbox.arrivals()]
    wrong, _ = compare(expected, arrivals)
    wanted = collections.Counter((reference, metric, step) for _, _, reference, metric, step in expected)
    taken = steps_taken(made)
    states = collections.Counter(state for found in crowd.caught for state, _, _ in found)
    print(
        f"\nstorm: {len(cases)} cases, {len(taken)} steps, {len(crowd.caught)} processes killed inside"
        f" {sum(states.values())} open transactions ({dict(states)}), {len(expected)} promised,"
        f" {len(mails.inbox)} mails + {len(hooks.inbox)} webhooks arrived,"
        f" {sum(mails.inbox.repeats.values()) + sum(hooks.inbox.repeats.values())} repeats of the same id,"
        f" {time.monotonic() - began:.0f} s; {', '.join(f'{len(found)} {name}' for name, found in wrong.items())}"
    )
    for found in crowd.caught:
        print(f"  killed in: {found}")
    for name, found in wrong.items():
        for line in found[:REPORT_LINES]:
            print(f"  {name}: {line}")
    assert not any(wrong.values()), {name: len(found) for name, found in wrong.items()}
    assert set(taken) == set(wanted) and set(taken.values()) == {1}
    assert made.value("SELECT count(*) AS n FROM switchyard.event WHERE kind = 'sla_breached'") == 2 * len(cases)
    assert not mails.inbox.unreadable and not hooks.inbox.unreadable
    assert not mails.inbox.changed and not hooks.inbox.changed, "a repeat says the same"
    assert len(crowd.caught) == form.kills
