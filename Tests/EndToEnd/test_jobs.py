"""Jobs by the shipped programs: a worker that is asked to stop, one that is killed in the middle of its work, and two of which
one is newer. Each job is done once, and seen from outside."""

import json
import time

import pytest

from client import Client
from deployment import wait_until

JOBS, TENANTS = 40_000, 5
BEGUN_SECONDS_MAX, DONE_SECONDS_MAX = 20, 90
# What a stop may take where no handler runs for long.
STOP_SECONDS_MAX = 5
# The lease of the killed, and a look for it.
RERUN_SECONDS_MAX = 45
MIXED, MIXED_ROUNDS = 500, 4
# A look each five seconds.
SEEN_SECONDS_MAX = 20

DONE = "SELECT count(*), count(DISTINCT id) FROM switchyard.job_done WHERE kind = 'probe'"
LEASED = "SELECT count(*) FROM switchyard.job WHERE worker_id IS NOT NULL"


@pytest.fixture
def desk(deploy):
    """The API alone, and some tenants."""
    made = deploy().create()
    made.api.start()
    operator = Client(made.base_url, made.operator_key())
    for number in range(TENANTS):
        tenant = {"slug": f"tenant-{number}", "name": f"Tenant {number}", "zone": "UTC", "language": "en"}
        operator.call("POST", "/v1/tenants", tenant)
    return made


@pytest.fixture
def made(desk):
    """… and jobs that wait for a worker."""
    made = desk
    made.control("jobs", "probe", "--count", str(JOBS))
    return made


def done(made):
    ((rows, jobs),) = made.sql(DONE)
    assert rows == jobs, "a job is done twice"
    return int(rows)


def await_begin(made):
    wait_until(lambda: done(made) > 0, BEGUN_SECONDS_MAX, "the worker works")


def await_end(made, seconds=DONE_SECONDS_MAX):
    wait_until(lambda: done(made) == JOBS, seconds, "every job is done")
    assert made.value("SELECT count(*) FROM switchyard.job") == 0


def test_a_worker_that_is_asked_to_stop_leaves_nothing_half_done(made):
    made.worker.start()
    await_begin(made)
    asked = time.monotonic()
    assert made.worker.terminate() == 0
    assert time.monotonic() - asked < STOP_SECONDS_MAX
    assert done(made) < JOBS, "it was through before it was asked"
    assert made.value(LEASED) == 0
    assert made.value("SELECT count(*) FROM switchyard.worker_lease") == 0
    # What it ran it wrote, and what it had only taken counts as never tried.
    left = made.value("SELECT count(*) FROM switchyard.job WHERE attempt = 0 AND last_code IS NULL")
    assert done(made) + left == JOBS
    made.worker.start()
    await_end(made)


def test_what_a_killed_worker_held_is_done_by_another(made):
    other = made.another_worker()
    made.worker.start()
    other.start()
    await_begin(made)
    made.worker.kill()
    held = made.value(LEASED)
    await_end(made, RERUN_SECONDS_MAX)
    rescued = made.value("SELECT count(*) FROM switchyard.job_done WHERE attempts > 1")
    assert rescued <= held
    told = {line["job"]: line["cause"] for line in other.lines("job of another process is free")}
    assert len(told) == rescued and set(told.values()) <= {"process_gone"}
    assert other.terminate() == 0


def test_two_programs_of_different_payload_versions_drain_a_mixed_queue(desk):
    """The newer one is the same program told to know more, as `SWITCHYARD_PROBE_VERSION` does."""
    older, newer = desk.worker, desk.another_worker()
    newer.environment = dict(newer.environment, SWITCHYARD_PROBE_VERSION="2")
    older.start()
    newer.start()
    for _ in range(MIXED_ROUNDS):
        for version in ("1", "2"):
            desk.control("jobs", "probe", "--count", str(MIXED), "--payload-version", version)
    both = 2 * MIXED_ROUNDS * MIXED
    wait_until(lambda: done(desk) == both, DONE_SECONDS_MAX, "every job is done")
    ended = [tier.counted("switchyard_jobs_done_total", kind="probe", outcome="done") for tier in (older, newer)]
    assert sum(ended) == both
    assert ended[0] > 0 and ended[1] >= both / 2, "the newer one alone can do half"
    # Only the older one is left: what it does not know it leaves alone, counts, and names.
    assert newer.terminate() == 0
    desk.control("jobs", "probe", "--count", str(MIXED), "--payload-version", "2")
    desk.control("jobs", "probe", "--count", str(MIXED))
    wait_until(lambda: done(desk) == both + MIXED, DONE_SECONDS_MAX, "what it knows is done")
    unknown = {"kind": "probe", "version": "2"}
    wait_until(lambda: older.counted("switchyard_jobs_unknown_kind", **unknown) == MIXED, SEEN_SECONDS_MAX, "it is counted")
    assert older.lines("jobs of unknown kinds are left alone")[-1]["jobs"] == f"probe version 2: {MIXED}"
    assert desk.value("SELECT count(*) FROM switchyard.job WHERE attempt = 0 AND lease = 0") == MIXED
    newer.start()
    wait_until(lambda: done(desk) == both + 2 * MIXED, DONE_SECONDS_MAX, "the next newer one does it")
    wait_until(lambda: older.counted("switchyard_jobs_unknown_kind", **unknown) == 0, SEEN_SECONDS_MAX, "it is gone")


def test_the_queue_is_seen_from_outside(made):
    """In the worker's metrics, and for the operator over all tenants."""
    operator = Client(made.base_url, made.operator_key())
    items = operator.call("GET", "/v1/jobs/top")["items"]
    assert (len(items), sum(item["ready"] for item in items)) == (TENANTS, JOBS)
    made.control("jobs", "pause", "probe", "--why", "to look at it", "--by", "Ines")
    hold = operator.call("GET", "/v1/job-holds")["items"][0]
    assert (hold["tenant_id"], hold["kind"], hold["actor_name"], hold["reason"]) == (None, "probe", "Ines", "to look at it")
    assert json.loads(made.control("jobs", "held")) == hold
    made.worker.start()
    of_probes = {"kind": "probe"}
    ready = wait_until(lambda: made.worker.counted("switchyard_jobs_ready", **of_probes), SEEN_SECONDS_MAX, "it is seen")
    assert 0 < ready <= JOBS
    assert made.worker.counted("switchyard_jobs_oldest_seconds", **of_probes) > 0
    assert made.worker.counted("switchyard_oldest_due_seconds", work="job") > 0
    made.control("jobs", "resume", "probe")
    await_end(made)
    worker = made.worker
    wait_until(lambda: worker.counted("switchyard_jobs_ready", **of_probes) == 0, SEEN_SECONDS_MAX, "it is gone")
    assert worker.counted("switchyard_jobs_done_total", outcome="done", **of_probes) == JOBS
    assert worker.counted("switchyard_job_lateness_seconds_count", **of_probes) == JOBS
    assert worker.counted("switchyard_claim_seconds_count") >= JOBS / 500
    text = worker.metrics()
    for table in ("job", "sla_timer", "worker_lease", "schedule_fire"):
        assert f'switchyard_table_dead_rows{{table="{table}"}}' in text
    assert "switchyard_oldest_snapshot_seconds" in text
