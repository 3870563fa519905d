"""Promises kept while everything dies: the worker is killed in the middle of its commits, PostgreSQL is restarted, and
what arrives outside is exactly what the policies say: nothing missing, nothing twice, nothing early."""

import collections
import os
import random
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest

import exchange as exchanges
from client import Client
from deployment import Deployment, Failed, wait_until
from ladder import notices
from receivers import MailServer, WebhookServer

SENDERS = 8
QUIET_SECONDS = 8
# Beyond the last scheduled instant: a killed worker's lease (15 s), a retry, and the backlog that both leave.
CATCH_UP_SECONDS = 90
CATCH_UP_SECONDS_FULL = 600
KILL_WAIT_SECONDS = 20
RESENDS = 20
REPORT_LINES = 12

# SLAs of weeks, in seconds.
POLICIES = (
    {
        "targets": {"first_reply": 6, "resolution": 20},
        "warn": [50, 75, 90],
        "repeat": {"every": 3, "clock": "wall", "max": 2},
    },
    {"targets": {"first_reply": 8, "resolution": 22}, "warn": [50], "repeat": {"every": 3, "clock": "wall", "max": 10}},
    {"targets": {"first_reply": 9, "resolution": 24}, "warn": [75], "repeat": {"every": 3, "clock": "wall", "max": 1}},
    {"targets": {"first_reply": 12, "resolution": 26}, "warn": [], "repeat": {"every": 3, "clock": "wall", "max": 0}},
    {
        "targets": {"first_reply": 10, "resolution": 25},
        "warn": [90],
        "repeat": {"every": 3, "clock": "wall", "max": 2},
        "level": "L2",
    },
)
# Every notice is accounted for by itself.
for policy in POLICIES:
    policy["digest_after"] = 0


class Form:
    """The size of a run."""

    def __init__(self, full):
        self.cases = int(os.environ.get("SWITCHYARD_CHAOS_CASES", 2_000 if full else 300))
        self.kills = 10 if full else 3
        self.restarts = ("fast", "immediate") if full else ("immediate",)
        self.seconds = 60 if full else 14
        self.catch_up = CATCH_UP_SECONDS_FULL if full else CATCH_UP_SECONDS


class Watch:
    """A session of the administrator that is asked many times a second whether the worker is inside a transaction."""

    QUESTION = (
        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'switchyard_worker' AND backend_xid IS NOT NULL"
        " AND state <> 'idle';\n"
    )

    def __init__(self, url):
        self.url = url
        self.session = None

    def sees_commit_under_way(self):
        try:
            if self.session is None:
                self.session = subprocess.Popen(
                    ["psql", self.url, "-XAtq"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    bufsize=1,
                )
            self.session.stdin.write(self.QUESTION)
            line = self.session.stdout.readline()
        except OSError:
            line = ""
        if not line:
            self.close()
            return False
        return line.strip() not in ("", "0")

    def close(self):
        if self.session is not None:
            self.session.kill()
            self.session.wait()
            self.session = None


class Case:
    """One request as its sender and its agent know it."""

    def __init__(self, number, owner):
        self.number, self.owner = number, owner
        self.key = f"chaos-{number}"
        self.is_answered = number % 2 == 0
        # A customer without an address can only be reached through the exchange's endpoint.
        self.has_mail = number % 3 != 0 or "reply" not in owner.endpoints
        self.reply_text = f"Answer number {number}, with regards."
        self.id = self.reference = self.opened = None
        self.ends = {}

    @property
    def customer_email(self):
        return f"customer{self.number}@customers.test"

    @property
    def replies_by_mail(self):
        """Back over the channel it came by; an exchange without an endpoint gets mail."""
        return self.has_mail and ("reply" not in self.owner.endpoints or self.number % 4 == 0)

    def body(self):
        customer = {"id": f"customer-{self.number}"}
        if self.has_mail:
            customer["email"] = self.customer_email
        channel = "email" if self.has_mail and self.number % 4 == 0 else "api"
        return {
            "customer": customer,
            "subject": f"Request {self.number}",
            "text": "Where is my withdrawal?",
            "channel": channel,
        }

    def play(self):
        path = f"{self.owner.path}/tickets"
        answer = self.owner.intake.insist("POST", path, self.body(), once=self.key)
        self.id, self.reference = answer["id"], answer["reference"]
        if self.is_answered:
            place = f"{path}/{self.id}"
            # Steps may have brought the case to L4 by now, where only those who are named act.
            named = self.owner.named
            named.insist("POST", f"{place}/replies", {"text": self.reply_text}, once=f"{self.key}-reply")
            named.insist("PUT", f"{place}/resolution", {}, once=f"{self.key}-end")

    def learn_instants(self):
        """Opening, reply and resolution as the API tells them."""
        for clock in self.owner.agent.call("GET", f"{self.owner.path}/tickets/{self.id}")["clocks"]:
            self.opened = instant(clock["start_at"])
            if clock["fulfilled_at"]:
                self.ends[clock["metric"]] = instant(clock["fulfilled_at"])

    def expected(self):
        """What must arrive about this case: key → scheduled instant."""
        found = {
            (
                "mail" if notice.to else "webhook",
                notice.to or self.owner.slug,
                self.reference,
                notice.metric,
                notice.step,
            ): notice.at
            for notice in notices(self.owner, self.opened, self.ends)
        }
        if self.is_answered:
            at = self.ends["first_reply"]
            if self.replies_by_mail:
                found["mail", self.customer_email, self.reference, "reply", self.reply_text] = at
            else:
                found["webhook", self.owner.slug, self.reference, "reply", self.reply_text] = at
        return found


def instant(text):
    return datetime.fromisoformat(text)


def mail_key(arrival):
    subject, text = arrival.content
    reference = subject[1 : subject.index("]")]
    if arrival.to.endswith("@customers.test"):
        return "mail", arrival.to, reference, "reply", text.splitlines()[0]
    metric, step = subject.split(": ", 1)[1].split(" (")[0].split(", ")
    return "mail", arrival.to, reference, metric, step


def webhook_key(arrival):
    slug = arrival.to.split("/")[1]
    body, data = arrival.content, arrival.content["data"]
    if body["type"] == "ticket.replied":
        return "webhook", slug, data["ticket"]["reference"], "reply", data["message"]["text"]
    return "webhook", slug, data["ticket"]["reference"], data["metric"], data["step"]


def play_all(cases, form):
    """Hands in all cases, evenly over the form's seconds, from several threads."""
    began = time.monotonic()

    def one(case):
        due = began + form.seconds * case.number / len(cases)
        time.sleep(max(0.0, due - time.monotonic()))
        case.play()

    with ThreadPoolExecutor(SENDERS) as senders:
        for done in [senders.submit(one, case) for case in cases]:
            done.result()


def havoc(made, cluster, form, last_seconds):
    """Kills and restarts, spread over the run; how often the worker died inside a transaction."""
    watch = Watch(cluster.url)
    acts = ["kill"] * form.kills
    for index, mode in enumerate(form.restarts):
        acts.insert((index + 1) * len(acts) // (len(form.restarts) + 1) + index, mode)
    began = time.monotonic()
    caught = 0
    for index, act in enumerate(acts):
        due = began + 4 + last_seconds * index / len(acts)
        time.sleep(max(0.0, due - time.monotonic()))
        if act != "kill":
            watch.close()
            cluster.restart(act)
            continue
        if not made.worker.runs:
            raise Failed(f"the worker ended by itself with {made.worker.process.returncode}: {made.worker.tail()}")
        until = time.monotonic() + KILL_WAIT_SECONDS
        while time.monotonic() < until:
            if watch.sees_commit_under_way():
                caught += 1
                break
        made.worker.kill()
        made.worker.start(healthy=False)
    watch.close()
    return caught


def await_quiet(mails, hooks, expected_count, last, seconds):
    """Until all is there and nothing more comes, or the time is over."""
    until = last.timestamp() + seconds
    seen, since = -1, time.monotonic()
    while time.time() < until:
        count = len(mails.inbox) + len(hooks.inbox)
        if count != seen:
            seen, since = count, time.monotonic()
        over = datetime.now(timezone.utc) > last
        if over and count >= expected_count and time.monotonic() - since >= QUIET_SECONDS:
            return
        time.sleep(0.2)


def compare(expected, arrivals):
    """Missing, double, unexpected and early things."""
    by_key = collections.defaultdict(list)
    unknown = []
    for read, arrival in arrivals:
        try:
            by_key[read(arrival)].append(arrival)
        except (KeyError, IndexError, ValueError, TypeError) as problem:
            unknown.append(f"{arrival.to}: {arrival.content!r} ({problem!r})")
    missing = [key for key in expected if key not in by_key]
    double = [key for key, found in by_key.items() if len(found) > 1]
    unexpected = [str(key) for key in by_key if key not in expected] + unknown
    early = [
        (key, (expected[key] - found.at).total_seconds())
        for key, all_found in by_key.items()
        if key in expected
        for found in all_found
        if found.at < expected[key]
    ]
    late = sorted((found[0].at - expected[key]).total_seconds() for key, found in by_key.items() if key in expected)
    return {"missing": missing, "double": double, "unexpected": unexpected, "early": early}, late


@pytest.fixture
def world(own_cluster, tmp_path):
    """A deployment that talks to a real mail server and a real webhook receiver."""
    with MailServer() as mails, WebhookServer() as hooks:
        environment = {
            "SWITCHYARD_SMTP_URL": mails.url,
            "SWITCHYARD_SMTP_TLS": "none",
            "SWITCHYARD_EGRESS_ALLOW": f"127.0.0.1/32:{hooks.port}",
        }
        with Deployment(own_cluster.url, tmp_path, environment=environment) as made:
            yield made.start(), mails, hooks


def set_up(made, hooks):
    operator = Client(made.base_url, made.operator_key())
    found = []
    for number, policy in enumerate(POLICIES):
        slug = f"exchange-{number}"
        endpoints = {"notice": hooks.url(f"/{slug}/notice")}
        # One exchange has no endpoint for answers: its customers are answered by mail.
        if number != 1:
            endpoints["reply"] = hooks.url(f"/{slug}/reply")
        one = exchanges.found(operator, slug, policy=policy, endpoints=endpoints)
        hooks.secrets.update({f"/{slug}/{purpose}": secret for purpose, secret in one.endpoints.items()})
        found.append(one)
    return found


def check_intake(cases, owners):
    """Every 2xx is exactly one case, and the same key again is the same case."""
    assert len({case.id for case in cases}) == len(cases)
    for owner in owners:
        stored = {item["id"] for item in owner.agent.pages(f"{owner.path}/tickets")}
        assert stored == {case.id for case in cases if case.owner is owner}, f"cases of {owner.slug}"
    for case in random.sample(cases, min(RESENDS, len(cases))):
        again = case.owner.intake.insist("POST", f"{case.owner.path}/tickets", case.body(), once=case.key)
        assert again["id"] == case.id


@pytest.mark.timeout(1_500)
def test_what_arrives_is_what_was_promised_whatever_dies(world, own_cluster, full):
    made, mails, hooks = world
    form = Form(full)
    owners = set_up(made, hooks)
    cases = [Case(number, owners[number % len(owners)]) for number in range(form.cases)]
    began = time.monotonic()
    with ThreadPoolExecutor(2) as both:
        playing = both.submit(play_all, cases, form)
        killing = both.submit(havoc, made, own_cluster, form, form.seconds + 22)
        playing.result()
        caught = killing.result()
    wait_until(lambda: made.worker.health() == 200, 60, "the worker is healthy again")
    with ThreadPoolExecutor(SENDERS) as readers:
        list(readers.map(Case.learn_instants, cases))
    check_intake(cases, owners)
    expected = {}
    for case in cases:
        expected.update(case.expected())
    await_quiet(mails, hooks, len(expected), max(expected.values()), form.catch_up)
    arrivals = [(mail_key, one) for one in mails.inbox.arrivals()] + [
        (webhook_key, one) for one in hooks.inbox.arrivals()
    ]
    wrong, late = compare(expected, arrivals)
    repeats = sum(mails.inbox.repeats.values()) + sum(hooks.inbox.repeats.values())
    print(
        f"\nchaos: {len(cases)} cases, {form.kills} kills ({caught} seen inside a transaction), {len(form.restarts)} restarts,"
        f" {len(expected)} promised, {len(mails.inbox)} mails + {len(hooks.inbox)} webhooks arrived,"
        f" {repeats} repeats of the same id, lateness p50 {late[len(late) // 2] if late else 0:.3f} s,"
        f" p99 {late[len(late) * 99 // 100] if late else 0:.3f} s, {time.monotonic() - began:.0f} s in all;"
        f" {', '.join(f'{len(found)} {name}' for name, found in wrong.items())}"
    )
    for name, found in wrong.items():
        for line in found[:REPORT_LINES]:
            print(f"  {name}: {line}")
    assert not any(wrong.values()), {name: len(found) for name, found in wrong.items()}
    assert not mails.inbox.unreadable and not hooks.inbox.unreadable, (
        mails.inbox.unreadable[:3],
        hooks.inbox.unreadable[:3],
    )
    assert caught == form.kills, "every kill has to hit a transaction"
