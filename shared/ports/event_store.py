"""The one log: append with expected versions, read back by stream or by position (design 4)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from shared.contracts.codec import PreparedEvent
from shared.core.stream import Partition, Position, StreamId, StreamVersion
from shared.core.stream import Sequence as SequenceNumber

Tx = TypeVar("Tx")
Tx_co = TypeVar("Tx_co", covariant=True)
CHUNK_EVENTS_MAX = 5_000
"""A chunk of a staged act is at most this many events (design 4)."""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of the log: where it stands, and the bytes that are published."""

    position: Position
    topic: str
    partition: Partition
    sequence: SequenceNumber
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """The events of one command, encoded, with the version that each touched stream had when it was decided."""

    command_id: str
    expected: Mapping[StreamId, StreamVersion]
    events: Sequence[PreparedEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """Where a command's events stand. `repeated`: they stood there already and nothing was written."""

    first: Position
    last: Position
    time: datetime
    events: Sequence[StoredEvent]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: position 0 and no time when it is empty."""

    position: Position
    time: datetime | None


Within = Callable[[Tx, Sequence[StoredEvent]], None]
"""Runs inside the append's transaction, after the insert: work queues, a staged act's progress (design 4)."""


class EventStore(Protocol[Tx_co]):
    """The log. Positions MUST be gapless in commit order: a reader that saw position p MUST never see a lower one
    later.

    An append MUST be judged and written under one lock: position, time (max(clock, last + 1 us)), versions, sequences.
    """

    def append(self, appends: Sequence[Append], *, within: Within[Tx_co] | None = None) -> list[Appended | Exception]:
        """Append each command in one transaction, every one with a time of its own, later than the one before.

        A command whose id is in the log already MUST be answered with where it stands. One whose expected versions no
        longer hold gets a Conflict in its place and MUST NOT disturb the others. Raises Unavailable.
        """

    def append_chunk(self, appends: Sequence[Append], *, within: Within[Tx_co] | None = None) -> Appended:
        """Append all of them with one time, or none: a chunk of a staged act, at most CHUNK_EVENTS_MAX events.

        Raises Conflict naming the first command whose expected versions do not hold, Unavailable.
        """

    def read_stream(self, stream: StreamId, after: StreamVersion = StreamVersion(0)) -> list[StoredEvent]:
        """The events of a stream by version."""

    def read_streams(self, streams: Sequence[StreamId]) -> dict[StreamId, list[StoredEvent]]:
        """The events of many streams in one go; a stream without events is an empty list."""

    def head(self) -> Head:
        """The end of the log as committed."""

    def transaction(self) -> AbstractContextManager[Tx_co]:
        """A transaction on the same database, for tables that belong to the writer."""
