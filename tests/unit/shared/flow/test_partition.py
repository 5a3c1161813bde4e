"""One partition: order, watermarks before and after their events, hashes, and what is kept in memory."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.hashing import ZERO_HASH, leaf_hash, running_hash
from shared.core.stream import Offset, Partition, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.flow.partition import HASHES_KEPT_MAX, MARKS_WAITING_MAX, PartitionReading, Verdict
from shared.ports.checkpoint import Checkpoint

LEAVES = [leaf_hash(b"%d" % number) for number in range(2_000)]
HASHES = [ZERO_HASH]
for _leaf in LEAVES:
    HASHES.append(running_hash(HASHES[-1], _leaf))


def reading(sequence: int = 0) -> PartitionReading:
    """A partition with so many events applied."""
    fresh = PartitionReading(Checkpoint(topic="socai.people", partition=Partition(4)))
    apply(fresh, sequence)
    return fresh


def apply(at: PartitionReading, to: int) -> None:
    """Apply events up to a sequence."""
    while at.checkpoint.sequence < to:
        at.apply(LEAVES[at.checkpoint.sequence], Offset(at.checkpoint.sequence))


def mark(at: PartitionReading, sequence: int, position: int, digest: bytes | None = None) -> None:
    """The writer's word on a sequence."""
    at.mark(Position(position), SequenceNumber(sequence), digest or HASHES[sequence])


def test_the_next_is_applied_what_is_held_skipped_and_what_lies_beyond_waits() -> None:
    at = reading(3)
    assert [at.judge(SequenceNumber(n)) for n in (1, 3, 4, 5)] == [
        Verdict.HELD,
        Verdict.HELD,
        Verdict.APPLY,
        Verdict.GAP,
    ]


def test_a_watermark_ahead_is_reached_when_its_event_is_applied() -> None:
    at = reading(3)
    mark(at, 5, 40)
    assert (at.behind, at.checkpoint.complete) == (2, 0)
    apply(at, 6)
    now = at.checkpoint
    assert (now.complete, now.verified, now.complete_sequence) == (40, 40, 5)
    assert now.complete_hash == HASHES[5]
    assert at.behind == 0


def test_a_watermark_that_comes_after_its_event_is_compared_too() -> None:
    at = reading(9)
    mark(at, 5, 40)
    assert at.checkpoint.verified == 40
    mark(at, 9, 60)
    assert at.checkpoint.verified == 60


def test_a_watermark_below_the_checkpoint_at_start_is_not_compared_the_next_is() -> None:
    at = PartitionReading(
        Checkpoint(topic="socai.people", partition=Partition(4), sequence=SequenceNumber(9), hash=HASHES[9])
    )
    mark(at, 5, 40, bytes(32))
    assert (at.checkpoint.complete, at.checkpoint.verified, at.mismatches) == (40, 0, [])
    mark(at, 9, 60)
    assert (at.checkpoint.complete, at.checkpoint.verified) == (60, 60)


def test_a_hash_that_differs_is_named_and_holds_verified_back() -> None:
    at = reading(5)
    mark(at, 5, 40, LEAVES[0])
    found = at.mismatches[0]
    assert (found.partition, found.sequence, found.position) == ("socai.people/4", 5, 40)
    assert (found.written, found.read) == (LEAVES[0].hex(), HASHES[5].hex())
    assert (at.checkpoint.complete, at.checkpoint.verified) == (40, 0)


def test_a_later_watermark_that_agrees_clears_the_earlier_that_did_not() -> None:
    at = reading(5)
    mark(at, 5, 40, LEAVES[0])
    apply(at, 7)
    mark(at, 7, 50)
    assert (at.mismatches, at.checkpoint.verified) == ([], 50)


def test_an_empty_partition_is_complete_and_verified_by_the_word_alone() -> None:
    at = reading(0)
    mark(at, 0, 70)
    assert (at.checkpoint.complete, at.checkpoint.verified) == (70, 70)
    mark(at, 0, 80, LEAVES[0])
    assert at.checkpoint.verified == 70


def test_what_waits_and_what_is_kept_is_bounded_and_the_newest_still_counts() -> None:
    at = reading(0)
    for sequence in range(1, 1_500):
        mark(at, sequence, sequence * 2)
    assert len(at.waiting) == MARKS_WAITING_MAX
    apply(at, 1_499)
    assert (at.checkpoint.complete, at.checkpoint.verified) == (2_998, 2_998)
    apply(at, 2_000)
    mark(at, 2_000 - 100, 4_000)
    assert at.checkpoint.verified == 4_000
    long = reading(HASHES_KEPT_MAX + 10)
    mark(long, 3, 6)
    assert (long.checkpoint.complete, long.checkpoint.verified) == (6, 0)


def test_marks_survive_a_reload_of_the_checkpoint() -> None:
    before = reading(3)
    mark(before, 5, 40)
    after = PartitionReading(before.checkpoint)
    after.resume(before)
    apply(after, 5)
    assert after.checkpoint.verified == 40


@given(
    st.lists(st.one_of(st.tuples(st.just("apply"), st.integers(1, 9)), st.tuples(st.just("mark"), st.integers(0, 40)))),
    st.data(),
)
@settings(max_examples=150, deadline=None)
def test_in_whatever_order_events_and_honest_watermarks_come_nothing_differs(
    acts: list[tuple[str, int]], data: st.DataObject
) -> None:
    at = reading(0)
    for act, number in acts:
        before = at.checkpoint
        if act == "apply":
            apply(at, min(before.sequence + number, 60))
        else:
            mark(at, number, number * 3 + data.draw(st.integers(0, 2)))
        now = at.checkpoint
        assert now.verified <= now.complete
        assert now.complete >= before.complete
        assert now.hash == HASHES[now.sequence]
    assert at.mismatches == []
    mark(at, at.checkpoint.sequence, 1_000)
    assert at.checkpoint.verified == 1_000
