"""Fixtures of all end-to-end tests. scripts/test says where the programs and the cluster are."""
import gzip
import json
import os
import pathlib
import subprocess

import pytest

from installation import REPOSITORY, Installation


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="the long form of tests that have one")


@pytest.fixture(scope="module")
def install():
    """Makes installations that go when the module is through: `install(SWITCHYARD_LOG_LEVEL="debug")`."""
    made = []

    def make(**environment):
        made.append(Installation(**environment))
        return made[-1]

    yield make
    for installation in made:
        installation.close()


@pytest.fixture(scope="module")
def installation(install):
    """One for the whole module."""
    return install()


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
    subprocess.run([REPOSITORY / "scripts" / "import-reviews", "--convert", reviews_path, target], check=True)
    return target
