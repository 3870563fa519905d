"""A sandbox beside a client that is live, through the same programs: the same is done at both, and nothing leaves one of them."""

import json

import pytest

import exchange as exchanges
from client import Client, webhook_headers
from deployment import wait_until
from receivers import WebhookServer

SECONDS_MAX = 60
SURVEY = {"enabled": True, "delay_seconds": 0, "throttle_seconds": 0, "quiet_hours": False}
EVENTS = ["ticket.opened", "ticket.answered", "ticket.resolved"]
# What one case of `work` sets in motion.
KINDS = {"event_webhook": len(EVENTS), "reply_mail": 1, "survey_mail": 1}


@pytest.fixture(scope="module")
def receivers():
    with WebhookServer() as receivers:
        yield receivers


@pytest.fixture(scope="module")
def deployment(deploy_for_module, receivers):
    return deploy_for_module(SWITCHYARD_EGRESS_ALLOW=f"127.0.0.1/32:{receivers.port}").start()


def founded(operator, receivers, slug, **more):
    """An exchange that wants to be told of everything; its subscription."""
    exchange = exchanges.found(operator, slug, survey=SURVEY, source=True, **more)
    made = operator.call("POST", f"{exchange.path}/subscriptions", {"url": receivers.url(f"/{slug}"), "types": EVENTS})
    receivers.secrets[f"/{slug}"] = made["secret"]
    return exchange, f"{exchange.path}/subscriptions/{made['id']}"


def work(exchange):
    """A customer asks by signed webhook, an agent answers and resolves, and a survey is due at once."""
    customer = {"id": "ann", "email": f"ann@{exchange.slug}.test"}
    body = json.dumps({"customer": customer, "text": "Where is my withdrawal?"}).encode()
    headers = webhook_headers(exchange.source["secret"], f"msg_{exchange.slug}", body)
    taken = Client(exchange.base_url).send("POST", exchange.source["path"], content=body, headers=headers)
    assert taken.status == 202, taken
    ticket = f"{exchange.path}/tickets/{taken.json['id']}"
    exchange.agent.call("POST", f"{ticket}/replies", {"text": "It is on its way."})
    exchange.agent.call("PUT", f"{ticket}/resolution", {})
    return ticket


def ended(deployment, exchange):
    """How often a delivery of each kind ended how, once all of them have."""
    rows = deployment.rows(
        f"SELECT kind, state, count(*) AS count FROM switchyard.delivery WHERE tenant_id = '{exchange.id}' GROUP BY 1, 2"
    )
    is_over = sum(count for _, _, count in rows) == sum(KINDS.values()) and all(state != "pending" for _, state, _ in rows)
    return {(kind, state): count for kind, state, count in rows} if is_over else None


def mails(deployment):
    return [file.read_text(errors="replace") for file in deployment.mail_folder.glob("*.eml")]


def test_nothing_leaves_a_sandbox_and_its_neighbour_is_served(deployment, operator, receivers, tell):
    sand, log = founded(operator, receivers, "sand", sandbox=True)
    live, _ = founded(operator, receivers, "live")
    ticket = work(sand)
    work(live)
    both = [wait_until(lambda one=one: ended(deployment, one), SECONDS_MAX, f"all of {one.slug} ended") for one in (sand, live)]
    assert both[0] == {(kind, "sandbox"): count for kind, count in KINDS.items()}
    assert both[1] == {(kind, "accepted"): count for kind, count in KINDS.items()}

    # Whoever tries the sandbox is told so, and sees the case go its way.
    deliveries = operator.call("GET", f"{log}/deliveries?state=sandbox")["items"]
    assert sorted(one["type"] for one in deliveries) == sorted(EVENTS)
    assert {one["code"] for one in deliveries} == {"sandbox"}
    clocks = {one["metric"]: one["state"] for one in sand.agent.call("GET", f"{ticket}/clocks")["items"]}
    assert clocks["first_reply"] == "fulfilled"

    assert {one.to for one in receivers.inbox.arrivals()} == {"/live"} and not receivers.inbox.unreadable
    assert sorted(one.content["type"] for one in receivers.inbox.arrivals()) == sorted(EVENTS)
    sent = mails(deployment)
    assert sum("ann@live.test" in mail for mail in sent) == 2
    assert not [mail for mail in sent if "@sand.test" in mail]
    tell(f"sandbox: {both[0]}\nlive: {both[1]}", test="sandbox", kept=sum(both[0].values()), sent=sum(both[1].values()))


def test_a_test_of_a_subscription_stays_in_the_sandbox_as_well(deployment, operator, receivers):
    _, log = founded(operator, receivers, "dune", sandbox=True)
    asked = operator.call("POST", f"{log}/tests", {})["delivery_id"]
    wait_until(
        lambda: operator.call("GET", f"{log}/deliveries/{asked}")["state"] == "sandbox", SECONDS_MAX, "the test is kept"
    )
    assert "/dune" not in {one.to for one in receivers.inbox.arrivals()} and not receivers.inbox.unreadable


def test_a_sandbox_stays_one(operator, receivers):
    exchange, _ = founded(operator, receivers, "silt", sandbox=True)
    document = {"tenant": {"name": "Silt", "zone": "UTC", "language": "en", "sandbox": False}}
    refused = operator.send("POST", f"{exchange.path}/setup/apply", document)
    assert refused.status == 422 and refused.json["errors"][0]["code"] == "fixed", refused
