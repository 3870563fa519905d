"""Acts on many cases by the shipped programs: a worker that is killed in the middle of one, one that is cancelled and undone."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import exchange
from client import Client
from deployment import wait_until

# As many as take a worker some seconds.
CASES, FOUNDERS = 2_000, 4
# The lease of the killed, and a look for it.
DONE_SECONDS_MAX = 60
# One machine asks for all of them.
UNLIMITED = {f"SWITCHYARD_RATE_{subject}": "1000000" for subject in ("CREDENTIAL", "TENANT", "ADDRESS")}
ALL = {"status": ["new", "open"]}
NOTES = "SELECT count(*) AS notes, count(DISTINCT ticket_id) AS cases FROM switchyard.message WHERE direction = 'note'"
PRIORITIES = "SELECT priority, count(*) AS cases FROM switchyard.ticket GROUP BY priority ORDER BY priority"


@pytest.fixture(scope="module")
def made(deploy_for_module):
    return deploy_for_module(**UNLIMITED).start()


@pytest.fixture(scope="module")
def desk(made):
    operator = Client(made.base_url, made.operator_key())
    desk = exchange.found(operator, "nova")

    def hand_in(number):
        desk.intake.call("POST", f"{desk.path}/tickets", {"customer": {"id": f"c-{number}"}, "text": "Where is it?"})

    with ThreadPoolExecutor(FOUNDERS) as founders:
        list(founders.map(hand_in, range(CASES)))
    return desk


@pytest.fixture(scope="module")
def lead(made, desk):
    operator = Client(made.base_url, made.operator_key())
    return exchange.client_of(operator, desk, desk.person("L1", "lead"))


def await_state(lead, path, state):
    wait_until(lambda: lead.call("GET", path)["state"] == state, DONE_SECONDS_MAX, f"the act is {state}")
    return lead.call("GET", path)["results"]


def start(desk, lead, act):
    preview = lead.call("POST", f"{desk.path}/bulk-act-previews", {"filter": ALL})
    assert (preview["count"], preview["too_many"]) == (CASES, False)
    order = {"filter": ALL, "act": act, "expected_count": preview["count"]}
    path = f"{desk.path}/bulk-acts/{lead.call('POST', f'{desk.path}/bulk-acts', order)['id']}"
    wait_until(lambda: lead.call("GET", path)["results"]["done"] > 0, DONE_SECONDS_MAX, "the act is under way")
    return path


def test_what_a_killed_worker_had_begun_another_goes_on_with_and_no_case_is_met_twice(made, desk, lead):
    path = start(desk, lead, {"note": {"text": "We know of this."}})
    made.worker.kill()
    left = lead.call("GET", path)["results"]["pending"]
    assert left > 0, "it was through before the worker was killed"
    made.worker.start()
    results = await_state(lead, path, "finished")
    assert results["done"] == CASES
    assert made.rows(NOTES) == [[CASES, CASES]]
    assert len({row["ticket_id"] for row in lead.pages(f"{path}/cases")}) == CASES


def test_what_was_done_until_it_was_cancelled_is_undone(made, desk, lead):
    path = start(desk, lead, {"priority": {"priority": "P1", "reason": "The chain has halted"}})
    stopped = lead.call("PUT", f"{path}/cancellation", {})
    done, cancelled = stopped["results"]["done"], stopped["results"]["cancelled"]
    assert stopped["stopped"] == "by_hand" and done + cancelled == CASES
    assert cancelled > 0, "it was through before it was cancelled"
    assert made.rows(PRIORITIES) == [[1, done], [3, cancelled]]
    lead.call("PUT", f"{path}/undoing", {"reason": "A mistake"})
    assert await_state(lead, path, "undone")["undone"] == done
    assert made.rows(PRIORITIES) == [[3, CASES]]
