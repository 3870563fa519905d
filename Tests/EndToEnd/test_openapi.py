"""The running API held against its own document by schemathesis: requests made from /openapi.json, with a key of each role and
ids that are there, and every answer checked against what the document says of it. Beside it nests a canary, of which nothing may
be seen in all that the others are told."""

import base64
import json
import os
import pathlib
import subprocess
import sys
from collections import Counter, defaultdict

import jsonschema_rs
import pytest

import canary
import openapi_world
from client import Client
from receivers import WebhookServer

HERE = pathlib.Path(__file__).parent
UNLIMITED = {f"SWITCHYARD_RATE_{subject}": "1000000" for subject in ("CREDENTIAL", "TENANT", "ADDRESS")}
# Examples drawn of an operation, and in the long form every edge of every schema besides.
FEW, MANY = 3, 20
CASES_MIN = {False: 300, True: 10_000}
# Of the operations, in the long form.
REACHED_MIN = 0.6
RUN_SECONDS_MAX = 3_600
SHOWN_MAX = 40


def run(made, world, phases, cases):
    """One run of schemathesis; answers what it did, event by event."""
    report = made.folder / "report.ndjson"
    command = [str(pathlib.Path(sys.executable).parent / "schemathesis"), "run", f"{made.base_url}/openapi.json"]
    command += ["--phases", phases, "--max-examples", str(cases), "--checks", "all", "--continue-on-failure", "--no-shrink"]
    command += ["--generation-database", "none", "--seed", os.environ.get("SWITCHYARD_SEED", "1"), "--no-color"]
    command += ["--report", "ndjson", "--report-ndjson-path", str(report), "--suppress-health-check", "all"]
    environment = dict(os.environ, SCHEMATHESIS_HOOKS="openapi_hooks", SWITCHYARD_WORLD=str(world), PYTHONPATH=str(HERE))
    with open(made.folder / "schemathesis.txt", "w+", encoding="utf-8") as output:
        done = subprocess.run(
            command, cwd=made.folder, env=environment, stdout=output, stderr=subprocess.STDOUT, timeout=RUN_SECONDS_MAX
        )
        output.seek(0)
        said = output.read()
    assert report.exists(), said[-4_000:]
    with open(report, encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    return done.returncode, said, [event["ScenarioFinished"]["recorder"] for event in events if "ScenarioFinished" in event]


def content(answer):
    found = (answer or {}).get("content") or ""
    return base64.b64decode(found["$base64"]).decode(errors="replace") if isinstance(found, dict) else str(found)


class Hooks(WebhookServer):
    """Takes everything, and keeps it as it came."""

    def __init__(self):
        super().__init__()
        self.taken = []
        self.bodies = []

    def receive(self, path, headers, body, at):
        self.bodies.append(json.loads(body))
        self.taken.append(f"{headers} {body.decode(errors='replace')}")
        return 204


@pytest.fixture(scope="module")
def hooks():
    with Hooks() as hooks:
        yield hooks


@pytest.fixture(scope="module")
def made(deploy_for_module, hooks):
    return deploy_for_module(**UNLIMITED, SWITCHYARD_EGRESS_ALLOW=f"127.0.0.1/32:{hooks.port}").start()


@pytest.fixture(scope="module")
def nested(made):
    return canary.nest(made, Client(made.base_url, made.operator_key()))


@pytest.fixture(scope="module")
def world(made, hooks, nested):
    return openapi_world.build(made, hooks.url("/contract"), canary.MARK, nested["tenant"])


@pytest.fixture(scope="module")
def ran(made, world, full):
    return run(made, world, "coverage,fuzzing" if full else "fuzzing", MANY if full else FEW)


def show_what_passed(world, tell):
    """Refusals of what the document allows, by the rule that lets them pass (openapi_hooks.py) and the place they name."""
    path = pathlib.Path(json.loads(world.read_text())["passed"])
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    rules = Counter(rule for rule, *_ in lines)
    for (rule, label, pointer, code), count in Counter(map(tuple, lines)).most_common(SHOWN_MAX):
        print(f"passed {count} by {rule}: {label} {pointer} {code}")
    tell(f"refusals that no schema foretells: {dict(rules.most_common())}", test="openapi_passed", errors=len(lines))


def test_the_api_does_what_its_document_says(made, world, ran, full, tell):
    code, said, recorders = ran
    statuses, failures = defaultdict(Counter), Counter()
    for recorder in recorders:
        for id, interaction in recorder["interactions"].items():
            answer = interaction["response"]
            statuses[recorder["label"]][answer["status_code"] if answer else None] += 1
            for check in recorder["checks"].get(id, []):
                if check["status"] == "failure":
                    failures[check["name"], recorder["label"], answer["status_code"], content(answer)[:200]] += 1
    reached = [label for label, found in statuses.items() if any(status and status < 300 for status in found)]
    missed = sorted(set(statuses) - set(reached))
    cases = sum(sum(found.values()) for found in statuses.values())
    faults = sum(found[status] for found in statuses.values() for status in found if status is None or status in (500, 502))
    for failure, count in failures.most_common(SHOWN_MAX):
        print(count, *failure)
    tell(
        f"openapi: {cases} cases of {len(statuses)} operations, {len(reached)} ({len(reached) / len(statuses):.0%}) reached a 2xx, "
        f"{faults} server errors, {sum(failures.values())} failures\nwithout a 2xx: {', '.join(missed)}",
        test="openapi",
        cases=cases,
        operations=len(statuses),
        reached=len(reached),
        faults=faults,
        failures=sum(failures.values()),
    )
    show_what_passed(world, tell)
    assert not failures and not faults and code == 0, said[-4_000:]
    assert cases >= CASES_MIN[full]
    assert len(reached) >= REACHED_MIN * len(statuses) or not full
    assert not made.api.lines("request failed")


def test_events_are_what_the_document_says_of_them(made, ran, hooks, tell):
    document = Client(made.base_url).call("GET", "/openapi.json")
    assert len(document["webhooks"]) == 23
    told, faults = Counter(), Counter()
    for body in hooks.bodies:
        if (webhook := document["webhooks"].get(body["type"])) is None:
            continue
        schema = webhook["post"]["requestBody"]["content"]["application/json"]["schema"]
        validator = jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})
        told[body["type"]] += 1
        faults.update(f"{body['type']} {fault.message}" for fault in validator.iter_errors(body))
    tell(f"events: {dict(told)}", test="openapi_events", sent=sum(told.values()))
    assert not faults, faults.most_common(SHOWN_MAX)
    # Of whatever the seed brings about, cases are at least opened and answered.
    assert {"ticket.opened", "ticket.answered"} <= set(told)


def test_nobody_is_told_a_word_of_the_canary(made, world, nested, ran, hooks, tell):
    leaks = pathlib.Path(json.loads(world.read_text())["leaks"])
    answers = leaks.read_text().splitlines() if leaks.exists() else []
    others = list(canary.strays(made, hooks.taken))
    asked = sum(len(recorder["interactions"]) for recorder in ran[2])
    tell(
        f"canary: {nested['filled']} columns hold its marker, {nested['kept']} take no such text; {asked} requests of others, "
        f"{len(hooks.taken)} webhooks, {len(list(made.mail_folder.glob('*.eml')))} mails: {len(answers)} answers and "
        f"{len(others)} other outputs with the marker",
        test="canary",
        filled=nested["filled"],
        leaks=len(answers) + len(others),
    )
    assert not answers and not others, (answers + others)[:SHOWN_MAX]
    assert nested["filled"] > nested["kept"]
    assert hooks.taken
