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


@pytest.fixture(scope="session")
def full(pytestconfig):
    """The long form of a test that has one: `--full`, or SWITCHYARD_E2E_FULL=1."""
    return bool(pytestconfig.getoption("--full") or os.environ.get("SWITCHYARD_E2E_FULL"))


@pytest.fixture(scope="module")
def own_cluster():
    """A durable server that this module may stop and start."""
    cluster = Cluster("e2e-own")
    try:
        yield cluster.start()
    finally:
        cluster.remove()


@pytest.fixture(scope="module")
def deploy(tmp_path_factory):
    """Makes deployments on the tests' server that go when the module is through: `deploy().create()` has a database,
    `deploy(SWITCHYARD_LOG_LEVEL="debug").start()` both tiers too."""
    with contextlib.ExitStack() as made:

        def make(**environment):
            folder = tmp_path_factory.mktemp("run")
            url = os.environ["SWITCHYARD_TEST_ADMIN_URL"]
            return made.enter_context(Deployment(url, folder, environment=environment))

        yield make


@pytest.fixture(scope="module")
def deployment(deploy):
    """Both tiers, for the whole module."""
    return deploy().start()


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
