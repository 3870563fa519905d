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


def peer_runs(cluster, folder, kept, seconds, connections_list):
    """django-helpdesk at the same numbers of connections, or None where it cannot be had."""
    peer = None
    try:
        psql(cluster.url, "CREATE DATABASE helpdesk")
        database = url_for(cluster.url, database="helpdesk")
        peer = Helpdesk(folder / "helpdesk", database, free_port())
        peer.install(kept).start()
        runs = {}
        for connections in connections_list:
            write_requests(folder / "peer", tickets(peer, REQUESTS_A_SECOND_MAX * seconds))
            found = runs[connections] = drive(
                peer.base_url,
                folder / "peer",
                connections=connections,
                seconds=seconds,
                app=peer.process.pid,
                server=postmaster(cluster.data),
            )
            # Its tables, too, are new; ours were analysed.
            psql(database, "ANALYZE")
            say(f"django-helpdesk at {connections:>2} connections: {found['rate']:.1f}/s, {found['errors']} errors")
        return runs
    except (PeerNotAvailable, subprocess.SubprocessError) as problem:
        say(f"peer not available: {problem}")
        return None
    finally:
        if peer is not None:
            peer.stop()


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
