"""Judging and placing what is appended: position, time, version, sequence. Pure; stores run it under their lock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from shared.contracts.codec import finish
from shared.core.clock import format_instant, from_micros
from shared.core.errors import Conflict
from shared.core.stream import Partition, Position, StreamId, StreamVersion
from shared.core.stream import Sequence as SequenceNumber
from shared.core.text import Text
from shared.ports.event_store import Append, Appended, StoredEvent

PartitionKey = tuple[str, Partition]


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the log: the stored event, and what finds it."""

    stored: StoredEvent
    stream: StreamId
    version: StreamVersion
    command_id: str
    time_us: int


@dataclass(slots=True, kw_only=True)
class Tail:
    """The end of the log as far as a judgement needs it; it moves on as commands are placed.

    `versions`, `sequences`: of the streams and partitions that are touched; absent means empty.
    """

    position: int = 0
    time_us: int = 0
    versions: dict[StreamId, int] = field(default_factory=dict)
    sequences: dict[PartitionKey, int] = field(default_factory=dict)


def streams_of(appends: Iterable[Append]) -> list[StreamId]:
    """Every stream whose version the judgement of these needs."""
    found: dict[StreamId, None] = {}
    for append in appends:
        found.update(dict.fromkeys(append.expected))
        found.update(dict.fromkeys(event.stream for event in append.events))
    return list(found)


def partitions_of(appends: Iterable[Append]) -> list[PartitionKey]:
    """Every partition that these append to."""
    return list({(event.topic, event.partition): None for append in appends for event in append.events})


def next_time(tail: Tail, now_us: int) -> int:
    """max(clock, last + 1 us): contracts 2."""
    return max(now_us, tail.time_us + 1)


def judge(tail: Tail, append: Append) -> Conflict | None:
    """Whether the versions that the command was decided on still hold at this tail."""
    for stream, expected in append.expected.items():
        actual = tail.versions.get(stream, 0)
        if actual != expected:
            return Conflict(
                "stream-moved",
                Text(
                    vi=f"Hồ sơ {stream} đã thay đổi: phiên bản {actual}, không phải {expected}.",
                    en=f"{stream} has changed: it is at version {actual}, not {expected}.",
                ),
                mend=Text(vi="Đọc lại rồi quyết định lại.", en="Read it again and decide again."),
                where=stream,
                values={"stream": stream, "expected": expected, "actual": actual, "command_id": append.command_id},
            )
    return None


@lru_cache(maxsize=1)
def _time_text(time_us: int) -> str:
    # All commands of a chunk share one time: written once, not five thousand times under the lock.
    return format_instant(from_micros(time_us))


def place(tail: Tail, append: Append, time_us: int) -> list[Placed]:
    """Give the command's events their places and final bytes, and move the tail. The caller has judged it."""
    time = _time_text(time_us)
    rows: list[Placed] = []
    for event in append.events:
        position = tail.position = tail.position + 1
        version = tail.versions[event.stream] = tail.versions.get(event.stream, 0) + 1
        key = (event.topic, event.partition)
        sequence = tail.sequences[key] = tail.sequences.get(key, 0) + 1
        value = finish(event, position, time, version)
        stored = StoredEvent(Position(position), event.topic, event.partition, SequenceNumber(sequence), value)
        rows.append(Placed(stored, event.stream, StreamVersion(version), append.command_id, time_us))
    if rows:
        tail.time_us = time_us
    return rows


def place_group(
    tail: Tail, appends: Sequence[Append], now_us: int, known: Mapping[str, Sequence[Placed]]
) -> tuple[list[Appended | Exception], list[Placed]]:
    """Judge each command as the commands before it left the log; each gets a time of its own.

    `known`: the rows of those commands whose ids are in the log already.
    """
    written: dict[str, Sequence[Placed]] = dict(known)
    outcomes: list[Appended | Exception] = []
    rows: list[Placed] = []
    for append in appends:
        if append.command_id in written:
            outcomes.append(appended(tail, written[append.command_id], repeated=True))
        elif (conflict := judge(tail, append)) is not None:
            outcomes.append(conflict)
        else:
            placed = place(tail, append, next_time(tail, now_us))
            outcomes.append(appended(tail, placed))
            rows += placed
            if placed:
                written[append.command_id] = placed
    return outcomes, rows


def place_chunk(
    tail: Tail, appends: Sequence[Append], now_us: int, known: Mapping[str, Sequence[Placed]]
) -> tuple[Appended, list[Placed]]:
    """Judge all, and place those that are not in the log yet at one time. Raises Conflict for the first that fails."""
    time_us = next_time(tail, now_us)
    everything: list[Placed] = []
    rows: list[Placed] = []
    for append in appends:
        if append.command_id in known:
            everything += known[append.command_id]
            continue
        conflict = judge(tail, append)
        if conflict is not None:
            raise conflict
        placed = place(tail, append, time_us)
        everything += placed
        rows += placed
    return appended(tail, everything, repeated=bool(everything) and not rows), rows


def appended(tail: Tail, rows: Sequence[Placed], *, repeated: bool = False) -> Appended:
    """Where these rows stand; for none, the end of the log as it is."""
    if not rows:
        here = Position(tail.position)
        return Appended(first=here, last=here, time=from_micros(tail.time_us), events=(), repeated=repeated)
    return Appended(
        first=rows[0].stored.position,
        last=rows[-1].stored.position,
        time=from_micros(rows[-1].time_us),
        events=tuple(row.stored for row in rows),
        repeated=repeated,
    )
