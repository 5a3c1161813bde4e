"""The ledger's suite over SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.sql.engine import Database
from shared.adapters.sql.migrate import migrate
from tests.contract.indicators.ledger_suite import LedgerSuite, ledger

__all__ = ["ledger"]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/indicators.db")
    migrate(database, "indicators")
    yield database
    database.dispose()


class TestSqliteLedger(LedgerSuite):
    """The suite."""
