"""The key store in SQL: each person's key wrapped (AES-KWP) by the master key; a destroyed key leaves a tombstone."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap_with_padding,
    aes_key_wrap_with_padding,
)
from sqlalchemy import Column, LargeBinary, MetaData, Table, Text, select, text

from shared.adapters.sql.engine import Database
from shared.adapters.sql.many import one_of
from shared.core.errors import Unavailable
from shared.core.text import Text as Words

MIGRATIONS = "shared.adapters.sql.key_store_migrations"
KEY_BYTES = 32
_BATCH = 5_000

metadata = MetaData()
PERSON_KEY = Table(
    "person_key",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("wrapped", LargeBinary, nullable=True),  # null: destroyed for good
)
SECRET = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
_ADD_KEY = text("INSERT INTO person_key VALUES (:person_id, :wrapped) ON CONFLICT (person_id) DO NOTHING")
_ADD_SECRET = text("INSERT INTO secret VALUES (:name, :wrapped) ON CONFLICT (name) DO NOTHING")
_TAKE_SECRET = text(
    "INSERT INTO secret VALUES (:name, :wrapped) ON CONFLICT (name) DO UPDATE SET wrapped = excluded.wrapped"
)
_TOMBSTONE = text(
    "INSERT INTO person_key VALUES (:person_id, NULL) ON CONFLICT (person_id) DO UPDATE SET wrapped = NULL"
)


class SqlKeyStore:
    """KeyStore over two tables. Nothing in the database opens anything without the master key."""

    def __init__(self, database: Database, master_key: bytes) -> None:
        self._database = database
        self._master_key = master_key

    def create(self, person_ids: Sequence[str]) -> None:
        """As the port says."""
        if not person_ids:
            return
        rows = [{"person_id": id_, "wrapped": self._wrap(os.urandom(KEY_BYTES))} for id_ in person_ids]
        with self._database.write() as tx:
            tx.execute(_ADD_KEY, rows)

    def keys(self, person_ids: Sequence[str]) -> Mapping[str, bytes]:
        """As the port says."""
        found: dict[str, bytes] = {}
        with self._database.read() as tx:
            for start in range(0, len(person_ids), _BATCH):
                wanted = one_of(self._database.dialect, PERSON_KEY.c.person_id, person_ids[start : start + _BATCH])
                query = select(PERSON_KEY).where(wanted, PERSON_KEY.c.wrapped.is_not(None))
                found.update((person_id, self._unwrap(wrapped)) for person_id, wrapped in tx.execute(query))
        return found

    def destroy(self, person_id: str) -> None:
        """As the port says. In SQLite the bytes are overwritten in the file and in its write-ahead log; PostgreSQL
        frees them at the next vacuum. Backups of the key store must be pruned by the operator's rule.
        """
        with self._database.write() as tx:
            if self._database.dialect == "sqlite":
                tx.exec_driver_sql("PRAGMA secure_delete = ON")
            tx.execute(_TOMBSTONE, {"person_id": person_id})
        if self._database.dialect == "sqlite":
            with self._database.engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def secret(self, name: str) -> bytes:
        """As the port says."""
        query = select(SECRET.c.wrapped).where(SECRET.c.name == name)
        with self._database.read() as tx:
            wrapped = tx.execute(query).scalar()
        if wrapped is None:
            with self._database.write() as tx:
                tx.execute(_ADD_SECRET, {"name": name, "wrapped": self._wrap(os.urandom(KEY_BYTES))})
                wrapped = tx.execute(query).scalar_one()
        return self._unwrap(wrapped)

    def entries(self) -> Iterator[tuple[str, bytes | None]]:
        """Every person's key by id, None where it was destroyed: what an export carries to another key store."""
        with self._database.read() as tx:
            query = select(PERSON_KEY).order_by(PERSON_KEY.c.person_id).execution_options(yield_per=_BATCH)
            for person_id, wrapped in tx.execute(query):
                yield person_id, None if wrapped is None else self._unwrap(wrapped)

    def take(self, entries: Iterable[tuple[str, bytes | None]], secrets: Mapping[str, bytes]) -> int:
        """Keep keys and secrets that another key store gave; a destroyed key stays, or becomes, destroyed.

        All in one transaction. Returns how many persons' entries came.
        """
        count = 0
        with self._database.write() as tx:
            for person_id, key in entries:
                count += 1
                if key is None:
                    tx.execute(_TOMBSTONE, {"person_id": person_id})
                else:
                    tx.execute(_ADD_KEY, {"person_id": person_id, "wrapped": self._wrap(key)})
            for name, value in secrets.items():
                tx.execute(_TAKE_SECRET, {"name": name, "wrapped": self._wrap(value)})
        return count

    def _wrap(self, key: bytes) -> bytes:
        return aes_key_wrap_with_padding(self._master_key, key)

    def _unwrap(self, wrapped: bytes) -> bytes:
        try:
            return aes_key_unwrap_with_padding(self._master_key, wrapped)
        except InvalidUnwrap:
            raise Unavailable(
                "master-key-wrong",
                Words(vi="Khóa chủ không mở được kho khóa này.", en="The master key does not open this key store."),
                mend=Words(
                    vi="Dùng khóa chủ đã tạo kho khóa này.", en="Use the master key that this key store was made with."
                ),
            ) from None
