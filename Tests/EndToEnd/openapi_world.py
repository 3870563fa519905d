"""What the requests made from the OpenAPI document are about: a client with people of every role, a key for each, and rows of
every kind for the parameters of paths and the members of bodies that name one."""

import datetime
import json
import re
from urllib.parse import urlencode

import exchange as exchanges
from client import Client
from deployment import wait_until

FIRM_ROLES = ("admin", "operations_manager", "auditor")
CLIENT_ROLES = ("lead", "agent", "tenant_admin", "contact", "compliance", "viewer")
SIGNED_IN = ("admin", "tenant_admin", "agent")
WITH_LEVEL = ("operations_manager", "lead", "agent")
# Rows that every case needs: nobody ends or renames them.
KEPT = ("person", "team", "api_key", "operator_key", "access_grant")
PASSWORD = "four unlucky words 7"
MAIL_SECONDS_MAX = 20
CASES = 12
PERIOD = {"from": "2025-01-01", "to": "2025-02-01"}
AHEAD_DAYS = 40
TERMS = {"targets": [{"name": "First reply", "metric": "first_reply", "percent_bp": 9500}]}


def build(made, endpoint, stranger, broken):
    """Writes the world to a file beside the deployment, and answers its path. Its client is told at `endpoint`; a word of
    `stranger`, in no answer to that client, is another's, and rows of the tenant `broken` cannot be read."""
    operator = Client(made.base_url, made.operator_key())
    exchange = exchanges.found(operator, "contract", endpoints={"notice": endpoint, "reply": endpoint}, source=True)
    admin = operator.call("POST", f"{exchange.path}/keys", {"kind": "tenant_admin", "name": "admin"})["key"]
    keys = {"operator_admin": operator.key, "tenant_admin_key": admin, "intake": exchange.intake.key}
    people = {}
    for role in FIRM_ROLES + CLIENT_ROLES:
        people[role], keys[role] = person(operator, exchange, role)
    operator.call("PUT", f"{exchange.path}/service-levels", TERMS)
    schemas = operator.call("GET", "/openapi.json")["components"]["schemas"]
    types = schemas["NewSubscription"]["properties"]["types"]["items"]["enum"]
    operator.call("POST", f"{exchange.path}/subscriptions", {"url": endpoint, "types": types})
    rows(exchange, keys)
    accounts = [sign_up(made, operator, people[role]) for role in SIGNED_IN]
    now = datetime.datetime.now(datetime.UTC)
    ahead = now + datetime.timedelta(days=AHEAD_DAYS)
    world = {
        "base_url": made.base_url,
        "keys": keys,
        "accounts": accounts,
        "password": PASSWORD,
        "bound": [keys[name] for name in keys if name not in ("operator_admin", *FIRM_ROLES)],
        "stranger": stranger,
        "broken": broken,
        "leaks": str(made.folder / "leaks.txt"),
        "passed": str(made.folder / "passed.ndjson"),
        "secret": exchange.source["secret"],
        "bodies": bodies(endpoint, people["agent"], accounts[0]),
        "period": PERIOD,
        "month": {"month": f"{now:%Y-%m}", "target": TERMS["targets"][0]["name"]},
        "ahead": {name: f"{ahead:%Y-%m-%dT%H:%M:%SZ}" for name in ("effective_from", "valid_until", "expires_at")}
        | {"from_month": f"{ahead:%Y-%m}"},
        "kept": [id for table in KEPT for (id,) in made.rows(f"SELECT id FROM directory.{table}")],
        "ids": {
            "tenant": [exchange.id, exchange.slug],
            "person": list(people.values()),
            "team": [one["id"] for one in operator.pages("/v1/teams")],
            "address": [exchange.source["address"]],
            "level": list(exchanges.LEVELS),
            "kind": ["deliver", "probe"],
            "metric": ["first_reply", "resolution"],
            "version": ["1"],
            "line": ["default", "nights"],
            "error": ["not_found"],
            "purpose": ["notice", "reply", "security", "escalation"],
        },
    }
    path = made.folder / "world.json"
    path.write_text(json.dumps(world))
    return path


def bodies(endpoint, agent, account):
    """By operation, one that is good where a random one hardly ever is: for what rows, zones and other members have to agree."""
    tenant = "/v1/tenants/{tenant}"
    always, policy, survey = exchanges.ALWAYS_OPEN, exchanges.POLICY, {"survey": exchanges.NO_SURVEY}
    week = {"name": "week", "people": [agent], "starts_on": "2020-01-06", "handoff": "09:00"}
    rota = {"tz": "UTC", "posts": {"L1": {"layers": [week]}}, "confirm_gaps": True}
    urgent = {"priority": {"priority": "P2", "reason": "The chain has halted"}}
    stretch = {"from": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}
    duty = {"post": "L1", "person_id": agent, "from": "2100-01-01T00:00:00Z", "until": "2100-01-02T00:00:00Z"}
    return {
        "POST /v1/sessions": {"email": account, "password": PASSWORD},
        "PUT /v1/session/proof": {"method": "password", "secret": PASSWORD},
        "POST /v1/people/table": "email,name\r\n$unique@contract.test,Again\r\n",
        f"POST {tenant}/exclusions": {"kind": "chain_halt", "reason": "Wall", **stretch},
        f"POST {tenant}/restatements": {"policy_version": 1, "reason": "Wall", **stretch},
        f"POST {tenant}/rota/overrides": {"overrides": [duty]},
        "POST /v1/tenants": {"slug": "w-$unique", "name": "W", "zone": "UTC", "language": "en"},
        "POST /v1/people": {"name": "P", "email": "$unique@contract.test"},
        f"POST {tenant}/people": {"name": "P", "email": "$unique@contract.test", "role": "viewer"},
        f"PUT {tenant}/calendar": always,
        f"PUT {tenant}/calendars/{{line}}": always,
        f"POST {tenant}/calendar/preview": always,
        f"POST {tenant}/calendars/{{line}}/preview": always,
        f"PUT {tenant}/policy": policy,
        f"POST {tenant}/policy/preview": policy,
        f"POST {tenant}/simulations": {"policy": policy},
        f"POST {tenant}/setup/plan": survey,
        f"POST {tenant}/setup/apply": survey,
        f"PUT {tenant}/rota": rota,
        f"POST {tenant}/rota/preview": rota,
        f"PUT {tenant}/contacts/{{purpose}}": {"name": "Desk", "email": "desk@contract.test"},
        f"POST {tenant}/bulk-acts": {"filter": {"status": ["new", "open"]}, "act": urgent},
        f"POST {tenant}/subscriptions": {"url": endpoint, "types": ["ticket.opened"]},
    }


def person(operator, exchange, role):
    email = f"{role.replace('_', '.')}@contract.test"
    id = operator.call("POST", "/v1/people", {"name": role, "email": email})["id"]
    grant = {"person_id": id, "tenant_id": exchange.id, "role": role, **({"level": "L1"} if role in WITH_LEVEL else {})}
    operator.call("POST", "/v1/grants", grant)
    if role in FIRM_ROLES:
        operator.call("POST", "/v1/grants", {"person_id": id, "role": role})
    return id, operator.call("POST", f"/v1/people/{id}/keys", {"name": role})["key"]


def rows(exchange, keys):
    """Cases, answered, noted, handed over."""
    agent = Client(exchange.base_url, keys["agent"])
    for number in range(CASES):
        body = {"customer": {"id": f"contract-{number}"}, "text": "Where is my withdrawal?"}
        ticket = f"{exchange.path}/tickets/{exchange.intake.call('POST', f'{exchange.path}/tickets', body)['id']}"
        agent.call("POST", f"{ticket}/replies", {"text": "We look into it."})
        if number % 3 == 0:
            agent.call("POST", f"{ticket}/handovers", {"level": "L2", "note": "Please look at the chain"})
        if number % 3 == 1:
            agent.call("PUT", f"{ticket}/solution", {"text": "Sent again."})
            agent.call("PUT", f"{ticket}/resolution", {})


def sign_up(made, operator, person):
    """An account with a password: invited, by the link that was mailed. Its address."""
    email = next(one["email"] for one in operator.pages("/v1/people") if one["id"] == person)
    operator.call("POST", f"/v1/people/{person}/invitations")

    def link():
        for mail in made.mail_folder.glob("*.eml"):
            text = mail.read_text(errors="replace").replace("=\n", "").replace("=3D", "=")
            if email in text and (found := re.search(r"(/p/[\w-]+)", text)):
                return found[1]
        return None

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    path = wait_until(link, MAIL_SECONDS_MAX, f"an invitation for {email}")
    chosen = Client(made.base_url).send("POST", path, content=urlencode({"password": PASSWORD}).encode(), headers=form)
    assert chosen.status == 200, chosen
    return email
