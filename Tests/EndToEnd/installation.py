"""A Switchyard of its own for a test: a database on the test cluster, the built programs, and the way to talk to them."""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
import uuid
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import requests

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
COMMAND_SECONDS_MAX = 300
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 70
REQUEST_SECONDS_MAX = 30
LOGIN_ROLES = ("api", "worker", "dispatcher", "search", "backup")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true, seconds_max, what):
    """Looks ten times a second; fails with a sentence."""
    deadline = time.monotonic() + seconds_max
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {seconds_max} s")


class Process:
    """A tier that runs until it is stopped or killed, with its log."""

    def __init__(self, command, environment, log, ops_port):
        self.log, self.ops_port = log, ops_port
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        wait_until(self._is_healthy, START_SECONDS_MAX, f"the health of {command[0]}")

    def _is_healthy(self):
        assert self.process.poll() is None, f"{self.process.args[0]} ended: {self.log.read_text()[-2000:]}"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ops_port}/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """SIGTERM; answers the exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(STOP_SECONDS_MAX)


class API:
    """One credential over HTTP."""

    def __init__(self, base, key=None):
        self.base, self.session = base, requests.Session()
        if key:
            self.session.headers["Authorization"] = f"Bearer {key}"

    def call(self, method, path, body=None, headers=None, **options):
        return self.session.request(
            method, self.base + path, json=body, headers=headers, timeout=REQUEST_SECONDS_MAX, **options)

    def get(self, path):
        """The answer's body; fails where it is not 200."""
        answer = self.call("GET", path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    def send(self, method, path, body=None, headers=None):
        """The body of an answer of success."""
        answer = self.call(method, path, body, headers)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def items(self, path):
        """All items of a list, page after page."""
        found, cursor = [], None
        while True:
            page = self.get(path + (f"&cursor={quote(cursor, safe='')}" if cursor else ""))
            found += page["items"]
            cursor = page.get("next_cursor")
            if not cursor:
                return found


class Installation:
    """A migrated database and everything around it. `close` takes it all away; SWITCHYARD_E2E_KEEP leaves the logs."""

    def __init__(self, **environment):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="switchyard-e2e-"))
        self.bin = pathlib.Path(os.environ["SWITCHYARD_BIN"])
        self.name = "switchyard_e2e_" + uuid.uuid4().hex[:16]
        self.server = os.environ["SWITCHYARD_TEST_ADMIN_URL"]
        self.processes, self._key = [], None
        self._psql(self.server, f"CREATE DATABASE {self.name} TEMPLATE template0")
        self.admin_url = self._url(None, None)
        self.mail = self.folder / "mail"
        self.mail.mkdir()
        self.port, self.api_ops_port, self.worker_ops_port = free_port(), free_port(), free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = self._environment() | environment
        self.ctl("migrate")

    def _environment(self):
        key = self.folder / "master.key"
        key.write_text(base64.b64encode(os.urandom(32)).decode())
        key.chmod(0o600)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SWITCHYARD_")}
        environment |= {
            "DATABASE_URL": self.admin_url,
            "SWITCHYARD_MASTER_KEY_FILE": str(key),
            "SWITCHYARD_SQL": os.environ.get("SWITCHYARD_SQL", str(REPOSITORY / "sql")),
            "SWITCHYARD_HOST": "127.0.0.1",
            "SWITCHYARD_PORT": str(self.port),
            "SWITCHYARD_PUBLIC_URL": self.base,
            "SWITCHYARD_MAIL_FOLDER": str(self.mail),
            "SWITCHYARD_MAIL_FROM": "support@desk.example",
            "SWITCHYARD_LOG_LEVEL": "info",
        }
        for role in LOGIN_ROLES:
            password = self._password(f"switchyard_{role}")
            environment[f"SWITCHYARD_{role.upper()}_PASSWORD"] = password
            environment[f"SWITCHYARD_{role.upper()}_DATABASE_URL"] = self._url(f"switchyard_{role}", password)
        return environment

    def _password(self, role):
        """Roles are the cluster's: every test on it has to use the same ones."""
        seed = unquote(urlsplit(self.server).password or "")
        return hashlib.sha256(f"{seed}:{role}".encode()).hexdigest()

    def _url(self, role, password):
        parts = urlsplit(self.server)
        place = parts.netloc
        if role:
            place = f"{role}:{quote(password)}@{parts.netloc.rpartition('@')[2]}"
        return urlunsplit((parts.scheme, place, f"/{self.name}", parts.query, ""))

    # --- the programs ------------------------------------------------------------------------------------------------

    def run_ctl(self, *words, text=None):
        """switchyardctl to its end: returncode, stdout, stderr."""
        return subprocess.run(
            [self.bin / "switchyardctl", *words], env=self.environment, input=text, capture_output=True, text=True,
            timeout=COMMAND_SECONDS_MAX)

    def ctl(self, *words, text=None):
        """What switchyardctl prints; fails where it does not end well."""
        ended = self.run_ctl(*words, text=text)
        assert ended.returncode == 0, f"switchyardctl {words[0]} ended with {ended.returncode}: {ended.stderr[-2000:]}"
        return ended.stdout

    def start_ctl(self, *words):
        return subprocess.Popen(
            [self.bin / "switchyardctl", *words], env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)

    def start_api(self):
        return self._start("switchyard-api", self.api_ops_port)

    def start_worker(self):
        return self._start("switchyard-worker", self.worker_ops_port)

    def _start(self, program, ops_port):
        environment = self.environment | {"SWITCHYARD_OPS_PORT": str(ops_port)}
        process = Process([self.bin / program], environment, self.folder / f"{program}.log", ops_port)
        self.processes.append(process)
        return process

    @property
    def operator(self):
        """The API as the operator's administrator."""
        if self._key is None:
            self._key = self.ctl("key", "create", "--operator").split()[-1]
        return API(self.base, self._key)

    # --- the database ------------------------------------------------------------------------------------------------

    def rows(self, sql):
        """Rows as lists of text, seen by the administrator."""
        text = self._psql(self.admin_url, f"SELECT coalesce(json_agg(t), '[]') FROM ({sql}) t")
        return [list(row.values()) for row in json.loads(text)]

    def value(self, sql):
        return self.rows(sql)[0][0]

    @staticmethod
    def _psql(url, sql):
        ended = subprocess.run(
            ["psql", url, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True,
            timeout=COMMAND_SECONDS_MAX)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def close(self):
        for process in self.processes:
            if process.process.poll() is None:
                process.kill()
        self._psql(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        if not os.environ.get("SWITCHYARD_E2E_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)
