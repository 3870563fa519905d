"""Jobs that the API makes: how soon they begin, how fast signed webhooks leave, and what the hints to the worker cost."""

import contextlib
import json
import statistics

from deployment import Failed, Tier, free_port, psql
from load import drive, http_request, write_requests
from processes import cpu_seconds
from queue_desk import open_desk, reaches
from queue_meter import Meter
from queue_stock import JOBS_ONLY, await_done, percentile, settle, watch_claims
from sla_storm import say, statements
from table import Line

A_SECOND = 50
P50_BAR_MS, P99_BAR_MS, POLL_P99_BAR_MS = 2.5, 12.0, 300.0
CASES = 200
# Answers of one case that wait together; what a case has in its log is read with each.
REPLIES_A_CASE = 5
DONE_SECONDS_MAX = 180
DELIVER_BAR = 0.1
# Short and many: the cases' logs grow meanwhile, and who comes first has the shorter ones.
WRITERS, PATH_BAR, ROUNDS = 16, 0.95, 8
PATH_CASES = 1_000
# More than the API has ever answered.
REPLIES_A_SECOND_MAX = 4_000


def start_lines(ground, base, operator_key, seconds):
    """From the statement that makes a job to the statement that leases it: the flush of the reply's commit is in it."""
    hinted = starts(ground, base, operator_key, seconds)
    yield Line("enqueue to start, p50", hinted["p50_ms"], "ms", "bar", P50_BAR_MS, "<=", 1.0, hinted)
    yield Line("enqueue to start, p99", hinted["p99_ms"], "ms", "bar", P99_BAR_MS, "<=", 1.0, hinted)
    polled = starts(ground, base, operator_key, seconds, SWITCHYARD_POLL_ONLY="1")
    yield Line("enqueue to start, poll-only, p99", polled["p99_ms"], "ms", "bar", POLL_P99_BAR_MS, "<=", 1.0, polled)


def starts(ground, base, operator_key, seconds, **wanted):
    count = A_SECOND * seconds
    with ground.copy(base) as name, open_desk(ground, name, operator_key, CASES) as desk:
        url = ground.admin(name)
        with ground.workers(name, 1, **JOBS_ONLY, **reaches(desk), **wanted):
            desk.reply_all(range(CASES))
            await_done(url, CASES, DONE_SECONDS_MAX)
            watch_claims(url)
            desk.reply_all(range(CASES, CASES + count), A_SECOND)
            await_done(url, CASES + count, DONE_SECONDS_MAX)
        waits = psql(
            url,
            "SELECT extract(epoch FROM min(c.at) - m.at) * 1000 FROM bench.made m JOIN"
            " (SELECT unnest(ids) AS id, at FROM bench.claim) c USING (id) WHERE m.kind = 'deliver' GROUP BY m.id, m.at",
        )
        desk.receiver.close()
    waits = [float(ms) for (ms,) in waits]
    if len(waits) != count:
        raise Failed(f"{len(waits)} of {count} jobs began")
    found = {"jobs": count, "p50_ms": percentile(waits, 0.5), "p99_ms": percentile(waits, 0.99), "max_ms": max(waits)}
    say(f"{A_SECOND} replies a second: begun after {found['p50_ms']:.1f} ms, p99 {found['p99_ms']:.1f} ms")
    return found


def deliver_line(ground, base, operator_key, limits, jobs):
    """Answers that wait when a worker begins: one transaction prepares each, one writes down what the receiver said."""
    lanes = int(JOBS_ONLY["SWITCHYARD_DELIVER_LANES"])
    before = limits.single_claims(lanes)
    with ground.copy(base) as name, open_desk(ground, name, operator_key, jobs // REPLIES_A_CASE) as desk:
        url = ground.admin(name)
        desk.reply_all(range(jobs))
        settle(url)
        psql(url, "SELECT pg_stat_statements_reset()")
        meter = Meter(ground)
        with ground.workers(name, 1, **JOBS_ONLY, **reaches(desk)) as (tier,):
            await_done(url, jobs, DONE_SECONDS_MAX)
            worker_cpu = cpu_seconds(tier.pid)
        spent = statements(url, jobs)
        taken = desk.receiver.close()
        times = sorted(taken.pop("arrivals").values())
    if len(times) != jobs:
        raise Failed(f"{len(times)} of {jobs} webhooks arrived")
    seconds = times[-1] - times[0]
    run = meter.stop(jobs, seconds) | {"worker_cpu_us": worker_cpu * 1e6 / jobs}
    after = limits.single_claims(lanes)
    rate = (jobs - 1) / seconds
    say(
        f"webhooks: {rate:.0f}/s; CPU µs a webhook: server {run['server_cpu_us']:.0f}, worker {run['worker_cpu_us']:.0f};"
        f" {run['machine_cores']:.1f} cores busy"
    )
    raw = {"run": run, "ceiling": [before, after], "receiver": taken, "statements": spent}
    limit = statistics.mean((before["rate"], after["rate"]))
    return Line("signed webhooks, received", rate, "1/s", "claim 1 + ack 1 by pgbench", limit, ">=", DELIVER_BAR, raw)


def path_line(ground, base, operator_key, seconds):
    """Replies by 16 writers, with the hints that their jobs make and without, by turns."""
    rates = {"hinted": [], "plain": []}
    with ground.copy(base) as name, open_desk(ground, name, operator_key, PATH_CASES) as desk:
        with silent_api(ground, name) as silent, ground.workers(name, 1):
            tiers = {"hinted": (desk.api, ground.made.base_url), "plain": silent}
            for kind, tier in tiers.items():
                replies_a_second(ground, desk, *tier, f"warm-{kind}", seconds)
            for turn in range(ROUNDS):
                for kind in sorted(tiers, reverse=turn % 2 == 1):
                    rates[kind].append(replies_a_second(ground, desk, *tiers[kind], f"{kind}-{turn}", seconds))
    hinted, plain = statistics.mean(rates["hinted"]), statistics.mean(rates["plain"])
    say(f"replies by {WRITERS} writers: {rates}")
    return Line(f"API enqueue path, {WRITERS} writers", hinted, "1/s", "without hints", plain, ">=", PATH_BAR, rates)


@contextlib.contextmanager
def silent_api(ground, name):
    """Another API on that database, which sends no hints; its address."""
    port, ops_port = free_port(), free_port()
    own = ground.made.api
    wanted = {f"SWITCHYARD_{role.upper()}_DATABASE_URL": ground.role(name, role) for role in ("api", "search")}
    wanted |= {"SWITCHYARD_POLL_ONLY": "1", "SWITCHYARD_PORT": str(port), "SWITCHYARD_OPS_PORT": str(ops_port)}
    tier = Tier("api", own.binary, own.environment | wanted, ground.made.folder / "api-silent.log", ops_port)
    try:
        yield tier.start(), f"http://127.0.0.1:{port}"
    finally:
        tier.terminate()


def replies_a_second(ground, desk, tier, base_url, turn, seconds):
    file = ground.made.folder / "replies"
    write_requests(file, replies(desk, turn, REPLIES_A_SECOND_MAX * seconds))
    words = {"connections": WRITERS, "seconds": seconds, "app": tier.pid, "server": ground.server_pid()}
    found = drive(base_url, file, **words)
    if found["errors"]:
        raise Failed(f"{found['errors']} replies were not taken")
    return found["rate"]


def replies(desk, turn, count):
    for number in range(count):
        ticket = desk.tickets[number % len(desk.tickets)]
        headers = [("Authorization", f"Bearer {desk.exchange.agent.key}"), ("Idempotency-Key", f"{turn}-{number}")]
        body = json.dumps({"text": f"Answer number {number}."}).encode()
        yield http_request("POST", f"{desk.exchange.path}/tickets/{ticket}/replies", headers, body)
