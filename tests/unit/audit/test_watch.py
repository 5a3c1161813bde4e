"""What the watch keeps of what a reader met: a loss only after a silence, and each thing once."""

from collections.abc import Sequence
from typing import cast

from services.audit.app.ports import AuditStore, ReaderNote
from services.audit.app.problems import note_problem
from services.audit.app.watch import Watch
from shared.core.stream import Position
from shared.core.stream import Sequence as SequenceNumber
from shared.flow.consume import Consumer, Gap
from shared.flow.partition import Mismatch


class Reader:
    """A consumer as the watch sees it."""

    def __init__(self) -> None:
        self.gapped: dict[str, Gap] = {}
        self.lagging: dict[str, int] = {}
        self.found: list[Mismatch] = []

    def gaps(self) -> dict[str, Gap]:
        return self.gapped

    def behind(self) -> dict[str, int]:
        return self.lagging

    def problems(self) -> list[Mismatch]:
        return self.found


class Notes:
    """A store that remembers every write."""

    def __init__(self) -> None:
        self.kept: list[Sequence[ReaderNote]] = []
        self.roots: list[tuple[int, bytes]] = []

    def keep_notes(self, notes: Sequence[ReaderNote]) -> None:
        self.kept.append(notes)

    def keep_root(self, size: int, root: bytes) -> None:
        self.roots.append((size, root))


class Watched:
    """A watch with a clock that the test moves."""

    def __init__(self) -> None:
        self.reader, self.notes, self.now = Reader(), Notes(), 0.0
        self.newest: tuple[int, bytes] | None = None
        consumer = cast("Consumer[object]", self.reader)
        self.watch = Watch(
            consumer, cast("AuditStore", self.notes), lambda: self.newest, behind_after_s=5.0, steady=lambda: self.now
        )

    def look(self, at: float) -> list[tuple[str, str, int]]:
        self.now = at
        self.watch.look()
        return [(note.code, note.partition, note.figure) for note in self.notes.kept[-1]]


def test_a_partition_that_moves_is_not_lost_and_one_that_does_not_is() -> None:
    watched = Watched()
    watched.reader.lagging = {"t/1": 9}
    assert watched.look(0) == []
    watched.reader.lagging = {"t/1": 4}
    assert watched.look(4) == []
    assert watched.look(8) == []
    assert watched.look(9) == [("partition-behind", "t/1", 4)]
    watched.reader.lagging = {}
    assert watched.look(10) == []


def test_a_gap_is_named_at_once_and_not_a_second_time_as_a_loss() -> None:
    watched = Watched()
    watched.reader.lagging = {"t/1": 4}
    watched.reader.gapped = {"t/1": Gap("t/1", SequenceNumber(7), SequenceNumber(9))}
    assert watched.look(0) == [("partition-gap", "t/1", 7)]
    assert watched.look(60) == [("partition-gap", "t/1", 7)]


def test_a_mismatching_hash_is_named_with_its_position() -> None:
    watched = Watched()
    found = Mismatch(partition="t/2", sequence=SequenceNumber(3), position=Position(40), written="aa", read="bb")
    watched.reader.found = [found]
    assert watched.look(0) == [("hash-mismatch", "t/2", 40)]


def test_two_mismatches_of_a_partition_are_one_note_that_says_where_it_began() -> None:
    watched = Watched()
    watched.reader.found = [
        Mismatch(partition="t/2", sequence=SequenceNumber(n), position=Position(n * 10), written="a", read="b")
        for n in (3, 4)
    ]
    assert watched.look(0) == [("hash-mismatch", "t/2", 30)]


def test_what_did_not_change_is_not_written_again() -> None:
    watched = Watched()
    for at in range(20):
        watched.look(at)
    assert len(watched.notes.kept) == 1


def test_every_note_becomes_a_problem_that_says_its_partition_in_both_languages() -> None:
    for code in ("partition-gap", "partition-behind", "hash-mismatch"):
        told = note_problem(ReaderNote(code=code, partition="t/3", figure=5))
        assert (told.code, told.where) == (code, "t/3")
        assert all("t/3" in sentence and "5" in sentence for sentence in (told.vi, told.en))


def test_a_new_root_for_the_tree_as_it_stands_is_kept_once() -> None:
    watched = Watched()
    watched.newest = (8, b"\x01" * 32)
    watched.look(0)
    watched.look(1)
    assert watched.notes.roots == [(8, b"\x01" * 32)]
    watched.newest = (8, b"\x02" * 32)
    watched.look(2)
    assert watched.notes.roots[1:] == [(8, b"\x02" * 32)]
