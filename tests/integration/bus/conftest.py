"""A broker with empty topics and a relay, reader databases on PostgreSQL, and reader processes ended with the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.kafka_world import KafkaWorld, ReaderDatabase, ReaderProcess, Start


@pytest.fixture
def world(clean_kafka: str) -> Iterator[KafkaWorld]:
    made = KafkaWorld(clean_kafka)
    yield made
    made.relay.close()


@pytest.fixture
def database(fresh_database: Callable[[str], str]) -> Iterator[ReaderDatabase]:
    made = ReaderDatabase(fresh_database("reader"))
    yield made
    made.close()


@pytest.fixture
def start(world: KafkaWorld, database: ReaderDatabase, tmp_path: Path) -> Iterator[Start]:
    started: list[ReaderProcess] = []

    def make(mode: str = "live", group: str = "test.read", on: ReaderDatabase = database) -> ReaderProcess:
        started.append(ReaderProcess(mode, world.bootstrap, on, group, tmp_path / "readers"))
        return started[-1]

    yield make
    for each in started:
        if each.process.poll() is None:
            each.kill()
