"""One running Switchyard: a database, its roles, and the processes of both tiers. Standard library only, so that
`scripts/bench` starts the product in the same way as the tests do."""

import base64
import contextlib
import hashlib
import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ROLES = ("api", "worker", "dispatcher", "search", "backup")
HEALTH_SECONDS_MAX = 60
STOP_SECONDS_MAX = 45
COMMAND_SECONDS_MAX = 300
POLL_SECONDS = 0.05
LOG_TAIL_CHARACTERS = 2_000


class Failed(Exception):
    """The product or the machine did not do what a test needs to begin."""


def wait_until(condition, seconds, what):
    """Polls until `condition` answers something true, and answers that; gives up after `seconds`."""
    until = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() >= until:
            raise Failed(f"after {seconds} s still not: {what}")
        time.sleep(POLL_SECONDS)


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def finished(command, *, env=None, seconds=COMMAND_SECONDS_MAX):
    """A command at its end: returncode, stdout, stderr."""
    with subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    ) as process:
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Failed(f"{command[0]} did not end within {seconds} s") from None
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def run(command, *, env=None, seconds=COMMAND_SECONDS_MAX):
    """A command's standard output; fails where it does not end well."""
    done = finished(command, env=env, seconds=seconds)
    if done.returncode != 0:
        said = done.stderr.strip()[-LOG_TAIL_CHARACTERS:]
        raise Failed(f"{' '.join(str(word) for word in command[:3])}: exit {done.returncode}: {said}")
    return done.stdout


def psql(url, sql):
    """Rows of one statement, each a list of texts."""
    output = run(["psql", url, "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql])
    # Not splitlines: a value may hold one of the other characters that end a line.
    return [line.split("\t") for line in output.removesuffix("\n").split("\n")] if output else []


def program(name):
    """A program of PostgreSQL 15, which Debian keeps off the path."""
    kept = pathlib.Path("/usr/lib/postgresql/15/bin", name)
    return str(kept) if kept.exists() else name


def url_for(url, *, user=None, password=None, database=None):
    parts = urlsplit(url)
    place, path = parts.netloc, parts.path
    if user is not None:
        place = f"{quote(user)}:{quote(password, safe='')}@{parts.netloc.rpartition('@')[2]}"
    if database is not None:
        path = "/" + database
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key not in ("user", "password")]
    return urlunsplit((parts.scheme, place, path, urlencode(kept), ""))


class Cluster:
    """A PostgreSQL server of its own, so that a test may stop it."""

    def __init__(self, name, *, fast=False):
        self.script = os.environ.get("SWITCHYARD_CLUSTER_SCRIPT", str(REPOSITORY / "scripts/cluster"))
        self.folder = pathlib.Path(self._call("home", f"{name}-{os.getpid()}-{secrets.token_hex(3)}").strip())
        self.environment = dict(os.environ, SWITCHYARD_CLUSTER_FAST="1" if fast else "0")
        self._sweep(name)

    def _sweep(self, name):
        """Removes what runs that were killed left behind."""
        for left in self.folder.parent.glob(f"{name}-*-*"):
            pid = left.name.rpartition("-")[0].rpartition("-")[2]
            if pid.isdigit() and not pathlib.Path("/proc", pid).exists():
                self._call("remove", left)

    def _call(self, act, *arguments):
        # Its output goes to a file: the server it starts keeps what it inherits open.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [self.script, act, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=getattr(self, "environment", None),
                timeout=COMMAND_SECONDS_MAX,
            )
            output.seek(0)
            text = output.read()
        if done.returncode != 0:
            raise Failed(f"scripts/cluster {act}: {text.strip()}")
        return text

    def start(self):
        self._call("start", self.folder)
        return self

    def stop(self, mode="fast"):
        self._call("stop", self.folder, mode)

    def restart(self, mode="fast"):
        self._call("restart", self.folder, mode)

    def follow(self, primary):
        """Starts as a standby of another one."""
        self._call("follow", self.folder, primary.folder)
        return self

    def promote(self):
        self._call("promote", self.folder)

    def remove(self):
        self._call("remove", self.folder)

    @property
    def url(self):
        return self._call("url", self.folder).strip()

    @property
    def data(self):
        return self.folder / "data"

    @property
    def log(self):
        return self.folder / "log"


class Tier:
    """One process of the product, with a log of its own."""

    def __init__(self, name, binary, environment, log, ops_port):
        self.name, self.binary, self.environment, self.log, self.ops_port = name, binary, environment, log, ops_port
        self.process = None

    def start(self, *, healthy=True):
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                [str(self.binary)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self.environment,
                start_new_session=True,
            )
        if healthy:
            self.await_health()
        return self

    @property
    def pid(self):
        return self.process.pid

    @property
    def worker(self):
        """The id under which a worker's process takes work, since its last start."""
        *_, line = (line for line in self.log.read_text(errors="replace").splitlines() if '"worker started"' in line)
        return json.loads(line)["metadata"]["worker"]

    @property
    def runs(self):
        return self.process is not None and self.process.poll() is None

    def lines(self, message):
        """The metadata of its log lines of one message."""
        # A process that was killed may leave half a line.
        said = (line for line in self.log.read_text(errors="replace").splitlines() if line.endswith("}"))
        return [entry.get("metadata", {}) for entry in map(json.loads, said) if entry["message"] == message]

    def health(self):
        """The status of /health, or None when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ops_port}/health", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return None

    def checks(self):
        """What /health found, by name."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ops_port}/health", timeout=5) as answer:
                return json.load(answer)["checks"]
        except urllib.error.HTTPError as refused:
            return json.load(refused)["checks"]

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ops_port}/metrics", timeout=5) as answer:
            return answer.read().decode()

    def counted(self, name, **labels):
        """The sum of a metric's series that have these labels."""
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        lines = [line for line in self.metrics().splitlines() if line.startswith((name + " ", name + "{"))]
        return sum(float(line.rpartition(" ")[2]) for line in lines if all(label in line for label in wanted))

    def await_health(self, status=200, seconds=HEALTH_SECONDS_MAX):
        def reached():
            if not self.runs:
                raise Failed(f"switchyard-{self.name} ended with {self.process.returncode}: {self.tail()}")
            return self.health() == status

        wait_until(reached, seconds, f"switchyard-{self.name} answers {status} to /health; its log: {self.tail()}")

    def kill(self):
        """As if the machine had died under it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(STOP_SECONDS_MAX)

    def terminate(self):
        """Asks it to end; its exit status."""
        if not self.runs:
            return self.process.returncode if self.process else None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"switchyard-{self.name} did not end within {STOP_SECONDS_MAX} s of SIGTERM") from None

    def stop(self):
        if self.runs:
            self.kill()

    def tail(self):
        return self.log.read_text(errors="replace")[-LOG_TAIL_CHARACTERS:] if self.log.exists() else ""


class Deployment:
    """A database on a server, migrated, and the two tiers on free ports. As a context it is dropped in the end.

    `admin_url` is the administrator's URL of the server. Roles belong to the whole server, so their passwords are
    derived from the administrator's: all databases of one server agree on them.
    """

    def __init__(self, admin_url, folder, *, binaries=None, environment=None):
        self.server_url = admin_url
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.binaries = pathlib.Path(binaries or os.environ.get("SWITCHYARD_BIN") or REPOSITORY / ".build/debug")
        self.database = "e2e_" + secrets.token_hex(6)
        self.admin_url = url_for(admin_url, database=self.database)
        self.mail_folder = self.folder / "mail"
        self.mail_folder.mkdir(exist_ok=True)
        self.master_key = self.folder / "master.key"
        self.master_key.write_bytes(base64.b64encode(secrets.token_bytes(32)))
        self.master_key.chmod(0o600)
        self.api_port, api_ops, worker_ops = free_port(), free_port(), free_port()
        self.base_url = f"http://127.0.0.1:{self.api_port}"
        self.environment = self._environment(environment or {})
        self.api = self._tier("api", api_ops)
        self.worker = self._tier("worker", worker_ops)
        self.others = []
        self.commands = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.drop()

    def _password(self, role):
        seed = unquote(urlsplit(self.server_url).password or "")
        return hashlib.sha256(f"{seed}:switchyard_{role}".encode()).hexdigest()

    def _environment(self, wanted):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SWITCHYARD_")}
        environment.update(
            SWITCHYARD_MASTER_KEY_FILE=str(self.master_key),
            SWITCHYARD_SQL=os.environ.get("SWITCHYARD_SQL", str(REPOSITORY / "sql")),
            SWITCHYARD_HOST="127.0.0.1",
            SWITCHYARD_PORT=str(self.api_port),
            SWITCHYARD_PUBLIC_URL=self.base_url,
            SWITCHYARD_MAIL_FROM="support@desk.test",
            SWITCHYARD_LOG_LEVEL="info",
        )
        for role in ("api", "worker", "dispatcher", "search"):
            environment[f"SWITCHYARD_{role.upper()}_DATABASE_URL"] = url_for(
                self.admin_url, user=f"switchyard_{role}", password=self._password(role)
            )
        if "SWITCHYARD_SMTP_URL" not in wanted:
            environment["SWITCHYARD_MAIL_FOLDER"] = str(self.mail_folder)
        environment.update(wanted)
        return environment

    def _tier(self, name, ops_port):
        environment = dict(self.environment, SWITCHYARD_OPS_PORT=str(ops_port))
        if name == "api":
            for role in ("WORKER", "DISPATCHER"):
                environment.pop(f"SWITCHYARD_{role}_DATABASE_URL", None)
        return Tier(name, self.binaries / f"switchyard-{name}", environment, self.folder / f"{name}.log", ops_port)

    def another_worker(self):
        """One more process of the worker's tier, not started."""
        port = free_port()
        tier = self._tier("worker", port)
        tier.log = self.folder / f"worker-{port}.log"
        self.others.append(tier)
        return tier

    def create(self, tablespace="pg_default"):
        """Makes the database and migrates it."""
        psql(self.server_url, f"CREATE DATABASE {self.database} TEMPLATE template0 TABLESPACE {tablespace}")
        self.control("migrate")
        return self

    def start(self):
        self.create()
        self.api.start()
        self.worker.start()
        return self

    def control(self, *words):
        """Runs switchyardctl; its standard output. Fails where it does not end well."""
        return run(**self._control(words))

    def control_to_its_end(self, *words):
        """Runs switchyardctl, however it ends: returncode, stdout, stderr."""
        return finished(**self._control(words))

    def start_control(self, *words):
        """Starts switchyardctl, for a test that kills it."""
        called = self._control(words)
        process = subprocess.Popen(
            called["command"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=called["env"],
        )
        self.commands.append(process)
        return process

    def _control(self, words):
        environment = dict(self.environment, DATABASE_URL=self.admin_url)
        environment.update({f"SWITCHYARD_{role.upper()}_PASSWORD": self._password(role) for role in ROLES})
        return {"command": [str(self.binaries / "switchyardctl"), *words], "env": environment}

    def operator_key(self):
        return self.control("key", "create", "--operator").strip().splitlines()[-1]

    def sql(self, statement):
        """As the administrator: what no credential of the product may see. Rows are texts."""
        return psql(self.admin_url, statement)

    def rows(self, query):
        """What a query finds, each value as its JSON type. Columns need names of their own."""
        return [list(json.loads(row).values()) for (row,) in self.sql(f"SELECT row_to_json(t) FROM ({query}) t")]

    def value(self, query):
        """The one value of a query that finds one."""
        ((found,),) = self.rows(query)
        return found

    def stop(self):
        for tier in (self.api, self.worker, *self.others):
            tier.stop()
        for process in self.commands:
            process.kill()
            process.wait(STOP_SECONDS_MAX)

    def drop(self):
        self.stop()
        with contextlib.suppress(Failed):
            psql(self.server_url, f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
