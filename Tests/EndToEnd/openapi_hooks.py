"""How schemathesis calls the API: with a credential of some role, on rows that are there. Read by it as SCHEMATHESIS_HOOKS; the
world is the file that SWITCHYARD_WORLD names (openapi_world.py)."""

import json
import os
import random
import re
import uuid
from collections import defaultdict

import requests
import schemathesis
from schemathesis import GenerationMode

from client import webhook_headers

# Cases that go to a row of the world, those with a credential that may, and those with a body or period that is known to be good.
LINKED, ENTITLED, GOOD = 0.9, 0.95, 0.3
KEPT_MAX = 200
SIGN_IN_SECONDS_MAX = 30
SIGNED = "POST /v1/hooks/{address}"
KINDS = {"people": "person", "into": "ticket", "table": None}
# What a request can be wrong in although its schema takes it: what only rows, clocks and the product's own rules can tell …
BEYOND_SCHEMA = {
    "taken", "unknown", "same_case", "cannot_move", "never_open", "contains_secret", "asks_for_secret", "not_entitled",
    "not_covered", "double_booked", "too_common", "own_name",
    # … a member that is needed where another one is there, or is not,
    "required",
}
# … and values that JSON Schema cannot compare, or that depend on another member: pointer, code.
BESIDE_OTHERS = [
    # Instants, days and months before, after or too far from others, or from now.
    (r".*/(effective_from|from_month|valid_until|expires_at|occurred_at|since|from|until|to)|\?(from|to|at|month)", "out_of_range"),
    # Days that a month has not got, zones that this machine does not know, tags that no pattern tells apart.
    (r".*(from|until|to|_at|starts_on|tz|zone|languages?/\d+|language|holidays/\d+|at|occurred_at)", "bad_format"),
    # Windows of a calendar that meet, and a calendar that is always open and has windows or days off, or neither.
    (r"(/calendar|/calendars/[^/]*)?(/(weekly|overrides|breaks).*|/holidays)?", "bad_format"),
    # Whether a tenant is a sandbox is said when it is made.
    (r"/tenant/sandbox", "fixed"),
    # How many lines a text has.
    (r"(/branding)?/endings/[a-z]+/footer", "bad_format"),
    # A share that another one leaves no room for.
    (r".*/targets/\d+/expected_bp", "out_of_range"),
    # Percents that do not rise, and a clock that never stands still.
    (r".*/(warn/\d+|pause/[a-z_]+)", "out_of_range"),
    # What was forecast belongs to one kind of exclusion.
    (r"/forecast", "unknown_field"),
    # A revision that there is not yet.
    (r"\?revision", "out_of_range"),
    # A role without levels; a credential that is no person.
    (r"(/people/\d+)?/level", "not_in_list|unknown_field"),
    (r"\?assignee", "bad_format"),
    # A table of people is a text; its columns are its own matter.
    (r"/\d+/.*", "unknown_field"),
    # Counted after Unicode's normal form.
    (r"/(current_)?password", "too_(short|long)"),
]

with open(os.environ["SWITCHYARD_WORLD"], encoding="utf-8") as file:
    world = json.load(file)
ids = defaultdict(list, {kind: list(values) for kind, values in world["ids"].items()})
kept = set(world["kept"])
cursors = defaultdict(list)
refused = set()
# The rows of its path that a row was seen under.
places = {}
sessions = {}
numbers = random.Random(int(os.environ.get("SWITCHYARD_SEED", "1")))


def learn(kind, value, place):
    """Whose rows all others are, is settled."""
    if kind and kind != "tenant" and isinstance(value, str) and value not in ids[kind]:
        ids[kind].append(value)
        del ids[kind][:-KEPT_MAX]
        places[value] = place


def collect(value, kind, place):
    """Every id in an answer, by what it names; `place` is the path it was answered under."""
    if isinstance(value, list):
        for item in value:
            collect(item, kind, place)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "id":
                learn(kind, member, place)
            elif name.endswith("_id"):
                learn(name.removesuffix("_id"), member, {})
            else:
                collect(member, kind if name == "items" else name.rstrip("s"), place)


def kind_of(word):
    """What a list, a new row or a member of a body is called where a path names it."""
    return KINDS.get(word, word.removesuffix("_ids").removesuffix("_id").removesuffix("s").replace("-", "_"))


def token(email):
    """Of somebody who has signed in, again where the session has ended."""
    if email not in sessions:
        body = {"email": email, "password": world["password"]}
        answer = requests.post(world["base_url"] + "/v1/sessions", json=body, timeout=SIGN_IN_SECONDS_MAX)
        sessions[email] = answer.json().get("token") if answer.ok else None
    return sessions[email]


def permission(operation):
    return operation.definition.raw.get("x-permission")


def credential(operation):
    """A session's token where only that will do; else a key, mostly of a role that may."""
    if operation.definition.raw["security"] == [{"session": []}]:
        return token(numbers.choice(world["accounts"]))
    names = list(world["keys"])
    good = [name for name in names if (permission(operation), name) not in refused]
    return world["keys"][numbers.choice(good if good and numbers.random() < ENTITLED else names)]


@schemathesis.auth(refresh_interval=None)
class Credentials:
    def get(self, case, context):
        return credential(context.operation) if context.operation.definition.raw.get("security") else None

    def set(self, case, data, context):
        if data is not None:
            case.headers["Authorization"] = f"Bearer {data}"


def ahead(name, value):
    """Of a member that has to be in the future, an instant or a month that is; nothing of the others."""
    return world["ahead"].get(name) if isinstance(value, str) else None


def forget(case):
    """Schemathesis writes again what it was answered: with the words of all clients, those of the stranger."""
    text = json.dumps([case.body, case.query, case.path_parameters], default=str)
    if world["stranger"] in text and isinstance(case.body, (dict, list, str)):
        case.body = json.loads(json.dumps(case.body).replace(world["stranger"], "somebody"))


def link(value, kind=None):
    """A body whose members that name rows name some that are there."""
    if isinstance(value, dict):
        return {name: ahead(name, member) or link(member, kind_of(name)) for name, member in value.items()}
    if isinstance(value, list):
        return [link(item, kind) for item in value]
    if isinstance(value, str) and re.fullmatch(r"[0-9a-fA-F-]{36}", value) and ids.get(kind):
        return numbers.choice(ids[kind])
    return value


def unique(value):
    """A body that is known to be good, with a word of its own wherever it has to be another one each time."""
    return json.loads(json.dumps(value).replace("$unique", uuid.uuid4().hex[:20]))


def signature(request):
    """Of the source whose address is in the path: over the bytes as they are sent."""
    request.headers.update(webhook_headers(world["secret"], uuid.uuid4().hex, request.body or b""))
    return request


def go_to_rows(case):
    """Names rows in the path that are there, each under the ones that it is known to be under."""
    isolated = case.method in ("DELETE", "PUT")
    settled = {}
    for name in reversed(list(case.path_parameters or {})):
        rows = [id for id in ids.get(name, ()) if not isolated or id not in kept]
        if name in settled:
            case.path_parameters[name] = settled[name]
        elif rows and numbers.random() < LINKED:
            case.path_parameters[name] = numbers.choice(rows)
            settled.update(places.get(case.path_parameters[name], {}))


def is_positive(case, component):
    known = case.meta.components if case.meta else {}
    found = next((info for place, info in known.items() if place.value == component), None)
    return found is None or found.mode == GenerationMode.POSITIVE


@schemathesis.hook
def before_call(context, case, kwargs):
    if is_positive(case, "path"):
        go_to_rows(case)
    if is_positive(case, "query") and case.query:
        if {"from", "to"} <= set(case.query) and numbers.random() < GOOD:
            case.query.update(world["period"])
        if "month" in case.query and numbers.random() < GOOD:
            case.query.update({name: world["month"][name] for name in case.query if name in world["month"]})
        if "cursor" in case.query:
            known = cursors[case.operation.label]
            case.query.pop("cursor")
            if known:
                case.query["cursor"] = numbers.choice(known)
        for name in case.query:
            if name in ("team", "assignee", "customer", "person") and ids.get(name) and case.query[name] not in ("me", "nobody"):
                case.query[name] = numbers.choice(ids[name])
    if is_positive(case, "header") and case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = uuid.uuid4().hex
    forget(case)
    if is_positive(case, "body") and isinstance(case.body, (dict, list, str)) and numbers.random() < LINKED:
        good = world["bodies"].get(case.operation.label)
        case.body = unique(good) if good and numbers.random() < GOOD else link(case.body)
    if case.operation.label == SIGNED and numbers.random() < LINKED:
        kwargs["auth"] = signature


def look_for_the_stranger(case, response, authorization):
    """Whoever is not of the firm is told nothing of another client."""
    is_bound = any(authorization.endswith(key) for key in world["bound"]) or not authorization
    if is_bound and world["stranger"] in (str(response.headers) + response.content.decode(errors="replace")).lower():
        with open(world["leaks"], "a", encoding="utf-8") as leaks:
            leaks.write(f"{case.operation.label} {response.status_code} {response.content[:500]!r}\n")


@schemathesis.hook
def after_call(context, case, response):
    authorization = response.request.headers.get("Authorization", "")
    look_for_the_stranger(case, response, authorization)
    if response.status_code == 403 and response.json().get("type") == "/errors/permission_missing":
        known = (name for name, key in world["keys"].items() if authorization.endswith(key))
        refused.update((permission(case.operation), name) for name in known)
    if authorization.startswith("Bearer sy_session_") and (response.status_code == 401 or case.method == "DELETE"):
        sessions.clear()
    if 200 <= response.status_code < 300 and "json" in (response.headers.get("content-type") or [""])[0]:
        words = [word for word in case.operation.path.split("/") if word and not word.startswith("{")]
        answer = response.json()
        named = {name: id for name, id in (case.path_parameters or {}).items() if name != "tenant"}
        collect(answer, kind_of(words[-1]), named)
        if isinstance(answer, dict) and isinstance(answer.get("next_cursor"), str):
            cursors[case.operation.label] = cursors[case.operation.label][-KEPT_MAX:] + [answer["next_cursor"]]


def beyond_schema(error):
    """By which rule the schema could not have said it; Python's `$` lets a line end pass that no pattern of ours means."""
    if error["code"] in BEYOND_SCHEMA:
        return error["code"]
    fitting = (f"{pointer} {code}" for pointer, code in BESIDE_OTHERS if is_about(error, pointer, code))
    return next(fitting, None)


def is_about(error, pointer, code):
    return re.fullmatch(pointer, error["pointer"]) and re.fullmatch(code, error["code"])


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A request of the right form may be refused for what no schema can say, and for nothing else."""
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code not in (400, 422):
        return True
    if response.status_code == 400:
        # A member that may be anything may still hold no NUL.
        return response.json().get("code") != "nul_character"
    errors = response.json().get("errors", [])
    rules = [beyond_schema(error) for error in errors]
    if not errors or not all(rules):
        return True
    with open(world["passed"], "a", encoding="utf-8") as passed:
        for error, rule in zip(errors, rules):
            passed.write(json.dumps([rule, case.operation.label, error["pointer"], error["code"]]) + "\n")
    return False
