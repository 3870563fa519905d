"""Work handed over by the shipped programs: offered, taken, handed back, and left lying until the offer ends by itself, which is
then said of the clock that it made late."""

import pytest

import exchange
from deployment import wait_until

ACCEPT_SECONDS = 2
# The shortest time for which an offer can stand.
OFFER_SECONDS = 60
BREACH_SECONDS_MAX = 20
EXPIRY_SECONDS_MAX = OFFER_SECONDS + 20
# A breach of a level's own promise tells people and moves nothing.
POLICY = {"targets": {"ola_accept": ACCEPT_SECONDS, "first_reply": 3600}, "warn": []}
UNTAKEN = "offered, and not accepted yet (L1)"


@pytest.fixture(scope="module")
def owner(operator):
    owner = exchange.found(operator, "handing", policy=POLICY)
    owner.second = exchange.client_of(operator, owner, owner.person("L2", "agent"))
    return owner


def opened(owner, number):
    body = {"customer": {"id": f"customer {number}"}, "text": "My deposit does not show."}
    ticket = owner.intake.insist("POST", f"{owner.path}/tickets", body, once=f"hand-over-{number}")["id"]
    return f"{owner.path}/tickets/{ticket}"


def offer(owner, case):
    body = {"level": "L2", "note": "Sent on chain, not credited.", "open_seconds": OFFER_SECONDS}
    return owner.agent.call("POST", f"{case}/handovers", body)["handover"]


def handovers(owner, case):
    return list(owner.agent.pages(f"{case}/handovers"))


def waiting(owner):
    return {one["ticket_id"] for one in owner.agent.pages(f"{owner.path}/handovers?level=L2")}


def logged(owner, case, kind):
    return [event for event in owner.agent.pages(f"{case}/events") if event["kind"] == kind]


def told(owner, case, step):
    """Who was told of a step, in order."""
    notices = (event["details"] for event in logged(owner, case, "notified"))
    return [one["person_id"] for one in notices if one["step"] == step]


def visits(owner, case):
    """The clocks of taking the case on, one for each visit of a level, in order."""
    return [one for one in owner.agent.call("GET", f"{case}/clocks")["items"] if one["metric"] == "ola_accept"]


def why(owner, case):
    return owner.agent.call("GET", f"{case}/clocks/ola_accept/explanation")


def offered_seconds(explanation):
    """Of the whole and of what was late: how long the offer lay there."""
    parts = [one for one in explanation["late"]["parts"] if one["cause"] == "offer_not_accepted"]
    return [sum(one[member] for one in parts) / 1e6 for member in ("microseconds", "late_microseconds")]


def test_what_is_offered_is_taken_or_handed_back_or_ends_by_itself(owner):
    agents = {level: owner.person(level, "agent").id for level in ("L1", "L2")}
    left, taken = opened(owner, 1), opened(owner, 2)

    made = offer(owner, left)
    assert (made["state"], made["direction"], made["from_level"], made["to_level"]) == ("proposed", "escalation", "L1", "L2")
    refused = owner.agent.send("POST", f"{taken}/handovers", {"level": "L2"})
    assert refused.status == 422 and refused.json["errors"][0]["pointer"] == "/note"
    offer(owner, taken)
    assert waiting(owner) == {one.rpartition("/")[2] for one in (left, taken)}
    assert told(owner, taken, "handover_proposed") == [agents["L2"]]

    # Taken: it is theirs at once, at their level, and that level's own clock is met with it.
    assert owner.agent.send("PUT", f"{taken}/handover/acceptance", {}).status == 403
    accepted = owner.second.call("PUT", f"{taken}/handover/acceptance", {})
    assert (accepted["level"], accepted["handover"]["state"]) == ("L2", "accepted")
    assert accepted["handover"]["accepted"]["by"] == accepted["assignee_id"] == agents["L2"]
    assert [(one["state"], one["reason"]) for one in visits(owner, taken)] == [("cancelled", "left_level"), ("fulfilled", None)]

    # Handed back, with a word: whoever had it has it again.
    back = owner.second.call("PUT", f"{taken}/handover/return", {"note": "Credited, tell the customer."})
    assert (back["level"], back["assignee_id"]) == ("L1", None)
    assert [(one["state"], one["ended"]["note"]) for one in handovers(owner, taken)] == [
        ("returned", "Credited, tell the customer.")
    ]
    assert waiting(owner) == {left.rpartition("/")[2]}

    # Left lying: the level's clock is late meanwhile, and says because of what.
    wait_until(lambda: visits(owner, left)[0]["verdict"] == "missed", BREACH_SECONDS_MAX, "nobody took it in time")
    late = why(owner, left)
    assert any(one.startswith("Late by ") and UNTAKEN in one for one in late["sentences"]), late["sentences"]
    assert min(offered_seconds(late)) > 0

    (ended,) = wait_until(
        lambda: [one for one in handovers(owner, left) if one["state"] == "expired"], EXPIRY_SECONDS_MAX, "the offer ends")
    assert ended["ended"]["by"] is None and ended["ended"]["at"] >= made["expires_at"]
    assert [one["occurred_at"] for one in logged(owner, left, "handover_expired")] == [made["expires_at"]]
    assert waiting(owner) == set()
    assert told(owner, left, "handover_expired") == [agents["L1"]]
    assert owner.agent.call("GET", left)["level"] == "L1"
    gone = owner.second.send("PUT", f"{left}/handover/acceptance", {})
    assert (gone.status, gone.json["type"].rpartition("/")[2]) == (409, "no_handover")

    # Taken up after all: the offer stays a part of why it was late, exactly as long as it stood.
    owner.agent.call("PUT", f"{left}/assignment", {"person_id": agents["L1"]})
    explanation = why(owner, left)
    assert (explanation["state"], explanation["verdict"]) == ("fulfilled", "missed")
    whole, after_breach = offered_seconds(explanation)
    assert OFFER_SECONDS - 1 < whole <= OFFER_SECONDS and OFFER_SECONDS - ACCEPT_SECONDS - 1 < after_breach < whole
    assert any(one.startswith("Late by ") and UNTAKEN in one for one in explanation["sentences"])
    for case in (left, taken):
        assert owner.agent.call("GET", f"{case}/clocks/replay")["identical"] is True
