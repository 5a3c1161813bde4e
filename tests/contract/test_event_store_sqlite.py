"""The log's port suite over a SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from tests.contract.event_store_races import EventStoreRaces
from tests.contract.event_store_suite import EventStoreSuite, LogUnderTest, TestClock


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/log.db")
    migrate(database, "admissions")
    yield database
    database.dispose()


@pytest.fixture
def log(database: Database) -> LogUnderTest:
    clock = TestClock()
    return LogUnderTest(SqlEventStore(database, clock), SqlOutbox(database), clock)


class TestSqliteEventStore(EventStoreSuite):
    """The suite."""


class TestSqliteEventStoreRaces(EventStoreRaces):
    """Concurrent writers."""
