"""Which duty an act about a person is, and whether whoever does it is kept apart from those who did the others."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from services.admissions.domain.person.context import Context
from services.admissions.domain.person.state import PersonState, Recorded, evolve
from services.admissions.domain.person.whole import kept_whole
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import separation
from services.admissions.domain.rules.separation import Capacity, Hand, capacity_of
from shared.contracts.facts import PersonFact
from shared.contracts.lifecycle import Corrected
from shared.contracts.movement import Kind
from shared.contracts.registry import TYPE_OF, event_name
from shared.core.stream import Position
from shared.tree.roles import Permission

NEXT = Position(2**62)
"""Stands for the position that the act will have, while it is judged."""
CEREMONIES = frozenset({"admitted", "readmitted"})
_CLASS_STEP, _NOTICE, _EXTENSION = "D1", "C5", "extension_granted"
_PERMISSION = {Capacity.CHECKED: Permission.CHECK, Capacity.SIGNED: Permission.SIGN}


def needed(state: PersonState, data: PersonFact) -> frozenset[Permission]:
    """What an office must be allowed, to record this; to correct a fact, also what recording that one needs."""
    found = {_permission(name, step, deceased=_deceased(data)) for name, step in _names(state, data)}
    if _arrives(data):
        # A letter from outside the province goes to the committee above first, which then tells the cell.
        found.add(Permission.SIGN)
    return frozenset(found)


def keep_apart(state: PersonState, data: PersonFact, subject: str, context: Context) -> None:
    """Refuse an act by which one person would hold two duties that are kept apart. Source: design 9.

    Before offices are in force it binds live acts on dossiers kept whole; from then on every live act, and of imports
    those on dossiers kept whole: what an importer attests alone is the history taken over before, and never the rest of
    what the same hand began here by acts of its own.
    """
    offices = context.organisation.offices
    if not _is_duty(state, data) or not _binds(state, data, context):
        return
    fact = evolve(state, NEXT, data).fact_at(NEXT)
    own = _own(state, data, fact, context)
    reference = _placed(fact, _corrected(state, data))
    if reference is None:
        return
    earlier = separation.dossier_of(state, reference)
    if not context.live and not offices.established(context.today):
        earlier = [each for each in earlier if each.live]
    others = [hand for each in earlier for hand in separation.hands_of(each, offices)]
    pairs, concerned = _pairs(data, context), offices.identity_of(subject)
    separation.require_apart(own, others, concerned, pairs)
    if reference.name in CEREMONIES:
        separation.require_all_apart(others, concerned, pairs)


def _placed(fact: Recorded | None, corrected: Recorded | None) -> Recorded | None:
    """The fact at its place in the dossier: what corrects another stands where that one did, or earlier."""
    if fact is None or corrected is None:
        return fact or corrected
    return replace(fact, position=corrected.position, effective_on=min(fact.effective_on, corrected.effective_on))


def _is_duty(state: PersonState, data: PersonFact) -> bool:
    return any(name in CEREMONIES or capacity_of(name, step) is not None for name, step in _names(state, data))


def _binds(state: PersonState, data: PersonFact, context: Context) -> bool:
    established = context.organisation.offices.established(context.today)
    if context.live and established:
        return True
    if not context.live and not established and not any(fact.live for fact in state.facts):
        return False
    return _name(data) == "dossier_checked" or kept_whole(state, data.effective_on, context.organisation)


def _own(state: PersonState, data: PersonFact, fact: Recorded | None, context: Context) -> list[Hand]:
    """As what the act at hand is done; whoever takes a fact back acts as who recorded it did."""
    offices = context.organisation.offices
    hands = () if fact is None or _deceased(data) else separation.hands_of(fact, offices)
    found = [replace(hand, position=None) for hand in hands]  # the act has no position yet
    corrected = _corrected(state, data)
    if corrected is not None:
        capacity = capacity_of(corrected.name, corrected.step)
        officers = (data.actor.officer_id, *data.actor.chain)
        if capacity is not None:
            found.append(Hand(capacity=capacity, identities=frozenset(offices.identity(each) for each in officers)))
    return found


def _pairs(data: PersonFact, context: Context) -> Collection[separation.Pair]:
    if data.unit_id is None or context.organisation.unit(data.unit_id, data.effective_on) is None:
        return separation.ALWAYS
    policies = policies_on(context.organisation, data.unit_id, _day(data, context))
    return separation.pairs_of(policies.codes("separation"))


def _day(data: PersonFact, context: Context) -> date:
    """Duties are kept apart by the rules of the day of the act, not of the day that it speaks of."""
    return context.today if context.live else data.effective_on


def _names(state: PersonState, data: PersonFact) -> list[tuple[str, str | None]]:
    if not isinstance(data, Corrected):
        return [(_name(data), data.step)]
    corrected = _corrected(state, data)
    found = [] if corrected is None else [(corrected.name, corrected.step)]
    return found if data.states is None else [*found, (data.states, data.step)]


def _corrected(state: PersonState, data: PersonFact) -> Recorded | None:
    return state.fact_at(data.corrects.position) if isinstance(data, Corrected) else None


def _permission(name: str, step: str | None, *, deceased: bool) -> Permission:
    capacity = capacity_of(name, step, deceased=deceased)
    if capacity in _PERMISSION:
        return _PERMISSION[capacity]
    if step == _NOTICE or name == _EXTENSION:
        # Both are of the body that decides: it tells the cell, and gives itself the time (item 4.3.1).
        return Permission.SIGN
    if name == "enrolled":
        # It makes a member without a vote: a register is taken over by who may import one, never by a cell alone.
        return Permission.IMPORT
    return Permission.TRAIN if name == "trained" or step == _CLASS_STEP else Permission.WRITE


def _deceased(data: PersonFact) -> bool:
    return any(move.kind is Kind.DECEASED and move.undo is None for move in data.movements)


def _arrives(data: PersonFact) -> bool:
    return any(move.kind is Kind.TRANSFERRED and move.from_ is None and move.undo is None for move in data.movements)


def _name(data: PersonFact) -> str:
    return event_name(TYPE_OF[type(data)])
