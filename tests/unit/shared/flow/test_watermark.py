"""The log's edge equals the vectors event by event; the pace is the contract's; a kept edge goes on as it was."""

import json
from pathlib import Path

import pytest

from shared.adapters.memory.event_store import MemoryEventStore
from shared.contracts.codec import decode_watermark
from shared.core.errors import Malformed
from shared.core.stream import Position
from shared.flow.watermark import LogEdge, LogMarks, Pace
from tests.support.bus_works import appends
from tests.support.log_events import MORNING

VECTORS = json.loads((Path(__file__).parents[3] / "vectors" / "transport.json").read_text("utf-8"))


def stored() -> MemoryEventStore:
    """The log of the vectors."""
    log = MemoryEventStore(lambda: MORNING)
    log.append_raw([event["value"].encode() for event in VECTORS["events"]])
    return log


def test_root_sequence_and_running_hash_are_those_of_the_vectors_after_every_event() -> None:
    edge = LogEdge()
    assert edge.root.hex() == VECTORS["empty_root"]
    for event, vector in zip(stored().read_all(), VECTORS["events"], strict=True):
        edge.advance([event])
        assert edge.root.hex() == vector["root"]
        mark = edge.watermark(MORNING).partitions[f"{vector['topic']}/{vector['partition']}"]
        assert (mark.sequence, mark.hash) == (vector["sequence"], vector["running_hash"])


def test_an_edge_that_was_kept_goes_on_as_if_it_had_not_been() -> None:
    events = list(stored().read_all())
    whole, part = LogEdge(), LogEdge()
    whole.advance(events)
    part.advance(events[:33])
    again = LogEdge.from_bytes(part.to_bytes())
    again.advance(events[33:])
    assert again.to_bytes() == whole.to_bytes()
    assert again.watermark(MORNING) == whole.watermark(MORNING)


def test_a_hole_in_the_log_is_a_defect_and_not_passed_over() -> None:
    events = list(stored().read_all())
    with pytest.raises(AssertionError, match="position 3 after 1"):
        LogEdge().advance([events[0], events[2]])


def test_bytes_that_are_no_edge_are_malformed() -> None:
    with pytest.raises(Malformed):
        LogEdge.from_bytes(b"{}")


@pytest.mark.parametrize(
    ("news", "last_s", "now_s", "wait_s"),
    [
        (True, None, 100.0, 0.0),
        (True, 99.0, 100.0, 0.0),
        (True, 99.96, 100.0, 0.01),
        (False, 99.0, 100.0, 4.0),
        (False, 95.0, 100.0, 0.0),
    ],
)
def test_a_watermark_is_due_at_once_after_50_ms_and_every_5_s_when_idle(
    news: bool, last_s: float | None, now_s: float, wait_s: float
) -> None:
    assert Pace().wait_s(news=news, last_s=last_s, now_s=now_s) == pytest.approx(wait_s)


def test_the_logs_own_marks_cover_what_was_read_and_come_once_to_each_reader() -> None:
    log = MemoryEventStore(lambda: MORNING)
    log.append_chunk(appends(30, seed=3))
    head = log.head().position
    marks = LogMarks(log, lambda: MORNING)
    first = marks.after(0, head)
    assert first is not None
    number, record = first
    assert decode_watermark(record.value).position == head
    assert marks.after(number, head) is None
    assert marks.after(0, head) == first


def test_a_long_log_is_marked_in_steps_so_that_a_first_start_shows_progress() -> None:
    log = MemoryEventStore(lambda: MORNING)
    log.append_chunk(appends(30, seed=3))
    marks = LogMarks(log, lambda: MORNING, pace=Pace(0.0, 0.0), read_max=10)
    seen = 0
    positions: list[int] = []
    while not positions or positions[-1] < log.head().position:
        found = marks.after(seen, Position(0))
        assert found is not None
        seen = found[0]
        positions.append(decode_watermark(found[1].value).position)
    assert positions[:3] == [10, 20, 30]
