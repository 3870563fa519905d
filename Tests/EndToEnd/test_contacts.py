"""A chat by the shipped programs: the customer waits longer than was promised, the ladder steps in, and everything that is
said of it afterwards – clocks, explanation, contract – is of the instant at which the customer arrived."""

import pytest

import exchange
from deployment import wait_until

PROMISED_SECONDS = 2
STEP_SECONDS_MAX, FACTS_SECONDS_MAX = 20, 120
POLICY = {
    "policies": [
        {"name": "live", "when": {"channels": ["chat", "phone"]}, "warn": [50], "targets": {"answer": PROMISED_SECONDS}},
        {"name": "others", "targets": {"answer": PROMISED_SECONDS, "first_reply": 3600}},
    ]
}
TARGETS = [
    {"name": "Chats", "metric": "answer", "percent_bp": 8_000},
    {"name": "Chats within an hour", "metric": "answer", "percent_bp": 8_000, "within_seconds": 3600},
]


@pytest.fixture(scope="module")
def owner(operator):
    owner = exchange.found(operator, "chatty", policy=POLICY)
    operator.call("PUT", f"{owner.path}/service-levels", {"targets": TARGETS})
    return owner


def ask(owner, channel):
    body = {"customer": {"id": f"by {channel}"}, "channel": channel, "text": "Is anybody there?"}
    ticket = owner.intake.insist("POST", f"{owner.path}/tickets", body, once=f"ask-by-{channel}")["id"]
    return f"{owner.path}/tickets/{ticket}"


def logged(owner, case, kind):
    return [event for event in owner.agent.pages(f"{case}/events") if event["kind"] == kind]


def clocks(owner, case):
    return {clock["metric"]: clock for clock in owner.agent.call("GET", f"{case}/clocks")["items"]}


def test_a_chat_answered_late_is_escalated_explained_and_counted_where_it_arrived(operator, owner):
    chat, letter = ask(owner, "chat"), ask(owner, "email")
    assert set(clocks(owner, chat)) == {"answer"} and set(clocks(owner, letter)) == {"first_reply"}
    arrived = clocks(owner, chat)["answer"]["start_at"]

    wait_until(lambda: logged(owner, chat, "escalated"), STEP_SECONDS_MAX, "the breach raises the case")
    (warned,), (breached,) = logged(owner, chat, "sla_warned"), logged(owner, chat, "sla_breached")
    assert (warned["details"]["metric"], warned["details"]["percent"]) == ("answer", 50)
    assert breached["details"]["metric"] == "answer"
    assert owner.agent.call("GET", chat)["level"] == "L2"

    owner.agent.call("POST", f"{chat}/replies", {"text": "Yes, good morning."})
    explanation = owner.agent.call("GET", f"{chat}/clocks/answer/explanation")
    assert (explanation["state"], explanation["verdict"], explanation["start_at"]) == ("fulfilled", "missed", arrived)
    said = explanation["sentences"]
    assert said[0].startswith("answer: counted from ") and f"with a target of {PROMISED_SECONDS} s" in said[0]
    assert any(one.startswith("Late since ") and "; done " in one for one in said), said
    assert any(one.startswith("Late by ") and "assigned to nobody (L2)" in one for one in said), said
    # Who writes on is served already.
    owner.intake.call("POST", f"{chat}/messages", {"text": "Good morning!"})
    assert clocks(owner, chat)["answer"]["state"] == "fulfilled"

    month = arrived[:7]

    def lines():
        report = operator.call("GET", f"{owner.path}/reports/attainment?month={month}")
        return {line["name"]: (line["raw"]["met"], line["raw"]["missed"]) for line in report["targets"]}

    wait_until(
        lambda: lines() == {"Chats": (0, 1), "Chats within an hour": (1, 0)}, FACTS_SECONDS_MAX, "the contact is counted")
    (counted,) = operator.call("GET", f"{owner.path}/reports/attainment/clocks?month={month}&target=Chats")["items"]
    assert (counted["outcome"], counted["arrived_at"]) == ("missed", arrived)
    assert owner.agent.call("GET", f"{chat}/clocks/replay")["identical"] is True
