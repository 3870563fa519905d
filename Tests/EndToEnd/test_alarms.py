"""What is wrong with a client and no case's, told by the running worker: a source that fell silent and was heard again, and a
quota that was used up."""

import json

import pytest

import exchange
from client import webhook_headers
from deployment import wait_until

# Reviewed once a minute, and mailed.
REVIEW_SECONDS_MAX = 120


@pytest.fixture(scope="module")
def nova(operator):
    nova = exchange.found(operator, "nova")
    operator.call(
        "POST", f"{nova.path}/people", {"name": "Ada", "email": "ada@nova.test", "role": "tenant_admin"}
    )
    return nova


def mails(deployment, address, words):
    texts = [one.read_text(errors="replace") for one in deployment.mail_folder.iterdir() if one.is_file()]
    return [text for text in texts if address in text and words in text]


def test_a_source_that_falls_silent_is_missed_once_until_it_is_heard(nova, operator, deployment):
    wish = {"name": "app", "silent_after_minutes": 5}
    source = operator.call("POST", f"{nova.path}/sources", wish)
    path = f"{nova.path}/sources/{source['id']}"
    assert operator.call("GET", path)["last_accepted_at"] is None
    # It was set up ten minutes ago, and nobody waited for it.
    deployment.sql(f"UPDATE directory.source SET created_at = created_at - interval '10 minutes' WHERE id = '{source['id']}'")
    alarm = wait_until(lambda: operator.call("GET", path)["alarm"], REVIEW_SECONDS_MAX, "the source is missed")
    assert alarm["kind"] == "source_silent"
    told = wait_until(
        lambda: mails(deployment, "ada@nova.test", "nothing has come from app"), REVIEW_SECONDS_MAX, "the client is told"
    )
    assert len(told) == 1

    body = json.dumps({"customer": {"id": "c-1"}, "text": "Where is my deposit?"}).encode()
    headers = webhook_headers(source["secret"], "msg-1", body)
    assert operator.send("POST", source["path"], content=body, headers=headers).status == 202
    assert operator.call("GET", path)["last_accepted_at"] is not None
    wait_until(lambda: operator.call("GET", path)["alarm"] is None, REVIEW_SECONDS_MAX, "the alarm is over")
    assert len(mails(deployment, "ada@nova.test", "nothing has come from app")) == 1


def test_a_quota_that_is_used_up_is_told_of_and_refuses_nothing(nova, operator, deployment):
    quotas = {"intake": {"limit": 1}, "mail": None, "storage": None}
    assert operator.call("PUT", f"{nova.path}/quotas", quotas)["intake"]["is_hard"] is False
    for number in range(2):
        request = {"customer": {"id": f"q-{number}"}, "text": "Where is my deposit?"}
        assert nova.intake.send("POST", f"{nova.path}/tickets", request).status == 201
    told = wait_until(
        lambda: mails(deployment, "ada@nova.test", "of today's requests are used"),
        2 * REVIEW_SECONDS_MAX,
        "the client is told",
    )
    assert len(told) == 1
    assert operator.call("GET", f"{nova.path}/quotas")["intake"]["share_bp"] >= 10_000
    request = {"customer": {"id": "q-3"}, "text": "And now?"}
    assert nova.intake.send("POST", f"{nova.path}/tickets", request).status == 201
