"""django-helpdesk under the same load, in the same run."""

import json
import subprocess

from deployment import free_port, psql, url_for
from helpdesk import Helpdesk, PeerNotAvailable
from limit import say
from load import drive, http_request, write_requests
from processes import postmaster
from signed_requests import SUBJECT, TEXT

# More than it has ever answered in a second.
REQUESTS_A_SECOND_MAX = 2_000


class Peer:
    """django-helpdesk on a database of the same server."""

    def __init__(self, cluster, folder, kept):
        self.server, self.file = postmaster(cluster.data), folder / "peer"
        psql(cluster.url, "CREATE DATABASE helpdesk")
        self.database = url_for(cluster.url, database="helpdesk")
        self.desk = Helpdesk(folder / "helpdesk", self.database, free_port())
        try:
            self.desk.install(kept).start()
        except BaseException:
            self.stop()
            raise

    def run(self, connections, seconds):
        write_requests(self.file, tickets(self.desk, REQUESTS_A_SECOND_MAX * seconds))
        found = drive(
            self.desk.base_url,
            self.file,
            connections=connections,
            seconds=seconds,
            app=self.desk.process.pid,
            server=self.server,
        )
        # Its tables, too, are new; ours were analysed.
        psql(self.database, "ANALYZE")
        say(f"django-helpdesk at {connections:>2} connections: {found['rate']:.1f}/s, {found['errors']} errors")
        return found

    def stop(self):
        self.desk.stop()


def peer_of(cluster, folder, kept):
    """The peer, or None where it cannot be had."""
    try:
        return Peer(cluster, folder, kept)
    except (PeerNotAvailable, subprocess.SubprocessError) as problem:
        say(f"peer not available: {problem}")
        return None


def tickets(peer, count):
    headers = [("Authorization", f"Token {peer.token}")]
    for number in range(count):
        body = {
            "queue": peer.queue,
            "title": SUBJECT,
            "description": TEXT,
            "priority": 3,
            "submitter_email": f"customer{number}@customers.test",
        }
        yield http_request("POST", "/api/tickets/", headers, json.dumps(body).encode())
