"""Where the keys of persons live: a part of its own with its own backups, like a KMS (design 3)."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class KeyStore(Protocol):
    """One data key for each person, kept wrapped. Destroying it erases the person's particulars everywhere."""

    def create(self, person_ids: Sequence[str]) -> None:
        """Make a key for each person that has none. MUST be durable before it returns. Idempotent."""

    def keys(self, person_ids: Sequence[str]) -> Mapping[str, bytes]:
        """The keys (32 bytes) of those persons that have one. Raises Unavailable."""

    def destroy(self, person_id: str) -> None:
        """Destroy the key for good. Idempotent. A destroyed person's key MUST NOT be created again."""

    def secret(self, name: str) -> bytes:
        """A named 32-byte secret of the system (made at first use), for keyed ids and tokens. Same bytes every time."""
