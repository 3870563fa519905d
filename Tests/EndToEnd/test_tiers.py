"""How the two processes begin, live through trouble and end."""

import contextlib
import re
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import exchange as exchanges
from client import Client
from deployment import Deployment, free_port, wait_until
from receivers import MailServer

SENDERS = 4
START_SECONDS_MAX = 20
KILLS, KILLS_FULL = 3, 20
WAKES = 5
STARTS = 5
STILL_DRAINING_SECONDS, AT_ONCE_SECONDS = 1, 5
# A dead worker's lease (15 s), and a retry.
RESCUE_SECONDS_MAX = 60
SAMPLE = re.compile(
    r'[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*")*\})?'
    r" (-?[0-9.]+(e[+-]?[0-9]+)?|\+Inf|-Inf|NaN)"
)
COMMENT = re.compile(
    r"# (TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram|summary|untyped)|HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*)"
)


@pytest.fixture(scope="module")
def exchange(operator):
    return exchanges.found(operator, "tiers")


def request(number):
    return {"customer": {"id": f"c{number}"}, "subject": f"Request {number}", "text": "My deposit is missing."}


class Load:
    """Senders that hand in requests until told to stop; each request until it is answered."""

    def __init__(self, exchange, name):
        self.exchange, self.name = exchange, name
        self.stopping = threading.Event()
        self.taken = {}
        self.pool = ThreadPoolExecutor(SENDERS)
        self.running = [self.pool.submit(self._send, sender) for sender in range(SENDERS)]

    def _send(self, sender):
        number = 0
        while not self.stopping.is_set():
            key = f"{self.name}-{sender}-{number}"
            answer = self.exchange.intake.insist("POST", f"{self.exchange.path}/tickets", request(key), once=key)
            self.taken[key] = answer["id"]
            number += 1

    def wait_for(self, more):
        wanted = len(self.taken) + more
        wait_until(lambda: len(self.taken) >= wanted, 60, f"{more} more requests are taken in")

    def end(self):
        self.stopping.set()
        for done in self.running:
            done.result()
        return self.taken


def test_metrics_of_both_tiers_can_be_read(deployment):
    for tier in (deployment.api, deployment.worker):
        lines = [line for line in tier.metrics().splitlines() if line]
        assert lines, tier.name
        wrong = [line for line in lines if not (COMMENT if line.startswith("#") else SAMPLE).fullmatch(line)]
        assert wrong == [], tier.name


def test_every_answered_request_is_one_case_though_the_api_is_killed_under_load(deployment, exchange, full):
    before = {item["id"] for item in exchange.agent.pages(f"{exchange.path}/tickets")}
    load = Load(exchange, "killed")
    for _ in range(KILLS_FULL if full else KILLS):
        load.wait_for(10)
        deployment.api.kill()
        deployment.api.start()
    load.wait_for(10)
    taken = load.end()
    stored = {item["id"] for item in exchange.agent.pages(f"{exchange.path}/tickets")} - before
    print(f"\napi killed: {len(taken)} answered, {len(stored)} stored")
    assert len(set(taken.values())) == len(taken)
    assert stored == set(taken.values())


def test_the_api_answers_what_it_began_before_it_ends(deployment, exchange):
    load = Load(exchange, "drained")
    load.wait_for(10)
    assert deployment.api.terminate() == 0, deployment.api.tail()
    deployment.api.start()
    load.wait_for(5)
    taken = load.end()
    assert len(set(taken.values())) == len(taken)


def test_the_worker_leaves_nothing_leased_when_it_ends(deployment, exchange):
    load = Load(exchange, "leased")
    load.wait_for(20)
    for number in (1, 2, 3):
        ticket = exchange.intake.insist(
            "POST",
            f"{exchange.path}/tickets",
            {
                "customer": {"id": f"lease-{number}", "email": f"lease{number}@customers.test"},
                "text": "Hello?",
            },
            once=f"lease-{number}",
        )
        exchange.agent.insist(
            "POST",
            f"{exchange.path}/tickets/{ticket['id']}/replies",
            {"text": "Here we are."},
            once=f"lease-{number}-r",
        )
    status = deployment.worker.terminate()
    load.end()
    leased = deployment.value("SELECT count(*) FROM switchyard.job WHERE worker_id IS NOT NULL")
    alive = deployment.value("SELECT count(*) FROM switchyard.worker_lease")
    tail = deployment.worker.tail()
    deployment.worker.start()
    assert status == 0, tail
    assert (leased, alive) == (0, 0)


class SilentServer:
    """Takes connections and says nothing: whoever sends mail here waits."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.taken = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        with contextlib.suppress(OSError):
            while True:
                self.taken.append(self.socket.accept()[0])

    def leave_the_port(self):
        """To another server; who waits here goes on waiting."""
        # A thread in accept keeps a closed socket listening; shutting it down wakes the thread.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def hang_up(self):
        for connection in self.taken:
            connection.close()


def answer_by_mail(exchange, name):
    """A case whose customer is answered by mail."""
    body = {"customer": {"id": name, "email": f"{name}@customers.test"}, "channel": "email", "text": "Hello?"}
    ticket = exchange.intake.insist("POST", f"{exchange.path}/tickets", body, once=name)
    place = f"{exchange.path}/tickets/{ticket['id']}/replies"
    exchange.agent.insist("POST", place, {"text": "Here we are."}, once=f"{name}-reply")


def test_a_second_signal_ends_a_worker_that_hangs_and_its_work_is_done_by_the_next(deploy):
    silent = SilentServer()
    made = deploy(SWITCHYARD_SMTP_URL=f"smtp://127.0.0.1:{silent.port}", SWITCHYARD_SMTP_TLS="none").start()
    exchange = exchanges.found(Client(made.base_url, made.operator_key()), "hung")
    answer_by_mail(exchange, "hung")
    wait_until(lambda: silent.taken, 20, "the worker is sending")
    worker = made.worker.process
    worker.send_signal(signal.SIGTERM)
    wait_until(lambda: "a second signal ends at once" in made.worker.tail(), 10, "the worker drains")
    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(STILL_DRAINING_SECONDS)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(AT_ONCE_SECONDS) == 130, made.worker.tail()
    silent.leave_the_port()
    silent.hang_up()
    with MailServer(port=silent.port) as mail:
        made.worker.start()
        wait_until(lambda: len(mail.inbox) == 1, RESCUE_SECONDS_MAX, "the mail of the hung worker arrives")
        # Nothing leased, nothing doubled.
        assert made.worker.terminate() == 0
        assert made.value("SELECT count(*) FROM switchyard.job WHERE kind = 'deliver'") == 0
        assert not mail.inbox.repeats


@pytest.mark.parametrize("poll_only", ["0", "1"])
def test_the_api_wakes_the_worker_and_polling_does_without(deploy, poll_only):
    made = deploy(SWITCHYARD_POLL_ONLY=poll_only).start()
    exchange = exchanges.found(Client(made.base_url, made.operator_key()), "wake")
    waits = []
    for number in range(WAKES):
        mails = sum(1 for _ in made.mail_folder.glob("*.eml"))
        began = time.monotonic()
        answer_by_mail(exchange, f"wake-{number}")
        wait_until(lambda: sum(1 for _ in made.mail_folder.glob("*.eml")) > mails, 20, "the mail is there")
        waits.append(time.monotonic() - began)
    heard = made.worker.counted("switchyard_wake_hints_total")
    print(f"\npoll only {poll_only}: {heard:.0f} hints, waits {sorted(round(wait, 3) for wait in waits)}")
    assert heard >= WAKES if poll_only == "0" else heard == 0


def test_an_api_that_is_well_can_be_reached(deploy):
    made = deploy().create()
    api = made.api
    for _ in range(STARTS):
        api.start(healthy=False)
        while api.health() != 200:
            assert api.runs
        with socket.create_connection(("127.0.0.1", made.api_port)):
            pass
        assert api.terminate() == 0


def test_health_follows_the_database_down_and_up(own_cluster, tmp_path):
    with Deployment(own_cluster.url, tmp_path) as made:
        made.start()
        operator = Client(made.base_url, made.operator_key())
        one = exchanges.found(operator, "outage")
        own_cluster.stop()
        for tier in (made.api, made.worker):
            tier.await_health(503)
        answer = one.intake.send("POST", f"{one.path}/tickets", request(1), headers={"Idempotency-Key": "away"})
        assert answer.status == 503 and answer.headers["retry-after"].isdigit(), answer
        own_cluster.start()
        for tier in (made.api, made.worker):
            tier.await_health(200)
        taken = one.intake.insist("POST", f"{one.path}/tickets", request(1), once="away")
        assert [item["id"] for item in one.agent.pages(f"{one.path}/tickets")] == [taken["id"]]


def ends_with_one_sentence(tier, changes):
    """Starts a tier with changed settings; what it says when it refuses to run."""
    environment = {name: value for name, value in {**tier.environment, **changes}.items() if value is not None}
    done = subprocess.run(
        [str(tier.binary)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
        timeout=START_SECONDS_MAX,
    )
    return done.returncode, done.stderr.strip(), done.stdout.strip()


WRONG = {
    "no database URL": ("both", {"SWITCHYARD_{TIER}_DATABASE_URL": None}),
    "a database URL that is none": ("both", {"SWITCHYARD_{TIER}_DATABASE_URL": "postgres.example.com"}),
    "a database nobody serves": ("both", {"SWITCHYARD_{TIER}_DATABASE_URL": "postgresql://x:y@127.0.0.1:9/x"}),
    "no master key": ("both", {"SWITCHYARD_MASTER_KEY_FILE": None}),
    "a master key file that is not there": ("both", {"SWITCHYARD_MASTER_KEY_FILE": "/nowhere/key"}),
    "an operations port that is none": ("both", {"SWITCHYARD_OPS_PORT": "many"}),
    "a port that is none": ("api", {"SWITCHYARD_PORT": "99999"}),
    "a pool without end": ("api", {"SWITCHYARD_POOL_SIZE": "1000000"}),
    "a pool in which nobody works": ("api", {"SWITCHYARD_POOL_ACTIVE": "0"}),
    "no dispatcher": ("worker", {"SWITCHYARD_DISPATCHER_DATABASE_URL": None}),
    "two ways for mail": ("worker", {"SWITCHYARD_SMTP_URL": "smtp://127.0.0.1:25"}),
    "an SMTP URL that is none": ("worker", {"SWITCHYARD_SMTP_URL": "mail", "SWITCHYARD_MAIL_FOLDER": None}),
    "authorities that are not there": ("worker", {"SWITCHYARD_CA_FILE": "/nowhere/ca.pem"}),
    "an allow-list that is none": ("worker", {"SWITCHYARD_EGRESS_ALLOW": "everything"}),
}


@pytest.mark.parametrize(
    "tier_name,what",
    [(tier, what) for what, (only, _) in WRONG.items() for tier in ("api", "worker") if only in ("both", tier)],
)
def test_a_wrong_setting_is_one_sentence(deployment, tier_name, what):
    changes = WRONG[what][1]
    tier = getattr(deployment, tier_name)
    changes = {
        "SWITCHYARD_OPS_PORT": "0",
        **{key.replace("{TIER}", tier_name.upper()): value for key, value in changes.items()},
    }
    if tier_name == "api":
        changes.setdefault("SWITCHYARD_PORT", str(free_port()))
    status, said, _ = ends_with_one_sentence(tier, changes)
    assert (status, len(said.splitlines())) == (1, 1), said
    assert said.startswith(f"switchyard-{tier_name}: ") and not re.search(r"Error\(|Optional\(|\bnil\b", said), said


@pytest.mark.parametrize(
    "tier_name,setting", [("api", "SWITCHYARD_PORT"), ("api", "SWITCHYARD_OPS_PORT"), ("worker", "SWITCHYARD_OPS_PORT")]
)
def test_a_taken_port_is_one_sentence(deployment, tier_name, setting):
    tier = getattr(deployment, tier_name)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        changes = {"SWITCHYARD_OPS_PORT": "0", "SWITCHYARD_PORT": str(free_port()), setting: str(port)}
        status, said, _ = ends_with_one_sentence(tier, changes)
    assert (status, len(said.splitlines())) == (1, 1), said
    assert str(port) in said and "taken" in said, said
