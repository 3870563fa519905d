"""What a stretch of work costs the server: CPU, log and syncs."""

import time

from deployment import psql
from processes import busy_seconds, cpu_seconds

# Sessions report their statistics no more than once a second.
REPORT_SECONDS = 1.5
COUNTED = "SELECT wal_bytes, wal_sync FROM pg_stat_wal"


class Meter:
    def __init__(self, ground):
        self.ground = ground
        self.began = time.monotonic()
        self.before = self._read()

    def _read(self):
        ((size, syncs),) = psql(self.ground.made.server_url, COUNTED)
        return cpu_seconds(self.ground.server_pid()), int(size), int(syncs), busy_seconds()

    def stop(self, rows, seconds):
        """Of so many rows in so many seconds."""
        time.sleep(REPORT_SECONDS)
        cpu, size, syncs, busy = (after - before for after, before in zip(self._read(), self.before))
        return {
            "rows": rows,
            "seconds": seconds,
            "rate": rows / seconds,
            "server_cpu_us": cpu * 1e6 / rows,
            "log_bytes": size / rows,
            "syncs_per_1000": syncs * 1000 / rows,
            "machine_cores": busy / (time.monotonic() - self.began),
        }
