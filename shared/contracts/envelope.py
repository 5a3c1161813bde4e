"""The stored event: CloudEvents 1.0 attributes, ours included, and the event before it has a place (contracts 2)."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import Raw, Struct

from shared.core.stream import StreamId

VALUE_BYTES_MAX = 65_535
"""No stored event is larger; what does not fit is several events sharing `actid`."""


class Envelope(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stored event as read back: every attribute, the data still as bytes."""

    specversion: str
    datacontenttype: str
    id: str
    type: str
    source: str
    subject: str
    time: str
    position: int
    stream: str
    streamversion: int
    commandid: str
    correlationid: str | None = None
    causationid: str | None = None
    batchid: str | None = None
    actid: str | None = None
    data: Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event decided but not yet appended: it has no position, time, version or sequence."""

    topic: str
    type: str
    stream: StreamId
    subject: str
    data: bytes
    actid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the events of one command share: the command, and what led to it."""

    command_id: UUID
    correlation_id: str | None = None
    causation_id: str | None = None
    batch_id: str | None = None
