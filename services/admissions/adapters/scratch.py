"""Scratch beside memory: a temporary SQLite file without a name, each value sealed with a key of this process alone.

What an import keeps while it is at work; whatever ends the process, nobody can read what is left on the disk.
"""

import sqlite3
from collections.abc import Iterator
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BITS = 256
_NONCE_BYTES = 12
_CACHE_KIB = 8_192
_ROWS_AT_ONCE = 1_000
_PRAGMAS = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA temp_store = FILE",
    f"PRAGMA cache_size = -{_CACHE_KIB}",
)
_TABLES = (
    "CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB NOT NULL)",
    "CREATE TABLE pile (name TEXT NOT NULL, turn INTEGER NOT NULL, value BLOB NOT NULL)",
)


class SqlScratch:
    """Scratch in a file that SQLite makes where temporary files go, and that has no name once it is open.

    One thread at a time uses it; which one may change. Nothing is ever committed: there is nothing to recover.
    """

    def __init__(self) -> None:
        self._seal = AESGCM(AESGCM.generate_key(_KEY_BITS))
        self._nonce = 0
        self._lock = Lock()
        self._connection = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        for statement in (*_PRAGMAS, *_TABLES, "BEGIN"):
            self._connection.execute(statement)

    def put(self, key: str, value: bytes) -> None:
        """As the port says."""
        self._execute("INSERT OR REPLACE INTO kept (key, value) VALUES (?, ?)", (key, self._sealed(value)))

    def get(self, key: str) -> bytes | None:
        """As the port says."""
        with self._lock:
            row = self._connection.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        return None if row is None else self._opened(row[0])

    def add(self, name: str, turn: int, value: bytes) -> None:
        """As the port says."""
        self._execute("INSERT INTO pile (name, turn, value) VALUES (?, ?, ?)", (name, turn, self._sealed(value)))

    def pile(self, name: str) -> Iterator[tuple[int, bytes]]:
        """As the port says. SQLite sorts the sealed values, in memory and then in its own temporary file."""
        with self._lock:
            found = self._connection.execute(
                "SELECT turn, value FROM pile WHERE name = ? ORDER BY turn, rowid", (name,)
            )
        while True:
            with self._lock:
                rows = found.fetchmany(_ROWS_AT_ONCE)
            if not rows:
                return
            for turn, value in rows:
                yield turn, self._opened(value)

    def close(self) -> None:
        """As the port says."""
        self._connection.close()

    def _execute(self, statement: str, values: tuple[object, ...]) -> None:
        with self._lock:
            self._connection.execute(statement, values)

    def _sealed(self, value: bytes) -> bytes:
        self._nonce += 1
        nonce = self._nonce.to_bytes(_NONCE_BYTES, "big")
        return nonce + self._seal.encrypt(nonce, value, None)

    def _opened(self, sealed: bytes) -> bytes:
        return self._seal.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
