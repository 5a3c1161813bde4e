"""The checkpoint store's suite over memory, SQLite and real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.memory.checkpoint import MemoryCheckpointStore
from shared.adapters.sql.checkpoint import SqlCheckpointStore
from shared.adapters.sql.engine import Database
from shared.core.clock import format_instant, from_micros
from tests.contract.checkpoint_suite import CheckpointSuite
from tests.support import journal


class TestMemoryCheckpointStore(CheckpointSuite):
    """The suite."""

    @pytest.fixture
    def store(self) -> MemoryCheckpointStore:
        return MemoryCheckpointStore()

    def times(self, store: Any) -> dict[str, int]:
        return dict(store.rows.times)


class OverSql(CheckpointSuite):
    """Both databases keep the time line alike."""

    def times(self, store: Any) -> dict[str, int]:
        return {format_instant(from_micros(time)): position for time, position in journal.time_line(self.database)}

    database: Database

    def over(self, url: str) -> Iterator[SqlCheckpointStore]:
        type(self).database = Database(url)
        journal.make_tables(self.database)
        yield SqlCheckpointStore(self.database)
        self.database.dispose()


class TestSqliteCheckpointStore(OverSql):
    """The suite."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlCheckpointStore]:
        yield from self.over(f"sqlite:///{tmp_path}/reader.db")


@pytest.mark.real
class TestPostgresqlCheckpointStore(OverSql):
    """The suite."""

    @pytest.fixture
    def store(self, fresh_database: Callable[[str], str]) -> Iterator[SqlCheckpointStore]:
        yield from self.over(fresh_database("reader"))
