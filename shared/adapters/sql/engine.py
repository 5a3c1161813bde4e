"""One database of either kind, with the only two ways to use it: a write transaction and a consistent read.

SQLite begins writes with BEGIN IMMEDIATE, so that no transaction fails half-way because another wrote in between.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Literal

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from shared.core.errors import Unavailable
from shared.core.text import Text

Dialect = Literal["sqlite", "postgresql"]
_BEGIN = "socai_begin"


class Database:
    """A SQLite file (`sqlite:///path`) or a PostgreSQL database (`postgresql+psycopg://…`).

    What a driver raises when the database is down, locked, full or broken comes out as Unavailable; a violated
    constraint stays what it is. `lock_wait_s`: how long a writer waits for another.
    """

    def __init__(self, url: str, *, pool_size: int = 8, lock_wait_s: float = 30.0, connect_timeout_s: int = 5) -> None:
        parsed = make_url(url)
        kind = parsed.get_backend_name()
        if kind not in {"sqlite", "postgresql"}:
            raise ValueError(f"only sqlite and postgresql are served, not {kind}")
        self.dialect: Dialect = "sqlite" if kind == "sqlite" else "postgresql"
        self._lock_wait_s = lock_wait_s
        # Writers of one process queue here: SQLite itself only polls, which is neither fair nor quick.
        self._write_turn = Lock()
        if self.dialect == "sqlite":
            if parsed.database in {None, "", ":memory:"}:
                raise ValueError("an SQLite database is a file: its readers and its writer have a connection each")
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
            arguments: dict[str, object] = {"timeout": lock_wait_s, "check_same_thread": False}
        else:
            arguments = {"connect_timeout": connect_timeout_s}
        self.engine: Engine = create_engine(
            parsed, connect_args=arguments, pool_size=pool_size, max_overflow=pool_size, pool_timeout=lock_wait_s
        )
        if self.dialect == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "connect", self._prepare_postgresql)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back when anything is raised. Raises Unavailable."""
        if self.dialect == "postgresql":
            with _told(), self.engine.begin() as connection:
                yield connection
            return
        if not self._write_turn.acquire(timeout=self._lock_wait_s):
            raise _unavailable("another writer holds the file")
        try:
            with (
                _told(),
                self.engine.connect().execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}) as connection,
                connection.begin(),
            ):
                yield connection
        finally:
            self._write_turn.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot for all statements inside; what is written in it is refused or thrown away.

        Raises Unavailable.
        """
        with _told(), self.engine.connect() as plain:
            if self.dialect == "postgresql":
                options: dict[str, object] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            else:
                options = {_BEGIN: "BEGIN"}
            with plain.execution_options(**options) as connection:
                yield connection

    def _prepare_postgresql(self, connection: psycopg.Connection, _entry: ConnectionPoolEntry) -> None:
        # A plan made while a table was empty is a sequential scan, and would be kept: plan by the table's present size.
        connection.execute("SET plan_cache_mode = force_custom_plan")
        connection.execute(f"SET lock_timeout = {int(self._lock_wait_s * 1000)}")
        connection.commit()

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transactions are switched off: ours begin where `_begin_sqlite` says.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get(_BEGIN, "BEGIN")))


@contextmanager
def _told() -> Iterator[None]:
    """Turn what drivers raise when a database cannot serve into our Unavailable."""
    try:
        yield
    except (OperationalError, InterfaceError) as fault:
        raise _unavailable(str(fault.orig)) from fault
    except (psycopg.OperationalError, psycopg.InterfaceError) as fault:  # from COPY, which goes past SQLAlchemy
        raise _unavailable(str(fault)) from fault
    except PoolTimeout as fault:
        raise _unavailable("no free connection") from fault


def _unavailable(reason: str) -> Unavailable:
    return Unavailable(
        "database-unavailable",
        Text(vi=f"Cơ sở dữ liệu không phục vụ được: {reason}", en=f"The database cannot serve: {reason}"),
        mend=Text(
            vi="Kiểm tra cơ sở dữ liệu có đang chạy và còn dung lượng, rồi thử lại.",
            en="Check that the database runs and has room, then try again.",
        ),
    )
