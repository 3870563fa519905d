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

# Cases that go to a row of the world, and those with a credential that may.
LINKED, ENTITLED = 0.9, 0.95
KEPT_MAX = 200
SIGN_IN_SECONDS_MAX = 30
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
    # Instants, days and months before, after or too far from others.
    (r".*(from|until|to|_at|month|at)", "out_of_range"),
    # Days that a month has not got, zones that this machine does not know, tags that no pattern tells apart.
    (r".*(from|until|to|_at|starts_on|tz|zone|languages?/\d+|language|holidays/\d+|at|occurred_at)", "bad_format"),
    # Windows of a calendar that meet, and a calendar that is always open and has windows, or neither.
    (r"(/calendar)?(/(weekly|overrides|breaks).*)?", "bad_format"),
    # One or the other.
    (r"/calendar", "unknown_field"),
    # What the law or another figure leaves no choice in.
    (r".*/targets/(complaint_ack|complaint_decision|\d+/expected_bp).*", "out_of_range"),
    # A revision that there is not yet.
    (r"\?revision", "out_of_range"),
    # A role without levels; a credential that is no person.
    (r"/level", "not_in_list"),
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
sessions = {}
numbers = random.Random(int(os.environ.get("SWITCHYARD_SEED", "1")))


def learn(kind, value):
    if kind and isinstance(value, str) and value not in ids[kind] and value != world["broken"]:
        ids[kind].append(value)
        del ids[kind][:-KEPT_MAX]


def collect(value, kind=None):
    """Every id in an answer, by what it names."""
    if isinstance(value, list):
        for item in value:
            collect(item, kind)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "id":
                learn(kind, member)
            elif name.endswith("_id"):
                learn(name.removesuffix("_id"), member)
            else:
                collect(member, kind if name == "items" else name.rstrip("s"))


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


def link(value, kind=None):
    """A body whose members that name rows name some that are there."""
    if isinstance(value, dict):
        return {name: link(member, kind_of(name)) for name, member in value.items()}
    if isinstance(value, list):
        return [link(item, kind) for item in value]
    if isinstance(value, str) and re.fullmatch(r"[0-9a-fA-F-]{36}", value) and ids.get(kind):
        return numbers.choice(ids[kind])
    return value


def is_positive(case, component):
    known = case.meta.components if case.meta else {}
    found = next((info for place, info in known.items() if place.value == component), None)
    return found is None or found.mode == GenerationMode.POSITIVE


@schemathesis.hook
def before_call(context, case, kwargs):
    isolated = case.method in ("DELETE", "PUT")
    if is_positive(case, "path"):
        for name in case.path_parameters or {}:
            rows = [id for id in ids.get(name, ()) if not isolated or id not in kept]
            if rows and numbers.random() < LINKED:
                case.path_parameters[name] = numbers.choice(rows)
    if is_positive(case, "query") and case.query:
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
    if is_positive(case, "body") and isinstance(case.body, (dict, list)) and numbers.random() < LINKED:
        case.body = link(case.body)


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
        collect(answer, kind_of(words[-1]))
        if isinstance(answer, dict) and isinstance(answer.get("next_cursor"), str):
            cursors[case.operation.label] = cursors[case.operation.label][-KEPT_MAX:] + [answer["next_cursor"]]


def is_beyond_schema(error):
    """Whether the schema could not have said it; Python's `$` lets a line end pass that no pattern of ours means."""
    return error["code"] in BEYOND_SCHEMA or any(
        re.fullmatch(pointer, error["pointer"]) and re.fullmatch(code, error["code"]) for pointer, code in BESIDE_OTHERS
    )


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A request of the right form may be refused for what no schema can say, and for nothing else."""
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code not in (400, 422):
        return True
    if response.status_code == 400:
        # A member that may be anything may still hold no NUL.
        return response.json().get("code") != "nul_character"
    errors = response.json().get("errors", [])
    return not errors or not all(map(is_beyond_schema, errors))
