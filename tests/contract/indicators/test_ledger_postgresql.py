"""The ledger's suite over real PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest

from shared.adapters.sql.engine import Database
from shared.adapters.sql.migrate import migrate
from tests.contract.indicators.ledger_suite import LedgerSuite, ledger

pytestmark = pytest.mark.real
__all__ = ["ledger"]


@pytest.fixture
def database(fresh_database: Callable[[str], str]) -> Iterator[Database]:
    database = Database(fresh_database("indicators"))
    migrate(database, "indicators")
    yield database
    database.dispose()


class TestPostgresqlLedger(LedgerSuite):
    """The suite."""
