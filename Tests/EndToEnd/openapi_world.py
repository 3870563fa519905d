"""What the requests made from the OpenAPI document are about: a client with people of every role, a key for each, and rows of
every kind for the parameters of paths and the members of bodies that name one."""

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
    world = {
        "base_url": made.base_url,
        "keys": keys,
        "accounts": accounts,
        "password": PASSWORD,
        "bound": [keys[name] for name in keys if name not in ("operator_admin", *FIRM_ROLES)],
        "stranger": stranger,
        "broken": broken,
        "leaks": str(made.folder / "leaks.txt"),
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
