"""The key store in memory, for unit tests."""

import os
from collections.abc import Mapping, Sequence


class MemoryKeyStore:
    """KeyStore over two dictionaries; None is a destroyed key."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes | None] = {}
        self._secrets: dict[str, bytes] = {}

    def create(self, person_ids: Sequence[str]) -> None:
        """As the port says."""
        for person_id in person_ids:
            self._keys.setdefault(person_id, os.urandom(32))

    def keys(self, person_ids: Sequence[str]) -> Mapping[str, bytes]:
        """As the port says."""
        return {person_id: key for person_id in person_ids if (key := self._keys.get(person_id)) is not None}

    def destroy(self, person_id: str) -> None:
        """As the port says."""
        self._keys[person_id] = None

    def secret(self, name: str) -> bytes:
        """As the port says."""
        return self._secrets.setdefault(name, os.urandom(32))
