"""Workers that are killed, stopped in the middle, or asked to end."""

import re
import signal
import time

from deployment import Failed, psql, wait_until
from queue_stock import JOBS_ONLY, await_done, leased, probes, session, settle, value
from sla_storm import say
from table import Line

HELD_MIN, TENANTS = 1_000, 100
# More than two processes lease together.
HELD_JOBS = 6 * HELD_MIN
RERUN_SECONDS_BAR, EXIT_SECONDS_BAR = 20.0, 5.0
HELD_SECONDS_MAX, RERUN_SECONDS_MAX, STALE_SECONDS_MAX = 30, 60, 30
LOAD_JOBS, LOAD_DONE, LOAD_SECONDS_MAX = 100_000, 5_000, 60
KEEP_RESULTS_BACK = "BEGIN; LOCK TABLE switchyard.job_done IN SHARE MODE;\n"
IS_KEPT_BACK = "SELECT 1 FROM pg_locks WHERE relation = 'switchyard.job_done'::regclass AND mode = 'ShareLock' AND granted"
# What waits for the lock has been sent already, and would be done though its sender is dead.
END_BLOCKED = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND usename = 'switchyard_dispatcher' AND cardinality(pg_blocking_pids(pid)) > 0"
)
HOLDERS = "SELECT worker_id, count(*) FROM switchyard.job WHERE worker_id IS NOT NULL GROUP BY 1"


def kill_lines(ground, base):
    """Two workers have all that a process may have leased, because nothing can be written down as done. One is killed; the
    other is stopped until a third has done the jobs of both, and then tells how its own ended."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        psql(url, "CREATE SCHEMA bench")
        with ground.workers(name, 2, **JOBS_ONLY) as (killed, stopped):
            with session(url, KEEP_RESULTS_BACK, IS_KEPT_BACK):
                psql(url, probes(HELD_JOBS, TENANTS))
                wait_until(lambda: both_hold(url), HELD_SECONDS_MAX, f"each of two workers has {HELD_MIN} jobs leased")
                stopped.process.send_signal(signal.SIGSTOP)
                try:
                    killed.kill()
                    died = value(url, "SELECT clock_timestamp()")
                    psql(url, "CREATE TABLE bench.held AS SELECT id FROM switchyard.job WHERE worker_id IS NOT NULL")
                    psql(url, END_BLOCKED)
                except BaseException:
                    stopped.process.send_signal(signal.SIGCONT)
                    raise
            with ground.workers(name, 1, **JOBS_ONLY):
                try:
                    await_done(url, HELD_JOBS, RERUN_SECONDS_MAX)
                finally:
                    stopped.process.send_signal(signal.SIGCONT)
                wait_until(lambda: stale(stopped), STALE_SECONDS_MAX, "the stopped worker tells how its jobs ended")
                rejected = settled(lambda: stale(stopped))
        yield from rerun_lines(url, died, rejected)


def both_hold(url):
    holders = psql(url, HOLDERS)
    return len(holders) == 2 and all(int(count) >= HELD_MIN for _, count in holders)


def stale(tier):
    """Endings of a process that were refused."""
    found = re.search(r'^switchyard_jobs_done_total\{[^}]*outcome="stale"[^}]*\} (\d+)', tier.metrics(), re.M)
    return int(found.group(1)) if found else 0


def settled(read):
    """What `read` answers once it answers the same for a second."""
    last = None
    while (found := read()) != last:
        last = found
        time.sleep(1)
    return found


def rerun_lines(url, died, rejected):
    ((held, again, last),) = psql(
        url,
        "SELECT count(*), count(*) FILTER (WHERE d.attempts > 1),"
        f" extract(epoch FROM max(d.finished_at) - '{died}') FROM bench.held h JOIN switchyard.job_done d USING (id)",
    )
    ((rows, jobs),) = psql(url, "SELECT count(*), count(DISTINCT id) FROM switchyard.job_done")
    if int(jobs) != HELD_JOBS:
        raise Failed(f"{jobs} of {HELD_JOBS} jobs are done")
    accepted = int(held) - int(again) + int(rows) - int(jobs)
    raw = {"held": int(held), "ran_again": int(again), "rows_done": int(rows), "jobs": int(jobs), "rejected": rejected}
    say(f"{held} jobs were leased by a killed and a stopped worker; {rejected} endings of the latter were rejected")
    yield Line(f"SIGKILL, {held} leased: all ran again", float(last), "s", "bar", RERUN_SECONDS_BAR, "<=", 1.0, raw)
    yield Line("stale endings that were written", accepted, "", "stale endings tried", max(rejected, 1), "<=", 0.0, raw)


def term_lines(ground, base):
    """Asked to end while jobs without end are waiting."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        psql(url, probes(LOAD_JOBS, TENANTS))
        settle(url)
        with ground.workers(name, 1, **JOBS_ONLY) as (tier,):
            await_done(url, LOAD_DONE, LOAD_SECONDS_MAX)
            began = time.monotonic()
            status = tier.terminate()
            seconds = time.monotonic() - began
        waiting = int(value(url, "SELECT count(*) FROM switchyard.job"))
        if status != 0 or waiting == 0:
            raise Failed(f"the worker ended with {status}, and {waiting} jobs were left")
        raw = {"status": status, "waiting": waiting, "lease_rows": value(url, "SELECT count(*) FROM switchyard.worker_lease")}
        left = leased(url)
    yield Line("SIGTERM under load: ended after", seconds, "s", "bar", EXIT_SECONDS_BAR, "<=", 1.0, raw)
    yield Line("SIGTERM under load: left leased", left, "", "jobs waiting", waiting, "<=", 0.0, raw)
