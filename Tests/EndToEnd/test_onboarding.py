"""A new exchange, on-boarded by a script that has nothing but a tenant administrator's key: one document, planned, applied and
exported over the public API, the first case answered, and the whole of it cloned for the next client."""

import json
import pathlib
import time

import pytest

import exchange
from client import Client, webhook_headers
from deployment import run, wait_until

MINUTES_MAX = 60
STEP_SECONDS_MAX = 30
SETUP = {
    "tenant": {"name": "Bolt Exchange", "zone": "Europe/Riga", "language": "en"},
    "people": [
        {"name": "Ada Admin", "email": "ada@bolt.test", "role": "tenant_admin"},
        {"name": "Carl Compliance", "email": "carl@bolt.test", "role": "compliance"},
    ],
    "contacts": {"security": {"name": "Guard", "email": "guard@bolt.test"}},
    "calendars": {"default": exchange.ALWAYS_OPEN},
    "policy": {"targets": {"first_reply": 3600, "resolution": 28800}},
    "rules": {"rules": [{"when": {"any_word": ["stolen"]}, "then": {"priority": "P1"}}]},
    "survey": {"enabled": False},
    "branding": {
        "name": "Bolt",
        "sender_name": "Bolt Help",
        "reply_to": "help@bolt.test",
        "colour": "#ffcc00",
        "endings": {"en": {"footer": "Bolt Ltd", "support_url": "https://bolt.test/help"}},
    },
    "service_levels": {"targets": [{"name": "First reply", "metric": "first_reply", "percent_bp": 9500}]},
    "sources": [{"name": "exchange"}],
    "subscriptions": [{"url": "https://events.bolt.test/", "types": ["ticket.opened"]}],
    "keys": [{"kind": "intake", "name": "web form"}],
}


class Transcript:
    """What was done when, in seconds since the beginning."""

    def __init__(self):
        self.began = time.monotonic()
        self.lines = []

    def note(self, words):
        self.lines.append(f"{time.monotonic() - self.began:7.2f} s  {words}")

    def __str__(self):
        return "\n".join(self.lines)


def taken_on(operator, slug):
    """What the firm does for a client: the tenant, its people at the desks, and the first key."""
    body = {"slug": slug, "name": slug, "zone": "UTC", "language": "en"}
    tenant = operator.call("POST", "/v1/tenants", body)["id"]
    client = exchange.Exchange(operator.base_url, slug, tenant, {})
    exchange.staff(operator, client)
    key = operator.call("POST", f"/v1/tenants/{tenant}/keys", {"kind": "tenant_admin", "name": "first"})["key"]
    return client, Client(operator.base_url, key)


@pytest.fixture(scope="module")
def bolt(operator):
    return taken_on(operator, "bolt")


def hand_in(admin, source, text):
    body = json.dumps({"customer": {"id": "c-1", "email": "c1@customer.test"}, "text": text}).encode()
    headers = webhook_headers(source["secret"], "msg-1", body)
    return admin.send("POST", source["path"], content=body, headers=headers)


def test_an_exchange_on_boards_itself_with_one_key_and_its_first_case_is_answered(bolt, deployment, tell):
    client, admin = bolt
    said = Transcript()
    path = "/v1/tenants/self/setup"

    planned = admin.send("POST", f"{path}/plan", SETUP)
    assert planned.status == 200, planned
    said.note(f"plan: {planned.json['counts']}")
    headers = {"If-Match": planned.headers["etag"], "Idempotency-Key": "on-boarding"}
    applied = admin.call("POST", f"{path}/apply", SETUP, headers=headers)
    secrets = {one["item"]: one for one in applied["secrets"]}
    assert set(secrets) == {"sources/exchange", "subscriptions/https://events.bolt.test/", "keys/web form"}
    said.note(f"apply: {applied['counts']}, secrets of {', '.join(secrets)}")
    again = admin.call("POST", f"{path}/apply", SETUP)
    assert (again["counts"]["add"], again["counts"]["change"], again["secrets"]) == (0, 0, [])
    said.note("apply once more: nothing changes")

    case = hand_in(admin, secrets["sources/exchange"], "My coins were stolen, please help")
    assert case.status == 202, case
    (ticket,) = wait_until(
        lambda: list(admin.pages("/v1/tenants/self/tickets")), STEP_SECONDS_MAX, "the webhook is a case"
    )
    assert ticket["priority"] == "P1"
    said.note(f"first case {ticket['reference']} by signed webhook, {ticket['priority']} by its rule")
    mails = set(deployment.mail_folder.iterdir())
    client.agent.call("POST", f"{client.path}/tickets/{ticket['id']}/replies", {"text": "We are looking into it."})
    said.note("first reply by an agent of the firm")
    (answer, *_) = wait_until(
        lambda: [one for one in set(deployment.mail_folder.iterdir()) - mails if b"c1@customer.test" in content(one)],
        STEP_SECONDS_MAX,
        "the customer has the mail",
    )
    for shown in (b'From: "Bolt Help"', b"Reply-To: <help@bolt.test>", b"Bolt Ltd", b"https://bolt.test/help"):
        assert shown in content(answer), content(answer)
    said.note("the mail is with the customer, in the client's own name")
    invited = wait_until(
        lambda: [one for one in deployment.mail_folder.iterdir() if b"ada@bolt.test" in content(one)],
        STEP_SECONDS_MAX,
        "the client's own administrator is invited",
    )
    assert invited
    said.note("the client's own people have their invitations")
    seconds = time.monotonic() - said.began
    assert seconds < MINUTES_MAX * 60
    tell(f"on-boarded with one key:\n{said}", name="onboarding_seconds", value=seconds)


def content(file: pathlib.Path):
    return file.read_bytes() if file.is_file() else b""


def test_the_next_client_is_a_clone_of_the_export(bolt, operator, deployment, tmp_path):
    _, admin = bolt
    exported = admin.call("GET", "/v1/tenants/self/setup")
    text = json.dumps(exported)
    assert "whsec_" not in text and "sy_live_" not in text
    plan = admin.call("POST", "/v1/tenants/self/setup/plan", exported)
    assert {name for name, count in plan["counts"].items() if count} == {"unchanged"}

    client, other = taken_on(operator, "volt")
    assert other.call("POST", "/v1/tenants/self/setup/apply", exported)["counts"]["add"] > 0
    assert other.call("GET", "/v1/tenants/self/setup") == exported

    # The same from the shell, where the operator sees desks and the firm's people as well.
    file = tmp_path / "bolt.json"
    deployment.control("tenant", "export", "--tenant", "bolt", str(file))
    assert json.loads(file.read_text())["desks"] == {level: f"bolt {level}" for level in exchange.LEVELS}
    lines = deployment.control("tenant", "plan", "--tenant", "volt", str(file)).splitlines()
    assert "~ desks/L1" in lines and "= policy" in lines and "? desks/L1" not in lines
    (tag,) = (line.removeprefix("tag ") for line in lines if line.startswith("tag "))
    deployment.control("tenant", "apply", "--tenant", "volt", "--tag", tag, str(file))
    lines = deployment.control("tenant", "plan", "--tenant", "volt", str(file)).splitlines()
    assert not [line for line in lines if line[0] in "+~!"]
    assert client.agent.call("GET", f"{client.path}/tickets")["items"] == []


def test_a_document_with_faults_is_refused_from_the_shell_with_its_places(bolt, deployment, tmp_path):
    file = tmp_path / "bad.json"
    file.write_text(json.dumps({"calendars": {"night": {"tz": "Mars/Olympus", "always_open": True}}}))
    done = deployment.control_to_its_end("tenant", "plan", "--tenant", "bolt", str(file))
    assert done.returncode != 0 and "/calendars/night/tz" in done.stderr
