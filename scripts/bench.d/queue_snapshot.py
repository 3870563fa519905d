"""A transaction that somebody leaves open: what it holds back cannot be vacuumed, and the queue turns over meanwhile."""

import contextlib
import math
import time

from deployment import Failed, program, psql, run
from queue_stock import FEED_ROWS, JOBS_ONLY, probes, session, settle, value
from sla_storm import say
from table import Line

FED_A_SECOND, WAITING, WAITING_TENANTS = 1_000, 100_000, 100
CLEAN_SECONDS = 10
RATIO_BAR = 0.85
BACKLOG_SECONDS_MAX, POLL_SECONDS = 180, 0.3
# What it takes to write them all and to begin.
LEAD_SECONDS = 8
# They are due as if they had been enqueued a thousand at a time, a millisecond apart.
DUE = "statement_timestamp() + interval '{seconds} s' + n / 1000 * interval '1 ms'"
# The tenants of those that wait come before the tenants of those that are fed.
FED_TENANT = 1_000
IS_FED = f"d.tenant_id >= '00000000-0000-7000-8000-{FED_TENANT:012x}'"


def snapshot_line(ground, base, seconds):
    """How fast those that waited are served when they become due, after so long with a snapshot held, and held still."""
    clean = [turned_over(ground, base, CLEAN_SECONDS, is_held=False)]
    held = turned_over(ground, base, seconds, is_held=True)
    clean.append(turned_over(ground, base, CLEAN_SECONDS, is_held=False))
    raw = {"held": held, "clean": clean, "seconds": seconds, "fed_a_second": FED_A_SECOND, "waiting": WAITING}
    against = sum(one["rate"] for one in clean) / len(clean)
    return Line(f"snapshot held for {seconds} s", held["rate"], "1/s", "without it", against, ">=", RATIO_BAR, raw)


def turned_over(ground, base, seconds, *, is_held):
    with ground.copy(base) as name:
        url = ground.admin(name)
        psql(url, probes(WAITING, WAITING_TENANTS, due=DUE.format(seconds=seconds + LEAD_SECONDS)))
        due = value(url, "SELECT min(run_at) FROM switchyard.job")
        settle(url)
        with ground.workers(name, 1, **JOBS_ONLY), holding(url) if is_held else contextlib.nullcontext():
            left = float(value(url, f"SELECT extract(epoch FROM '{due}' - clock_timestamp())"))
            fed = feed(ground, url, max(1.0, left))
            await_empty(url)
            dead = int(value(url, "SELECT n_dead_tup FROM pg_stat_user_tables WHERE relid = 'switchyard.job'::regclass"))
        ((waited, spent),) = psql(
            url,
            "SELECT count(*), extract(epoch FROM max(d.finished_at) - min(d.finished_at)) FROM switchyard.job_done d"
            f" WHERE NOT {IS_FED}",
        )
        if int(waited) != WAITING:
            raise Failed(f"{waited} of {WAITING} jobs that waited are done")
        ((late,),) = psql(
            url,
            "SELECT percentile_disc(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM d.finished_at - d.created_at))"
            f" FROM switchyard.job_done d WHERE {IS_FED} AND d.finished_at < '{due}'",
        )
        found = {"rate": WAITING / float(spent), "fed": fed, "fed_p99_s": float(late), "dead_rows": dead}
        say(
            f"{fed} jobs at {FED_A_SECOND} a second, snapshot {'held' if is_held else 'not held'}: then {found['rate']:.0f}"
            f" jobs/s; p99 before {found['fed_p99_s'] * 1000:.0f} ms, {dead} dead rows"
        )
        return found


def holding(url):
    script = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM switchyard.job; SELECT txid_current();\n"
    held = "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction' AND backend_xmin IS NOT NULL LIMIT 1"
    return session(url, script, held)


def feed(ground, url, seconds):
    """Enqueued evenly, each batch with the hint that the API would send behind its commit."""
    file = ground.made.folder / "feed.sql"
    file.write_text(f"{probes(FEED_ROWS, FEED_ROWS, first_tenant=FED_TENANT)};\nNOTIFY switchyard_wake;\n")
    batches = math.ceil(FED_A_SECOND * seconds / FEED_ROWS)
    words = f"-n -c 1 -R {FED_A_SECOND // FEED_ROWS} -t {batches}".split()
    run([program("pgbench"), *words, "-f", file, url], seconds=4 * seconds + BACKLOG_SECONDS_MAX)
    return batches * FEED_ROWS


def await_empty(url):
    until = time.monotonic() + BACKLOG_SECONDS_MAX
    while psql(url, "SELECT 1 FROM switchyard.job LIMIT 1"):
        if time.monotonic() >= until:
            raise Failed("the waiting jobs are not done in time")
        time.sleep(POLL_SECONDS)
