"""What happens by the clock, by three processes of which one after the other dies at random and one has a wrong clock: every
fire comes, and none is ended twice."""

import json
import os
import random
import signal
import time
from collections import Counter

import pytest

from clocks import MachineClock
from deployment import Failed, wait_until

CLOCK_OFF_SECONDS = 5
SEED = int(os.environ.get("SWITCHYARD_SEED", 1))
WORKERS = 3
# What a killed process had is free when its lease is over.
CATCH_UP_SECONDS = 40

DECIDED = "SELECT count(*) FROM switchyard.schedule WHERE name LIKE 'probe%'"
# Every second since a schedule was first seen, as far as it is decided.
MISSED = """
    SELECT count(*) FROM (
        SELECT f.schedule, min(f.fire_at) AS first, max(f.fire_at) AS last FROM switchyard.schedule_fire f
        WHERE f.schedule LIKE 'probe%' GROUP BY f.schedule) s
    CROSS JOIN LATERAL generate_series(s.first, s.last, interval '1 second') AS due (at)
    WHERE NOT EXISTS (SELECT FROM switchyard.schedule_fire f
        WHERE f.schedule = s.schedule AND f.fire_at = due.at AND f.outcome = 'done')
"""
FIRES = "SELECT count(*) FROM switchyard.schedule_fire WHERE schedule LIKE 'probe%'"


class Form:
    """The size of a run: so many schedules that fire every second, for so long."""

    def __init__(self, full):
        self.schedules, self.seconds, self.kills = (60, 180, 40) if full else (20, 15, 4)
        self.fires_min = 10_000 if full else 200
        # Looks for a fire in the hands of a process that is to die.
        self.stops = 100 if full else 10


@pytest.fixture
def made(deploy, full):
    form = Form(full)
    environment = {
        "SWITCHYARD_PROBE_SCHEDULES": str(form.schedules),
        "SWITCHYARD_LOG_LEVEL": "debug",
        "SWITCHYARD_DELIVER_LANES": "1",
        "SWITCHYARD_TIMER_LANES": "1",
    }
    return deploy(**environment).create()


def told(tiers):
    """How often each fire was begun and ended, by the processes' own words."""
    begun, ended = Counter(), Counter()
    for tier in tiers:
        for line in tier.log.read_text(errors="replace").splitlines():
            # A process that was killed may leave half a line.
            if '"schedule":"probe_' not in line or not line.endswith("}"):
                continue
            entry = json.loads(line)
            fire = entry["metadata"]["schedule"], entry["metadata"]["fire"]
            begun[fire] += entry["message"] == "schedule begins"
            ended[fire] += entry["message"] == "schedule done"
    return begun, ended


def kill_in_the_middle(made, tier, stops):
    """Stops the process until it is seen with a fire in its hands, and kills it there; whether that came."""
    held = f"{FIRES} AND finished_at IS NULL AND worker_id = '{tier.worker}'"
    for _ in range(stops):
        tier.process.send_signal(signal.SIGSTOP)
        if made.value(held):
            tier.kill()
            return True
        tier.process.send_signal(signal.SIGCONT)
        time.sleep(random.uniform(0, 0.02))
    tier.kill()
    return False


def havoc(made, tiers, form, random):
    """Kills one process after the other, and starts it again; how often a fire was under way."""
    caught = 0
    began = time.monotonic()
    for number in range(form.kills):
        due = began + form.seconds * (number + random.random()) / form.kills
        time.sleep(max(0.0, due - time.monotonic()))
        tier = random.choice(tiers)
        if not tier.runs:
            raise Failed(f"a worker ended by itself with {tier.process.returncode}: {tier.tail()}")
        caught += kill_in_the_middle(made, tier, form.stops)
        tier.start(healthy=False)
    time.sleep(max(0.0, began + form.seconds - time.monotonic()))
    return caught


@pytest.mark.timeout(600)
def test_every_fire_comes_once_though_processes_die_and_one_has_a_wrong_clock(made, full, tell):
    form = Form(full)
    tiers = [made.worker, made.another_worker(), made.another_worker()]
    MachineClock(tiers[-1]).set(-CLOCK_OFF_SECONDS)
    assert len(tiers) == WORKERS
    for tier in tiers:
        tier.start(healthy=False)
    wait_until(lambda: made.value(DECIDED) == form.schedules, 30, "every schedule is known")
    caught = havoc(made, tiers, form, random.Random(SEED))
    # What is due from now on is not asked for, but what was must be done.
    until = made.value("SELECT max(decided_until)::text FROM switchyard.schedule WHERE name LIKE 'probe%'")
    behind = f"{FIRES} AND fire_at <= '{until}' AND outcome IS DISTINCT FROM 'done'"
    wait_until(lambda: made.value(behind) == 0, CATCH_UP_SECONDS, "what the dead had is done by others")
    for tier in tiers:
        assert tier.terminate() == 0
    fires, missed = made.value(FIRES), made.value(MISSED)
    begun, ended = told(tiers)
    doubled = [fire for fire, count in ended.items() if count > 1]
    again = sum(count - 1 for count in begun.values() if count > 1)
    retaken = made.value(f"{FIRES} AND takes > 1")
    tell(
        f"schedules: {fires} fires of {form.schedules} schedules by {WORKERS} processes, one {CLOCK_OFF_SECONDS} s behind,"
        f" {form.kills} kills ({caught} in the middle of a fire), seed {SEED}: {missed} missed, {len(doubled)} doubled,"
        f" {retaken} begun again after a death",
        fires=fires, schedules=form.schedules, processes=WORKERS, clock_off_s=CLOCK_OFF_SECONDS, kills=form.kills,
        caught=caught, missed=missed, doubled=len(doubled), retaken=retaken,
    )
    assert fires >= form.fires_min
    assert missed == 0
    assert not doubled, doubled[:5]
    # What was on its way to the server when it was stopped may have come through.
    assert not full or 0 < retaken <= form.kills * form.schedules
    assert again <= form.kills, "a fire was begun again though its process lived"
    assert made.value(f"{FIRES} AND outcome = 'passed'") == 0


def test_what_happens_by_the_clock_can_be_seen(made, full):
    made.worker.start()

    def listed():
        return {line["schedule"]: line for line in map(json.loads, made.control("schedules").splitlines())}

    def is_up_to_date():
        lines = listed().values()
        return lines and all(line["next_fire"] and line["lag_seconds"] < 60 for line in lines)

    wait_until(is_up_to_date, 120, "the worker has caught up with its schedules")
    by_name = listed()
    assert {"roll_up", "purge", "finished_jobs", "zone_rules", "replay_sample", "probe_0"} <= set(by_name)
    assert by_name["purge"]["timing"] == "10 3 * * * UTC, missed: once"
    metrics = made.worker.metrics()
    assert 'switchyard_schedule_lag_seconds{schedule="purge"}' in metrics
    assert "switchyard_schedule_lateness_seconds_bucket" in metrics
    made.worker.terminate()
