"""What leased jobs are held against, on the same server in the same minute: the statements alone by pgbench, and PgQueuer.
Both are in the benches of queues beside the repository."""

import json
import os
import pathlib
import subprocess
import sys
from urllib.parse import unquote, urlsplit

from deployment import REPOSITORY, Failed, program, psql, run
from queue_meter import Meter
from sla_storm import say

SHARED = pathlib.Path(os.environ.get("SWITCHYARD_SHARED", REPOSITORY.parent / "shared")) / "bench" / "queues"
CLAIM, SINGLE, ENQUEUE = "claim100_ack100", "claim1_ack1", "insert_unnest1000"
FILLED_ROWS, FILLED_SINGLE_ROWS = 600_000, 100_000
LIMIT_SECONDS = 4
PEER_PACKAGES = ("pgqueuer", "asyncpg", "psycopg[binary]", "uvloop")
PEER_JOBS, PEER_CONCURRENCY = 40_000, 100
PEER_SECONDS_MAX, INSTALL_SECONDS_MAX = 120, 240


class Limits:
    """pgbench on a bare table of jobs: rates, and what a row costs the server."""

    def __init__(self, ground):
        self.ground = ground
        self.database = f"{ground.made.database}_limit"
        if not SHARED.is_dir():
            raise Failed(f"the benches of queues are not at {SHARED}; SWITCHYARD_SHARED says where")
        psql(ground.made.server_url, f"CREATE DATABASE {self.database}")
        self.url = ground.admin(self.database)
        self._script("schema")

    def _script(self, name, *options):
        run(["psql", self.url, "-Xq", "-v", "ON_ERROR_STOP=1", *options, "-f", SHARED / "sql" / f"{name}.sql"])

    def claims(self, clients):
        """Claims of a hundred, each acknowledged together."""
        self._script("fill", "-v", f"n={FILLED_ROWS}")
        return self._run(CLAIM, clients)

    def single_claims(self, clients):
        """Claims of one, each acknowledged by itself: two transactions."""
        self._script("fill", "-v", f"n={FILLED_SINGLE_ROWS}")
        return self._run(SINGLE, clients)

    def enqueues(self):
        psql(self.url, "TRUNCATE qb_jobs")
        psql(self.url, "CHECKPOINT")
        return self._run(ENQUEUE, 1)

    def _run(self, name, clients):
        before = self._rows()
        meter = Meter(self.ground)
        words = f"-n -M prepared -c {clients} -j {min(2, clients)} -T {LIMIT_SECONDS}".split()
        run([program("pgbench"), *words, "-f", SHARED / "sql" / f"{name}.pgb", self.url])
        rows = abs(self._rows() - before)
        if rows == 0 or (name != ENQUEUE and rows == before):
            raise Failed(f"pgbench {name} found no rows, or ran out of them")
        found = meter.stop(rows, LIMIT_SECONDS)
        say(f"pgbench {name}, {clients} client(s): {found['rate']:.0f}/s, {found['server_cpu_us']:.1f} µs a row")
        return found

    def _rows(self):
        return int(psql(self.url, "SELECT count(*) FROM qb_jobs")[0][0])


class PgQueuer:
    """The fastest of the queues that were tried, as its own bench drives it; None where it cannot be had."""

    def __init__(self, ground):
        self.ground = ground
        self.python = None
        kept = REPOSITORY / ".run" / "bench-pgqueuer"
        try:
            if not (kept / "ready").exists():
                self._call([sys.executable, "-m", "venv", "--clear", kept])
                self._call([kept / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *PEER_PACKAGES])
                (kept / "ready").touch()
            self.python = kept / "bin" / "python"
        except (subprocess.SubprocessError, OSError) as problem:
            say(f"PgQueuer is not available: {problem}")

    @staticmethod
    def _call(command):
        subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=INSTALL_SECONDS_MAX)

    def drain(self, processes):
        if self.python is None:
            return None
        place = urlsplit(self.ground.made.server_url)
        environment = os.environ | {
            "PGHOST": unquote(place.hostname or ""),
            "PGPORT": str(place.port or 5432),
            "PGUSER": unquote(place.username or "postgres"),
            "PGPASSWORD": unquote(place.password or ""),
            "PGDATABASE": "benchpeer",
            "QB_RUN": str(self.ground.cluster.folder),
        }
        words = ["pgqueuer", "drain", "--jobs", PEER_JOBS, "--procs", processes, "--conc", PEER_CONCURRENCY, "--reps", 1]
        output = run(
            [self.python, SHARED / "peers" / "bench_peer.py", *words], env=environment, seconds=PEER_SECONDS_MAX
        )
        found = json.loads(output.splitlines()[0])
        if found["left"] or found["dup"]:
            raise Failed(f"PgQueuer left {found['left']} jobs and ran {found['dup']} twice")
        say(f"PgQueuer, {processes} process(es): {found['jobs_s']:.0f} jobs/s")
        return found
