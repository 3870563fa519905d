"""`switchyardctl sla rebuild`: rows that are not what the log says are shown, and written anew only when told to."""
import json
from datetime import datetime, timezone

import pytest

import exchange

CASES = 3


@pytest.fixture(scope="module")
def owner(operator):
    owner = exchange.found(operator, "rebuilt")
    for number in range(CASES):
        body = {"customer": {"id": f"c{number}"}, "text": "Where is my deposit?"}
        owner.intake.insist("POST", f"{owner.path}/tickets", body, once=f"rebuild-{number}")
    return owner


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_spoiled_row_is_shown_and_repaired_only_when_asked(deployment, owner):
    rebuild = ("sla", "rebuild", "--tenant", owner.slug)
    same = {"cases": CASES, "different": 0, "pending": 0, "repaired": 0, "unreadable": 0}

    done = deployment.control_to_its_end(*rebuild)
    assert (done.returncode, lines(done)) == (0, [same]), done.stderr

    ticket = deployment.value("SELECT min(id::text) AS id FROM switchyard.ticket")
    row = f"switchyard.sla_cycle{{}} WHERE ticket_id = '{ticket}' AND metric = 'resolution'"
    deployment.sql("UPDATE " + row.format(" SET target_seconds = 7"))
    month = f"{datetime.now(timezone.utc):%Y-%m}"
    for words in ((), ("--ticket", ticket), ("--month", month)):
        done = deployment.control_to_its_end(*rebuild, *words)
        assert done.returncode == 1, "a difference is a failure"
        found, counts = lines(done)
        assert found["ticket_id"] == ticket
        told = [(one["metric"], one["field"], one["stored"], one["derived"]) for one in found["differences"]]
        assert told == [("resolution", "target_seconds", "7", "28800")]
        assert (counts["different"], counts["repaired"]) == (1, 0)
    assert deployment.value("SELECT target_seconds FROM " + row.format("")) == 7, "looking changes nothing"
    assert lines(deployment.control_to_its_end(*rebuild, "--month", "2001-01")) == [dict(same, cases=0)]

    done = deployment.control_to_its_end(*rebuild, "--repair")
    assert done.returncode == 0, done.stderr
    assert lines(done)[-1] == dict(same, different=1, repaired=1)
    assert lines(deployment.control_to_its_end(*rebuild)) == [same]


@pytest.mark.parametrize(
    "words",
    [
        ("--tenant", "nobody"),
        ("--tenant", "rebuilt", "--month", "2025-13"),
        ("--tenant", "rebuilt", "--ticket", "1"),
        ("--tenant", "rebuilt", "--ticket", "00000000-0000-7000-8000-000000000000"),
    ],
)
def test_what_cannot_be_rebuilt_is_refused(deployment, owner, words):
    done = deployment.control_to_its_end("sla", "rebuild", *words)
    assert done.returncode != 0 and done.stdout == "" and done.stderr
