"""Events to stays: the members' fold over a batch, in the transaction that also moves the checkpoint (design 5).

Most events only continue a life, which needs its last stay alone; a late fact recomputes the person's whole life.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from services.members.app.ports import Changes, Sealed, StayStore
from services.members.domain.life import Stay, continued, facts_of, goes_on, stays_of
from shared.contracts.codec import decode_data
from shared.contracts.envelope import Envelope
from shared.contracts.lifecycle import Erased
from shared.contracts.movement import Movement
from shared.contracts.people import ParticularsRecorded
from shared.contracts.registry import CLASS_OF, TYPE_OF
from shared.contracts.topics import LIFECYCLE, ORGANISATION, PEOPLE
from shared.core.stream import Position
from shared.ports.checkpoint import ReadEvent

Tx = TypeVar("Tx")
Told = tuple[Position, tuple[Movement, ...]]
"""One event of a person that moves: its position and its movements."""
_ERASED = TYPE_OF[Erased]


class MembersProjector(Generic[Tx]):
    """The fold of members. `on_unknown` is told the type of each event that this code does not know."""

    def __init__(self, store: StayStore[Tx], on_unknown: Callable[[str], None] | None = None) -> None:
        self._store = store
        self._on_unknown = on_unknown or (lambda _type: None)

    def apply(self, tx: Tx, events: Sequence[ReadEvent]) -> None:
        """Apply events, each partition's in order. A person's movements are all of one partition (contracts 1, 3)."""
        told: dict[str, list[Told]] = {}
        apart: set[str] = set()
        particulars: list[Sealed] = []
        for event in events:
            envelope = event.envelope
            if envelope.type not in CLASS_OF:
                self._on_unknown(envelope.type)
            if event.topic == ORGANISATION:
                continue
            movements = event.movements
            if movements:
                told.setdefault(envelope.subject, []).append((Position(envelope.position), movements))
                if event.topic != LIFECYCLE:
                    apart.add(envelope.subject)
            if event.topic == PEOPLE or envelope.type == _ERASED:
                particulars += _sealed(envelope)
        self._store.add_organisation(tx, [event for event in events if event.topic == ORGANISATION])
        self._store.add_particulars(tx, particulars)
        if told:
            self._store.write(tx, self._changes(tx, told, apart))

    def completed(self, tx: Tx, position: Position) -> None:
        """Nothing: answers look the position up."""

    def reset(self, tx: Tx) -> None:
        """Empty the derived tables, for a rebuild."""
        self._store.reset(tx)

    def _changes(self, tx: Tx, told: dict[str, list[Told]], apart: set[str]) -> Changes:
        """`apart`: persons with movements on another topic than lifecycle, whose order of arrival is not promised."""
        ended: list[tuple[str, Stay]] = []
        added: list[tuple[str, Stay]] = []
        late: list[str] = sorted(apart)
        lasts = self._store.last_stays(tx, [person_id for person_id in told if person_id not in apart])
        for person_id, events in told.items():
            if person_id in apart:
                continue
            going_on = _continue(lasts.get(person_id), events)
            if going_on is None:
                late.append(person_id)
                continue
            end, new = going_on
            if end is not None:
                ended.append((person_id, end))
            added += [(person_id, stay) for stay in new]
        if late:
            lives = self._store.lives(tx, late)
            for person_id in late:
                added += [(person_id, stay) for stay in _recompute(lives.get(person_id, ()), told[person_id])]
        return Changes(ended=ended, added=added, rewritten=late)


def _continue(last: Stay | None, events: Sequence[Told]) -> tuple[Stay | None, list[Stay]] | None:
    """The stored last stay with its end, and the new stays; None when some event does more than go on."""
    ended: Stay | None = None
    new: list[Stay] = []
    for position, movements in events:
        if not goes_on(last, position, movements):
            return None
        stays = continued(last, position, movements)
        if last is not None:
            closed, *stays = stays
            if new:
                new[-1] = closed
            else:
                ended = closed
        new += stays
        last = new[-1]
    return ended, new


def _recompute(stays: Sequence[Stay], events: Sequence[Told]) -> list[Stay]:
    facts = facts_of(stays)
    for position, movements in events:
        facts.add(position, movements)
    return stays_of(facts)


def _sealed(envelope: Envelope) -> list[Sealed]:
    position = Position(envelope.position)
    if envelope.type == _ERASED:
        return [Sealed(position, envelope.subject, None)]
    data = decode_data(envelope)
    return [Sealed(position, envelope.subject, data.sealed)] if isinstance(data, ParticularsRecorded) else []
