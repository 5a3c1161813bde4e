"""Believes nothing that arrives: what passes is an event or a watermark of the contract; the rest has not arrived.

bus -> verify -> partition -> consume. Pure; any bytes at all end in a value or in Malformed.
"""

import re
from functools import lru_cache

from shared.contracts.codec import decode_data, decode_envelope, decode_movements, decode_watermark
from shared.contracts.envelope import Envelope
from shared.contracts.registry import topic_of
from shared.contracts.topics import EVENT_PARTITIONS, PARTITION_COUNTS, partition_for, partition_name
from shared.contracts.watermark import Watermark
from shared.core.clock import format_instant, parse_instant
from shared.core.errors import Malformed, TooLarge
from shared.core.hashing import leaf_hash
from shared.core.text import Text
from shared.ports.bus import Record
from shared.ports.checkpoint import ReadEvent

WATERMARK_BYTES_MAX = 65_535
"""49 partitions take about 6,000 bytes; what is larger is no watermark."""
_SUBJECT_CHARACTERS_MAX = 1_000
_INT64_MAX = 2**63 - 1
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_NAMES = frozenset(partition_name(topic, partition) for topic, partition in EVENT_PARTITIONS)
_cached_partition = lru_cache(maxsize=65_536)(partition_for)
_cached_topic = lru_cache(maxsize=1_024)(topic_of)


@lru_cache(maxsize=1_024)
def _rewritten(time: str) -> str:
    """The time as we write it; events of one append share theirs."""
    return format_instant(parse_instant(time))


def check_event(record: Record) -> ReadEvent:
    """The event in a record of an event topic, whole and in its place. Raises Malformed, naming what is wrong.

    Checked: topic and partition exist, headers are there, the leaf is of these bytes, they decode, attributes and data
    have the contract's shape, and topic and partition are those of type and subject (contracts 1, 2).
    """
    if not 0 <= record.partition < PARTITION_COUNTS.get(record.topic, 0):
        raise _unfit(record, "partition-unknown", "phân vùng không có trong hợp đồng", "no such partition")
    if record.sequence is None or not 1 <= record.sequence <= _INT64_MAX or record.leaf is None:
        raise _unfit(record, "headers-missing", "thiếu số thứ tự hoặc mã băm", "sequence or leaf is missing")
    if leaf_hash(record.value) != record.leaf:
        raise _unfit(record, "leaf-differs", "mã băm không khớp nội dung", "the leaf is not of these bytes")
    envelope = decode_envelope(record.value)
    _check_envelope(record, envelope)
    data = decode_data(envelope)
    movements = decode_movements(envelope) if data is None else getattr(data, "movements", ())
    return ReadEvent(envelope, record.leaf, record.topic, movements)


def check_watermark(record: Record) -> Watermark:
    """The watermark in a record. Raises Malformed: incomplete, contradictory or unreadable (contracts 2)."""
    if len(record.value) > WATERMARK_BYTES_MAX:
        raise TooLarge(
            "watermark-too-large",
            Text(vi="Mốc nước quá dài.", en="The watermark is too long."),
            values={"bytes": len(record.value), "bytes_max": WATERMARK_BYTES_MAX},
        )
    mark = decode_watermark(record.value)
    parse_instant(mark.time)
    named = mark.partitions
    if named.keys() != _NAMES:
        raise _unfit(record, "watermark-partitions", "mốc nước thiếu phân vùng", "not the contract's partitions")
    if any(part.sequence < 0 for part in named.values()) or mark.position > _INT64_MAX:
        raise _unfit(record, "watermark-numbers", "số thứ tự ngoài giới hạn", "a number is out of range")
    # Every event up to a position is in exactly one partition.
    if sum(part.sequence for part in named.values()) != mark.position:
        raise _unfit(record, "watermark-sum", "các số thứ tự không khớp vị trí", "the sequences do not add up")
    if not _HASH.match(mark.root) or not all(_HASH.match(part.hash) for part in named.values()):
        raise _unfit(record, "watermark-hash", "mã băm sai dạng", "a hash has the wrong shape")
    return mark


def _check_envelope(record: Record, envelope: Envelope) -> None:
    if envelope.specversion != "1.0" or envelope.datacontenttype != "application/json":
        raise _unfit(record, "event-kind", "không phải CloudEvents 1.0 dạng JSON", "not CloudEvents 1.0 in JSON")
    if _cached_topic(envelope.type) != record.topic:
        raise _unfit(record, "topic-wrong", "loại sự kiện thuộc chủ đề khác", "the type belongs to another topic")
    if len(envelope.subject) > _SUBJECT_CHARACTERS_MAX:
        raise _unfit(record, "subject-too-long", "chủ thể quá dài", "the subject is too long")
    if _cached_partition(record.topic, envelope.subject) != record.partition:
        raise _unfit(record, "partition-wrong", "chủ thể thuộc phân vùng khác", "the subject has another partition")
    if not (record.sequence or 0) <= envelope.position <= _INT64_MAX:
        raise _unfit(record, "position-impossible", "vị trí không thể có", "the position is below the sequence")
    if _rewritten(envelope.time) != envelope.time:
        raise _unfit(record, "time-shape", "thời điểm sai dạng", "the time has not six decimals and Z")


def _unfit(record: Record, code: str, vi: str, en: str) -> Malformed:
    where = f"{partition_name(record.topic, record.partition)} offset {record.offset}"
    return Malformed(
        code,
        Text(vi=f"Thông điệp ở {where}: {vi}.", en=f"The message at {where}: {en}."),
        mend=Text(
            vi="Gửi lại từ sổ: socai relay resend, từ số thứ tự còn thiếu đầu tiên.",
            en="Send it again from the log: socai relay resend, from the first missing sequence.",
        ),
        where=where,
    )
