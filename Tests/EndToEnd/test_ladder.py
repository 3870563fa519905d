"""The schedule that the chaos test believes in, against one worked out by hand; and its comparison, on things that went
wrong."""

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from ladder import notices
from receivers import Arrival
from test_chaos import compare

OPENED = datetime(2026, 1, 5, 9, 0, tzinfo=timezone.utc)


class Exchange:
    def __init__(self, **policy):
        self.policy = {"repeat": {"every": 3, "max": 10}, **policy}

    def person(self, level, role):
        return SimpleNamespace(email=f"{role}.{level}")


def told(exchange, **ends):
    ends = {metric: OPENED + timedelta(seconds=seconds) for metric, seconds in ends.items()}
    return [
        (int((one.at - OPENED).total_seconds()), one.metric, one.step, one.to)
        for one in notices(exchange, OPENED, ends)
        if one.to
    ]


def test_an_unanswered_case_climbs_to_the_top():
    exchange = Exchange(targets={"first_reply": 5}, warn=[50, 75, 90])
    assert told(exchange) == [
        (3, "first_reply", "warn_50", "agent.L1"),
        (4, "first_reply", "warn_75", "agent.L1"),
        (4, "first_reply", "warn_75", "lead.L1"),
        (5, "first_reply", "breach", "lead.L1"),
        (5, "first_reply", "breach", "agent.L2"),
        (5, "first_reply", "warn_90", "agent.L2"),
        (5, "first_reply", "warn_90", "lead.L2"),
        (5, "first_reply", "warn_90", "agent.L3"),
        (8, "first_reply", "repeat_1", "agent.L3"),
        (11, "first_reply", "repeat_2", "agent.L4"),
        (14, "first_reply", "repeat_3", "lead.L4"),
    ]


def test_the_second_clock_goes_on_from_the_level_that_the_first_reached():
    exchange = Exchange(
        targets={"first_reply": 10, "resolution": 40}, warn=[], level="L2", repeat={"every": 3, "max": 1}
    )
    assert told(exchange) == [
        (10, "first_reply", "breach", "lead.L2"),
        (10, "first_reply", "breach", "agent.L3"),
        (13, "first_reply", "repeat_1", "agent.L4"),
        (40, "resolution", "breach", "lead.L4"),
        (40, "resolution", "breach", "agent.L4"),
        (43, "resolution", "repeat_1", "agent.L4"),
    ]


def test_an_answer_ends_its_own_clock_only():
    exchange = Exchange(targets={"first_reply": 10, "resolution": 20}, warn=[50], repeat={"every": 3, "max": 0})
    assert told(exchange, first_reply=5) == [
        (10, "resolution", "warn_50", "agent.L1"),
        (20, "resolution", "breach", "lead.L1"),
        (20, "resolution", "breach", "agent.L2"),
    ]
    assert told(exchange, first_reply=6, resolution=7) == [(5, "first_reply", "warn_50", "agent.L1")]


def at(seconds):
    return OPENED + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "what,arrivals",
    [
        ("missing", []),
        ("double", [("1", 5, "thing"), ("2", 6, "thing")]),
        ("unexpected", [("1", 5, "thing"), ("2", 6, "other")]),
        ("early", [("1", 4.999999, "thing")]),
        (None, [("1", 5, "thing")]),
    ],
)
def test_whatever_went_wrong_is_found(what, arrivals):
    found, _ = compare(
        {"thing": at(5)},
        [
            (lambda arrival: arrival.content, Arrival(identifier, at(seconds), "there", content))
            for identifier, seconds, content in arrivals
        ],
    )
    assert [name for name, wrong in found.items() if wrong] == ([what] if what else [])
