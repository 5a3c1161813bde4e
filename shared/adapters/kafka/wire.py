"""Kafka's record and ours: key, headers and value as contracts 2 fixes them; whatever is odd becomes "not there"."""

import re

import msgspec

from shared.contracts.topics import WATERMARKS
from shared.core.stream import Offset, Partition
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.bus import Record

SEQUENCE_HEADER = "socai-sequence"
LEAF_HEADER = "socai-leaf"
_DIGITS = re.compile(rb"[0-9]{1,19}\Z")
_HASH = re.compile(rb"[0-9a-f]{64}\Z")


class _Keyed(msgspec.Struct, frozen=True):
    subject: str


_subject = msgspec.json.Decoder(_Keyed)


def key_of(record: Record) -> bytes | None:
    """UTF-8 of the event's subject; a watermark has no key (contracts 1)."""
    return None if record.topic == WATERMARKS else _subject.decode(record.value).subject.encode()


def headers_of(record: Record) -> list[tuple[str, bytes]]:
    """Sequence and leaf; none for a watermark."""
    if record.sequence is None or record.leaf is None:
        return []
    return [(SEQUENCE_HEADER, b"%d" % record.sequence), (LEAF_HEADER, record.leaf.hex().encode())]


def record_of(
    topic: str, partition: int, offset: int, value: bytes | None, headers: list[tuple[str, bytes | None]] | None
) -> Record:
    """A message as it arrived, nothing believed yet; a header that is missing, double or odd is None."""
    sequence = _only(headers, SEQUENCE_HEADER, _DIGITS)
    leaf = _only(headers, LEAF_HEADER, _HASH)
    return Record(
        topic,
        Partition(partition),
        None if sequence is None else SequenceNumber(int(sequence)),
        None if leaf is None else bytes.fromhex(leaf.decode()),
        value or b"",
        Offset(offset),
    )


def _only(headers: list[tuple[str, bytes | None]] | None, name: str, shape: re.Pattern[bytes]) -> bytes | None:
    found = [value for key, value in headers or () if key == name]
    if len(found) != 1 or found[0] is None or not shape.match(found[0]):
        return None
    return found[0]
