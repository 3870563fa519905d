"""Timers outside storms: the probe over millions that are pending, and how late steps are."""

import json
import time

from deployment import Failed, psql, run, wait_until
from sla_stock import copy_cases, ring
from sla_storm import COMMITTED, wait_for_storm
from table import Line

PROBE_BAR_MS, LATENESS_BAR_MS, DUE_BAR = 0.2, 100.0, 1_000_000
DUE_COMPUTATIONS = 10_000_000
PROBES = 200
PROBE_TENANTS = 1_000
ROWS_A_STATEMENT = 500_000
LATE_A_SECOND, LATE_LEAD_SECONDS, LATE_GRACE_SECONDS = 50, 10, 30
BYSTANDER_A_SECOND, BYSTANDER_LEAD_SECONDS = 4, 3
BYSTANDER_BAR_SECONDS, BYSTANDERS_MIN = 1.0, 5
# The worker's own statement, as pg_stat_statements keeps it.
PROBE = "%min(t.wake_at) FROM switchyard.sla_timer t)%"


def due_line(binaries):
    found = json.loads(run([binaries / "switchyard-bench", DUE_COMPUTATIONS]))
    rate = found["computations"] / found["seconds"]
    return Line("due computations, one core", rate, "1/s", "bar", DUE_BAR, ">=", 1.0, found)


def probe_line(ground, base, pending):
    """Server time of the worker's own probe while nothing is due."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        fill(url, pending)
        with ground.workers(name, 1):
            psql(url, "SELECT pg_stat_statements_reset()")
            for _ in range(PROBES):
                psql(url, "NOTIFY switchyard_wake")
            wanted = (
                "SELECT calls, mean_exec_time, max_exec_time FROM pg_stat_statements"
                f" WHERE query LIKE '{PROBE}' AND query NOT LIKE '%pg_stat_statements%'"
            )
            rows = wait_until(lambda: psql(url, wanted), 20, "the worker probes")
        plan = psql(url, "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) SELECT min(t.wake_at) FROM switchyard.sla_timer t")
        slowest = max(rows, key=lambda row: float(row[1]))
        raw = {
            "pending": pending,
            "probes": [{"calls": int(calls), "mean_ms": float(mean), "max_ms": float(most)} for calls, mean, most in rows],
            "plan": [line for (line,) in plan],
        }
        return Line(f"probe at {pending:,} pending", float(slowest[1]), "ms", "bar", PROBE_BAR_MS, "<=", 1.0, raw)


def fill(url, pending):
    """Alarms of cases that are not there: the probe sees nothing but the timers. The indexes are made again afterwards, in a
    tenth of the time that rows one by one would take."""
    indexes = psql(
        url,
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = 'switchyard.sla_timer'::regclass AND NOT indisprimary",
    )
    psql(url, "DROP INDEX " + ", ".join(name for name, _ in indexes))
    for start in range(0, pending, ROWS_A_STATEMENT):
        end = min(pending, start + ROWS_A_STATEMENT)
        psql(
            url,
            "SET session_replication_role = replica;"
            " INSERT INTO switchyard.sla_timer (tenant_id, ticket_id, wake_at)"
            f" SELECT {made_up(f'n::bigint * {PROBE_TENANTS} / {pending}')}, {made_up('n')},"
            f" now() + interval '1 hour' + random() * interval '30 days' FROM generate_series({start + 1}, {end}) n",
        )
    for _, definition in indexes:
        psql(url, definition)
    psql(url, "VACUUM (ANALYZE) switchyard.sla_timer")


def made_up(number):
    """An id that nobody has."""
    return f"('00000000-0000-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid"


def lateness_line(ground, base, exchanges, cases):
    """From the instant of a step to its commit, over timers that come one after the other."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        share = cases // len(exchanges)
        for index, exchange in enumerate(exchanges):
            shift = one_by_one(exchange, LATE_LEAD_SECONDS + index / LATE_A_SECOND, len(exchanges) / LATE_A_SECOND)
            copy_cases(url, exchange, share, shift=shift)
        with ground.workers(name, 1):
            ring(url)
            over = f"SELECT 1 FROM switchyard.sla_step HAVING count(*) >= {share * len(exchanges)}"
            seconds = LATE_LEAD_SECONDS + cases / LATE_A_SECOND + LATE_GRACE_SECONDS
            wait_until(lambda: psql(url, over), seconds, "all steps are taken")
        late = sorted(milliseconds_late(url))
        raw = {"steps": len(late), "p50_ms": late[len(late) // 2], "p99_ms": late[len(late) * 99 // 100], "max_ms": late[-1]}
        return Line("lateness p99, outside storms", raw["p99_ms"], "ms", "bar", LATENESS_BAR_MS, "<=", 1.0, raw)


def bystander_line(ground, base, exchange, cases):
    """Another tenant's timers while a storm of `cases` is served: the latest of those that were due in it."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        with ground.workers(name, 1):
            shift = one_by_one(exchange, BYSTANDER_LEAD_SECONDS, 1 / BYSTANDER_A_SECOND)
            copy_cases(url, exchange, min(cases, 60 * BYSTANDER_A_SECOND), shift=shift)
            ring(url)
            wait_for_storm(url, left=BYSTANDERS_MIN)
        began = "(SELECT pg_xact_commit_timestamp(xid) FROM bench.rung)"
        late = milliseconds_late(url, f"s.tenant_id = '{exchange.id}' AND s.scheduled_at >= {began}")
        if len(late) < BYSTANDERS_MIN:
            raise Failed(f"only {len(late)} timers of the other tenant were due in the storm")
        raw = {"timers": len(late), "max_ms": max(late), "storm": cases}
        return Line("another tenant's timer in a storm", max(late) / 1000, "s", "bar", BYSTANDER_BAR_SECONDS, "<=", 1.0, raw)


def milliseconds_late(url, which="true"):
    """From the scheduled instant to the commit, of every step of those cases."""
    late = [
        float(seconds) * 1000
        for (seconds,) in psql(
            url,
            f"SELECT extract(epoch FROM {COMMITTED} - s.scheduled_at) FROM switchyard.sla_step s JOIN switchyard.event e"
            f" ON e.tenant_id = s.tenant_id AND e.ticket_id = s.ticket_id AND e.kind = 'sla_breached' WHERE {which}",
        )
    ]
    if late and min(late) < 0:
        raise Failed(f"a step was taken {-min(late)} ms early")
    return late


def one_by_one(exchange, lead_seconds, gap_seconds):
    """Alarms one after the other, the first `lead_seconds` after now."""
    origin = f"(SELECT a.wake_at FROM bench.alarm a WHERE a.tenant_id = '{exchange.id}')"
    return f"now() + interval '1 s' * ({lead_seconds} + {gap_seconds} * (number - 1)) - {origin}"
