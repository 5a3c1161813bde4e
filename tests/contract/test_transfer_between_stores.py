"""One log, exported from each kind of store and loaded into each other kind, is the same log to the byte."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from shared.adapters.memory.event_store import MemoryEventStore
from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from shared.core.clock import system_clock
from shared.flow.append import Writer
from shared.flow.transfer import export_lines, load
from tests.contract.event_store_suite import LogUnderTest, TestClock, all_events
from tests.support.log_events import append_of, renamed, step

KINDS = ["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.real)]


@pytest.fixture
def make_log(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], LogUnderTest]]:
    made: list[Database] = []

    def make(kind: str, name: str) -> LogUnderTest:
        if kind == "memory":
            store = MemoryEventStore(system_clock)
            return LogUnderTest(store, store, TestClock())
        url = f"sqlite:///{tmp_path}/{name}.db"
        if kind == "postgresql":
            url = request.getfixturevalue("fresh_database")(name)
        made.append(Database(url))
        migrate(made[-1], "admissions")
        return LogUnderTest(SqlEventStore(made[-1], system_clock), SqlOutbox(made[-1]), TestClock())

    yield make
    for database in made:
        database.dispose()


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_a_log_moves_between_stores_to_the_byte_and_goes_on_there(
    make_log: Callable[[str, str], LogUnderTest], source: str, target: str
) -> None:
    first, second = make_log(source, "source"), make_log(target, "target")
    writer = Writer(first.store)
    for number in range(30):
        writer.append(append_of(f"{number}", [step(f"{number % 5}"), renamed("pa-dau")]))
    writer.append_chunk([append_of(f"batch {n}", [step(f"{n}")], batch_id="batch-1") for n in range(400)])
    data = b"".join(export_lines(first.outbox))
    loaded = load(second.store, second.outbox, lambda: BytesIO(data))
    assert loaded.stored == 460
    assert all_events(second) == all_events(first)
    again = append_of("3", [step("3"), renamed("pa-dau")])
    assert Writer(second.store).append(again).repeated
    assert Writer(second.store).append(append_of("next", [step("1")])).first == 461
