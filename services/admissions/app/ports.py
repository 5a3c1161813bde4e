"""What the use cases need of this service's own tables and of the seal; adapters give it, tests may too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from shared.core.stream import Position
from shared.ports.event_store import StoredEvent
from shared.tree.organisation import Organisation

Tx_contra = TypeVar("Tx_contra", contravariant=True)


UNDO_KIND = "undo"
"""The kind under which a staged act is opened again to be taken back."""


class BatchState(StrEnum):
    """Where a staged act stands."""

    OPEN = "open"
    CLOSED = "closed"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A staged act as the log has it. Its own events stand between `first` and `last`, others' in between."""

    batch_id: str
    digest: str
    kind: str
    state: BatchState
    events_planned: int
    events_appended: int
    first: Position
    last: Position


class Alike(NamedTuple):
    """Two persons who share a match token; `likeness`: the strongest that they share."""

    person_id: str
    other_id: str
    likeness: int


class Work(Protocol[Tx_contra]):
    """Tables beside the log, changed in the append's transaction; all but the request keys are derived from the log."""

    def apply(self, tx: Tx_contra, events: Sequence[StoredEvent]) -> None:
        """Take events just appended. MUST run in their transaction, in the order of the log."""

    def organisation(self) -> Organisation:
        """The organisation up to the newest commit; it may grow while it is held."""

    def fresh_organisation(self) -> Organisation:
        """The same, of the caller's own: it may be given events that are staged only."""

    def catch_up(self) -> None:
        """Derive what the log holds and these tables do not."""

    def people_of(self, unit_id: str) -> frozenset[str]:
        """Everyone who has ever stood in a unit."""

    def people_of_within(self, tx: Tx_contra, unit_id: str) -> frozenset[str]:
        """The same, as the append's transaction sees it."""

    def alike(self, tokens: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Those of these match tokens that are recorded, and of whom."""

    def pairs_alike(self, likenesses: Sequence[int], limit: int) -> Sequence[Alike]:
        """Pairs of persons with an equal match token of these likenesses, the strongest first."""

    def batch(self, batch_id: str) -> Batch | None:
        """A staged act, or None."""

    def batches_of(self, digest: str) -> Sequence[Batch]:
        """Every staged act of a folder with this content, oldest first."""

    def reserve(self, officer_id: str, key: str, digest: str, now_us: int) -> bool:
        """Keep a request's key with the digest of its body. False when the key is kept with another body."""


class Seal(Protocol):
    """Seals particulars under a person's key (AES-256-GCM, associated data `person_id/field`)."""

    def seal(self, key: bytes, person_id: str, fields: Mapping[str, str]) -> dict[str, str]:
        """Field name to base64 of nonce and ciphertext."""

    def unseal(self, key: bytes, person_id: str, sealed: Mapping[str, str]) -> dict[str, str]:
        """The fields in clear. Raises Malformed when one was altered."""


class Scratch(Protocol):
    """A place beside memory for what one act on many rows keeps meanwhile.

    What is given to it MUST be unreadable outside this process, and gone when it is closed or the process has ended.
    """

    def put(self, key: str, value: bytes) -> None:
        """Keep a value under a key, in the place of an earlier one."""

    def get(self, key: str) -> bytes | None:
        """The value under a key, or None."""

    def add(self, name: str, turn: int, value: bytes) -> None:
        """Lay a value on a pile."""

    def pile(self, name: str) -> Iterator[tuple[int, bytes]]:
        """A pile by turn, those of one turn as they came. It MUST NOT grow while it is read."""

    def close(self) -> None:
        """Let go of it all."""


MakeScratch = Callable[[], Scratch]
