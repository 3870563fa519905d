"""Fixtures of the tests that need both tiers, or a server that they may stop."""

import os

import pytest

from client import Client
from deployment import Cluster, Deployment


@pytest.fixture(scope="session")
def full(pytestconfig):
    """The long form of a test that has one: `--full`, or SWITCHYARD_E2E_FULL=1."""
    return bool(pytestconfig.getoption("--full", default=False) or os.environ.get("SWITCHYARD_E2E_FULL"))


@pytest.fixture(scope="module")
def own_cluster():
    """A durable server that this module may stop and start."""
    cluster = Cluster("e2e-own")
    try:
        yield cluster.start()
    finally:
        cluster.remove()


@pytest.fixture(scope="module")
def deployment(tmp_path_factory):
    """Both tiers on a fresh database of the tests' server."""
    made = Deployment(os.environ["SWITCHYARD_TEST_ADMIN_URL"], tmp_path_factory.mktemp("run"))
    try:
        yield made.start()
    finally:
        made.drop()


@pytest.fixture(scope="module")
def operator(deployment):
    return Client(deployment.base_url, deployment.operator_key())
