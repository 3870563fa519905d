"""The real reviews as history: counted twice, by the product and by the few lines below, and nothing is sent."""
import json
import math
import re
import signal
import time
from datetime import datetime, timedelta, timezone

import pytest

from deployment import wait_until

FROM, TO = "2010-01-01", "2030-01-01"
IMPORT_SECONDS_MAX = 300
WORKER_SECONDS = 5
POLICY = {"targets": {"first_reply": 86400, "resolution": 604800}}
SINGAPORE = timezone(timedelta(hours=8))
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]


def around_the_clock(start, end):
    return int((end - start).total_seconds())


def working_hours(start, end):
    """Seconds of [start, end) on Monday to Friday, 09:00 to 18:00 in Singapore, day by day."""
    seconds, day = 0, start.astimezone(SINGAPORE).replace(hour=0, minute=0, second=0)
    while day < end:
        if day.weekday() < 5:
            opens, closes = max(start, day + timedelta(hours=9)), min(end, day + timedelta(hours=18))
            seconds += max(0, int((closes - opens).total_seconds()))
        day += timedelta(days=1)
    return seconds


CALENDARS = {
    "24x7": ({"tz": "UTC", "always_open": True}, around_the_clock),
    "singapore": (
        {"tz": "Asia/Singapore", "weekly": {day: [["09:00", "18:00"]] for day in WEEKDAYS}}, working_hours),
}


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def nearest_rank(values, percent):
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1] if values else None


def expected(reviews, elapsed):
    """Per company: cases, answered, excluded, p50 and p90 of the first reply."""
    figures = {}
    for company in {row["company"] for row in reviews}:
        rows = [row for row in reviews if row["company"] == company]
        spans = [(instant(row["received_on"]), instant(row["replied_on"])) for row in rows if row["replied_on"]]
        waits = [elapsed(received, replied) for received, replied in spans if replied >= received]
        figures[company] = (
            len(rows), len(waits), len(spans) - len(waits), nearest_rank(waits, 50), nearest_rank(waits, 90))
    return figures


def reported(made):
    """The same from the product."""
    figures = {}
    for line in made.control("report", "--from", FROM, "--to", TO).splitlines():
        report = json.loads(line)
        assert report["zone"] == "UTC"
        assert report["unanswered"] == report["cases"] - report["answered"] - report["excluded"]
        first = report["metrics"][0]
        figures[report["tenant"]["name"]] = (
            report["cases"], report["answered"], report["excluded"], first["p50_seconds"], first["p90_seconds"])
    return figures


def contents(made):
    """Every table's rows as one number, but those that a report may touch."""
    tables = made.rows("SELECT table_name FROM migration.table_family WHERE family <> 'directory' ORDER BY 1")
    return {
        name: made.value(f"SELECT coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {name} t")
        for (name,) in tables if name != "switchyard.roll_up_mark"
    }


def assert_nothing_is_sent(made):
    """The sweep that follows the publication of a tenant's calendar sends nothing; any other job might."""
    for table in ("job", "job_done", "job_dead"):
        kinds = made.rows(f"SELECT DISTINCT kind FROM switchyard.{table}")
        assert {kind for (kind,) in kinds} <= {"sweep_clocks"}, table
    for table in ("delivery", "sla_timer", "sla_step", "survey_invitation"):
        assert made.value(f"SELECT count(*) FROM switchyard.{table}") == 0, table
    assert not list(made.mail_folder.iterdir())


@pytest.mark.timeout(900)
@pytest.mark.parametrize("calendar", CALENDARS)
def test_import_killed_at_half_counts_like_python(deploy, reviews, history, calendar):
    made = deploy().create()
    document, elapsed = CALENDARS[calendar]
    command = [
        "import", str(history), "--create-tenants", "--calendar", json.dumps(document), "--policy", json.dumps(POLICY)]
    taken = "SELECT coalesce(sum(cases), 0)::bigint FROM switchyard.import_batch"

    first = made.start_control(*command)
    wait_until(lambda: made.value(taken) >= len(reviews) // 2, IMPORT_SECONDS_MAX, "half of the import")
    first.send_signal(signal.SIGKILL)
    first.wait()
    half = made.value("SELECT count(*) FROM switchyard.ticket")
    assert len(reviews) // 2 <= half < len(reviews)

    counts = json.loads(made.control(*command))
    assert (counts["cases"], counts["known"], counts["bad"]) == (len(reviews) - half, half, 0)
    assert reported(made) == expected(reviews, elapsed)
    assert_nothing_is_sent(made)

    before = contents(made)
    again = json.loads(made.control(*command))
    assert (again["cases"], again["known"], again["bad"]) == (0, len(reviews), 0)
    assert contents(made) == before

    made.worker.start()
    time.sleep(WORKER_SECONDS)
    assert made.worker.terminate() == 0
    assert_nothing_is_sent(made)
    assert reported(made) == expected(reviews, elapsed)


def test_bad_lines_are_told_by_number_and_the_rest_is_taken(deploy, tmp_path):
    made = deploy().create()
    good = {"kind": "case", "tenant": "acme", "customer": {"id": "1"}, "text": "Hello", "occurred_at": "2024-05-01"}
    lines = [
        json.dumps({"kind": "tenant", "tenant": "acme", "name": "Acme"}),
        json.dumps(good | {"id": "a"}),
        "{not json",
        json.dumps(good | {"id": "b", "occurred_at": "2999-01-01"}),
        "",
        json.dumps(good | {"id": "c", "surprise": 1}),
        json.dumps(good | {"id": "d", "tenant": "nobody"}),
        json.dumps(good | {"id": "e", "text": "x" * 1_100_000}),
        json.dumps(good | {"id": "f"}),
    ]
    file = tmp_path / "history.ndjson"
    file.write_text("\n".join(lines))
    ended = made.control_to_its_end("import", str(file), "--create-tenants")
    assert ended.returncode == 2
    assert re.findall(r"^import: line (\d+):", ended.stderr, re.M) == ["3", "4", "6", "7", "8"]
    counts = json.loads(ended.stdout)
    assert (counts["cases"], counts["bad"], counts["tenants"]) == (2, 5, 1)


def test_a_batch_can_be_undone_and_imported_again(deploy, history, reviews):
    made = deploy().create()
    command = ["import", str(history), "--create-tenants"]
    made.control(*command)
    mine = [row for row in reviews if row["company"] == "Indodax"]
    (batch,) = [json.loads(line) for line in made.control("import", "--batches", "--tenant", "indodax").splitlines()]
    assert batch["cases"] == len(mine)

    undone = json.loads(made.control("import", "--undo", batch["id"], "--tenant", "indodax"))
    assert undone == {"cases": len(mine), "customers": len(mine), "kept": 0}
    tenant = made.value("SELECT id FROM directory.tenant WHERE slug = 'indodax'")
    for table in ("ticket", "message", "event", "sla_cycle", "customer", "fact_case", "fact_stale"):
        assert made.value(f"SELECT count(*) FROM switchyard.{table} WHERE tenant_id = '{tenant}'") == 0, table
    assert made.value("SELECT count(*) FROM switchyard.ticket") == len(reviews) - len(mine)

    counts = json.loads(made.control(*command))
    assert (counts["cases"], counts["bad"]) == (len(mine), 0)


def test_the_help_fits_a_terminal_and_its_samples_stay_as_they_are_written(deploy):
    shown = deploy(COLUMNS="80").control("import", "--help")
    lines = shown.splitlines()
    assert max(len(line) for line in lines) <= 80
    sample = [line.strip() for line in lines if line.strip().startswith(("{", '"'))]
    texts = "".join(sample).replace('}{"kind', '}\n{"kind').splitlines()
    assert [json.loads(text)["kind"] for text in texts] == ["tenant", "case"], sample
