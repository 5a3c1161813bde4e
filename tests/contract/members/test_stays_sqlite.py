"""The members' suite over SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.sql.engine import Database
from shared.adapters.sql.migrate import migrate
from tests.contract.members.stays_suite import StaysSuite, kept

__all__ = ["kept"]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/members.db")
    migrate(database, "members")
    yield database
    database.dispose()


class TestSqliteStays(StaysSuite):
    """The suite."""
