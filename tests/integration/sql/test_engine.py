"""The engine and the migrations on both databases: snapshots, rollback, waiting writers, first starts at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import MetaData, text
from sqlalchemy.exc import IntegrityError

from shared.adapters.sql.access_log import SqlAccessLog
from shared.adapters.sql.engine import Database
from shared.adapters.sql.many import one_of
from shared.adapters.sql.migrate import differences, migrate, newest
from shared.adapters.sql.tables import log_table
from shared.core.errors import Unavailable
from shared.ports.access_log import Access
from tests.support.log_events import MORNING

WAIT_S = 30
ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        fresh: Callable[[str], str] = request.getfixturevalue("fresh_database")
        return fresh("engine")
    return f"sqlite:///{tmp_path}/deep/er/engine.db"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database(url)
    with database.write() as tx:
        tx.execute(text("CREATE TABLE note (name text PRIMARY KEY)"))
    yield database
    database.dispose()


def names(database: Database) -> list[str]:
    with database.read() as tx:
        return list(tx.execute(text("SELECT name FROM note ORDER BY name")).scalars())


def add(database: Database, *names: str, then: type[Exception] | None = None) -> None:
    """Insert in one transaction, and fail inside it when asked."""
    with database.write() as tx:
        for name in names:
            tx.execute(text("INSERT INTO note VALUES (:name)"), {"name": name})
        if then is not None:
            raise then


def test_a_write_is_kept_whole_or_not_at_all(database: Database) -> None:
    add(database, "a")
    with pytest.raises(LookupError):
        add(database, "b", then=LookupError)
    with pytest.raises(IntegrityError):
        add(database, "c", "a")
    assert names(database) == ["a"]


def test_a_read_sees_one_snapshot_while_others_write(database: Database) -> None:
    with database.read() as reading:
        assert reading.execute(text("SELECT count(*) FROM note")).scalar() == 0
        with database.write() as tx:
            tx.execute(text("INSERT INTO note VALUES ('a')"))
        assert reading.execute(text("SELECT count(*) FROM note")).scalar() == 0
    assert names(database) == ["a"]


def test_writers_wait_for_one_another_and_none_fails(database: Database) -> None:
    started = Barrier(6)

    def write(writer: int) -> None:
        started.wait(WAIT_S)
        for number in range(10):
            with database.write() as tx:
                tx.execute(text("SELECT count(*) FROM note")).scalar()
                tx.execute(text("INSERT INTO note VALUES (:name)"), {"name": f"{writer}-{number}"})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert len(names(database)) == 60


def test_a_second_process_that_writes_the_same_file_waits_its_time_and_says_so(tmp_path: Path) -> None:
    first = Database(f"sqlite:///{tmp_path}/a.db")
    second = Database(f"sqlite:///{tmp_path}/a.db", lock_wait_s=0.05)
    with first.write(), pytest.raises(Unavailable, match="database-unavailable"), second.write():
        pass
    with second.write(), pytest.raises(Unavailable), second.write():
        pass
    first.dispose()
    second.dispose()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/db"])
def test_an_address_that_cannot_serve_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)sqlite"):
        Database(url)


def test_a_database_that_is_not_there_is_unavailable() -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/none", connect_timeout_s=1)
    with pytest.raises(Unavailable, match="database-unavailable"), database.read():
        pass
    with pytest.raises(Unavailable), database.write():
        pass
    database.dispose()


def test_several_processes_may_migrate_at_their_first_start(url: str) -> None:
    starting = [Database(url) for _ in range(4)]
    barrier = Barrier(4)

    def start(database: Database) -> None:
        barrier.wait(WAIT_S)
        migrate(database, "admissions")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, starting))
    metadata = MetaData()
    log_table(metadata)
    left = [line for line in differences(starting[0], metadata) if "remove_" not in line]
    assert left == []
    for database in starting:
        database.dispose()


@pytest.mark.parametrize(
    "folder",
    sorted([*ROOT.glob("services/**/versions"), *ROOT.glob("shared/**/versions")]),
    ids=lambda folder: str(folder.relative_to(ROOT)),
)
def test_the_newest_revision_is_told_by_the_names_of_the_files(folder: Path) -> None:
    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", str(ROOT / "shared" / "adapters" / "sql" / "migrations"))
    config.set_main_option("version_locations", str(folder))
    assert ScriptDirectory.from_config(config).get_current_head() == newest(folder)


def test_a_schema_newer_than_the_code_is_refused(url: str) -> None:
    database = Database(url)
    migrate(database, "admissions")
    with database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CommandError, match="9999"):
        migrate(database, "admissions")
    database.dispose()


def test_a_schema_that_differs_is_told(database: Database) -> None:
    metadata = MetaData()
    log_table(metadata)
    found = differences(database, metadata)
    assert any("note" in line for line in found)
    assert any("'log'" in line or "add_table" in line for line in found)


def test_one_condition_serves_any_number_of_values(database: Database) -> None:
    many = [f"{n}" for n in range(40_000)]
    with database.write() as tx:
        tx.execute(text("INSERT INTO note VALUES ('7'), ('đ\"x'), ('z')"))
        metadata = MetaData()
        metadata.reflect(tx)
        note = metadata.tables["note"]
        query = note.select().where(one_of(database.dialect, note.c.name, [*many, 'đ"x']))
        assert sorted(tx.execute(query).scalars()) == ["7", 'đ"x']
        assert tx.execute(note.select().where(one_of(database.dialect, note.c.name, []))).all() == []


def test_a_read_of_a_personal_record_is_kept_before_it_is_answered(url: str) -> None:
    database = Database(url)
    migrate(database, "members")
    access = Access(
        at=MORNING, officer_id="o", office="auditor", unit_id="u", person_id=None, what="members", why="kiểm tra"
    )
    SqlAccessLog(database).record(access)
    SqlAccessLog(database).record(access)
    with database.read() as tx:
        rows = tx.execute(text("SELECT * FROM read_access ORDER BY id")).all()
    assert [tuple(row)[1:] for row in rows] == 2 * [
        (1767229200000000, "o", "auditor", "u", None, "members", "kiểm tra")
    ]
    database.dispose()
