"""Jobs that do nothing, from the enqueuing to their row in job_done, by the shipped programs."""

import json
import statistics
import time

from deployment import Failed, psql, run, wait_until
from processes import cpu_seconds, resident_mib
from queue_meter import Meter
from sla_storm import say, statements
from sla_timers import PROBE
from table import Line

CEILING_BARS, PEER_BAR = {1: 0.45, 2: 0.5}, 2.0
CPU_BAR, LOG_BYTES_BAR, SYNCS_BAR, ENQUEUE_BAR = 2.0, 900.0, 30.0, 0.45
RESIDENT_MIB_BAR, LOOK_MS_BAR = 60.0, 0.2
DRAIN_SECONDS_MAX, POLL_SECONDS = 180, 0.3
ENQUEUED, BATCH = 300_000, 1_000
WAITING_AFTER_SECONDS, WAITING_JOBS = 86_400, 60_000
LOOKS = 200
# A worker as it is shipped, beside the timers.
SHIPPED = {
    "SWITCHYARD_DELIVER_LANES": "8",
    "SWITCHYARD_EVENT_LANES": "4",
    "SWITCHYARD_DATABASE_LANES": "1",
    "SWITCHYARD_SCHEDULES": "1",
}


def enqueue(ground, name, count, *words):
    """Probes of every tenant in turn; how many a second."""
    environment = ground.made.environment | {"SWITCHYARD_API_DATABASE_URL": ground.role(name, "api")}
    command = [ground.made.binaries / "switchyardctl", "jobs", "probe", "--count", count, "--batch", BATCH, *words]
    found = json.loads(run(command, env=environment))
    return found["probes"] / found["seconds"]


def drain(ground, base, processes, jobs):
    """From the first jobs that ended to the last, while what is metered begins with the processes."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        enqueue(ground, name, jobs)
        psql(url, "VACUUM (ANALYZE) switchyard.job")
        psql(url, "CHECKPOINT")
        psql(url, "SELECT pg_stat_statements_reset()")
        meter = Meter(ground)
        with ground.workers(name, processes, **SHIPPED) as tiers:
            wait_for_end(url)
            cpu = sum(cpu_seconds(tier.pid) for tier in tiers)
            resident = max(resident_mib(tier.pid) for tier in tiers)
            ((done, later, seconds),) = psql(
                url,
                "SELECT count(*), count(*) FILTER (WHERE d.finished_at > f.at), extract(epoch FROM max(d.finished_at) - f.at)"
                " FROM switchyard.job_done d, (SELECT min(finished_at) AS at FROM switchyard.job_done) f GROUP BY f.at",
            )
            found = meter.stop(jobs, float(seconds))
            found["statements"] = statements(url, jobs)
        if int(done) != jobs:
            raise Failed(f"{done} of {jobs} jobs are done")
        found |= {"rate": int(later) / float(seconds), "worker_cpu_us": cpu * 1e6 / jobs, "resident_mib": resident}
        say(
            f"our worker, {processes} process(es): {found['rate']:.0f} jobs/s; CPU µs a job: server"
            f" {found['server_cpu_us']:.1f}, worker {found['worker_cpu_us']:.1f}; log {found['log_bytes']:.0f} B"
        )
        return found


def wait_for_end(url):
    def is_over():
        time.sleep(POLL_SECONDS)
        return not psql(url, "SELECT 1 FROM switchyard.job LIMIT 1")

    wait_until(is_over, DRAIN_SECONDS_MAX, "every job is done")


def drain_lines(ground, base, limits, peer, processes, jobs):
    """Ours between two runs of the ceiling."""
    many = f"{processes} process{'es' if processes > 1 else ''}"
    early = limits.claims(processes)
    run = drain(ground, base, processes, jobs)
    late = limits.claims(processes)
    other = peer.drain(processes)
    raw = {"run": run, "ceiling": [early, late], "peer": other}

    def ceiling(figure):
        return statistics.mean((early[figure], late[figure]))

    yield Line(
        f"leased jobs, {many}", run["rate"], "1/s", "claim 100 + ack 100 by pgbench", ceiling("rate"), ">=",
        CEILING_BARS[processes], raw,
    )  # fmt: skip
    if other:
        yield Line(f"leased jobs, {many}", run["rate"], "1/s", "PgQueuer", other["jobs_s"], ">=", PEER_BAR, raw)
    yield Line(
        f"server CPU of a job, {many}", run["server_cpu_us"], "µs", "claim 100 + ack 100 by pgbench",
        ceiling("server_cpu_us"), "<=", CPU_BAR, raw,
    )  # fmt: skip
    yield Line(f"log of a job, {many}", run["log_bytes"], "B", "bar", LOG_BYTES_BAR, "<=", 1.0, raw)
    yield Line(f"syncs of 1,000 jobs, {many}", run["syncs_per_1000"], "", "bar", SYNCS_BAR, "<=", 1.0, raw)


def enqueue_line(ground, base, limits, tenant):
    early = limits.enqueues()
    with ground.copy(base) as name:
        rate = enqueue(ground, name, ENQUEUED, "--tenant", tenant)
    late = limits.enqueues()
    say(f"bulk enqueue: {rate:.0f}/s")
    limit = statistics.mean((early["rate"], late["rate"]))
    raw = {"ceiling": [early, late]}
    return Line("bulk enqueue, 1,000 at a time", rate, "1/s", "unnest of 1,000 by pgbench", limit, ">=", ENQUEUE_BAR, raw)


def waiting_lines(ground, base, waiting):
    """What a worker keeps, and what its look at the queue takes, while so many jobs wait for their instant and it works."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        enqueue(ground, name, waiting, "--after", WAITING_AFTER_SECONDS)
        psql(url, "VACUUM (ANALYZE) switchyard.job")
        with ground.workers(name, 1, **SHIPPED) as (tier,):
            psql(url, "SELECT pg_stat_statements_reset()")
            for _ in range(LOOKS):
                psql(url, "NOTIFY switchyard_wake")
            looks = looks_of(url)
            enqueue(ground, name, WAITING_JOBS)
            over = f"SELECT 1 FROM switchyard.job_done HAVING count(*) >= {WAITING_JOBS}"
            wait_until(lambda: psql(url, over), DRAIN_SECONDS_MAX, "the worker works beside them")
            resident = resident_mib(tier.pid)
    raw = {"waiting": waiting, "worked": WAITING_JOBS, "looks": looks}
    slowest = max(look["mean_ms"] for look in looks)
    yield Line(f"look at {waiting:,} waiting jobs", slowest, "ms", "bar", LOOK_MS_BAR, "<=", 1.0, raw)
    yield Line(f"worker with {waiting:,} waiting", resident, "MiB", "budget", RESIDENT_MIB_BAR, "<=", 1.0, raw)


def looks_of(url):
    wanted = (
        "SELECT calls, mean_exec_time, max_exec_time FROM pg_stat_statements"
        f" WHERE query LIKE '{PROBE}' AND query NOT LIKE '%pg_stat_statements%'"
    )
    rows = wait_until(lambda: psql(url, wanted), 20, "the worker looks at the queue")
    return [{"calls": int(calls), "mean_ms": float(mean), "max_ms": float(most)} for calls, mean, most in rows]
