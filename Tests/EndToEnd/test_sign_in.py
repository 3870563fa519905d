"""Signing in, on the shipped programs: from the invitation in the mail to the grant that ends, over the wire."""

import base64
import hashlib
import hmac
import http.client
import re
import struct
import time
from urllib.parse import urlencode, urlsplit

import pytest

from client import Client
from deployment import wait_until

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PASSWORD, ANOTHER = "four unlucky words 7", "five rather lucky words 8"
MAIL_SECONDS_MAX = 30
STEP_SECONDS = 30
# After five tries each next one waits twice as long: however slow the machine is, one of these comes too soon.
GUESSES_MAX = 15

SEEN, GONE = (200, ""), (401, "credential_not_accepted")


class Device:
    """An authenticator after RFC 6238. A code is taken one step early or late, and each of them once."""

    def __init__(self, secret):
        self.key = base64.b32decode(secret + "=" * (-len(secret) % 8))
        self.step = int(time.time()) // STEP_SECONDS

    def code(self):
        """The next one that nobody has used."""
        mac = hmac.new(self.key, struct.pack(">Q", self.step), hashlib.sha1).digest()
        self.step += 1
        (number,) = struct.unpack(">I", mac[mac[19] % 16 :][:4])
        return f"{number % 0x80000000 % 1_000_000:06}"


class Desk:
    """A client whose administrators sign in."""

    def __init__(self, deployment, operator):
        self.deployment, self.operator = deployment, operator
        made = operator.call("POST", "/v1/tenants", {"slug": "doors", "name": "Doors", "zone": "UTC", "language": "en"})
        self.path = f"/v1/tenants/{made['id']}"
        self.tenant = made["id"]

    def person(self, name, role="tenant_admin"):
        email = f"{name}@doors.test"
        person = self.operator.call("POST", "/v1/people", {"name": name.title(), "email": email})["id"]
        grant = {"person_id": person, "tenant_id": self.tenant, "role": role}
        return person, email, self.operator.call("POST", "/v1/grants", grant)["id"]

    def links(self, email):
        """Paths of the pages behind the links that were mailed."""
        found = []
        for mail in sorted(self.deployment.mail_folder.glob("*.eml")):
            text = mail.read_text(errors="replace").replace("=\n", "").replace("=3D", "=")
            if email in text:
                found += re.findall(r"(/p/[\w-]+)", text)[:1]
        return found

    def link(self, email, besides=()):
        (path,) = wait_until(
            lambda: [one for one in self.links(email) if one not in besides], MAIL_SECONDS_MAX, f"a link for {email}"
        )
        return path

    def choose(self, path, password):
        form = urlencode({"password": password}).encode()
        return Client(self.deployment.base_url).send("POST", path, content=form, headers=FORM)

    def member(self, name, role="tenant_admin"):
        """Somebody with a password: id, address, grant."""
        person, email, grant = self.person(name, role)
        self.operator.call("POST", f"/v1/people/{person}/invitations")
        assert self.choose(self.link(email), PASSWORD).status == 200
        return person, email, grant

    def sign_in(self, email, password=PASSWORD):
        return Client(self.deployment.base_url).send("POST", "/v1/sessions", {"email": email, "password": password})

    def session(self, email, password=PASSWORD):
        answer = self.sign_in(email, password)
        assert answer.status == 201, answer
        return answer.json, Client(self.deployment.base_url, answer.json["token"])

    def sign_in_from(self, place, email, password):
        """As `sign_in`, from another address of this machine."""
        connection = http.client.HTTPConnection(
            urlsplit(self.deployment.base_url).netloc, timeout=30, source_address=(place, 0)
        )
        body = '{"email": "%s", "password": "%s"}' % (email, password)
        connection.request("POST", "/v1/sessions", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def sees(self, client):
        """The status of a look at the client's cases, and the word where it is refused."""
        return told(client.send("GET", f"{self.path}/tickets"))


def told(answer):
    return answer.status, (answer.json or {}).get("type", "").rpartition("/")[2]


def again(desk, proven):
    """The session that took another's place."""
    return Client(desk.deployment.base_url, proven["token"])


@pytest.fixture(scope="module")
def desk(deployment, operator):
    return Desk(deployment, operator)


def test_an_invitation_leads_to_a_session(desk):
    person, email, _ = desk.person("ada")
    assert desk.sign_in(email).status == 401
    desk.operator.call("POST", f"/v1/people/{person}/invitations")
    link = desk.link(email)
    page = Client(desk.deployment.base_url).send("GET", link)
    assert page.status == 200 and b"<form" in page.content
    assert "referrer-policy" in page.headers and "no-store" in page.headers["cache-control"]
    refused = desk.choose(link, "password")
    assert refused.status == 422, refused
    assert desk.choose(link, PASSWORD).status == 200
    assert desk.choose(link, ANOTHER).status == 404
    assert Client(desk.deployment.base_url).send("GET", link).status == 404
    assert desk.sign_in(email, ANOTHER).status == 401
    session, client = desk.session(email)
    assert session["person_id"] == person and session["lack"] == "nothing"
    assert desk.sees(client) == SEEN
    assert told(client.send("GET", "/v1/people")) == (403, "permission_missing")


def test_a_second_factor_is_demanded_enrolled_and_shown(desk):
    _, email, _ = desk.member("bea", "compliance")
    _, client = desk.session(email)
    assert desk.sees(client) == SEEN
    desk.operator.call("PUT", f"{desk.path}/second-factor-demands", {"roles": ["compliance"]})
    assert desk.sees(client) == (403, "second_factor_required")
    assert client.call("GET", "/v1/second-factor")["lack"] == "enrolment"

    device = Device(client.call("PUT", "/v1/second-factor/enrolment")["secret"])
    enrolled = client.call("PUT", "/v1/second-factor", {"code": (used := device.code())})
    assert desk.sees(client) == GONE
    client = again(desk, enrolled["session"])
    assert desk.sees(client) == SEEN

    # Signed in anew one has shown a password alone, and no code counts twice.
    _, other = desk.session(email)
    assert other.call("GET", "/v1/second-factor")["lack"] == "code"
    assert desk.sees(other) == (403, "second_factor_required")
    assert told(other.send("PUT", "/v1/session/proof", {"method": "code", "secret": used})) == (403, "code_refused")
    shown = other.call("PUT", "/v1/session/proof", {"method": "code", "secret": device.code()})
    assert desk.sees(other) == GONE
    assert desk.sees(again(desk, shown)) == SEEN

    # The device is lost.
    code = {"method": "recovery_code", "secret": enrolled["recovery_codes"][0]}
    _, lost = desk.session(email)
    found = again(desk, lost.call("PUT", "/v1/session/proof", code))
    assert desk.sees(found) == SEEN
    assert found.call("GET", "/v1/second-factor")["recovery_codes_left"] == len(enrolled["recovery_codes"]) - 1
    _, thief = desk.session(email)
    assert told(thief.send("PUT", "/v1/session/proof", code)) == (403, "code_refused")
    desk.operator.call("PUT", f"{desk.path}/second-factor-demands", {"roles": []})


def test_what_is_marked_asks_for_the_password_again(desk):
    _, email, _ = desk.member("cleo")
    session, client = desk.session(email)
    key = {"kind": "intake", "name": "by hand"}
    assert client.send("POST", f"{desk.path}/keys", key).status == 201
    desk.deployment.sql(
        f"UPDATE directory.session SET proven_at = proven_at - interval '11 minutes' WHERE id = '{session['id']}'"
    )
    assert told(client.send("POST", f"{desk.path}/keys", key)) == (403, "step_up_required")
    assert desk.sees(client) == SEEN
    proof = {"method": "password", "secret": ANOTHER}
    assert told(client.send("PUT", "/v1/session/proof", proof)) == (403, "password_refused")
    shown = client.call("PUT", "/v1/session/proof", {**proof, "secret": PASSWORD})
    assert desk.sees(client) == GONE
    assert again(desk, shown).send("POST", f"{desk.path}/keys", key).status == 201


def test_sessions_are_listed_and_ended(desk):
    person, email, _ = desk.member("dora")
    (first, here), (second, there) = desk.session(email), desk.session(email)
    listed = here.call("GET", "/v1/sessions")["items"]
    assert {one["id"]: one["is_current"] for one in listed} == {first["id"]: True, second["id"]: False}
    assert {one["address"] for one in listed} == {"127.0.0.1"}
    assert here.send("DELETE", f"/v1/sessions/{second['id']}").status == 204
    assert desk.sees(there) == GONE and desk.sees(here) == SEEN
    # And by whoever manages people.
    path = f"/v1/people/{person}/sessions"
    assert [one["id"] for one in desk.operator.call("GET", path)["items"]] == [first["id"]]
    assert desk.operator.send("DELETE", path).status == 204
    assert desk.sees(here) == GONE


def test_a_grant_that_ends_ends_with_the_next_request(desk):
    _, email, grant = desk.member("edna")
    _, client = desk.session(email)
    nowhere = "/v1/tenants/00000000-0000-4000-8000-000000000000/tickets"
    assert desk.sees(client) == SEEN
    assert desk.operator.send("DELETE", f"/v1/grants/{grant}").status == 204
    after, unknown = client.send("GET", f"{desk.path}/tickets"), client.send("GET", nowhere)
    assert (after.status, after.content) == (404, unknown.content)


def test_a_reset_is_good_once_and_ends_what_was_open(desk):
    _, email, _ = desk.member("fay")
    _, client = desk.session(email)
    known = desk.links(email)
    stranger = Client(desk.deployment.base_url)
    asked = [stranger.send("POST", "/v1/password-resets", {"email": one}) for one in (email, "no@doors.test")]
    assert [(one.status, one.content) for one in asked] == [(202, b"{}")] * 2
    link = desk.link(email, besides=known)
    # Asking alone changes nothing.
    assert desk.sees(client) == SEEN
    assert desk.choose(link, ANOTHER).status == 200
    assert desk.choose(link, PASSWORD).status == 404
    assert desk.sees(client) == GONE
    assert desk.sign_in(email).status == 401
    assert desk.sees(desk.session(email, ANOTHER)[1]) == SEEN
    assert not desk.links("no@doors.test")


def test_whoever_guesses_keeps_nobody_out(desk):
    (_, email, _), (_, other, _) = desk.member("gwen"), desk.member("hope")
    guesses = []
    while 429 not in guesses and len(guesses) < GUESSES_MAX:
        guesses.append(desk.sign_in_from("127.0.0.2", email, "a guess at it"))
    assert set(guesses) == {401, 429} and len(guesses) > 5, guesses
    # Neither the owner, who is elsewhere, nor somebody else where the guesser is.
    assert desk.sign_in(email).status == 201
    assert desk.sign_in_from("127.0.0.2", other, PASSWORD) == 201
