"""What every checkpoint store must do: the fence, the time line, all or nothing. Each store's file gives `store`."""

from dataclasses import replace
from typing import Any

import pytest

from shared.core.stream import Offset, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.checkpoint import INITIAL, Checkpoint, Fenced


def later(at: Checkpoint, by: int) -> Checkpoint:
    """The checkpoint after so many events."""
    return replace(
        at,
        sequence=SequenceNumber(at.sequence + by),
        hash=bytes([by]) * 32,
        offset=Offset(at.sequence + by + 100),
        complete=Position(at.complete + by),
        complete_sequence=SequenceNumber(at.complete_sequence + by),
        complete_hash=bytes([by + 1]) * 32,
        verified=Position(at.verified + by),
    )


class CheckpointSuite:
    """Run over every store."""

    def advance(self, store: Any, before: list[Checkpoint], after: list[Checkpoint]) -> None:
        """In a transaction of its own."""
        with store.transaction() as tx:
            store.advance(tx, before, after)

    def load(self, store: Any) -> list[Checkpoint]:
        """What is committed."""
        with store.transaction() as tx:
            return list(store.load(tx))

    def test_a_new_store_stands_at_the_beginning_of_all_49_partitions(self, store: Any) -> None:
        assert self.load(store) == list(INITIAL)

    def test_what_was_advanced_is_read_back_field_by_field(self, store: Any) -> None:
        before = list(INITIAL[3:9])
        after = [later(at, number + 1) for number, at in enumerate(before)]
        self.advance(store, before, after)
        assert self.load(store) == [*INITIAL[:3], *after, *INITIAL[9:]]

    def test_a_reader_whose_memory_is_old_is_fenced_and_changes_nothing(self, store: Any) -> None:
        first = [later(at, 1) for at in INITIAL]
        self.advance(store, list(INITIAL), first)
        second = [later(first[0], 1), later(INITIAL[1], 5)]
        with pytest.raises(Fenced):
            self.advance(store, [first[0], INITIAL[1]], second)
        assert self.load(store) == first

    def test_a_reader_that_knows_an_older_watermark_does_not_take_a_newer_one_back(self, store: Any) -> None:
        known = replace(INITIAL[0], complete=Position(50))
        self.advance(store, [INITIAL[0]], [known])
        with pytest.raises(Fenced):
            self.advance(store, [INITIAL[0]], [replace(INITIAL[0], complete=Position(40))])
        assert self.load(store)[0].complete == 50

    def test_rows_and_checkpoint_change_together_or_not_at_all(self, store: Any) -> None:
        def half_done() -> None:
            with store.transaction() as tx:
                store.advance(tx, [INITIAL[0]], [later(INITIAL[0], 1)])
                store.note_times(tx, [("2026-01-01T00:00:00.000001Z", Position(1))])
                raise LookupError("the fold failed")

        with pytest.raises(LookupError):
            half_done()
        assert self.load(store) == list(INITIAL)
        assert self.times(store) == {}

    def test_the_time_line_keeps_the_last_position_of_each_time_in_any_order(self, store: Any) -> None:
        one, two = "2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00.000002Z"
        for times in ([(two, Position(9)), (one, Position(3))], [(one, Position(5))], [(one, Position(4))]):
            with store.transaction() as tx:
                store.note_times(tx, times)
        assert self.times(store) == {one: 5, two: 9}

    def test_a_reset_fences_the_reader_at_work_and_begins_again(self, store: Any) -> None:
        after = [later(at, 1) for at in INITIAL]
        self.advance(store, list(INITIAL), after)
        with store.transaction() as tx:
            store.note_times(tx, [("2026-01-01T00:00:00.000001Z", Position(1))])
            store.reset(tx)
        assert (self.load(store), self.times(store)) == (list(INITIAL), {})
        with pytest.raises(Fenced):
            self.advance(store, after, [later(at, 1) for at in after])

    def times(self, store: Any) -> dict[str, int]:
        """The time line as committed."""
        raise AssertionError("each store's file says how")
