"""Clocks and the escalation ladder: due times a second, the timer probe over millions, lateness, a calendar and policies
published over many running clocks, and storms of timers that are due at once, each beside the SQL script that writes the
very same rows into the same schema.

  scripts/bench sla [--json] [--cases N] [--tenants N] [--pending N] [--late N] [--only PART…] [--bin FOLDER]

Durable server (fsync, synchronous_commit on), release binaries (built when missing). Parts: due, probe, lateness, publish,
storm, spread.
"""

import argparse
import os
import pathlib
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
sys.path[:0] = [str(HERE), str(REPOSITORY / "Tests" / "EndToEnd")]

from client import Client  # noqa: E402
from deployment import Cluster, Deployment, Failed, psql  # noqa: E402
from programs import UNLIMITED, build  # noqa: E402
from sla_publish import closed_for_two_days, publish_lines  # noqa: E402
from sla_stock import ALWAYS_OPEN, CALENDAR, copy_cases, found, prepare, shared_desks  # noqa: E402
from sla_storm import Ground, say, storms  # noqa: E402
from sla_timers import bystander_line, due_line, lateness_line, probe_line  # noqa: E402
from table import show  # noqa: E402

PARTS = ("due", "probe", "lateness", "publish", "storm", "spread")
# Option → default, least, most, and what it counts.
SIZES = {
    "cases": (100_000, 20_000, 200_000, "cases of a storm, and clocks of a publication"),
    "tenants": (100, 2, 1_000, "tenants of the spread storm"),
    "pending": (5_000_000, 1_000, 20_000_000, "timers of the probe"),
    "late": (1_500, 100, 20_000, "timers of the lateness"),
}
QUIET_TENANTS = 10
FOUNDERS = 4
STORM_BAR, SPREAD_BAR = 0.5, 0.35
SHARED_BUFFERS = "2GB"
PRODUCTS = ("switchyard-api", "switchyard-worker", "switchyardctl", "switchyard-bench")


def measure(made, cluster, options):
    """The lines, each as soon as it is known."""
    ground = Ground(made, cluster)
    operator = Client(made.base_url, made.operator_key())
    one, closed, quiet, crowd = exchanges(operator, options)
    made.api.terminate()
    prepare(made.admin_url, max(options.cases, options.late))
    if "due" in options.only:
        yield due_line(made.binaries)
    if "probe" in options.only:
        yield probe_line(ground, made.database, options.pending)
    if "lateness" in options.only:
        yield lateness_line(ground, made.database, quiet, options.late)
    if "publish" in options.only:
        yield from publish_lines(ground, made.database, operator, closed, options.cases)
    if "storm" in options.only:
        with ground.base("one") as base:
            copy_cases(ground.admin(base), one, options.cases)
            yield bystander_line(ground, base, quiet[0], options.cases)
            yield from storms(ground, base, options.cases, STORM_BAR, "in one tenant")
    if "spread" in options.only:
        with ground.base("crowd") as base:
            share = options.cases // options.tenants
            for exchange in crowd:
                copy_cases(ground.admin(base), exchange, share)
            yield from storms(ground, base, share * len(crowd), SPREAD_BAR, f"over {len(crowd)} tenants")


def exchanges(operator, options):
    """The exchange of the storm, one that is closed for now, some where little happens, and the crowd."""
    desks = shared_desks(operator)
    wanted = [("storm", CALENDAR), ("closed", closed_for_two_days())]
    wanted += [(f"quiet-{number}", ALWAYS_OPEN) for number in range(QUIET_TENANTS)]
    if "spread" in options.only:
        wanted += [(f"crowd-{number}", CALENDAR) for number in range(options.tenants)]
    with ThreadPoolExecutor(FOUNDERS) as founders:
        one, closed, *others = founders.map(lambda name_and_calendar: found(operator, desks, *name_and_calendar), wanted)
    return one, closed, others[:QUIET_TENANTS], others[QUIET_TENANTS:]


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench sla", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    for name, (default, _, _, what) in SIZES.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=f"{what}, default {default:,}")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to run, default all")
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
            psql(cluster.url, "ALTER SYSTEM SET track_commit_timestamp = on")
            cluster.restart()
            made = Deployment(cluster.url, pathlib.Path(folder) / "run", binaries=binaries, environment=UNLIMITED).create()
            made.api.start()
            passes = []
            for line in measure(made, cluster, options):
                show([line], options.json)
                passes.append(line.passes)
            return 0 if all(passes) else 1
    except Failed as problem:
        raise SystemExit(f"bench: {problem}") from problem
    finally:
        if made is not None:
            made.stop()
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
