"""The world outside: a mail server and an exchange's webhook endpoint that remember what reached them, and when."""

import base64
import collections
import dataclasses
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import threading
import time
from datetime import datetime, timezone

from aiosmtpd.controller import Controller

from deployment import free_port

BODY_BYTES_MAX = 1 << 20
TOLERANCE_SECONDS = 300


@dataclasses.dataclass
class Arrival:
    id: str
    at: datetime
    to: str
    content: object


class Inbox:
    """What arrived, by its id. The first arrival of an id counts; later ones are repeats of the same thing."""

    def __init__(self):
        self.lock = threading.Lock()
        self.first = {}
        self.repeats = collections.Counter()
        self.changed = []
        self.unreadable = []

    def take(self, arrival):
        with self.lock:
            known = self.first.setdefault(arrival.id, arrival)
            if known is arrival:
                return
            self.repeats[arrival.id] += 1
            if (known.to, known.content) != (arrival.to, arrival.content):
                self.changed.append(arrival.id)

    def refuse(self, why):
        with self.lock:
            self.unreadable.append(why)

    def arrivals(self):
        with self.lock:
            return list(self.first.values())

    def __len__(self):
        return len(self.first)


def now():
    return datetime.now(timezone.utc)


class MailServer:
    """A real SMTP server on loopback; with a TLS context it speaks smtps. Content is (subject, text)."""

    def __init__(self, port=None, tls=None):
        self.inbox = Inbox()
        self.controller = Controller(self, hostname="127.0.0.1", port=port or free_port(), ssl_context=tls)

    # The names of the two handlers are the library's.
    async def handle_DATA(self, server, session, envelope):
        at = now()
        try:
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            content = (str(message["Subject"]), message.get_body(("plain",)).get_content())
            self.inbox.take(Arrival(str(message["Message-ID"]), at, ",".join(envelope.rcpt_tos), content))
        except (AttributeError, KeyError, LookupError, ValueError) as problem:
            self.inbox.refuse(f"{problem}: {envelope.content[:500]!r}")
        return "250 taken"

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    @property
    def port(self):
        return self.controller.port

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"


class WebhookServer:
    """Exchanges' endpoints on one loopback port, a path each; with a TLS context they are https. Content is the JSON
    body. A signature that does not fit is refused with 401 and remembered."""

    def __init__(self, tls=None):
        self.inbox = Inbox()
        self.secrets = {}
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                at = now()
                body = self.rfile.read(min(int(self.headers.get("content-length") or 0), BODY_BYTES_MAX))
                status = receiver.receive(self.path, self.headers, body, at)
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                return

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                """A sender that was killed in the middle is no news."""

        self.server = Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def receive(self, path, headers, body, at):
        identifier = headers.get("webhook-id") or ""
        stamp = headers.get("webhook-timestamp") or "0"
        secret = self.secrets.get(path)
        if secret is None or not signature_fits(
            secret, identifier, stamp, headers.get("webhook-signature") or "", body
        ):
            self.inbox.refuse(f"signature of {identifier} at {path}")
            return 401
        if abs(time.time() - int(stamp)) > TOLERANCE_SECONDS:
            self.inbox.refuse(f"timestamp of {identifier}: {stamp}")
            return 401
        self.inbox.take(Arrival(identifier, at, path, json.loads(body)))
        return 204

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self):
        return self.server.server_address[1]

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"


def signature_fits(secret, identifier, stamp, signatures, body):
    """Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, any of the space-separated `v1,` codes."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, f"{identifier}.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()
    return stamp.isdigit() and any(hmac.compare_digest(given, f"v1,{wanted}") for given in signatures.split())
