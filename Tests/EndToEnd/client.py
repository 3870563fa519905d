"""The public API as a client uses it. Standard library only; one connection a thread."""

import base64
import hashlib
import hmac
import http.client
import json
import threading
import time
from urllib.parse import quote, urlsplit

REQUEST_SECONDS_MAX = 30
RETRIES_MAX = 400
RETRY_PAUSE_SECONDS = 0.2


class Answer:
    def __init__(self, status, headers, content):
        self.status, self.headers, self.content = status, headers, content

    @property
    def json(self):
        return json.loads(self.content) if self.content else None

    def __repr__(self):
        return f"{self.status} {self.content[:500]!r}"


class Refused(Exception):
    """An answer that was not expected."""

    def __init__(self, method, path, answer):
        super().__init__(f"{method} {path}: {answer}")
        self.answer = answer


class Client:
    """One credential at one address. Safe for many threads."""

    def __init__(self, base_url, key=None):
        self.base_url, self.key = base_url, key
        self.place = urlsplit(base_url).netloc
        self.own = threading.local()

    def send(self, method, path, body=None, *, headers=None, content=None):
        """One request, one answer. A read whose kept connection turns out to be closed is sent once more."""
        if content is None and body is not None:
            content = json.dumps(body, ensure_ascii=False).encode()
        fields = {"Content-Type": "application/json"} if content is not None else {}
        if self.key:
            fields["Authorization"] = f"Bearer {self.key}"
        fields.update(headers or {})
        connection = getattr(self.own, "connection", None)
        if connection is None:
            connection = self.own.connection = http.client.HTTPConnection(self.place, timeout=REQUEST_SECONDS_MAX)
        was_kept = connection.sock is not None
        try:
            return self._exchange(connection, method, path, content, fields)
        except (OSError, http.client.HTTPException):
            connection.close()
            if not was_kept or method != "GET":
                raise
        return self._exchange(connection, method, path, content, fields)

    @staticmethod
    def _exchange(connection, method, path, content, fields):
        connection.request(method, path, content, fields)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())

    def call(self, method, path, body=None, *, headers=None):
        """The body of a 2xx answer."""
        answer = self.send(method, path, body, headers=headers)
        if not 200 <= answer.status < 300:
            raise Refused(method, path, answer)
        return answer.json

    def insist(self, method, path, body, *, once, headers=None):
        """Sends until it is answered, as a sender has to: the same key each time, whatever happened to the last one."""
        problem = None
        for _ in range(RETRIES_MAX):
            try:
                answer = self.send(method, path, body, headers={"Idempotency-Key": once, **(headers or {})})
            except (OSError, http.client.HTTPException) as lost:
                problem = lost
            else:
                if 200 <= answer.status < 300:
                    return answer.json
                problem = Refused(method, path, answer)
                if answer.status not in (429, 503):
                    raise problem
            time.sleep(RETRY_PAUSE_SECONDS)
        raise problem

    def pages(self, path, limit=100):
        """All items of a list."""
        cursor, separator = None, "&" if "?" in path else "?"
        while True:
            place = f"{path}{separator}limit={limit}" + (f"&cursor={quote(cursor, safe='')}" if cursor else "")
            page = self.call("GET", place)
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return


def webhook_headers(secret, identifier, body, at=None):
    """The three headers of Standard Webhooks for `body`."""
    seconds = int(time.time() if at is None else at)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{identifier}.{seconds}.".encode() + body
    code = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": identifier, "webhook-timestamp": str(seconds), "webhook-signature": f"v1,{code}"}
