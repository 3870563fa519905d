"""wrk with requests that only read: the same ones over and over."""

from load import drive, http_request, write_requests
from processes import postmaster

# More than the fastest stretch of a run can use.
A_SECOND_MAX = 30_000


class Reads:
    def __init__(self, made, cluster, key, paths, folder):
        self.made, self.server, self.file = made, postmaster(cluster.data), folder / "reads"
        self.requests = [http_request("GET", path, [("Authorization", f"Bearer {key}")], b"") for path in paths]

    def run(self, connections, seconds):
        count = A_SECOND_MAX * seconds
        write_requests(self.file, (self.requests[number % len(self.requests)] for number in range(count)))
        found = drive(
            self.made.base_url,
            self.file,
            connections=connections,
            seconds=seconds,
            app=self.made.api.pid,
            server=self.server,
        )
        if found["errors"]:
            raise SystemExit(f"bench: {found['errors']} requests were refused")
        return found
