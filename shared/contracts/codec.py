"""Envelope <-> bytes; beside the contract classes the only file that knows the wire library (ADR: contract classes).

What is known before the append lock is encoded before it (`prepare`); what the lock gives is spliced in (`finish`).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from shared.contracts.envelope import VALUE_BYTES_MAX, Envelope, NewEvent, Provenance
from shared.contracts.movement import Movement
from shared.contracts.registry import CLASS_OF, TOPIC_OF, TYPE_OF
from shared.contracts.topics import partition_for
from shared.contracts.watermark import Watermark
from shared.core.errors import Malformed, TooLarge
from shared.core.stream import Partition, StreamId, event_id
from shared.core.text import Text

T = TypeVar("T", bound=Struct)
_PLACED_BYTES = 96
"""Room for what the lock gives: position, time and version with their names."""


class _Moving(Struct, frozen=True):
    movements: tuple[Movement, ...] = ()


@cache
def _decoder(cls: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cls)


def decode(cls: type[T], value: bytes) -> T:
    """Read JSON bytes as `cls`, ignoring unknown fields. Raises Malformed with the place of the fault."""
    try:
        decoded: T = _decoder(cls).decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Malformed(
            "message-unreadable",
            Text(vi=f"Không đọc được thông điệp: {fault}", en=f"The message cannot be read: {fault}"),
            mend=Text(
                vi="Yêu cầu bên gửi gửi lại đúng các byte đã lưu.", en="Have the sender send the stored bytes again."
            ),
        ) from None
    return decoded


def encode(value: object) -> bytes:
    """Compact JSON, UTF-8, fields in declared order."""
    return msgspec.json.encode(value)


def decode_envelope(value: bytes) -> Envelope:
    """The envelope of a stored event; its data stays as bytes. Raises Malformed, TooLarge."""
    if len(value) > VALUE_BYTES_MAX:
        raise _too_large(len(value))
    return decode(Envelope, value)


def decode_data(envelope: Envelope) -> Struct | None:
    """The data as its contract class, or None when the type is not known here. Raises Malformed."""
    cls = CLASS_OF.get(envelope.type)
    return None if cls is None else decode(cls, bytes(envelope.data))


def decode_movements(envelope: Envelope) -> tuple[Movement, ...]:
    """The movements of any event, known or not: all that a reader of the ledger needs. Raises Malformed."""
    return decode(_Moving, bytes(envelope.data)).movements


def decode_watermark(value: bytes) -> Watermark:
    """A watermark. Raises Malformed."""
    return decode(Watermark, value)


def new_event(stream: StreamId, subject: str, data: Struct, *, actid: str | None = None) -> NewEvent:
    """An event of the class's own type and topic, encoded, not yet placed."""
    cls = type(data)
    return NewEvent(
        topic=TOPIC_OF[cls], type=TYPE_OF[cls], stream=stream, subject=subject, data=encode(data), actid=actid
    )


@dataclass(frozen=True, slots=True)
class PreparedEvent:
    """An event whose bytes wait only for position, time and stream version."""

    topic: str
    partition: Partition
    stream: StreamId
    event_id: str
    command_id: str
    head: bytes
    tail: bytes


def prepare(event: NewEvent, provenance: Provenance, index: int) -> PreparedEvent:
    """Encode all that does not need the lock. `index`: of the event in its command, from 0. Raises TooLarge."""
    identity = str(event_id(provenance.command_id, index))
    command_id = str(provenance.command_id)
    head = b'{"specversion":"1.0","datacontenttype":"application/json","id":"%s","type":%s,"source":"/admissions",' % (
        identity.encode(),
        encode(event.type),
    )
    head += b'"subject":%s,"time":"' % encode(event.subject)
    tail = b',"stream":%s,"commandid":"%s"' % (encode(event.stream), command_id.encode())
    for name, value in (
        (b"correlationid", provenance.correlation_id),
        (b"causationid", provenance.causation_id),
        (b"batchid", provenance.batch_id),
        (b"actid", event.actid),
    ):
        if value is not None:
            tail += b',"%s":%s' % (name, encode(value))
    tail += b',"data":%s}' % event.data
    if len(head) + len(tail) + _PLACED_BYTES > VALUE_BYTES_MAX:
        raise _too_large(len(head) + len(tail))
    partition = partition_for(event.topic, event.subject)
    return PreparedEvent(event.topic, partition, event.stream, identity, command_id, head, tail)


def finish(event: PreparedEvent, position: int, time: str, version: int) -> bytes:
    """The final bytes: stored, published, hashed. `time` as `format_instant` writes it."""
    return b'%s%s","position":%d,"streamversion":%d%s' % (event.head, time.encode(), position, version, event.tail)


def _too_large(size: int) -> TooLarge:
    return TooLarge(
        "event-too-large",
        Text(
            vi=f"Sự kiện dài {size} byte, giới hạn là {VALUE_BYTES_MAX}.",
            en=f"The event is {size} bytes long, the limit is {VALUE_BYTES_MAX}.",
        ),
        mend=Text(vi="Chia thành nhiều sự kiện cùng actid.", en="Split it into several events sharing actid."),
        values={"bytes": size, "bytes_max": VALUE_BYTES_MAX},
    )
