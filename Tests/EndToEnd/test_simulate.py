"""What a draft would have changed in the real reviews: the product's difference equals that of a few lines of Python."""
import collections
import json

import pytest

from client import Client
from contract_oracle import CALENDARS, verdict

POLICY_SECONDS = 86_400
TIGHTER_SECONDS = 28_800


def policy(seconds):
    return {"targets": {"first_reply": seconds, "resolution": 604_800}}


# What is simulated: the words of the command, the body of the request, and the promise it comes down to.
DRAFTS = {
    "tighter policy": (
        ["--policy", json.dumps(policy(TIGHTER_SECONDS))], {"policy": policy(TIGHTER_SECONDS)},
        TIGHTER_SECONDS, "24x7"),
    "office hours": (
        ["--calendar", json.dumps(CALENDARS["singapore"][0])], {"calendar": CALENDARS["singapore"][0]},
        POLICY_SECONDS, "singapore"),
}


@pytest.fixture(scope="module")
def imported(deploy_for_module, history):
    made = deploy_for_module().create()
    made.control(
        "import", str(history), "--create-tenants", "--calendar", json.dumps(CALENDARS["24x7"][0]),
        "--policy", json.dumps(policy(POLICY_SECONDS)))
    return made


def differences(reviews, seconds, calendar):
    """Per company: clocks by verdict before and after, and the reviews of which it changes."""
    before, after, changed = (collections.defaultdict(collections.Counter) for _ in range(3))
    for row in reviews:
        company = row["company"]
        old, _ = verdict(row, POLICY_SECONDS, CALENDARS["24x7"][1])
        new, _ = verdict(row, seconds, CALENDARS[calendar][1])
        before[company][old] += 1
        after[company][new] += 1
        if old != new:
            changed[company][old, new, row["received_on"][:10]] += 1
    return before, after, changed


def stored(made):
    """A print of everything that a simulation could have touched."""
    return [
        made.value(f"SELECT md5(string_agg(r::text, ';' ORDER BY r::text)) FROM switchyard.{table} r")
        for table in ("sla_cycle", "ticket", "setting_version", "sla_span")
    ] + [made.value("SELECT count(*) FROM switchyard.event")]


def nonzero(counts):
    return {outcome: count for outcome, count in counts.items() if count}


def changes(case):
    """The case's first reply as `differences` has it."""
    for clock in case["clocks"]:
        if clock["metric"] == "first_reply":
            yield clock["before"]["outcome"], clock["after"]["outcome"], case["occurred_at"][:10]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("draft", DRAFTS)
def test_the_difference_of_every_company_equals_an_independent_computation(imported, reviews, draft):
    words, _, seconds, calendar = DRAFTS[draft]
    before, after, changed = differences(reviews, seconds, calendar)
    assert sum(one.total() for one in changed.values()) > 0
    untouched = stored(imported)
    lines = [json.loads(line) for line in imported.control("sla", "simulate", "--cases", *words).splitlines()]
    assert stored(imported) == untouched

    names = dict(imported.rows("SELECT id, name FROM directory.tenant"))
    found = collections.defaultdict(collections.Counter)
    for case in (line for line in lines if "clocks" in line):
        found[names[case["tenant_id"]]].update(changes(case))
    assert found == changed

    sums = {names[line["tenant_id"]]: line for line in lines if "sums" in line}
    assert set(sums) == set(before)
    for company, line in sums.items():
        sum_ = line["sums"]["first_reply"]
        assert line["looked_at"] == before[company].total() and line["unreadable"] == 0
        assert nonzero(sum_["before"]) == before[company], company
        assert nonzero(sum_["after"]) == after[company], company
        expected = collections.Counter()
        for (old, new, _), count in changed[company].items():
            expected[old, new] += count
        assert {(one["from"], one["to"]): one["clocks"] for one in sum_["changed"]} == expected, company


@pytest.mark.timeout(900)
def test_pages_over_http_add_up_to_the_same_difference(imported, reviews):
    _, body, seconds, calendar = DRAFTS["tighter policy"]
    _, after, changed = differences(reviews, seconds, calendar)
    imported.api.start()
    operator = Client(imported.base_url, imported.operator_key())
    company = max(changed, key=lambda name: changed[name].total())
    tenant = next(one for one in operator.call("GET", "/v1/tenants")["items"] if one["name"] == company)
    counted, found, cursor, pages = collections.Counter(), collections.Counter(), "", 0
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = operator.call("POST", f"/v1/tenants/{tenant['id']}/simulations?limit=10{more}", body)
        assert len(page["cases"]) <= 10
        counted.update(page["sums"].get("first_reply", {}).get("after", {}))
        for case in page["cases"]:
            found.update(changes(case))
        cursor, pages = page["next_cursor"], pages + 1
    assert pages > 1
    assert found == changed[company]
    assert nonzero(counted) == after[company]
