"""Opens sealed names with the persons' keys, for the index in memory."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog

from services.members.app.ports import Sealed
from shared.core.errors import Malformed
from shared.ports.key_store import KeyStore

log = structlog.get_logger(__name__)
NAME_FIELD = "full_name"


class Seal(Protocol):
    """Opens what a person's key sealed."""

    def unseal(self, key: bytes, person_id: str, sealed: Mapping[str, str]) -> dict[str, str]:
        """The fields in clear. Raises Malformed."""


class NoNames:
    """Unsealer of a process that has no keys: nobody has a name."""

    def full_names(self, sealed: Sequence[Sealed]) -> Mapping[str, str]:  # noqa: ARG002 - the port's signature
        """None."""
        return {}


class KeyedUnsealer:
    """Unsealer over a key store."""

    def __init__(self, keys: KeyStore, seal: Seal) -> None:
        self._keys = keys
        self._seal = seal

    def full_names(self, sealed: Sequence[Sealed]) -> Mapping[str, str]:
        """The plain name of each person whose newest row here carries one, where the key still exists.

        A seal that does not open leaves that one person without a name, and is logged. Raises Unavailable.
        """
        newest = {row.person_id: row.fields for row in sealed if row.fields is not None and NAME_FIELD in row.fields}
        keys = self._keys.keys(list(newest))
        names: dict[str, str] = {}
        for person_id, key in keys.items():
            try:
                clear = self._seal.unseal(key, person_id, {NAME_FIELD: newest[person_id][NAME_FIELD]})
            except Malformed as fault:
                log.warning("name-not-unsealed", code=fault.code, person_id=person_id)
                continue
            names[person_id] = clear[NAME_FIELD]
        return names
