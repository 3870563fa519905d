"""A calendar, and policies for clocks that run, are published while people go on working with the same cases."""

import contextlib
import datetime
import subprocess
import threading
import time

from client import Client
from deployment import Failed, program, psql, wait_until
from sla_stock import CALENDAR, CASE, POLICY, copy_cases, ring
from table import Line

SECONDS_BAR, BLOCKED_BAR_SECONDS = 30.0, 1.0
SECONDS_MAX = 150
CLOCKS_A_CASE = 2
# Half of every target, at once: the floor of P3 would keep the short ones where they are.
TIGHTER = POLICY | {"targets": {name: seconds // 2 for name, seconds in POLICY["targets"].items()}, "floor": 0}
SENDERS, PAUSE_SECONDS = 2, 0.02
HANDS, LOCKS_A_SECOND = 4, 100
EVENTS_MIN = 20
POLL_SECONDS = 0.1
# The sweep that carries the published version.
SWEEP = "FROM (SELECT * FROM switchyard.clock_sweep ORDER BY started_at DESC LIMIT 1) s"
# The roles of the product: what the bench itself asks as the administrator is not counted.
ROLES = "('switchyard_api', 'switchyard_worker', 'switchyard_dispatcher')"


class Sender(threading.Thread):
    """Hands in cases of the same exchange, one after the other, and knows how long each took."""

    def __init__(self, exchange, base_url):
        super().__init__(daemon=True)
        self.client, self.path = Client(base_url, exchange.intake_key), f"{exchange.path}/tickets"
        self.over = threading.Event()
        self.seconds, self.problem = [], None

    def run(self):
        try:
            while not self.over.wait(PAUSE_SECONDS):
                began = time.monotonic()
                self.client.call("POST", self.path, CASE, headers={"Idempotency-Key": f"{self.name}-{len(self.seconds)}"})
                self.seconds.append(time.monotonic() - began)
        except Exception as problem:
            self.problem = problem

    def finish(self):
        self.over.set()
        self.join()
        if self.problem:
            raise Failed(f"a case was refused while clocks moved: {self.problem}")
        return self.seconds


@contextlib.contextmanager
def hands(ground, name, exchange, cases):
    """Takes the lock of one swept case after the other, as whoever changes a case has to."""
    psql(
        ground.admin(name),
        "CREATE UNIQUE INDEX ON bench.copy (number); GRANT USAGE ON SCHEMA bench TO switchyard_api;"
        " GRANT SELECT ON bench.copy TO switchyard_api",
    )
    file = ground.made.folder / "hands.sql"
    file.write_text(
        f"""\\set number random(1, {cases})
BEGIN;
SELECT e.settings_revision FROM switchyard.enter_tenant('{exchange.id}', NULL, NULL, NULL, NULL, NULL) e;
SELECT k.revision FROM switchyard.ticket k WHERE k.tenant_id = '{exchange.id}'
    AND k.id = (SELECT c.id FROM bench.copy c WHERE c.number = :number) FOR UPDATE;
COMMIT;
"""
    )
    words = f"-n -M prepared -c {HANDS} -j 1 -R {LOCKS_A_SECOND} -T {SECONDS_MAX} -f {file}".split()
    with subprocess.Popen(
        [program("pgbench"), *words, ground.role(name, "api")], stdout=subprocess.DEVNULL
    ) as process:
        try:
            yield
            if process.poll() is not None:
                raise Failed("the hands that take locks gave up")
        finally:
            process.terminate()


def closed_for_two_days():
    """The calendar before: with today and tomorrow closed."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return CALENDAR | {"holidays": [str(today + datetime.timedelta(days=days)) for days in (0, 1)]}


def publish_lines(ground, base, operator, exchange, clocks):
    """From the request that publishes to the commit that moves the last clock, and the longest that any statement of the
    product took meanwhile; either of them moves every clock to an earlier instant."""
    yield from lines(ground, base, operator, exchange, clocks, "calendar", CALENDAR)
    yield from lines(ground, base, operator, exchange, clocks, "policy", TIGHTER | {"apply": "running"})


def lines(ground, base, operator, exchange, clocks, setting, document):
    cases = clocks // CLOCKS_A_CASE
    with ground.copy(base) as name:
        url = ground.admin(name)
        copy_cases(url, exchange, cases, shift="interval '0'")
        ring(url, wake=False)
        psql(url, "VACUUM (ANALYZE)")
        psql(url, f"CREATE TABLE bench.clock AS SELECT * FROM switchyard.sla_cycle WHERE tenant_id = '{exchange.id}'")
        with ground.api(name), ground.workers(name, 1, SWITCHYARD_DATABASE_LANES="1"), hands(ground, name, exchange, cases):
            found = published(url, operator, f"{exchange.path}/{setting}", document, exchange)
        found |= moved(url, exchange, cases)
    slowest = max(one["max_ms"] for one in found["statements"]) / 1000
    what = f"publishing a {setting} over {found['clocks_moved']:,} clocks"
    yield Line(what, found["seconds"], "s", "bar", SECONDS_BAR, "<=", 1.0, found)
    yield Line(f"longest statement while a {setting} moves clocks", slowest, "s", "bar", BLOCKED_BAR_SECONDS, "<=", 1.0)


def published(url, operator, path, document, exchange):
    """The calendar opens the two days that were closed, whatever the hour; policies halve what is left of them."""
    senders = [Sender(exchange, operator.base_url) for _ in range(SENDERS)]
    # The kept connection ended with the API that was.
    operator = Client(operator.base_url, operator.key)
    psql(url, "SELECT pg_stat_statements_reset()")
    for sender in senders:
        sender.start()
    began = time.monotonic()
    operator.call("PUT", path, document)
    answered = time.monotonic()

    def has_walked():
        time.sleep(POLL_SECONDS)
        return psql(url, f"SELECT 1 {SWEEP} WHERE s.phase <> 'walk'")

    wait_until(has_walked, SECONDS_MAX, "the sweep has been everywhere")
    seconds = time.monotonic() - began
    taken = sorted(second for sender in senders for second in sender.finish())
    statements = longest(url)
    locks = sum(one["calls"] for one in statements if "bench.copy" in one["query"])
    if min(len(taken), locks) < EVENTS_MIN:
        raise Failed(f"only {len(taken)} cases were opened and {locks} locked meanwhile")
    return {
        "seconds": seconds,
        "answered_seconds": answered - began,
        "cases_opened": len(taken),
        "opened_p50_ms": taken[len(taken) // 2] * 1000,
        "opened_max_ms": taken[-1] * 1000,
        "cases_locked": locks,
        "statements": statements,
    }


def longest(url):
    rows = psql(
        url,
        "SELECT s.max_exec_time, s.mean_exec_time, s.calls, r.rolname, left(regexp_replace(s.query, '\\s+', ' ', 'g'), 160)"
        " FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid"
        f" WHERE d.datname = current_database() AND s.toplevel AND r.rolname IN {ROLES} ORDER BY 1 DESC",
    )
    return [
        {"max_ms": float(most), "mean_ms": float(mean), "calls": int(calls), "role": role, "query": query}
        for most, mean, calls, role, query in rows
    ]


def moved(url, exchange, cases):
    """How many clocks and alarms are earlier now; it must be all of them."""
    ((swept, failed),) = psql(url, f"SELECT s.cases_moved, s.cases_failed {SWEEP}")
    ((clocks, running),) = psql(
        url,
        "SELECT count(*) FILTER (WHERE c.breach_at < o.breach_at), count(*) FROM bench.clock o"
        " JOIN switchyard.sla_cycle c USING (tenant_id, ticket_id, metric, cycle_key) WHERE o.state = 'running'",
    )
    ((alarms,),) = psql(
        url,
        "SELECT count(*) FROM switchyard.sla_timer t JOIN bench.copy c ON c.tenant_id = t.tenant_id AND c.id = t.ticket_id"
        f" JOIN bench.alarm a ON a.ticket_id = c.origin WHERE t.tenant_id = '{exchange.id}'"
        " AND t.wake_at < a.wake_at + c.shift",
    )
    if int(clocks) != int(running) or int(alarms) != cases or int(failed):
        raise Failed(f"{clocks} of {running} clocks and {alarms} of {cases} alarms moved, {failed} cases failed")
    return {"clocks_moved": int(clocks), "alarms_moved": int(alarms), "cases_swept": int(swept)}
