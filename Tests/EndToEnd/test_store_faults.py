"""A server that is there and takes no writes: its disk is full, or it is a standby that is to take over. Both tiers say so and
refuse, go on by themselves when it is over, and nothing that was acknowledged is lost or done twice."""

import contextlib
import itertools
import os
import time
from urllib.parse import urlsplit, urlunsplit

import pytest

import exchange as exchanges
import probes
from client import Client
from deployment import Cluster, Deployment, Failed, psql, run, wait_until
from test_tiers import answer_by_mail

DISK_MEGABYTES, BLOCK = 64, bytes(1 << 16)
COUNT, RATE = 1_600, 200
BEGUN_SECONDS_MAX, DONE_SECONDS_MAX, SEEN_SECONDS_MAX = 20, 60, 20
# Long enough for every lane to have failed and tried again.
TROUBLE_SECONDS = 2
REQUESTS_MAX = 200
# Each takes a page of its own.
LONG_TEXT = "".join(f"Line {number} of a long story. " for number in range(200))


class SmallDisk:
    """A file system of its own that the server has a tablespace on, and that a test fills to the last byte."""

    name = "small_disk"

    def __init__(self, cluster):
        self.cluster, self.folder = cluster, cluster.folder / self.name
        self.ballast = self.folder / "ballast"

    def __enter__(self):
        owner = self.cluster.data.stat()
        self.folder.mkdir()
        options = f"size={DISK_MEGABYTES}m,mode=0700,uid={owner.st_uid},gid={owner.st_gid}"
        try:
            as_root("mount", "-t", "tmpfs", "-o", options, self.name, self.folder)
        except Failed as refused:
            self.folder.rmdir()
            pytest.skip(f"file systems cannot be mounted here: {refused}")
        psql(self.cluster.url, f"CREATE TABLESPACE {self.name} LOCATION '{self.folder}'")
        return self

    def __exit__(self, *_):
        with contextlib.suppress(Failed):
            psql(self.cluster.url, f"DROP TABLESPACE {self.name}")
        as_root("umount", "--lazy", self.folder)
        self.folder.rmdir()

    def fill(self):
        with contextlib.suppress(OSError), open(self.ballast, "wb", buffering=0) as file:
            while True:
                file.write(BLOCK)

    def empty(self):
        self.ballast.unlink()


def as_root(*command):
    run(command if os.geteuid() == 0 else ("sudo", "-n", *command))


def causes(tier):
    """Why its lanes failed."""
    return " ".join(line["cause"] for line in tier.lines("lane failed and starts again"))


class Intake:
    """Requests, each with a key of its own."""

    def __init__(self, exchange, name):
        self.exchange, self.name = exchange, name
        self.numbers = itertools.count()
        self.path = f"{exchange.path}/tickets"
        self.taken = set()

    def _body(self, key):
        return {"customer": {"id": key}, "text": LONG_TEXT}

    def refused(self):
        """The key of the first that is refused. What is taken before it counts."""
        for _ in range(REQUESTS_MAX):
            key = f"{self.name}-{next(self.numbers)}"
            answer = self.exchange.intake.send("POST", self.path, self._body(key), headers={"Idempotency-Key": key})
            if answer.status == 503:
                assert answer.headers["retry-after"].isdigit()
                return key
            assert answer.status == 201, answer
            self.taken.add(answer.json["id"])
        raise Failed(f"{REQUESTS_MAX} requests were taken")

    def insist(self, key):
        self.taken.add(self.exchange.intake.insist("POST", self.path, self._body(key), once=key)["id"])

    def check(self):
        """Every answer is exactly one case."""
        assert {item["id"] for item in self.exchange.agent.pages(self.path)} == self.taken


def await_trouble(made, code):
    """The worker says in its health and its log what is wrong, and the API refuses."""
    made.worker.await_health(503)
    assert made.worker.checks()["lanes"].startswith("failing: ")
    assert code in causes(made.worker)


def await_end(made):
    for tier in (made.api, made.worker):
        tier.await_health(200, SEEN_SECONDS_MAX)
    wait_until(lambda: probes.done(made) == COUNT, DONE_SECONDS_MAX, "every job is done")
    assert made.value("SELECT count(*) FROM switchyard.job WHERE kind = 'probe'") == 0
    assert made.value("SELECT count(*) FROM switchyard.job_dead") == 0


def test_a_full_disk_stops_everything_and_costs_nothing(own_cluster, tmp_path):
    with SmallDisk(own_cluster) as disk, Deployment(own_cluster.url, tmp_path) as made:
        made.create(tablespace=disk.name)
        made.api.start()
        made.worker.start()
        exchange = exchanges.found(Client(made.base_url, made.operator_key()), "full")
        intake = Intake(exchange, "full")
        probes.plan(made, exchange.id, COUNT, RATE)
        wait_until(lambda: probes.done(made) > 0, BEGUN_SECONDS_MAX, "the worker works")
        disk.fill()
        key = intake.refused()
        await_trouble(made, "53100")
        time.sleep(TROUBLE_SECONDS)
        assert probes.done(made) < COUNT, "it was through before the disk was full"
        disk.empty()
        await_end(made)
        intake.insist(key)
        intake.check()


@pytest.fixture
def pair():
    """A server, and a standby that has everything the server has acknowledged."""
    with contextlib.ExitStack() as made:
        # What dies is the server, not the machine: nothing has to be on a disk.
        first, second = Cluster("e2e-first", fast=True), Cluster("e2e-second", fast=True)
        for cluster in (first, second):
            made.callback(cluster.remove)
        first.start()
        psql(first.url, "ALTER SYSTEM SET synchronous_commit = on")
        second.follow(first)
        psql(first.url, "ALTER SYSTEM SET synchronous_standby_names = '*'")
        psql(first.url, "SELECT pg_reload_conf()")
        yield first, second


def either(first, second):
    """One address for both: whoever answers."""
    parts = urlsplit(first.url)
    place = f"{parts.netloc},{urlsplit(second.url).netloc.rpartition('@')[2]}"
    return urlunsplit((parts.scheme, place, parts.path, parts.query, ""))


def test_a_standby_is_waited_for_until_it_takes_over(pair, tmp_path):
    first, second = pair
    with Deployment(either(first, second), tmp_path) as made:
        made.start()
        exchange = exchanges.found(Client(made.base_url, made.operator_key()), "standby")
        intake = Intake(exchange, "standby")
        probes.plan(made, exchange.id, COUNT, RATE)
        wait_until(lambda: probes.done(made) > 0, BEGUN_SECONDS_MAX, "the worker works")
        first.stop("immediate")
        key = intake.refused()
        await_trouble(made, "25006")
        assert made.worker.lines("no hints, polling only")
        time.sleep(TROUBLE_SECONDS)
        assert probes.done(made) < COUNT, "it was through before the server died"
        second.promote()
        await_end(made)
        intake.insist(key)
        intake.check()
        # Hints are heard again, and what they tell of is done.
        wait_until(lambda: made.worker.lines("hints are heard again"), SEEN_SECONDS_MAX, "hints are heard again")
        answer_by_mail(exchange, "after")
        wait_until(lambda: list(made.mail_folder.glob("*.eml")), SEEN_SECONDS_MAX, "the mail is sent")
