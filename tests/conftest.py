"""Fixtures for real parts, shared by all tests. One set of parts serves a run; see tests/support/parts.py.

`kafka_bootstrap`, `database_url`: the shared parts. `fresh_database(name)`: a database of the test's own on the shared
server. `clean_kafka`: the shared broker without topics, this test's alone. `private_kafka`, `private_postgres`: parts
of the test's own, which it may stop and kill. Whatever else a test starts locally belongs under `parts_folder`.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from deploy.parts import LocalKafka, LocalPostgres
from tests.support import databases, parts, scheduling, topics

# No test asserts a duration: how long an example takes says how busy the machine is.
settings.register_profile("socai", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("socai")

_RUN = pytest.StashKey[Path]()


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the run owns its parts."""
    if not _is_worker(config):
        config.stash[_RUN] = parts.open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the parts with the run."""
    if _RUN in config.stash:
        parts.close_run(config.stash[_RUN])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, for a parallel run."""
    items.sort(key=lambda item: scheduling.rank_of(item.nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> scheduling.SharedScopes:
    """Tests that share what they build share a worker."""
    return scheduling.SharedScopes(config, log)


@pytest.fixture(scope="session")
def kafka_bootstrap() -> str:
    """`host:port` of the shared broker. Its topics are shared too: see `clean_kafka`."""
    return parts.kafka_bootstrap()


@pytest.fixture(scope="session")
def database_url() -> str:
    """Address of the shared PostgreSQL server."""
    return parts.database_url()


@pytest.fixture
def fresh_database(database_url: str) -> Iterator[Callable[[str], str]]:
    """`fresh_database(name)` makes an empty database and answers its address; all are dropped after the test."""
    made: list[str] = []

    def make(name: str) -> str:
        made.append(databases.create_database(database_url, name))
        return made[-1]

    yield make
    for url in made:
        databases.drop_database(database_url, url)


@pytest.fixture
def clean_kafka(kafka_bootstrap: str) -> Iterator[str]:
    """The shared broker without topics and groups; other tests that ask for it wait until this one is over."""
    with parts.locked("kafka-topics"):
        topics.remove_all_topics(kafka_bootstrap)
        yield kafka_bootstrap


@pytest.fixture
def parts_folder() -> Iterator[Path]:
    """A folder for local parts of the test's own, under the run's folder, so that none outlives the run."""
    folder = parts.run_folder() / f"test-{uuid.uuid4().hex[:12]}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def private_kafka() -> Iterator[LocalKafka]:
    """A running broker of the test's own, to be stopped, killed and started at will."""
    broker = LocalKafka(parts.run_folder() / f"kafka-{uuid.uuid4().hex[:12]}", heap_mb=320)
    broker.start()
    yield broker
    broker.remove()


@pytest.fixture
def private_postgres() -> Iterator[LocalPostgres]:
    """A running PostgreSQL server of the test's own, to be stopped, killed and started at will."""
    server = LocalPostgres(parts.run_folder() / f"postgres-{uuid.uuid4().hex[:12]}")
    server.start()
    yield server
    server.remove()
