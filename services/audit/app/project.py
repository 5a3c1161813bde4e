"""Events to trail, leaves and tree. The tree grows only as far as everything before has arrived."""

from collections.abc import Sequence
from datetime import date
from typing import Generic, TypeVar

from msgspec import Struct

from services.audit.app.ports import AuditWriter, KeptStep, Merging, TreeState
from services.audit.domain.sight import Move
from shared.contracts.answers import TrailStep
from shared.contracts.codec import decode, decode_data
from shared.contracts.facts import Actor, Decision, Votes
from shared.contracts.lifecycle import Merged, Unmerged
from shared.contracts.registry import TYPE_OF, class_of, event_name
from shared.contracts.topics import DOSSIERS, LIFECYCLE, ORGANISATION
from shared.contracts.watermark import Watermark
from shared.core.stream import Position
from shared.ops.metrics import READER_UNKNOWN_TYPES
from shared.ports.checkpoint import ReadEvent

Tx = TypeVar("Tx")
ROOTS_KEPT_MAX = 256
WHO_IS_WHO = frozenset({TYPE_OF[Merged], TYPE_OF[Unmerged]})


class _Fact(Struct, frozen=True, kw_only=True):
    """What any person event may carry of its approval; of unknown types too."""

    effective_on: date | None = None
    step: str | None = None
    body_unit_id: str | None = None
    decision: Decision | None = None
    actor: Actor | None = None
    votes: Votes | None = None


class AuditProjector(Generic[Tx]):
    """A Projector (shared.ports.checkpoint). The topic of sealed particulars gives leaves only: nothing was approved
    there that the event beside it does not say."""

    def __init__(self, writer: AuditWriter[Tx], *, reader: str = "audit") -> None:
        self._writer = writer
        self._unknown = READER_UNKNOWN_TYPES.labels(reader=reader)
        self._roots: dict[int, bytes] = {}
        self.newest: tuple[int, bytes] | None = None

    def heard(self, mark: Watermark) -> None:
        """Remember the writer's root, to compare when the tree has grown to that size."""
        self._roots[mark.position] = bytes.fromhex(mark.root)
        self.newest = (mark.position, self._roots[mark.position])
        while len(self._roots) > ROOTS_KEPT_MAX:
            self._roots.pop(next(iter(self._roots)))

    def apply(self, tx: Tx, events: Sequence[ReadEvent]) -> None:
        """Keep every leaf, each person's steps, movements and merges, and the organisation's events."""
        steps: list[KeptStep] = []
        moves: list[tuple[str, Move]] = []
        for event in events:
            envelope = event.envelope
            if class_of(envelope.type) is None:
                self._unknown.inc()
            if event.topic in {LIFECYCLE, DOSSIERS}:
                steps.append(_step(event))
                moves.extend((envelope.subject, move) for move in _moves(event))
        self._writer.add(
            tx,
            leaves=[(event.envelope.position, event.leaf) for event in events],
            steps=steps,
            moves=moves,
            merges=[_merging(event) for event in events if event.envelope.type in WHO_IS_WHO],
            organisation=[event for event in events if event.topic == ORGANISATION],
        )

    def completed(self, tx: Tx, position: Position) -> None:
        """Extend the tree to a position, leaf by leaf; a leaf missing here is not passed."""
        state = self._writer.tree(tx)
        frontier = state.frontier
        for at, leaf in self._writer.leaves(tx, frontier.size, position):
            if at != frontier.size + 1:
                break
            frontier.append(leaf)
        told = self._roots.get(frontier.size)
        self._writer.save_tree(tx, TreeState(frontier, told))

    def reset(self, tx: Tx) -> None:
        """Empty trail, leaves and tree."""
        self._writer.reset(tx)


def _step(event: ReadEvent) -> KeptStep:
    envelope = event.envelope
    fact = decode(_Fact, bytes(envelope.data))
    body = fact.body_unit_id or (fact.decision.body_unit_id if fact.decision else None)
    step = TrailStep(
        position=envelope.position,
        time=envelope.time,
        effective_on=fact.effective_on,
        step=fact.step or event_name(envelope.type),
        body_unit_id=body,
        decision=fact.decision,
        actor=fact.actor,
        votes=fact.votes,
        leaf=event.leaf.hex(),
    )
    return KeptStep(person_id=envelope.subject, step=step)


def _merging(event: ReadEvent) -> Merging:
    data = decode_data(event.envelope)
    into = data.into if isinstance(data, Merged) else None
    return Position(event.envelope.position), event.envelope.subject, into


def _moves(event: ReadEvent) -> list[Move]:
    return [
        Move(
            position=event.envelope.position,
            line=line,
            effective_on=movement.effective_on,
            to_unit_id=None if movement.to is None else movement.to.unit_id,
            undoes=None if movement.undo is None else (movement.undo.position, movement.undo.line),
        )
        for line, movement in enumerate(event.movements)
    ]
