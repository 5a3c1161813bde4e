"""What a person is by their events: movements in force and facts recorded; evolve folds one event more.

Everything is asked as of a date, since a command may be a late fact. Unknown event types still apply their movements.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.admissions.domain.person.change import Effect, effect_of
from services.admissions.domain.person.commands import LineRef
from shared.contracts.data import Data
from shared.contracts.dossiers import (
    ConsentGiven,
    ExtensionGranted,
    Introducer,
    MentorAssigned,
    ReviewClosed,
    ReviewOpened,
)
from shared.contracts.facts import Decision, PersonFact
from shared.contracts.lifecycle import Admitted, Corrected, Enrolled, Erased, Merged, Readmitted, Transferred, Unmerged
from shared.contracts.movement import Movement, Place
from shared.contracts.registry import TYPE_OF, event_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A movement in force. `fact`: the position of the event that stated it first, before others restated it.

    `effect`: what it changed when stated first; stated again where that changes nothing, it is not forgotten.
    """

    movement: Movement
    ref: LineRef
    fact: int
    effect: Effect

    @property
    def order(self) -> tuple[date, LineRef]:
        """The order of a person's movements (contracts 3)."""
        return self.movement.effective_on, self.ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A fact that stands: neither corrected away nor fallen away with its movements. `name`: its event's own name.

    `about`: the kind of a consent or review, the step that an extension extends, or the mentor. `hands`: the officers
    who recorded it, each with the chain that they acted through; with those of what it corrects. `live`: recorded by an
    act of its own, not brought along by an import.
    """

    position: int
    name: str
    effective_on: date
    unit_id: str | None = None
    step: str | None = None
    outcome: str | None = None
    to_unit_id: str | None = None
    ceremony_on: date | None = None
    decision: Decision | None = None
    codes: tuple[str, ...] = ()
    introducers: tuple[Introducer, ...] = ()
    about: str | None = None
    moved_on: date | None = None
    host_unit_id: str | None = None
    purpose: str | None = None
    until: date | None = None
    body_unit_id: str | None = None
    class_id: str | None = None
    hands: tuple[str, ...] = ()
    live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What a merge took back, kept as it stood, for the day when the merge turns out to be wrong."""

    in_force: tuple[Held, ...] = ()
    facts: tuple[Recorded, ...] = ()


NOTHING_ASIDE = Aside()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonState:
    """A person as decisions see them.

    `in_force` by (effective_on, position, line), `facts` by (effective_on, position). `version`: events in the stream,
    the one to expect when appending; an HTTP ETag. `merged_into`: the record that goes on instead of this one.
    """

    version: int = 0
    in_force: tuple[Held, ...] = ()
    facts: tuple[Recorded, ...] = ()
    erased: bool = False
    merged_into: str | None = None
    aside: Aside = NOTHING_ASIDE

    def place_at(self, day: date) -> Place | None:
        """Where the person is at the end of a day, or None outside."""
        held = self.last_moved(day)
        return None if held is None else held.movement.to

    def places_during(self, day: date) -> tuple[Place | None, ...]:
        """Where the person is at any time of a day: at its end, and before each of its movements."""
        moved = [held.movement for held in self.in_force if held.movement.effective_on == day]
        return (self.place_at(day), *(move.from_ for move in moved))

    def last_moved(self, day: date) -> Held | None:
        """The newest movement in force on a day."""
        return next((held for held in reversed(self.in_force) if held.movement.effective_on <= day), None)

    def last_fact(self, day: date, *names: str) -> Recorded | None:
        """The newest fact of these names up to a day."""
        found = (fact for fact in reversed(self.facts) if fact.effective_on <= day)
        return next((fact for fact in found if fact.name in names), None)

    def fact_at(self, position: int) -> Recorded | None:
        """The fact recorded at a position, when it stands."""
        return next((fact for fact in self.facts if fact.position == position), None)

    def certificate_on(self, day: date) -> date | None:
        """The date of the newest awareness certificate up to a day."""
        fact = self.last_fact(day, "trained")
        return None if fact is None else fact.effective_on

    def ceremony_on(self, day: date) -> date | None:
        """When the probation that runs on a day began, or None when it is not known."""
        fact = next((f for f in reversed(self.facts) if f.effective_on <= day and f.ceremony_on is not None), None)
        return None if fact is None else fact.ceremony_on

    def open_transfer(self, day: date) -> Recorded | None:
        """The introduction letter issued and neither accepted nor lapsed by a day."""
        place = self.place_at(day)
        pending = place is not None and place.attributes.transfer_pending
        return self.last_fact(day, "transfer_issued") if pending else None


INITIAL = PersonState()
"""A person of whom nothing is recorded."""


def evolve(
    state: PersonState, position: int, data: Data | None, movements: Sequence[Movement] = (), *, live: bool = False
) -> PersonState:
    """The state after one event more, at `position`. `data` None: a type not known here; its movements still count.

    `movements` may be left out when `data` carries them. `live`: it belongs to no batch. Positions MUST come
    in the order of the log.
    """
    moved = data.movements if isinstance(data, PersonFact) else tuple(movements)
    restates = data.restates if isinstance(data, PersonFact) else ()
    taken = {LineRef(m.undo.position, m.undo.line) for m in moved if m.undo is not None}
    in_force = state.in_force
    undone = [*(held for held in in_force if held.ref in taken), *_unmerged(state, data)]
    stated = _stated(position, moved, restates, undone)
    if undone or stated:
        in_force = tuple(sorted([h for h in in_force if h.ref not in taken] + stated, key=lambda held: held.order))
    fallen = {held.fact for held in state.in_force} - {held.fact for held in in_force} if taken else set()
    if isinstance(data, Corrected):
        fallen.add(data.corrects.position)
    facts = [fact for fact in state.facts if fact.position not in fallen]
    new = _recorded(position, data, live=live)
    corrected = state.fact_at(data.corrects.position) if isinstance(data, Corrected) else None
    if new is not None and corrected is not None:
        # Whoever acted in what is corrected stays bound by it: a correction washes nobody's hands.
        hands = tuple(dict.fromkeys((*corrected.hands, *new.hands)))
        new = replace(new, hands=hands, live=corrected.live or new.live)
    if new is not None:
        facts.append(new)
        facts.sort(key=lambda fact: (fact.effective_on, fact.position))
    told = PersonState(
        version=state.version + 1,
        in_force=in_force,
        facts=tuple(facts),
        erased=state.erased or isinstance(data, Erased),
        merged_into=state.merged_into,
        aside=state.aside,
    )
    match data:
        case Merged():
            return replace(
                told, facts=(), merged_into=data.into, aside=Aside(in_force=state.in_force, facts=state.facts)
            )
        case Unmerged():
            return replace(told, facts=state.aside.facts, merged_into=None, aside=NOTHING_ASIDE)
        case _:
            return told


def _unmerged(state: PersonState, data: Data | None) -> tuple[Held, ...]:
    return state.aside.in_force if isinstance(data, Unmerged) else ()


def _stated(position: int, moved: Sequence[Movement], restates: Sequence[int], undone: Sequence[Held]) -> list[Held]:
    """The movements that an event puts in force; what restates one just undone keeps its first effect."""
    left = list(undone)
    stated: list[Held] = []
    for line, movement in enumerate(moved):
        if movement.undo is not None:
            continue
        fact = (restates[line] if restates else 0) or position
        was = next((held for held in left if held.fact == fact and held.movement.kind is movement.kind), None)
        if was is not None:
            left.remove(was)
        effect = effect_of(movement) if was is None else was.effect
        stated.append(Held(movement=movement, ref=LineRef(position, line), fact=fact, effect=effect))
    return stated


def _recorded(position: int, data: Data | None, *, live: bool) -> Recorded | None:
    """What stands recorded by an event; nothing when it only took something back."""
    if not isinstance(data, PersonFact):
        return None
    name: str | None = event_name(TYPE_OF[type(data)])
    outcome = getattr(data, "outcome", None)
    ceremony = None
    match data:
        case Corrected():
            name, ceremony = data.states, data.ceremony_on
        case Admitted() | Readmitted():
            ceremony = data.effective_on
        case Enrolled() | Transferred():
            ceremony = data.ceremony_on
        case _:
            pass
    if name is None:
        return None
    return Recorded(
        position=position,
        name=name,
        effective_on=data.effective_on,
        unit_id=data.unit_id,
        step=data.step,
        outcome=outcome or ("approved" if data.step else None),
        to_unit_id=getattr(data, "to_unit_id", None),
        ceremony_on=ceremony,
        decision=data.decision,
        codes=getattr(data, "codes", ()),
        introducers=getattr(data, "introducers", ()),
        about=about_of(data),
        body_unit_id=data.body_unit_id,
        moved_on=getattr(data, "moved_on", None),
        host_unit_id=getattr(data, "host_unit_id", None),
        purpose=getattr(data, "purpose", None),
        until=getattr(data, "until", None),
        class_id=getattr(data, "class_id", None),
        hands=(data.actor.officer_id, *data.actor.chain),
        live=live,
    )


def about_of(data: PersonFact) -> str | None:
    """What a fact concerns, for those whose name does not say it: see Recorded."""
    match data:
        case ConsentGiven() | ReviewOpened() | ReviewClosed():
            return data.kind
        case ExtensionGranted():
            return data.extends
        case MentorAssigned():
            return data.mentor_id
        case Corrected():
            return data.about
        case _:
            return None
