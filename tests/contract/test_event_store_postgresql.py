"""The log's port suite over real PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest

from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from tests.contract.event_store_races import EventStoreRaces
from tests.contract.event_store_suite import EventStoreSuite, LogUnderTest, TestClock

pytestmark = pytest.mark.real


@pytest.fixture
def database(fresh_database: Callable[[str], str]) -> Iterator[Database]:
    database = Database(fresh_database("log"))
    migrate(database, "admissions")
    yield database
    database.dispose()


@pytest.fixture
def log(database: Database) -> LogUnderTest:
    clock = TestClock()
    return LogUnderTest(SqlEventStore(database, clock), SqlOutbox(database), clock)


class TestPostgresqlEventStore(EventStoreSuite):
    """The suite."""


class TestPostgresqlEventStoreRaces(EventStoreRaces):
    """Concurrent writers."""
