"""The members' suite over real PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest

from shared.adapters.sql.engine import Database
from shared.adapters.sql.migrate import migrate
from tests.contract.members.stays_suite import StaysSuite, kept

pytestmark = pytest.mark.real
__all__ = ["kept"]


@pytest.fixture
def database(fresh_database: Callable[[str], str]) -> Iterator[Database]:
    database = Database(fresh_database("members"))
    migrate(database, "members")
    yield database
    database.dispose()


class TestPostgresqlStays(StaysSuite):
    """The suite."""
