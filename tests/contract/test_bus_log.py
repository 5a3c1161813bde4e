"""The bus's port suite where the log itself is the bus: SQLite, and real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.adapters.sql.bus import LogBusReader
from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from shared.flow.doorbell import Doorbell
from shared.flow.watermark import LogMarks, Pace
from tests.contract.bus_suite import BusSuite, BusUnderTest
from tests.contract.event_store_suite import TestClock
from tests.support.bus_works import Reading


def over(database: Database) -> Iterator[BusUnderTest]:
    """The log of this database as a bus."""
    migrate(database, "admissions")
    clock, doorbell = TestClock(), Doorbell()
    outbox = SqlOutbox(database)
    marks = LogMarks(outbox, clock, pace=Pace(0.0, 0.0))

    def resend(reading: Reading) -> None:
        # The log loses nothing: reading on from the checkpoint is all that there is to do.
        reading.consumer.forget()

    under_test = BusUnderTest(
        store=SqlEventStore(database, clock),
        outbox=outbox,
        publish=doorbell.ring,
        open_reader=lambda: LogBusReader(outbox, marks, doorbell),
        resend=resend,
    )
    yield under_test
    under_test.close()
    database.dispose()


class TestSqliteLogAsBus(BusSuite):
    """The suite."""

    examples = 15

    @pytest.fixture
    def bus(self, tmp_path: Path) -> Iterator[BusUnderTest]:
        yield from over(Database(f"sqlite:///{tmp_path}/log.db"))


@pytest.mark.real
class TestPostgresqlLogAsBus(BusSuite):
    """The suite."""

    examples = 8

    @pytest.fixture
    def bus(self, fresh_database: Callable[[str], str]) -> Iterator[BusUnderTest]:
        yield from over(Database(fresh_database("bus")))
