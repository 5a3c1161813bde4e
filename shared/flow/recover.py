"""The log against the topics at start, and reading back from them what a restored backup lacks (design 4).

A writer whose log is behind what was published must not append: positions would be given twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from shared.contracts.topics import EVENT_PARTITIONS, WATERMARKS, partition_name
from shared.contracts.watermark import Watermark
from shared.core.errors import Malformed, Refusal
from shared.core.stream import Partition, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.core.text import Text
from shared.flow.verify import check_event, check_watermark
from shared.ports.bus import Record, Topics
from shared.ports.outbox import Outbox

TAIL_RECORDS = 100
"""Records looked at from each partition's end: the last may be foreign or a repeat of an earlier one."""
CHUNK_EVENTS = 5_000
PartitionKey = tuple[str, Partition]


@dataclass(slots=True)
class Published:
    """How far the topics go: each partition's highest event that can be believed, and the newest watermark."""

    highest: dict[PartitionKey, Record] = field(default_factory=dict)
    watermark: Watermark | None = None

    def sequence(self, key: PartitionKey) -> SequenceNumber:
        """The highest sequence at the partition's end, 0 when there is none."""
        record = self.highest.get(key)
        return SequenceNumber(record.sequence or 0 if record else 0)


def published(topics: Topics) -> Published:
    """Look at the ends of all topics; what cannot be believed is passed over. Raises Unavailable."""
    found = Published()
    for record in topics.tails(TAIL_RECORDS):
        try:
            if record.topic == WATERMARKS:
                mark = check_watermark(record)
                if found.watermark is None or mark.position >= found.watermark.position:
                    found.watermark = mark
            else:
                check_event(record)
                key = (record.topic, record.partition)
                if (record.sequence or 0) > found.sequence(key):
                    found.highest[key] = record
        except Malformed:
            continue
    return found


def check_log(outbox: Outbox, head: Position, found: Published) -> None:
    """Refuse a log that is behind the topics, or that holds other events than were published. Raises Refusal."""
    if found.watermark is not None and found.watermark.position > head:
        raise _behind("socai.watermarks/0", found.watermark.position, head)
    for (topic, partition), record in found.highest.items():
        sequence = found.sequence((topic, partition))
        stored = outbox.read_partition(topic, partition, sequence, 1)
        if not stored:
            raise _behind(partition_name(topic, partition), sequence, head)
        if stored[0].value != record.value:
            raise Refusal(
                "log-differs",
                Text(
                    vi="Sổ không phải là sổ đã công bố: cùng số thứ tự, khác nội dung.",
                    en="This log is not the one that was published: the same sequence, other bytes.",
                ),
                mend=Text(
                    vi="Dừng ghi; đối chiếu bản sao lưu với các kênh trước khi tiếp tục.",
                    en="Stop writing; compare the backup with the topics before going on.",
                ),
                where=f"{partition_name(topic, partition)} #{sequence}",
            )


def recover(topics: Topics, head: Position, append_raw: Callable[[Sequence[bytes]], object]) -> int:
    """Read back from the topics what comes after `head` and append it as it was. Returns how many events.

    Raises Refusal when the topics do not hold the next positions without a hole (nothing after it is appended),
    Malformed when the bytes do not continue this log, Unavailable.
    """
    missing = _after(topics.read_all(), head)
    values: list[bytes] = []
    for position in range(head + 1, head + len(missing) + 1):
        if position not in missing:
            raise Refusal(
                "recover-hole",
                Text(
                    vi=f"Các kênh thiếu vị trí {position}; không thể đọc lại phần sau đó.",
                    en=f"The topics lack position {position}; what comes after cannot be read back.",
                ),
                mend=Text(vi="Nạp bản sao lưu mới hơn.", en="Restore a newer backup."),
                where=str(position),
            )
        values.append(missing[position])
    for start in range(0, len(values), CHUNK_EVENTS):
        append_raw(values[start : start + CHUNK_EVENTS])
    return len(values)


def _after(records: Iterable[Record], head: Position) -> dict[int, bytes]:
    missing: dict[int, bytes] = {}
    for record in records:
        try:
            position = check_event(record).envelope.position
        except Malformed:
            continue
        if position > head:
            missing.setdefault(position, record.value)
    return missing


def _behind(where: str, theirs: int, head: Position) -> Refusal:
    return Refusal(
        "log-behind-topics",
        Text(
            vi=f"Sổ (đến vị trí {head}) ngắn hơn những gì đã công bố ({where}: {theirs}).",
            en=f"The log (up to position {head}) is shorter than what was published ({where}: {theirs}).",
        ),
        mend=Text(
            vi="Đây là bản sao lưu cũ: chạy socai log recover để đọc lại phần thiếu từ các kênh.",
            en="This is an old backup: run socai log recover to read the missing part back from the topics.",
        ),
        where=where,
        values={"published": theirs, "head": head},
    )


def short_partitions(found: Published, sent: Callable[[str, Partition], SequenceNumber]) -> dict[PartitionKey, int]:
    """Partitions whose end lies below what was sent to them, with the first sequence to send again."""
    return {
        (topic, partition): found.sequence((topic, partition)) + 1
        for topic, partition in EVENT_PARTITIONS
        if found.sequence((topic, partition)) < sent(topic, partition)
    }
