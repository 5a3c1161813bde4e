"""Stored bytes that come back from outside (an export, the topics): everything is checked before they are stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.contracts.codec import decode_data, decode_envelope, decode_movements
from shared.contracts.envelope import Envelope
from shared.contracts.registry import topic_of
from shared.contracts.topics import PARTITION_COUNTS, partition_for
from shared.core.clock import format_instant, parse_instant, to_micros
from shared.core.errors import Malformed
from shared.core.stream import Position, StreamId, StreamVersion
from shared.core.stream import Sequence as SequenceNumber
from shared.core.text import Text
from shared.flow.place import Placed, Tail
from shared.ports.event_store import StoredEvent


@dataclass(frozen=True, slots=True)
class LastAppend:
    """What made the newest event of the log: only its own append may share its time."""

    command_id: str
    batch_id: str | None


@dataclass(frozen=True, slots=True)
class RawEvent:
    """Bytes from outside whose envelope and data can be read; whether they fit the log is not yet known."""

    value: bytes
    envelope: Envelope
    topic: str
    time_us: int


def read_raw(value: bytes) -> RawEvent:
    """Check what can be checked without the log. Raises Malformed, TooLarge."""
    try:
        value.decode()
    except UnicodeDecodeError as fault:
        raise _malformed(f"không phải UTF-8: {fault}", f"not UTF-8: {fault}") from None
    if b"\n" in value or b"\r" in value:
        raise _malformed("có xuống dòng", "it holds a line break")
    envelope = decode_envelope(value)
    topic = topic_of(envelope.type)
    if topic not in PARTITION_COUNTS:
        raise _malformed(f"không rõ kênh của loại {envelope.type}", f"no topic for the type {envelope.type}")
    fixed = (envelope.specversion, envelope.datacontenttype, envelope.source)
    if fixed != ("1.0", "application/json", "/admissions"):
        raise _malformed(f"phong bì lạ: {fixed}", f"a foreign envelope: {fixed}")
    time = parse_instant(envelope.time)
    if format_instant(time) != envelope.time:
        raise _malformed(f"thời điểm viết sai: {envelope.time}", f"the time is not in our form: {envelope.time}")
    if decode_data(envelope) is None:
        decode_movements(envelope)
    return RawEvent(value, envelope, topic, to_micros(time))


def place_raw(tail: Tail, last: LastAppend | None, events: Iterable[RawEvent]) -> Iterator[Placed]:
    """Check that each event continues the log where it says it stands, and move the tail. Raises Malformed."""
    for event in events:
        envelope, stream = event.envelope, StreamId(event.envelope.stream)
        here = LastAppend(envelope.commandid, envelope.batchid)
        if envelope.position != tail.position + 1:
            raise _unexpected("position", envelope.position, tail.position + 1)
        version = tail.versions.get(stream, 0) + 1
        if envelope.streamversion != version:
            raise _unexpected("streamversion", envelope.streamversion, version)
        if event.time_us < tail.time_us or (event.time_us == tail.time_us and not _same_append(last, here)):
            raise _malformed(
                f"vị trí {envelope.position}: thời điểm {envelope.time} không sau sự kiện trước",
                f"position {envelope.position}: the time {envelope.time} is not after the event before",
            )
        key = (event.topic, partition_for(event.topic, envelope.subject))
        sequence = tail.sequences.get(key, 0) + 1
        tail.position, tail.time_us = envelope.position, event.time_us
        tail.versions[stream], tail.sequences[key] = version, sequence
        last = here
        stored = StoredEvent(Position(envelope.position), *key, SequenceNumber(sequence), event.value)
        yield Placed(stored, stream, StreamVersion(version), envelope.commandid, event.time_us)


def _same_append(last: LastAppend | None, here: LastAppend) -> bool:
    if last is None:
        return False
    return last.command_id == here.command_id or (here.batch_id is not None and last.batch_id == here.batch_id)


def _unexpected(name: str, found: int, expected: int) -> Malformed:
    return _malformed(f"{name} là {found}, phải là {expected}", f"{name} is {found}, it must be {expected}")


def _malformed(vi: str, en: str) -> Malformed:
    return Malformed(
        "event-unfit",
        Text(vi=f"Sự kiện không khớp với nhật ký: {vi}.", en=f"The event does not fit the log: {en}."),
        mend=Text(vi="Lấy lại đúng các byte đã lưu.", en="Fetch the stored bytes again, unchanged."),
    )
