"""Receivers of events that do what receivers do: fail, hang, move, go, live where nobody may send to. What the delivery log
then shows of each is printed as a table."""

import time

import pytest

import exchange as exchanges
from deployment import free_port, wait_until
from receivers import WebhookServer

SECONDS_MAX = 60
SLOW_SECONDS = 3
TYPES = ["ticket.opened", "ticket.resolved"]


class Receivers(WebhookServer):
    """A receiver for each way to answer, by its path. A path that is not here takes what is signed."""

    answers = {"/broken": 500, "/gone": 410, "/lost": 404, "/moved": 302}

    def __init__(self):
        super().__init__()
        self.asked = []

    def receive(self, path, headers, body, at):
        self.asked.append(path)
        if path == "/slow":
            time.sleep(SLOW_SECONDS)
        status = super().receive(path, headers, body, at)
        return self.answers.get(path, status) if status == 204 else status


@pytest.fixture(scope="module")
def receivers():
    with Receivers() as receivers:
        yield receivers


@pytest.fixture(scope="module")
def deployment(deploy_for_module, receivers):
    return deploy_for_module(SWITCHYARD_EGRESS_ALLOW=f"127.0.0.1/32:{receivers.port}").start()


@pytest.fixture(scope="module")
def owner(operator):
    return exchanges.found(operator, "hooked")


def subscribe(operator, owner, receivers, url, types=None):
    made = operator.call("POST", f"{owner.path}/subscriptions", {"url": url, "types": types or TYPES})
    receivers.secrets[url.partition(f":{receivers.port}")[2]] = made["secret"]
    return f"{owner.path}/subscriptions/{made['id']}"


def opened(owner, text="Hello"):
    return owner.intake.call("POST", f"{owner.path}/tickets", {"customer": {"id": "ann"}, "text": text})["id"]


def log(operator, subscription):
    return operator.call("GET", f"{subscription}/deliveries")["items"]


def table(rows):
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def test_the_delivery_log_shows_what_became_of_each_receiver(operator, owner, receivers, tell):
    port, closed = receivers.port, free_port()
    wanted = {
        # receiver: (URL, code, HTTP status, whether it is over, why it is disabled)
        "well": (receivers.url("/well"), "accepted", 204, True, None),
        "slow": (receivers.url("/slow"), "accepted", 204, True, None),
        "answers 500": (receivers.url("/broken"), "http_500", 500, False, None),
        "answers 404": (receivers.url("/lost"), "http_404", 404, False, None),
        "redirects": (receivers.url("/moved"), "http_302", 302, False, None),
        "answers 410": (receivers.url("/gone"), "gone", 410, True, "gone"),
        "private address": ("https://10.1.2.3/hook", "egress_refused", None, True, None),
        "metadata address": ("https://169.254.169.254/latest", "egress_refused", None, True, None),
        "loopback in hex": ("https://0x7f000001/hook", "egress_refused", None, True, None),
        "port not listed": (f"http://127.0.0.1:{closed}/hook", "egress_refused", None, True, None),
        "other loopback": (f"http://127.0.0.2:{port}/hook", "egress_refused", None, True, None),
    }
    made = {name: subscribe(operator, owner, receivers, row[0]) for name, row in wanted.items()}
    ticket = opened(owner, "Words that leave the house to nobody")

    def tried():
        logs = {name: log(operator, path) for name, path in made.items()}
        return logs if all(entries and entries[0]["last_attempt"] for entries in logs.values()) else None

    logs = wait_until(tried, SECONDS_MAX, "each receiver was tried")
    rows = [("receiver", "state", "code", "status", "ms", "attempts", "next", "subscription")]
    for name, path in made.items():
        (entry,) = log(operator, path)
        whole = operator.call("GET", f"{path}/deliveries/{entry['id']}")
        subscription = operator.call("GET", path)
        last = entry["last_attempt"]
        rows.append(
            (
                name, entry["state"], entry["code"], last["http_status"], last["duration_ms"], entry["attempt_count"],
                "-" if whole["next_attempt_at"] is None else "waits", subscription["disabled_reason"] or "enabled",
            )
        )
        _, code, status, is_over, reason = wanted[name]
        found = (entry["code"], last["http_status"], entry["concluded_at"] is not None, subscription["disabled_reason"])
        assert found == (code, status, is_over, reason), name
        assert entry["ticket_id"] == ticket and entry["type"] == "ticket.opened"
        assert (whole["next_attempt_at"] is None) == is_over
        assert len(whole["attempts"]) >= 1
    tell(table(rows))
    assert logs["slow"][0]["last_attempt"]["duration_ms"] >= SLOW_SECONDS * 1000
    assert receivers.asked.count("/well") == 1
    taken = [one.content for one in receivers.inbox.arrivals()]
    assert taken and not any("Words" in str(content) for content in taken)
    assert receivers.inbox.unreadable == [] and receivers.inbox.changed == []


def test_what_failed_is_taken_when_its_receiver_is_well_again(operator, owner, receivers):
    path = subscribe(operator, owner, receivers, receivers.url("/mended"))
    receivers.answers = {**receivers.answers, "/mended": 410}
    since = operator.call("GET", path)["created_at"]
    opened(owner)
    wait_until(lambda: operator.call("GET", path)["disabled_reason"] == "gone", SECONDS_MAX, "it is gone")
    (failed,) = log(operator, path)
    receivers.answers = {**receivers.answers, "/mended": 204}

    test = operator.call("POST", f"{path}/tests", {})["delivery_id"]
    state = f"{path}/deliveries/{test}"
    wait_until(lambda: operator.call("GET", state)["state"] == "accepted", SECONDS_MAX, "the test is taken")
    body = {"url": receivers.url("/mended"), "types": TYPES, "enabled": True}
    assert operator.call("PUT", path, body)["disabled_reason"] is None
    assert operator.call("POST", f"{path}/replays", {"since": since}) == {"deliveries": 1, "may_have_more": False}

    def entry():
        return operator.call("GET", f"{path}/deliveries/{failed['id']}")

    wait_until(lambda: entry()["state"] == "accepted", SECONDS_MAX, "what failed is taken")
    assert [attempt["code"] for attempt in entry()["attempts"]] == ["accepted", "gone"]
    assert receivers.inbox.repeats[failed["id"]] == 1, "the same id, told twice"


def test_both_secrets_sign_while_they_are_changed(operator, owner, receivers):
    path = subscribe(operator, owner, receivers, receivers.url("/rotated"))
    old = receivers.secrets["/rotated"]
    new = operator.call("POST", f"{path}/secrets", {"overlap_seconds": 3600})["secret"]
    for secret in (old, new):
        receivers.secrets["/rotated"] = secret
        test = operator.call("POST", f"{path}/tests", {})["delivery_id"]
        state = f"{path}/deliveries/{test}"
        wait_until(lambda: operator.call("GET", state)["state"] == "accepted", SECONDS_MAX, "it is signed by both")


def test_a_receiver_that_hangs_delays_nobody_else(operator, owner, receivers):
    """More of one client's events hang than there are lanes; another client's are there within seconds."""
    subscribe(operator, owner, receivers, receivers.url("/slow"), ["ticket.resolved"])
    for ticket in [opened(owner) for _ in range(8)]:
        owner.agent.call("PUT", f"{owner.path}/tickets/{ticket}/resolution", {})
    other = exchanges.found(operator, "prompt")
    path = subscribe(operator, other, receivers, receivers.url("/prompt"))
    began = time.monotonic()
    opened(other)
    wait_until(lambda: [one for one in log(operator, path) if one["state"] == "accepted"], SECONDS_MAX, "it is there")
    assert time.monotonic() - began < SLOW_SECONDS
