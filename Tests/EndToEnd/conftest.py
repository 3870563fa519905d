"""Fixtures of all end-to-end tests. scripts/test says where the programs and the cluster are."""

import contextlib
import gzip
import json
import os
import pathlib

import pytest

from client import Client
from deployment import REPOSITORY, Cluster, Deployment, run


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="the long form of tests that have one")


def is_full(config):
    """The long form of tests that have one: `--full`, or SWITCHYARD_E2E_FULL=1."""
    return bool(config.getoption("--full") or os.environ.get("SWITCHYARD_E2E_FULL"))


@pytest.fixture(scope="session")
def full(pytestconfig):
    return is_full(pytestconfig)


@pytest.fixture
def tell():
    """Says what was counted: in words for people and, where SWITCHYARD_FIGURES names a file, as a line of JSON in it."""

    def told(words, **figures):
        print(f"\n{words}")
        if path := os.environ.get("SWITCHYARD_FIGURES"):
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(figures) + "\n")

    return told


@pytest.fixture(scope="module")
def own_cluster():
    """A durable server that this module may stop and start."""
    cluster = Cluster("e2e-own")
    try:
        yield cluster.start()
    finally:
        cluster.remove()


@contextlib.contextmanager
def deployments(tmp_path_factory):
    """Makes deployments on the tests' server that go at the end: `deploy().create()` has a database,
    `deploy(SWITCHYARD_LOG_LEVEL="debug").start()` both tiers too. One that runs holds some thirty of the server's
    connections, so nothing keeps several for longer than it needs them."""
    with contextlib.ExitStack() as made:

        def make(**environment):
            folder = tmp_path_factory.mktemp("run")
            url = os.environ["SWITCHYARD_TEST_ADMIN_URL"]
            return made.enter_context(Deployment(url, folder, environment=environment))

        yield make


@pytest.fixture
def deploy(tmp_path_factory):
    """Makes deployments that go when the test is through."""
    with deployments(tmp_path_factory) as make:
        yield make


@pytest.fixture(scope="module")
def deploy_for_module(tmp_path_factory):
    """Makes deployments that go when the module is through."""
    with deployments(tmp_path_factory) as make:
        yield make


@pytest.fixture(scope="module")
def deployment(deploy_for_module):
    """Both tiers, for the whole module."""
    return deploy_for_module().start()


@pytest.fixture(scope="module")
def operator(deployment):
    """The API as the operator's administrator."""
    return Client(deployment.base_url, deployment.operator_key())


@pytest.fixture(scope="session")
def reviews_path():
    """The real reviews, where they are at hand."""
    shared = pathlib.Path(os.environ.get("SWITCHYARD_SHARED", REPOSITORY.parent / "shared"))
    path = shared / "data" / "crypto_complaints.jsonl.gz"
    if not path.exists():
        pytest.skip("the reference data is not here")
    return path


@pytest.fixture(scope="session")
def reviews(reviews_path):
    with gzip.open(reviews_path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def history(reviews_path, tmp_path_factory):
    """The reviews as a history file."""
    target = tmp_path_factory.mktemp("history") / "reviews.ndjson"
    run([REPOSITORY / "scripts" / "import-reviews", "--convert", reviews_path, target])
    return target
