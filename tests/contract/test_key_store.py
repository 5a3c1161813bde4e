"""The key store's port suite over memory, SQLite and PostgreSQL, and what only stored keys can get wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.adapters.memory.key_store import MemoryKeyStore
from shared.adapters.sql.engine import Database
from shared.adapters.sql.key_store import MIGRATIONS, SqlKeyStore, metadata
from shared.adapters.sql.migrate import differences, migrate
from shared.core.errors import Unavailable
from tests.contract.key_store_suite import KeyStoreSuite

MASTER = bytes(range(32))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/keys.db"
    if request.param == "postgresql":
        fresh: Callable[[str], str] = request.getfixturevalue("fresh_database")
        url = fresh("keys")
    database = Database(url)
    migrate(database, MIGRATIONS)
    yield database
    database.dispose()


class TestMemoryKeyStore(KeyStoreSuite):
    """The suite in memory."""

    @pytest.fixture
    def keys(self) -> MemoryKeyStore:
        return MemoryKeyStore()


class TestSqlKeyStore(KeyStoreSuite):
    """The suite over both databases."""

    @pytest.fixture
    def keys(self, database: Database) -> SqlKeyStore:
        return SqlKeyStore(database, MASTER)

    def test_the_schema_is_what_the_code_declares(self, database: Database) -> None:
        assert differences(database, metadata) == []

    def test_another_master_key_opens_nothing_and_says_so(self, database: Database, keys: SqlKeyStore) -> None:
        keys.create(["an"])
        keys.secret("person-ref")
        stranger = SqlKeyStore(database, bytes(32))
        with pytest.raises(Unavailable, match="master-key-wrong"):
            stranger.keys(["an"])
        with pytest.raises(Unavailable, match="master-key-wrong"):
            stranger.secret("person-ref")

    def test_keys_of_more_people_than_a_statement_takes_are_found(self, keys: SqlKeyStore) -> None:
        people = [f"person-{n}" for n in range(12_000)]
        keys.create(people)
        assert set(keys.keys(people)) == set(people)

    def test_taking_keys_keeps_tombstones_on_both_sides(self, keys: SqlKeyStore) -> None:
        keys.create(["an", "binh"])
        keys.destroy("binh")
        own = keys.keys(["an"])["an"]
        keys.secret("person-ref")
        taken = keys.take([("an", bytes(32)), ("binh", bytes(32)), ("chi", bytes(32)), ("dung", None)], {"s": MASTER})
        assert taken == 4
        assert dict(keys.entries()) == {"an": own, "binh": None, "chi": bytes(32), "dung": None}
        assert keys.secret("s") == MASTER


def test_a_destroyed_key_leaves_no_byte_in_the_files(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/keys.db")
    migrate(database, MIGRATIONS)
    keys = SqlKeyStore(database, MASTER)
    keys.create([f"person-{n}" for n in range(200)])
    with database.read() as tx:
        query = "SELECT wrapped FROM person_key WHERE person_id = 'person-77'"
        wrapped = tx.exec_driver_sql(query).scalar_one()

    def held() -> bool:
        return any(wrapped in file.read_bytes() for file in tmp_path.iterdir())

    assert held()
    keys.destroy("person-77")
    assert not held()
    database.dispose()
