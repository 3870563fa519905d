"""Contract figures of the real reviews, month by month: what the product says equals what a few lines of Python say."""
import collections
import json
from datetime import datetime, timezone

import pytest

from client import Client
from contract_oracle import CALENDARS, monthly, percent
from deployment import wait_until

FACTS_SECONDS_MAX = 120
FIRST_YEAR = 2014

POLICY_SECONDS = 86_400
POLICY = {"targets": {"first_reply": POLICY_SECONDS, "resolution": 604_800}}
TARGETS = [
    {"name": "Policy", "metric": "first_reply", "percent_bp": 5_000},
    {"name": "Within 8 open hours", "metric": "first_reply", "percent_bp": 2_500, "within_seconds": 28_800},
    {"name": "Within 30 open days", "metric": "first_reply", "percent_bp": 9_000, "within_seconds": 2_592_000},
    {
        "name": "App Store in English", "metric": "first_reply", "percent_bp": 1_000, "within_seconds": 172_800,
        "population": {"channels": ["app_store"], "languages": ["en"]},
    },
]


def months():
    """Every month up to the running one."""
    now = datetime.now(timezone.utc)
    every = [(year, month) for year in range(FIRST_YEAR, now.year + 1) for month in range(1, 13)]
    return [f"{year}-{month:02}" for year, month in every if (year, month) <= (now.year, now.month)]


def deployed(deploy, history, calendar):
    """A deployment with the reviews in it, every company under the same terms, and its API as the operator."""
    made = deploy().create()
    made.control(
        "import", str(history), "--create-tenants", "--calendar", json.dumps(calendar), "--policy", json.dumps(POLICY))
    made.api.start()
    operator = Client(made.base_url, made.operator_key())
    for tenant in operator.call("GET", "/v1/tenants")["items"]:
        operator.call("PUT", f"/v1/tenants/{tenant['id']}/service-levels", {"targets": TARGETS})
    return made, operator


def assert_equal(reports, month, expected):
    for report in reports:
        assert report["month"] == month and report["is_complete"] and report["zone"] == "UTC"
        for target, line in zip(TARGETS, report["targets"], strict=True):
            counts = expected[target["name"]][report["tenant"]["name"], month]
            met, missed = counts["met"], counts["missed"]
            found = line["month"]
            place = (report["tenant"]["name"], month, target["name"])
            assert (found["met"], found["missed"], line["unmeasured"]) == (met, missed, counts["unmeasured"]), place
            assert found["share_percent"] == percent(met, met + missed), place
            assert line["raw"] == line["adjusted"] == found and line["carried"] is None, place
            reached = met * 10_000 >= target["percent_bp"] * (met + missed)
            verdict = "n_too_small" if met + missed == 0 else "reached" if reached else "missed"
            assert line["verdict"] == verdict, place


@pytest.mark.timeout(900)
@pytest.mark.parametrize("calendar", CALENDARS)
def test_shares_of_every_month_equal_an_independent_computation(deploy, reviews, history, calendar):
    document, open_hours = CALENDARS[calendar]
    made, operator = deployed(deploy, history, document)
    expected = {target["name"]: monthly(reviews, target, POLICY_SECONDS, open_hours) for target in TARGETS}

    # The terms came after the facts: the roll-up goes through the cases again, and says when it is done.
    made.worker.start()
    wait_until(
        lambda: all(one["is_complete"] for one in reports(operator, "2024-01")),
        FACTS_SECONDS_MAX, "facts for the new thresholds")
    assert made.worker.terminate() == 0

    counted = collections.Counter()
    for month in months():
        found = reports(operator, month)
        assert_equal(found, month, expected)
        for report in found:
            counted.update({line["name"]: line["month"]["n"] + line["unmeasured"] for line in report["targets"]})
    for target in TARGETS:
        assert counted[target["name"]] == sum(one.total() for one in expected[target["name"]].values())

    printed = [json.loads(line) for line in made.control("attainment", "--month", "2024-01").splitlines()]
    assert [without_time(one) for one in printed] == [without_time(one) for one in reports(operator, "2024-01")]


def reports(operator, month):
    return operator.call("GET", f"/v1/reports/attainment?month={month}")["items"]


def without_time(report):
    return {name: value for name, value in report.items() if name not in ("made_at", "counted_until")}
