"""The worker's queue: jobs that do nothing by the shipped programs, from the enqueuing to their row in job_done, beside the
statements alone (pgbench) and beside PgQueuer; what a job costs the server; bulk enqueuing; the look at what is due while
millions wait; the worker's memory; how soon a job begins; whom a burst holds up; a snapshot that is held; workers that are
killed or asked to end; what hints cost the API; signed webhooks to a receiver here; faults, fires of schedules and ten minutes
at a steady rate.

  scripts/bench queue [--json] [--full] [--jobs N] [--tenants N] [--pending N] [--waiting N] [--only PART…] [--bin FOLDER]

Durable server (fsync, synchronous_commit on), release binaries (built when missing). Parts: drain, enqueue, probe, waiting,
start, fair, snapshot, kill, term, path, webhook; and, only when they are named, cells (15 minutes), cron (4) and steady (11).
`path` needs wrk, cells and cron the tests' Python.
The statements and the peer's driver are those of the benches of queues in SWITCHYARD_SHARED (default ../shared).
"""

import argparse
import os
import pathlib
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
sys.path[:0] = [str(HERE), str(REPOSITORY / "Tests" / "EndToEnd")]

from client import Client  # noqa: E402
from deployment import Cluster, Deployment, Failed, psql  # noqa: E402
from load import LoadFailed  # noqa: E402
from programs import UNLIMITED, build  # noqa: E402
from queue_calls import deliver_line, path_line, start_lines  # noqa: E402
from queue_drain import drain_lines, enqueue_line, waiting_lines  # noqa: E402
from queue_dying import kill_lines, term_lines  # noqa: E402
from queue_fair import fair_lines  # noqa: E402
from queue_faults import cell_lines, cron_line  # noqa: E402
from queue_limits import Limits, PgQueuer  # noqa: E402
from queue_snapshot import snapshot_line  # noqa: E402
from queue_steady import steady_lines  # noqa: E402
from sla_storm import Ground, say  # noqa: E402
from sla_timers import probe_line  # noqa: E402
from table import show  # noqa: E402

PARTS = ("drain", "enqueue", "probe", "waiting", "start", "fair", "snapshot", "kill", "term", "path", "webhook")
LONG_PARTS = ("cells", "cron", "steady")
STEADY_MINUTES = 10
# What is measured, in the short and in the full form.
START_SECONDS, SNAPSHOT_SECONDS, PATH_SECONDS = (10, 20), (30, 180), (2, 4)
FAIR_JOBS, WEBHOOKS = (50_000, 100_000), (2_000, 5_000)
# Option → default, least, most, and what it counts.
SIZES = {
    "jobs": (200_000, 10_000, 1_000_000, "jobs of a drain"),
    "tenants": (100, 2, 1_000, "tenants they are of"),
    "pending": (5_000_000, 1_000, 20_000_000, "timers of the probe"),
    "waiting": (1_000_000, 1_000, 10_000_000, "jobs that wait while memory is read"),
}
PROCESSES = (1, 2)
FOUNDERS = 4
SHARED_BUFFERS = "2GB"
PRODUCTS = ("switchyard-api", "switchyard-worker", "switchyardctl")


def measure(made, cluster, options):
    """The lines, each as soon as it is known."""
    ground = Ground(made, cluster)
    operator_key = made.operator_key()
    tenant = found_tenants(made, operator_key, options.tenants)
    psql(made.admin_url, "CREATE EXTENSION pg_stat_statements")
    limits = Limits(ground)
    if "drain" in options.only:
        peer = PgQueuer(ground)
        for processes in PROCESSES:
            yield from drain_lines(ground, made.database, limits, peer, processes, options.jobs)
    if "enqueue" in options.only:
        yield enqueue_line(ground, made.database, limits, tenant)
    if "probe" in options.only:
        yield probe_line(ground, made.database, options.pending)
    if "waiting" in options.only:
        yield from waiting_lines(ground, made.database, options.waiting)
    if "start" in options.only:
        yield from start_lines(ground, made.database, operator_key, START_SECONDS[options.full])
    if "fair" in options.only:
        yield from fair_lines(ground, made.database, FAIR_JOBS[options.full])
    if "snapshot" in options.only:
        yield snapshot_line(ground, made.database, SNAPSHOT_SECONDS[options.full])
    if "kill" in options.only:
        yield from kill_lines(ground, made.database)
    if "term" in options.only:
        yield from term_lines(ground, made.database)
    if "path" in options.only:
        yield path_line(ground, made.database, operator_key, PATH_SECONDS[options.full])
    if "webhook" in options.only:
        yield deliver_line(ground, made.database, operator_key, limits, WEBHOOKS[options.full])
    if "cells" in options.only:
        yield from cell_lines(made.binaries)
    if "cron" in options.only:
        yield cron_line(made.binaries)
    if "steady" in options.only:
        yield from steady_lines(ground, made.database, STEADY_MINUTES)


def found_tenants(made, operator_key, count):
    operator = Client(made.base_url, operator_key)

    def found(number):
        tenant = {"slug": f"bench-{number}", "name": f"Bench {number}", "zone": "UTC", "language": "en"}
        return operator.call("POST", "/v1/tenants", tenant)["id"]

    with ThreadPoolExecutor(FOUNDERS) as founders:
        first, *_ = founders.map(found, range(count))
    made.api.terminate()
    return first


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench queue", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    parser.add_argument("--full", action="store_true", help="longer: a snapshot held for three minutes, more jobs")
    for name, (default, _, _, what) in SIZES.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=f"{what}, default {default:,}")
    parser.add_argument("--only", nargs="+", choices=PARTS + LONG_PARTS, default=PARTS, help="parts to run")
    parser.add_argument("--bin", type=pathlib.Path, help="folder of the binaries, default the release build")
    options = parser.parse_args()
    for name, (_, least, most, _) in SIZES.items():
        if not least <= getattr(options, name) <= most:
            parser.error(f"--{name} is from {least:,} to {most:,}")
    return options


def main():
    options = arguments()
    binaries = options.bin or REPOSITORY / ".build" / "release"
    build(binaries, PRODUCTS)
    os.environ.setdefault("SWITCHYARD_CLUSTER_SHARED_BUFFERS", SHARED_BUFFERS)
    cluster = Cluster("bench")
    made = None
    try:
        with tempfile.TemporaryDirectory(prefix="switchyard-bench-") as folder:
            cluster.start()
            made = Deployment(cluster.url, pathlib.Path(folder) / "run", binaries=binaries, environment=UNLIMITED).create()
            made.api.start()
            passes, began = [], time.monotonic()
            for line in measure(made, cluster, options):
                show([line], options.json)
                say(f"{time.monotonic() - began:.0f} s")
                passes.append(line.passes)
            return 0 if all(passes) else 1
    except (Failed, LoadFailed) as problem:
        raise SystemExit(f"bench: {problem}") from problem
    finally:
        if made is not None:
            made.stop()
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
