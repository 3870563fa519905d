"""Storms: the worker, in one and in two processes, beside the script that writes the same rows."""

import contextlib
import dataclasses
import statistics
import sys
import time

from deployment import Failed, Tier, free_port, psql, url_for, wait_until
from processes import cpu_seconds, postmaster
from sla_script import batches, capture, play, script, written
from sla_stock import ring
from table import Line

STORM_SECONDS_MAX = 240
SETTLE_SECONDS = 1.5
# Longer than it takes to ask: the asking costs the two cores too.
POLL_SECONDS = 1.0


def say(words):
    print(f"bench: {words}", file=sys.stderr, flush=True)


@dataclasses.dataclass
class Ground:
    """Databases of one server that are copied, used and dropped."""

    made: object
    cluster: object

    @contextlib.contextmanager
    def copy(self, base):
        name = f"{self.made.database}_run"
        self.drop(name)
        psql(self.made.server_url, f"CREATE DATABASE {name} TEMPLATE {base} STRATEGY file_copy")
        try:
            yield name
        finally:
            self.drop(name)

    @contextlib.contextmanager
    def base(self, word):
        """A copy of the deployment's database that is filled once and then copied for every run."""
        name = f"{self.made.database}_{word}"
        psql(self.made.server_url, f"CREATE DATABASE {name} TEMPLATE {self.made.database} STRATEGY file_copy")
        try:
            yield name
        finally:
            self.drop(name)

    def drop(self, name):
        psql(self.made.server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def admin(self, name):
        return url_for(self.made.server_url, database=name)

    def role(self, name, role):
        return url_for(self.made.environment[f"SWITCHYARD_{role.upper()}_DATABASE_URL"], database=name)

    @contextlib.contextmanager
    def api(self, name):
        """The API on that database, where the deployment's own was."""
        wanted = {f"SWITCHYARD_{role.upper()}_DATABASE_URL": self.role(name, role) for role in ("api", "search")}
        own = self.made.api
        tier = Tier("api", own.binary, own.environment | wanted, own.log, own.ops_port)
        try:
            yield tier.start()
        finally:
            tier.terminate()

    @contextlib.contextmanager
    def workers(self, name, count, **wanted):
        """Processes for timers alone: what they plan is sent by others, and not now."""
        started = []
        try:
            for number in range(count):
                port = free_port()
                environment = self.made.environment | {
                    "SWITCHYARD_OPS_PORT": str(port),
                    "SWITCHYARD_DELIVER_LANES": "0",
                    "SWITCHYARD_EVENT_LANES": "0",
                    "SWITCHYARD_DATABASE_LANES": "0",
                    "SWITCHYARD_SCHEDULES": "0",
                    "SWITCHYARD_WORKER_DATABASE_URL": self.role(name, "worker"),
                    "SWITCHYARD_DISPATCHER_DATABASE_URL": self.role(name, "dispatcher"),
                    **wanted,
                }
                log = self.made.folder / f"worker-{number}.log"
                tier = Tier("worker", self.made.binaries / "switchyard-worker", environment, log, port)
                started.append(tier)
                tier.start()
            yield started
        finally:
            for tier in started:
                tier.terminate()

    def server_pid(self):
        return postmaster(self.cluster.data)


STATEMENTS_SHOWN = 16


def statements(url, count):
    """What the server's time went into, µs for each of so many."""
    found = psql(
        url,
        "SELECT s.total_exec_time * 1000, s.calls, s.rows, left(regexp_replace(s.query, '\\s+', ' ', 'g'), 100)"
        " FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database()"
        f" AND s.toplevel AND s.query !~ 'bench\\.|^COPY' ORDER BY 1 DESC LIMIT {STATEMENTS_SHOWN}",
    )
    return [
        {"us_each": round(float(us) / count, 2), "calls": int(calls), "rows": int(rows), "query": query}
        for us, calls, rows, query in found
    ]


COMMITTED = "pg_xact_commit_timestamp(e.transaction_id::xid)"


def by_worker(ground, base, processes, cases, keep):
    """One storm served by the worker: seconds from the commit that set the alarms to the last commit of a step. `keep` is
    given the database before it goes."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        with ground.workers(name, processes) as tiers:
            time.sleep(SETTLE_SECONDS)
            psql(url, "SELECT pg_stat_statements_reset()")
            pids = [tier.pid for tier in tiers]
            before = sum(map(cpu_seconds, pids)), cpu_seconds(ground.server_pid())
            ring(url)
            wait_for_storm(url)
            used = sum(map(cpu_seconds, pids)), cpu_seconds(ground.server_pid())
        ((seconds,),) = psql(
            url,
            f"SELECT extract(epoch FROM (SELECT max({COMMITTED}) FROM switchyard.event e JOIN bench.copy c"
            " ON c.tenant_id = e.tenant_id AND c.id = e.ticket_id WHERE e.kind = 'sla_breached')"
            " - (SELECT pg_xact_commit_timestamp(xid) FROM bench.rung))",
        )
        ((steps, early),) = psql(
            url, "SELECT count(*), count(*) FILTER (WHERE taken_at < scheduled_at) FROM switchyard.sla_step"
        )
        if int(steps) != cases or int(early):
            raise Failed(f"{steps} steps for {cases} cases, {early} of them early")
        found = {
            "seconds": float(seconds),
            "rate": cases / float(seconds),
            "worker_cpu_us": (used[0] - before[0]) * 1e6 / cases,
            "server_cpu_us": (used[1] - before[1]) * 1e6 / cases,
            "statements": statements(url, cases),
        }
        say(f"storm, {processes} process(es): {words(found)}")
        keep(url)
        return found


def by_script(ground, base, clients, cases, changed, file, expected):
    """The same rows by the script."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        ring(url, wake=False)
        file.write_text(script(url, changed))
        psql(url, "SELECT pg_stat_statements_reset()")
        before = cpu_seconds(ground.server_pid())
        seconds = play(ground.role(name, "worker"), file, batches(url), clients)
        used = cpu_seconds(ground.server_pid())
        found = {
            "seconds": seconds,
            "rate": cases / seconds,
            "server_cpu_us": (used - before) * 1e6 / cases,
            "statements": statements(url, cases),
        }
        differ = [table for table, mark in written(url).items() if mark != expected[table]]
        if differ:
            raise Failed(f"the script left other rows than the worker in {', '.join(differ)}")
        say(f"script, {clients} connection(s): {words(found)}")
        return found


def wait_for_storm(url, left=0):
    """Until no alarm is open, or no more than `left`: of a tenant that is no part of it there may always be one."""

    def is_over():
        time.sleep(POLL_SECONDS)
        return not psql(url, f"SELECT 1 FROM switchyard.sla_timer WHERE wake_at <= now() OFFSET {left} LIMIT 1")

    wait_until(is_over, STORM_SECONDS_MAX, "the storm is over")


def words(found):
    cpu = f"CPU µs a case: server {found['server_cpu_us']:.0f}"
    if "worker_cpu_us" in found:
        cpu += f", worker {found['worker_cpu_us']:.0f}"
    return f"{found['rate']:.0f} cases/s in {found['seconds']:.2f} s; {cpu}"


def storms(ground, base, cases, bar, where):
    """Lines for one and for two processes, each beside the script in the same minute. The script repeats what the first
    storm wrote."""
    psql(ground.admin(base), "VACUUM (ANALYZE)")
    file = ground.made.folder / "storm.sql"
    changed, expected = {}, {}

    def repeat(url):
        changed.update(capture(url, ground.admin(base)))
        expected.update(written(url))

    def count(url):
        differ = [table for table, (rows, _) in written(url).items() if rows != expected[table][0]]
        if differ:
            raise Failed(f"two processes left another number of rows than one in {', '.join(differ)}")

    def by_clients(clients):
        return by_script(ground, base, clients, cases, changed, file, expected)

    run = by_worker(ground, base, 1, cases, repeat)
    yield storm_line(where, 1, run, [by_clients(1)], cases, bar)
    before = by_clients(2)
    run = by_worker(ground, base, 2, cases, count)
    yield storm_line(where, 2, run, [before, by_clients(2)], cases, bar)


def storm_line(where, processes, run, limits, cases, bar):
    return Line(
        f"storm {where}, {processes} process{'es' if processes > 1 else ''}",
        run["rate"],
        "1/s",
        f"SQL script, {processes} connection{'s' if processes > 1 else ''}",
        statistics.mean(one["rate"] for one in limits),
        ">=",
        bar,
        {"run": run, "script": limits, "cases": cases},
    )
