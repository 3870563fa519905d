"""Jobs by the shipped programs: a worker that is asked to stop, and one that is killed, in the middle of its work. Each job is
done once."""

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

DONE = "SELECT count(*), count(DISTINCT id) FROM switchyard.job_done WHERE kind = 'probe'"
LEASED = "SELECT count(*) FROM switchyard.job WHERE worker_id IS NOT NULL"


@pytest.fixture
def made(deploy):
    """The API alone, some tenants, and jobs that wait for a worker."""
    made = deploy().create()
    made.api.start()
    operator = Client(made.base_url, made.operator_key())
    for number in range(TENANTS):
        tenant = {"slug": f"tenant-{number}", "name": f"Tenant {number}", "zone": "UTC", "language": "en"}
        operator.call("POST", "/v1/tenants", tenant)
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
    assert other.terminate() == 0
