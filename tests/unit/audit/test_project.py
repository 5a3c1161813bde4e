"""The projector with a writer in memory: every leaf, each person's steps, and a tree that never passes a hole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from services.audit.app.ports import KeptStep, Merging, TreeState
from services.audit.app.project import ROOTS_KEPT_MAX, AuditProjector
from services.audit.domain.sight import Move
from shared.contracts.topics import DOSSIERS, LIFECYCLE, ORGANISATION, PEOPLE
from shared.contracts.watermark import Watermark
from shared.core.hashing import TreeFrontier, leaf_hash
from shared.core.stream import Position
from shared.ports.checkpoint import ReadEvent
from tests.contract.members.stays_suite import read_event

ACTOR = {"officer_id": "o1", "office": "cell_secretary", "unit_id": "u1"}


@dataclass
class MemoryWriter:
    """What was kept, in dictionaries; the transaction is nothing."""

    kept_leaves: dict[int, bytes] = field(default_factory=dict)
    steps: list[KeptStep] = field(default_factory=list)
    moves: list[tuple[str, Move]] = field(default_factory=list)
    merges: list[Merging] = field(default_factory=list)
    organisation: list[ReadEvent] = field(default_factory=list)
    state: TreeState = field(default_factory=lambda: TreeState(TreeFrontier(), None))

    def add(
        self,
        tx: None,
        *,
        leaves: Sequence[tuple[int, bytes]],
        steps: Sequence[KeptStep],
        moves: Sequence[tuple[str, Move]],
        merges: Sequence[Merging],
        organisation: Sequence[ReadEvent],
    ) -> None:
        self.kept_leaves.update(leaves)
        self.steps += steps
        self.moves += moves
        self.merges += merges
        self.organisation += organisation

    def tree(self, tx: None) -> TreeState:
        return self.state

    def leaves(self, tx: None, after: int, upto: int) -> Iterator[tuple[int, bytes]]:
        return ((at, self.kept_leaves[at]) for at in sorted(self.kept_leaves) if after < at <= upto)

    def save_tree(self, tx: None, state: TreeState) -> None:
        self.state = state

    def reset(self, tx: None) -> None:
        vars(self).update(vars(MemoryWriter()))


def mark(position: int, root: bytes) -> Watermark:
    return Watermark(position=position, time="2026-01-01T00:00:00.000000Z", root=root.hex(), partitions={})


@given(held=st.sets(st.integers(1, 40)), stops=st.lists(st.integers(0, 40), max_size=6))
def test_the_tree_grows_to_the_first_hole_and_no_further(held: set[int], stops: list[int]) -> None:
    writer = MemoryWriter({at: leaf_hash(b"%d" % at) for at in held})
    projector = AuditProjector[None](writer)
    for stop in sorted(stops):
        projector.completed(None, Position(stop))
    hole = next(at for at in range(1, 42) if at not in held)
    expected = TreeFrontier()
    expected.extend(leaf_hash(b"%d" % at) for at in range(1, min(hole - 1, max(stops, default=0)) + 1))
    assert (writer.state.frontier.size, writer.state.frontier.root()) == (expected.size, expected.root())


def test_the_writers_root_is_kept_for_exactly_the_size_it_was_told_for() -> None:
    writer = MemoryWriter({at: leaf_hash(b"%d" % at) for at in range(1, 6)})
    projector = AuditProjector[None](writer)
    projector.heard(mark(3, b"\x01" * 32))
    projector.completed(None, Position(3))
    assert writer.state.writer_root == b"\x01" * 32
    projector.completed(None, Position(5))
    assert writer.state.writer_root is None


def test_of_very_many_roots_the_newest_are_remembered() -> None:
    writer = MemoryWriter({at: leaf_hash(b"%d" % at) for at in range(1, ROOTS_KEPT_MAX + 3)})
    projector = AuditProjector[None](writer)
    for position in range(1, ROOTS_KEPT_MAX + 3):
        projector.heard(mark(position, b"\x02" * 32))
    projector.completed(None, Position(2))
    assert writer.state.writer_root is None
    projector.completed(None, Position(ROOTS_KEPT_MAX + 2))
    assert writer.state.writer_root == b"\x02" * 32


def test_a_step_takes_its_name_from_its_own_field_or_else_from_its_type() -> None:
    writer = MemoryWriter()
    data = {"actor": ACTOR, "effective_on": "2020-05-19", "movements": []}
    decision = {"body_unit_id": "u0", "number": "1", "date": "2020-05-19"}
    AuditProjector[None](writer).apply(
        None,
        [
            read_event("p1", 1, data | {"step": "C1"}, name="step_recorded", topic=DOSSIERS),
            read_event("p1", 2, data | {"decision": decision}, name="admitted"),
            read_event("p1", 3, data | {"decision": decision, "body_unit_id": "u9"}, name="of_the_future"),
        ],
    )
    told = [(kept.step.step, kept.step.body_unit_id) for kept in writer.steps]
    assert told == [("C1", None), ("admitted", "u0"), ("of_the_future", "u9")]


def test_an_unknown_type_still_gives_its_step_its_movements_and_its_leaf() -> None:
    writer = MemoryWriter()
    line = {
        "kind": "transferred",
        "effective_on": "2020-05-19",
        "from": None,
        "to": {"unit_id": "u1", "standing": "OFFICIAL", "attributes": {}},
        "undo": {"position": 4, "line": 1},
    }
    AuditProjector[None](writer).apply(None, [read_event("p1", 7, {"movements": [line]}, name="of_the_future")])
    assert [kept.step.step for kept in writer.steps] == ["of_the_future"]
    ((who, move),) = writer.moves
    assert (who, move.position, move.line, move.to_unit_id, move.undoes) == ("p1", 7, 0, "u1", (4, 1))
    assert list(writer.kept_leaves) == [7]


def test_sealed_particulars_and_the_organisation_leave_a_leaf_and_no_step() -> None:
    writer = MemoryWriter()
    events = [read_event("p1", 1, {}, topic=PEOPLE), read_event("u1", 2, {}, topic=ORGANISATION)]
    AuditProjector[None](writer).apply(None, [*events, read_event("p1", 3, {"movements": []}, topic=LIFECYCLE)])
    assert sorted(writer.kept_leaves) == [1, 2, 3]
    assert [kept.step.position for kept in writer.steps] == [3]
    assert [event.envelope.position for event in writer.organisation] == [2]
