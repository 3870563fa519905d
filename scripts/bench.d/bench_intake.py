"""Signed webhooks into the API at 1, 8 and 32 connections, beside two things in the same minute: pgbench replaying exactly
the statements that PostgreSQL saw per intake (as steps, and as one pipeline: the limit), and django-helpdesk. The machine's
speed moves, so they take turns, and of five rounds the one in the middle is judged.

  scripts/bench intake [--json] [--seconds N] [--tenants N] [--intakes N] [--bin FOLDER] [--no-peer]

Durable server (fsync, synchronous_commit on), API at its shipped log level, release binaries (built when missing).
Every request is of a new customer, so every statement is needed once. Needs wrk.
"""

import argparse
import dataclasses
import os
import pathlib
import shutil
import statistics
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
sys.path[:0] = [str(HERE), str(REPOSITORY / "Tests" / "EndToEnd")]

from client import Client  # noqa: E402
from deployment import Cluster, Deployment, Failed  # noqa: E402
from limit import JUDGED, Limit, capture, check_replay, counted, say, stored_cases  # noqa: E402
from load import LoadFailed, drive, write_requests  # noqa: E402
from peer import peer_of  # noqa: E402
from processes import postmaster, resident_mib  # noqa: E402
from programs import UNLIMITED, build  # noqa: E402
from replay import ReplayFailed  # noqa: E402
from signed_requests import Signer  # noqa: E402
from table import Line, show  # noqa: E402

ROUNDS = 5
SECONDS_DEFAULT, SECONDS_MAX = 5, 30
TENANTS_DEFAULT, TENANTS_MAX = 200, 1_000
INTAKES_DEFAULT = 100_000
PROBE_SECONDS = 3
# More than the fastest stretch of a run can use.
SPARE_FACTOR, SPARE_REQUESTS = 2.5, 12_000
# Of django-helpdesk, on the machine and the day that the budgets come from: it says how fast this one is today.
PEER_RECORDED = 93.0
PIPELINE_BAR, PEER_BAR, API_CPU_MS_BAR, RESIDENT_MIB_BAR = 0.5, 15.0, 0.4, 100.0
SHARED_BUFFERS = "2GB"

POLICY = {"targets": {"first_reply": 3600, "resolution": 28800}}
RULES = {
    "rules": [
        {"when": {"any_word": ["stolen", "hacked", "phishing"]}, "then": {"category": "fraud", "priority": "P1"}},
        {
            "when": {"any_word": ["withdrawal"], "asset": "BTC", "amount_at_least": "1"},
            "then": {"category": "withdrawal", "priority": "P2"},
        },
        {"when": {"any_word": ["withdrawal"]}, "then": {"category": "withdrawal"}},
    ]
}


def set_up(made, count):
    """The exchanges: desks of shared teams, a policy, rules and a signed source each."""
    operator = Client(made.base_url, made.operator_key())
    teams = [operator.call("POST", "/v1/teams", {"name": f"Level {level}"})["id"] for level in (1, 2, 3, 4)]
    sources = []
    for number in range(1, count + 1):
        tenant = operator.call(
            "POST",
            "/v1/tenants",
            {"slug": f"bench-{number}", "name": f"Bench {number}", "zone": "UTC", "language": "en"},
        )["id"]
        place = f"/v1/tenants/{tenant}"
        operator.call("PUT", f"{place}/policy", POLICY)
        operator.call("PUT", f"{place}/rules", RULES)
        for level, team in enumerate(teams, 1):
            operator.call("PUT", f"{place}/desks/L{level}", {"team_id": team})
        source = operator.call("POST", f"{place}/sources", {"name": "exchange"})
        sources.append(dict(source, tenant=tenant))
    return sources


class Intake:
    """Runs of the API, counted against what is stored."""

    def __init__(self, made, cluster, signer, folder):
        self.made, self.signer, self.file = made, signer, folder / "requests"
        self.server = postmaster(cluster.data)
        self.rate, self.errors, self.good = 0.0, 0, 0

    def run(self, connections, seconds):
        expected = int(self.rate * SPARE_FACTOR * seconds) + SPARE_REQUESTS
        write_requests(self.file, self.signer.requests(expected))
        before = stored_cases(self.made)
        found = drive(
            self.made.base_url,
            self.file,
            connections=connections,
            seconds=seconds,
            app=self.made.api.pid,
            server=self.server,
        )
        # In the end some are stored whose answer was not waited for: at most one a connection.
        stored = stored_cases(self.made) - before
        if not 0 <= stored - found["good"] <= connections:
            raise Failed(f"{found['good']} answers, but {stored} cases stored")
        self.rate = max(self.rate, found["rate"])
        self.errors += found["errors"]
        self.good += found["good"]
        found["resident_mib"] = resident_mib(self.made.api.pid)
        say(
            f"intake at {connections:>2} connections: {found['rate']:.0f}/s, p50 {found['p50_ms']:.2f} ms,"
            f" p99 {found['p99_ms']:.2f} ms, {found['errors']} errors; CPU ms a request: client"
            f" {found['client_cpu_ms']:.3f}, API {found['app_cpu_ms']:.3f}, server {found['server_cpu_ms']:.3f};"
            f" API {found['resident_mib']:.0f} MiB; others used {found['cores_used_by_others']:.2f} cores"
        )
        return found


@dataclasses.dataclass
class Turn:
    """What was measured within one minute at one number of connections."""

    found: dict
    pipeline: float
    steps: float
    peer: dict | None


def measure(made, cluster, folder, options):
    signer = Signer(set_up(made, options.tenants))
    script = capture(made, cluster, signer, signer.sources)
    limit = Limit(made, script, options.tenants, folder)
    intake = Intake(made, cluster, signer, folder)
    # The first run fills every cache, so that the second shows what one more intake asks of the database.
    intake.run(8, PROBE_SECONDS)
    # What autovacuum does to a new database in its first minute. Before it, the server knows nothing of the tables and
    # may look a case up by its tenant alone.
    made.sql("ANALYZE")
    before = stored_cases(made)
    made.sql("SELECT pg_stat_statements_reset()")
    intake.run(8, PROBE_SECONDS)
    check_replay(script, counted(made, stored_cases(made) - before))
    say(f"{len(script.one)} statements an intake, replayed as they are")
    single = intake.run(1, options.seconds)
    peer = None if options.no_peer else peer_of(cluster, folder, REPOSITORY / ".run" / "bench-helpdesk")
    try:
        rounds = [
            {clients: turn(limit, intake, peer, clients, options.seconds) for clients in JUDGED} for _ in range(ROUNDS)
        ]
    finally:
        if peer is not None:
            peer.stop()
    if peer is not None:
        best = statistics.median(max(one.peer["rate"] for one in every.values()) for every in rounds)
        say(f"django-helpdesk at its best {best:.1f}/s today, {best / PEER_RECORDED:.2f} of what it was for the budgets")
    fill = rounds[-1][JUDGED[-1]].found
    while intake.good < options.intakes:
        fill = intake.run(8, min(SECONDS_MAX, max(3, int((options.intakes - intake.good) / intake.rate) + 1)))
    lines = [line for clients in JUDGED for line in lines_of(clients, rounds)]
    name = f"API resident after {intake.good} intakes"
    raw = {"single": single, "intakes": intake.good}
    lines.append(Line(name, fill["resident_mib"], "MiB", "budget", RESIDENT_MIB_BAR, "<=", 1.0, raw))
    errors = Line("errors", intake.errors, "", "requests", max(intake.good, 1), "<=", 0.0, {"errors": intake.errors})
    return [*lines, errors]


def turn(limit, intake, peer, clients, seconds):
    found = intake.run(clients, seconds)
    pipeline, steps = (limit.rate(name, clients, seconds) for name in ("pipeline", "steps"))
    return Turn(found, pipeline, steps, peer and peer.run(clients, seconds))


def lines_of(clients, rounds):
    lines = []
    turns = [one[clients] for one in rounds]

    def judge(name, unit, against, sense, bar, figures):
        """The round in the middle; `figures` has each one's value and what it is held against."""
        value, held = sorted(figures, key=lambda pair: pair[0] / pair[1])[len(figures) // 2]
        lines.append(Line(f"{name}, {clients} connections", value, unit, against, held, sense, bar, raw))

    raw = {"rounds": [dataclasses.asdict(one) for one in turns]}
    limits = [(one.found["rate"], one.pipeline) for one in turns]
    judge("intake", "1/s", f"pgbench pipeline, {clients} clients", ">=", PIPELINE_BAR, limits)
    if all(one.peer for one in turns):
        best = [max(one.peer["rate"] for one in every.values()) for every in rounds]
        peers = [(one.found["rate"], rate) for one, rate in zip(turns, best, strict=True)]
        judge("intake", "1/s", "django-helpdesk at its best", ">=", PEER_BAR, peers)
    spent = [(one.found["app_cpu_ms"], API_CPU_MS_BAR) for one in turns]
    judge("API CPU", "ms", "a request's budget", "<=", 1.0, spent)
    return lines


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench intake", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    parser.add_argument(
        "--seconds",
        type=int,
        default=SECONDS_DEFAULT,
        help=f"of each run, default {SECONDS_DEFAULT}, at most {SECONDS_MAX}",
    )
    parser.add_argument("--tenants", type=int, default=TENANTS_DEFAULT, help=f"default {TENANTS_DEFAULT}")
    parser.add_argument(
        "--intakes", type=int, default=INTAKES_DEFAULT, help=f"before memory is read, default {INTAKES_DEFAULT}"
    )
    parser.add_argument("--bin", type=pathlib.Path, help="folder of the binaries, default the release build")
    parser.add_argument("--no-peer", action="store_true", help="without django-helpdesk")
    options = parser.parse_args()
    if not (1 <= options.seconds <= SECONDS_MAX and 2 <= options.tenants <= TENANTS_MAX):
        parser.error("out of range")
    return options


def main():
    options = arguments()
    if not shutil.which("wrk"):
        raise SystemExit("bench: wrk is missing; apt-get install wrk.")
    binaries = options.bin or REPOSITORY / ".build" / "release"
    build(binaries, ("switchyard-api", "switchyardctl"))
    os.environ.setdefault("SWITCHYARD_CLUSTER_SHARED_BUFFERS", SHARED_BUFFERS)
    cluster = Cluster("bench")
    made = None
    try:
        with tempfile.TemporaryDirectory(prefix="switchyard-bench-") as folder:
            cluster.start()
            made = Deployment(cluster.url, pathlib.Path(folder) / "run", binaries=binaries, environment=UNLIMITED).create()
            made.api.start()
            lines = measure(made, cluster, pathlib.Path(folder), options)
            show(lines, options.json)
            return 0 if all(line.passes for line in lines) else 1
    except (Failed, LoadFailed, ReplayFailed) as problem:
        raise SystemExit(f"bench: {problem}") from problem
    finally:
        if made is not None:
            made.stop()
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
