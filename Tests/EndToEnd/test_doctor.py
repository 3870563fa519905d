"""`switchyardctl doctor` over the shipped programs: what it says of an installation that is well, of one that is not, and of one
whose database is away."""

import json

import pytest

import exchange
from client import Client
from deployment import Deployment, wait_until

LEASE_SECONDS_MAX = 30


@pytest.fixture(scope="module")
def durable(own_cluster, tmp_path_factory):
    """On a server of its own: the others' keep nothing over a crash, which the doctor would tell."""
    with Deployment(own_cluster.url, tmp_path_factory.mktemp("doctor")) as made:
        yield made.start()


def examine(made, *words):
    """The exit status and the findings by check; a check may have several."""
    done = made.control_to_its_end("doctor", "--json", *words)
    findings = {}
    for line in done.stdout.splitlines():
        finding = json.loads(line)
        findings.setdefault(finding["check"], []).append(finding)
    assert findings, done.stderr
    return done.returncode, findings


def outcomes(findings, outcome):
    return {check for check, found in findings.items() if any(one["outcome"] == outcome for one in found)}


def health(made):
    return [word for tier in (made.api, made.worker) for word in ("--health", f"http://127.0.0.1:{tier.ops_port}/health")]


def test_a_running_installation_passes_and_its_connections_are_reckoned_as_they_are(durable, tell):
    wait_until(
        lambda: durable.value("SELECT count(*) FROM switchyard.schedule_fire WHERE finished_at IS NOT NULL"),
        LEASE_SECONDS_MAX,
        "the schedules run",
    )
    status, findings = examine(durable, *health(durable))
    assert status == 0, outcomes(findings, "fail")
    assert outcomes(findings, "fail") == set()
    # A public URL without TLS, mails in a folder, and the days of an installation that is minutes old.
    assert outcomes(findings, "warn") <= {"public_url", "mail", "days", "disk"}
    assert [one["outcome"] for one in findings["health"]] == ["ok", "ok"]
    for found in findings.values():
        for one in found:
            assert set(one) - {"advice"} == {"check", "outcome", "found", "limit"}
            assert ("advice" in one) == (one["outcome"] != "ok")

    reckoned = findings["connections"][0]["found"]
    per_worker = int(reckoned.split(" worker × ")[1].split()[0])
    held = durable.value(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND (application_name LIKE 'switchyard-worker%' OR application_name LIKE 'switchyard-dispatcher%')"
    )
    assert held == per_worker, reckoned
    assert "1 API × 8" in reckoned and "1 worker ×" in reckoned
    tell(f"doctor: {len(findings)} checks, a worker holds {held} connections", held=held)


def test_people_read_it_as_lines(durable):
    done = durable.control_to_its_end("doctor", *health(durable))
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert {len(line) for line in lines} == {3}
    assert {line[0] for line in lines} <= {"ok", "warn"}
    assert "password" not in done.stdout.lower()


def test_what_is_wrong_is_named_and_fails(durable):
    durable.sql("GRANT SELECT ON switchyard.ticket TO PUBLIC")
    durable.master_key.chmod(0o644)
    try:
        status, findings = examine(durable, "--workers", "50", *health(durable))
    finally:
        durable.sql("REVOKE SELECT ON switchyard.ticket FROM PUBLIC")
        durable.master_key.chmod(0o600)
    assert status == 1
    assert outcomes(findings, "fail") == {"rights", "master_key_file", "connections"}
    assert "table switchyard.ticket PUBLIC SELECT" in findings["rights"][0]["found"]


def test_a_relay_that_does_not_answer_is_named(durable):
    kept = dict(durable.environment)
    try:
        durable.environment.pop("SWITCHYARD_MAIL_FOLDER")
        durable.environment.update(SWITCHYARD_SMTP_URL="smtp://127.0.0.1:1", SWITCHYARD_EGRESS_ALLOW="0.0.0.0/0:443")
        status, findings = examine(durable)
    finally:
        durable.environment = kept
    assert status == 1
    assert outcomes(findings, "fail") == {"mail", "egress"}
    assert "connect_failed" in findings["mail"][0]["found"]


def test_a_client_is_looked_at_too(durable):
    operator = Client(durable.base_url, durable.operator_key())
    body = {"slug": "doc", "name": "Doc", "zone": "UTC", "language": "en"}
    tenant = operator.call("POST", "/v1/tenants", body)["id"]
    status, findings = examine(durable, "--tenant", "doc")
    assert status == 1
    assert {"tenant_policy", "tenant_desks", "tenant_intake"} <= outcomes(findings, "fail")
    assert len(findings["tenant_desks"]) == 4

    client = exchange.Exchange(operator.base_url, "doc", tenant, {})
    exchange.staff(operator, client)
    key = operator.call("POST", f"/v1/tenants/{tenant}/keys", {"kind": "tenant_admin", "name": "a"})["key"]
    admin = Client(durable.base_url, key)
    setup = {
        "calendars": {"default": exchange.ALWAYS_OPEN},
        "policy": {"targets": {"first_reply": 3600, "resolution": 28800}},
        "sources": [{"name": "exchange"}],
    }
    admin.call("POST", "/v1/tenants/self/setup/apply", setup, headers={"Idempotency-Key": "doc"})
    status, findings = examine(durable, "--tenant", "doc")
    assert status == 0, outcomes(findings, "fail")

    status, findings = examine(durable, "--tenant", "nobody")
    assert status == 1
    assert outcomes(findings, "fail") == {"tenant"}


def test_a_database_that_is_away_is_one_failure_and_not_twenty(durable, own_cluster):
    own_cluster.stop()
    try:
        status, findings = examine(durable)
    finally:
        own_cluster.start()
        durable.worker.await_health()
    assert status == 1
    assert outcomes(findings, "fail") == {"database"}
    assert len(findings["database"]) == 4
    assert {"schema", "jobs", "connections", "clock"} <= outcomes(findings, "warn")
