"""Ten minutes at a steady rate: what the worker keeps, and what is left in the tables, must not grow."""

import statistics
import threading
import time

from deployment import Failed, psql
from processes import resident_mib
from queue_snapshot import FED_A_SECOND, await_empty, feed
from queue_stock import JOBS_ONLY, settle
from sla_storm import say
from table import Line

EARLY_MINUTE, GROWTH_BAR = 4, 1.05
SAMPLE_SECONDS = 1.0
MINUTE = 60.0
# Every table that a job goes through.
LEFT = """
    SELECT sum(s.n_dead_tup), sum(pg_total_relation_size(s.relid)) FILTER (WHERE s.relname = 'job') / 1024.0 / 1024
    FROM pg_stat_user_tables s WHERE s.schemaname = 'switchyard' AND s.relname ~ '^(job|worker_lease)'
"""


def steady_lines(ground, base, minutes):
    """The last minute beside the fourth: means over a minute, because autovacuum comes about once in it."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        settle(url)
        with ground.workers(name, 1, **JOBS_ONLY) as (tier,):
            over = threading.Event()
            samples = []
            watcher = threading.Thread(target=watch, args=(url, tier.pid, over, samples))
            watcher.start()
            try:
                fed = feed(ground, url, minutes * MINUTE)
            finally:
                over.set()
                watcher.join()
            await_empty(url)
        done = int(psql(url, "SELECT count(*) FROM switchyard.job_done")[0][0])
    if done != fed:
        raise Failed(f"{done} of {fed} jobs are done")
    table = by_minute(samples, minutes)
    for row in table:
        say("minute {minute}: {resident_mib:.1f} MiB resident, {dead:.0f} dead rows, {job_mib:.1f} MiB of queue".format(**row))
    early, last = table[EARLY_MINUTE - 1], table[-1]
    raw = {"fed_a_second": FED_A_SECOND, "jobs": fed, "minutes": table}
    against = f"minute {EARLY_MINUTE}"
    for key, what, unit in (("resident_mib", "resident", "MiB"), ("dead", "dead rows", ""), ("job_mib", "the queue", "MiB")):
        yield Line(f"{what}, minute {minutes}", last[key], unit, against, max(early[key], 1.0), "<=", GROWTH_BAR, raw)


def watch(url, pid, over, samples):
    began = time.monotonic()
    while not over.wait(SAMPLE_SECONDS):
        ((dead, job_mib),) = psql(url, LEFT)
        at = time.monotonic() - began
        samples.append({"at": at, "resident_mib": resident_mib(pid), "dead": float(dead), "job_mib": float(job_mib)})


def by_minute(samples, minutes):
    table = []
    for minute in range(1, minutes + 1):
        those = [one for one in samples if (minute - 1) * MINUTE <= one["at"] < minute * MINUTE]
        if not those:
            raise Failed(f"nothing was seen of minute {minute}")
        mean = {key: statistics.mean(one[key] for one in those) for key in ("resident_mib", "dead", "job_mib")}
        table.append({"minute": minute} | mean)
    return table
