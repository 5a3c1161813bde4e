"""What a reader believes: every check fails on its own, and no bytes crash it."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.memory.event_store import MemoryEventStore
from shared.contracts.topics import EVENT_PARTITIONS, LIFECYCLE, PEOPLE, WATERMARKS
from shared.contracts.watermark import PartitionMark, Watermark
from shared.core.errors import Malformed, TooLarge
from shared.core.hashing import leaf_hash
from shared.core.stream import Offset, Partition
from shared.core.stream import Sequence as SequenceNumber
from shared.flow.relay import event_record
from shared.flow.verify import check_event, check_watermark
from shared.flow.watermark import LogEdge, watermark_record
from shared.ports.bus import Record
from tests.support.bus_works import appends
from tests.support.log_events import MORNING


def log() -> MemoryEventStore:
    """Forty commands."""
    store = MemoryEventStore(lambda: MORNING)
    store.append_chunk(appends(40, seed=7))
    return store


LOG = [event_record(event) for event in log().read_all()]
GOOD = next(record for record in LOG if record.topic == LIFECYCLE)


def rewritten(record: Record = GOOD, **changes: Any) -> Record:
    """The record with other attributes, under a leaf of its own, as a forger would send it."""
    attributes = msgspec.json.decode(record.value) | changes
    value = msgspec.json.encode({name: at for name, at in attributes.items() if at is not ...})
    return replace(record, value=value, leaf=leaf_hash(value))


def code_of(record: Record) -> str:
    """Why the record is not believed."""
    with pytest.raises(Malformed) as refused:
        check_event(record)
    assert refused.value.what.vi
    assert refused.value.what.en
    return refused.value.code


def test_every_event_of_a_log_is_believed_as_it_was_sent() -> None:
    assert [check_event(record).envelope.position for record in LOG] == list(range(1, len(LOG) + 1))


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (replace(GOOD, topic="socai.gossip"), "partition-unknown"),
        (replace(GOOD, partition=Partition(16)), "partition-unknown"),
        (replace(GOOD, partition=Partition(-1)), "partition-unknown"),
        (replace(GOOD, sequence=None), "headers-missing"),
        (replace(GOOD, sequence=SequenceNumber(0)), "headers-missing"),
        (replace(GOOD, leaf=None), "headers-missing"),
        (replace(GOOD, value=GOOD.value + b" "), "leaf-differs"),
        (replace(GOOD, value=b"", leaf=leaf_hash(b"")), "message-unreadable"),
        (replace(GOOD, topic=PEOPLE), "topic-wrong"),
        (replace(GOOD, partition=Partition((GOOD.partition + 1) % 16)), "partition-wrong"),
        (rewritten(subject="somebody else"), "partition-wrong"),
        (rewritten(subject="x" * 1_001), "subject-too-long"),
        (rewritten(specversion="0.3"), "event-kind"),
        (rewritten(datacontenttype="text/xml"), "event-kind"),
        (rewritten(position=0), "position-impossible"),
        (rewritten(position=2**63), "position-impossible"),
        (rewritten(position=...), "message-unreadable"),
        (rewritten(position="12"), "message-unreadable"),
        (rewritten(time="yesterday"), "instant-unreadable"),
        (rewritten(time="2026-01-01T08:00:00.000001+07:00"), "time-shape"),
        (rewritten(type="vn.socai.lifecycle.admitted.v1"), "message-unreadable"),
        (rewritten(data={"movements": [{"kind": "vanished"}]}), "message-unreadable"),
        (rewritten(data="x" * 70_000), "event-too-large"),
    ],
)
def test_a_record_that_is_not_of_the_contract_has_not_arrived(record: Record, code: str) -> None:
    assert code_of(record) == code


def test_an_unknown_type_is_believed_when_its_movements_can_be_read() -> None:
    known = check_event(rewritten(type="vn.socai.lifecycle.beatified.v9", data={"movements": [], "halo": True}))
    assert known.envelope.type.endswith("beatified.v9")


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_crash_the_check_of_an_event(value: bytes) -> None:
    assert code_of(replace(GOOD, value=value, leaf=leaf_hash(value)))


@given(st.integers(0, len(GOOD.value) - 1), st.integers(0, 255))
@settings(max_examples=200, deadline=None)
def test_a_changed_byte_under_its_own_leaf_is_read_or_refused(place: int, byte: int) -> None:
    value = GOOD.value[:place] + bytes([byte]) + GOOD.value[place + 1 :]
    with suppress(Malformed):  # read or refused: anything else is a crash
        check_event(replace(GOOD, value=value, leaf=leaf_hash(value)))


def test_deep_nesting_is_refused_and_not_recursed_into() -> None:
    value = b'{"data":' + b"[" * 60_000
    assert code_of(replace(GOOD, value=value, leaf=leaf_hash(value))) == "message-unreadable"


def a_watermark() -> Watermark:
    """The watermark of the log."""
    edge = LogEdge()
    edge.advance(list(log().read_all()))
    return edge.watermark(MORNING)


def marked(mark: Watermark) -> Record:
    """As it travels."""
    return watermark_record(mark)


def with_partition(name: str, part: PartitionMark | None) -> Watermark:
    """The watermark with one partition otherwise, or missing."""
    mark = a_watermark()
    named = {key: at for key, at in mark.partitions.items() if key != name} | ({name: part} if part else {})
    return msgspec.structs.replace(mark, partitions=named)


def test_a_watermark_names_every_partition_an_empty_one_with_zero() -> None:
    mark = check_watermark(marked(a_watermark()))
    assert list(mark.partitions) == [f"{topic}/{partition}" for topic, partition in EVENT_PARTITIONS]
    empty = [part for part in mark.partitions.values() if part.sequence == 0]
    assert {part.hash for part in empty} == {"00" * 32}


@pytest.mark.parametrize(
    "mark",
    [
        with_partition("socai.people/3", None),
        with_partition("socai.people/99", PartitionMark(0, "00" * 32)),
        with_partition("socai.people/3", PartitionMark(10_000, "00" * 32)),
        with_partition("socai.people/3", PartitionMark(-1, "00" * 32)),
        with_partition("socai.people/3", PartitionMark(a_watermark().partitions["socai.people/3"].sequence, "AB" * 32)),
        msgspec.structs.replace(a_watermark(), root="short"),
        msgspec.structs.replace(a_watermark(), time="noon"),
        msgspec.structs.replace(a_watermark(), position=a_watermark().position + 1),
    ],
)
def test_a_watermark_that_contradicts_itself_has_not_arrived(mark: Watermark) -> None:
    with pytest.raises(Malformed):
        check_watermark(marked(mark))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_bytes_crash_the_check_of_a_watermark(value: bytes) -> None:
    with pytest.raises(Malformed):
        check_watermark(Record(WATERMARKS, Partition(0), None, None, value, Offset(0)))


def test_an_oversized_watermark_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        check_watermark(Record(WATERMARKS, Partition(0), None, None, b" " * 70_000, Offset(0)))
