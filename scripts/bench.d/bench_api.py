"""What reading costs: one case, the newest fifty, and the first page of the joint queue over all clients of one agent, each
beside pgbench sending exactly the statements that PostgreSQL saw for those requests, as one pipeline; and what the others
notice of one tenant that sends fifty times its share.

  scripts/bench api [--json] [--seconds N] [--tickets N] [--tenants N] [--bin FOLDER]

Cases are spread over the tenants as Zipf has it: the first has most. Durable server, API at its shipped log level, release
binaries (built when missing), 8 connections on both sides. Needs wrk.
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
from deployment import Cluster, Deployment, Failed  # noqa: E402
from load import LoadFailed  # noqa: E402
from noisy import NoiseFailed, noisy_line  # noqa: E402
from programs import UNLIMITED, build  # noqa: E402
from read_limit import ReadFailed, ReadLimit, capture  # noqa: E402
from read_load import Reads  # noqa: E402
from sla_stock import ALWAYS_OPEN, copy_cases, found, prepare, shared_desks  # noqa: E402
from sla_storm import say  # noqa: E402
from table import Line, show  # noqa: E402

CONNECTIONS = 8
SECONDS_DEFAULT, SECONDS_MAX = 8, 30
TICKETS_DEFAULT, TICKETS_MAX = 1_000_000, 5_000_000
TENANTS_DEFAULT, TENANTS_MAX = 50, 200
PAGE = 50
READ_BAR, NEWEST_BAR, QUEUE_BAR, QUEUE_P99_BAR = 0.15, 0.3, 0.3, 2.0
# Request Tracker 5.0.3 at its best: rt-fetch at 32 connections in the results of the shared bench of intakes.
TRACKER_RATE, TRACKER_BAR = 61.3, 50.0
SHARED_BUFFERS = "2GB"
SPREAD_SECONDS = 30 * 86_400


def zipf(total, count):
    """`total` things of `count` owners: the second has half of what the first has, the third a third."""
    whole = sum(1 / rank for rank in range(1, count + 1))
    return [max(1, round(total / rank / whole)) for rank in range(1, count + 1)]


def set_up(made, options):
    """The exchanges with their cases, and an agent who serves them all."""
    operator = Client(made.base_url, made.operator_key())
    desks = shared_desks(operator)
    exchanges = [found(operator, desks, f"bench-{number}", ALWAYS_OPEN) for number in range(options.tenants)]
    shares = zipf(options.tickets, options.tenants)
    prepare(made.admin_url, max(shares))
    # Older and less urgent than those of `real_cases`, and so on no first page: nobody can open a copy of a sealed text.
    place = f"(3600 + number::bigint * 7919 % {SPREAD_SECONDS}) * interval '1 second'"
    later = {("ticket", "urgent_at"): f"o.urgent_at + {place}"}
    for exchange, share in zip(exchanges, shares):
        copy_cases(made.admin_url, exchange, share, f"-{place}", tables=("ticket",), changed=later)
    made.sql("VACUUM (ANALYZE)")
    made.sql("CHECKPOINT")
    (_, agent), _ = desks["L1"][1]
    key = operator.call("POST", f"/v1/people/{agent}/keys", {"name": "bench"})["key"]
    return exchanges, key


def real_cases(made, exchanges):
    """Paths of cases that came in over HTTP, as many of each exchange as a page shows."""

    def opened(number):
        exchange = exchanges[number % len(exchanges)]
        intake = Client(made.base_url, exchange.intake_key)
        body = {"customer": {"id": f"reader-{number}"}, "subject": "Read me", "text": "Where is it?", "channel": "api"}
        case = intake.insist("POST", f"{exchange.path}/tickets", body, once=f"read-{number}")
        return f"{exchange.path}/tickets/{case['id']}"

    with ThreadPoolExecutor(CONNECTIONS) as senders:
        return list(senders.map(opened, range(PAGE * len(exchanges))))


def measure(made, cluster, folder, options):
    exchanges, key = set_up(made, options)
    kinds = {
        "case": (real_cases(made, exchanges), READ_BAR),
        "newest 50": ([f"{exchange.path}/tickets?limit={PAGE}" for exchange in exchanges], NEWEST_BAR),
        "joint queue": ([f"/v1/queue?limit={PAGE}"], QUEUE_BAR),
    }
    for name, (paths, bar) in kinds.items():
        scripts = capture(made, cluster, Client(made.base_url, key), paths)
        limit = ReadLimit(made, scripts, folder)
        reads = Reads(made, cluster, key, paths, folder)
        reads.run(CONNECTIONS, 2)
        early = limit.run(CONNECTIONS, options.seconds)
        run = reads.run(CONNECTIONS, options.seconds)
        late = limit.run(CONNECTIONS, options.seconds)
        raw = {"run": run, "before": early, "after": late, "statements": limit.statements}
        say(
            f"{name}: {run['rate']:.0f}/s, p99 {run['p99_ms']:.2f} ms; pgbench {early['rate']:.0f} and {late['rate']:.0f}/s,"
            f" p99 {early['p99_ms']:.2f} and {late['p99_ms']:.2f} ms, {limit.statements:.1f} statements; CPU ms a request:"
            f" API {run['app_cpu_ms']:.3f}, server {run['server_cpu_ms']:.3f}"
        )
        rate = (early["rate"] + late["rate"]) / 2
        yield Line(name, run["rate"], "1/s", "pgbench, the same statements", rate, ">=", bar, raw)
        if name == "case":
            yield Line(name, run["rate"], "1/s", "Request Tracker, as recorded", TRACKER_RATE, ">=", TRACKER_BAR, raw)
        if name == "joint queue":
            p99 = (early["p99_ms"] + late["p99_ms"]) / 2
            yield Line(f"{name}, p99", run["p99_ms"], "ms", "pgbench's p99", p99, "<=", QUEUE_P99_BAR, raw)
    yield noisy_line(made, cluster, folder, exchanges)


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench api", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    for name, default, most, what in (
        ("seconds", SECONDS_DEFAULT, SECONDS_MAX, "length of a run"),
        ("tickets", TICKETS_DEFAULT, TICKETS_MAX, "cases stored"),
        ("tenants", TENANTS_DEFAULT, TENANTS_MAX, "exchanges they are of"),
    ):
        parser.add_argument(f"--{name}", type=int, default=default, help=f"{what}, default {default:,}, at most {most:,}")
    parser.add_argument("--bin", type=pathlib.Path, help="folder of the binaries, default the release build")
    options = parser.parse_args()
    for name, most in (("seconds", SECONDS_MAX), ("tickets", TICKETS_MAX), ("tenants", TENANTS_MAX)):
        if not 1 <= getattr(options, name) <= most:
            parser.error(f"--{name} is from 1 to {most:,}")
    return options


def main():
    options = arguments()
    binaries = options.bin or REPOSITORY / ".build" / "release"
    build(binaries, ("switchyard-api", "switchyardctl"))
    os.environ.setdefault("SWITCHYARD_CLUSTER_SHARED_BUFFERS", SHARED_BUFFERS)
    cluster = Cluster("bench")
    made = None
    try:
        with tempfile.TemporaryDirectory(prefix="switchyard-bench-") as place:
            folder = pathlib.Path(place)
            cluster.start()
            made = Deployment(cluster.url, folder / "run", binaries=binaries, environment=UNLIMITED).create()
            made.api.start()
            passes = []
            for line in measure(made, cluster, folder, options):
                show([line], options.json)
                passes.append(line.passes)
            return 0 if all(passes) else 1
    except (Failed, LoadFailed, NoiseFailed, ReadFailed) as problem:
        raise SystemExit(f"bench: {problem}") from problem
    finally:
        if made is not None:
            made.stop()
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
