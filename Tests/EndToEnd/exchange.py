"""A client exchange with everything it needs to be served: calendar, policy, desks with people, keys, endpoints."""

import dataclasses
import secrets

from client import Client

LEVELS = ("L1", "L2", "L3", "L4")
ALWAYS_OPEN = {"tz": "UTC", "always_open": True}
NO_SURVEY = {"enabled": False}
POLICY = {"targets": {"first_reply": 3600, "resolution": 28800}}


@dataclasses.dataclass
class Person:
    id: str
    email: str
    level: str
    role: str
    key: str | None = None


@dataclasses.dataclass
class Exchange:
    base_url: str
    slug: str
    id: str
    policy: dict
    people: list = dataclasses.field(default_factory=list)
    endpoints: dict = dataclasses.field(default_factory=dict)
    intake: Client | None = None
    agent: Client | None = None
    # May act at every level.
    named: Client | None = None
    source: dict | None = None

    @property
    def path(self):
        return f"/v1/tenants/{self.id}"

    def person(self, level, role):
        return next(one for one in self.people if (one.level, one.role) == (level, role))


def found(operator, slug, *, policy=None, endpoints=None, survey=None, source=False, sandbox=False):
    """Takes on an exchange through the public API, with an agent and a lead at every level."""
    base = operator.base_url
    body = {"slug": slug, "name": slug.title(), "zone": "UTC", "language": "en", "sandbox": sandbox}
    tenant = operator.call("POST", "/v1/tenants", body)
    exchange = Exchange(base, slug, tenant["id"], policy or POLICY)
    for kind, document in (
        ("calendar", ALWAYS_OPEN),
        ("policy", exchange.policy),
        ("survey", survey or NO_SURVEY),
    ):
        operator.call("PUT", f"{exchange.path}/{kind}", document)
    staff(operator, exchange)
    exchange.intake = Client(
        base, operator.call("POST", f"{exchange.path}/keys", {"kind": "intake", "name": "intake"})["key"]
    )
    for purpose, url in (endpoints or {}).items():
        answer = operator.call("PUT", f"{exchange.path}/endpoints/{purpose}", {"url": url})
        exchange.endpoints[purpose] = answer["secret"]
    if source:
        exchange.source = operator.call("POST", f"{exchange.path}/sources", {"name": "exchange"})
    return exchange


def staff(operator, exchange):
    for level in LEVELS:
        team = operator.call("POST", "/v1/teams", {"name": f"{exchange.slug} {level}"})["id"]
        for role in ("agent", "lead"):
            email = f"{role}.{level.lower()}.{secrets.token_hex(2)}@{exchange.slug}.test"
            person = operator.call("POST", "/v1/people", {"name": f"{role.title()} {level}", "email": email})["id"]
            operator.call("PUT", f"/v1/teams/{team}/members/{person}", {})
            operator.call(
                "POST", "/v1/grants", {"person_id": person, "tenant_id": exchange.id, "role": role, "level": level}
            )
            exchange.people.append(Person(person, email, level, role))
        operator.call("PUT", f"{exchange.path}/desks/{level}", {"team_id": team})
    exchange.agent = client_of(operator, exchange, exchange.person("L1", "agent"))
    exchange.named = client_of(operator, exchange, exchange.person("L4", "agent"))


def client_of(operator, exchange, person):
    person.key = operator.call("POST", f"/v1/people/{person.id}/keys", {"name": person.role})["key"]
    return Client(exchange.base_url, person.key)
