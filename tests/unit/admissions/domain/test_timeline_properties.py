"""Random lives with late facts and corrections agree with an independent reading on every pair of dates."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from services.admissions.domain.person.change import Change, Entry, Exit
from services.admissions.domain.person.commands import ChangeProfile, Correct, LineRef, PersonCommand
from services.admissions.domain.person.commands_leaving import Remove
from services.admissions.domain.person.commands_transfer import AcceptTransfer, Arrive, IssueTransfer, LapseTransfer
from services.admissions.domain.person.state import Held
from shared.contracts.facts import PersonFact
from shared.contracts.lifecycle import Corrected
from shared.contracts.movement import Attributes, Kind, Movement, Place
from tests.support.given import OFFICER, Life, enrol, given
from tests.unit.admissions.domain.reference import Fact, Reference, Where, shape

FIRST = date(2016, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(-1, 26)]
CELLS = ("pa-du", "pa-lan", "school", "prao")
ACTS = {"TransferIssued": "issued", "TransferLapsed": "lapsed", "Transferred": "transferred"}

days = st.integers(0, 20).map(lambda n: FIRST + timedelta(days=n))
cells = st.sampled_from(CELLS)
acts = st.one_of(
    st.builds(lambda on, code: ("changed", on, code), days, st.sampled_from(("farmer", "trader", "teacher"))),
    st.builds(lambda on, to: ("issued", on, to), days, st.sampled_from((*CELLS, None))),
    st.builds(lambda on: ("accepted", on, None), days),
    st.builds(lambda on: ("lapsed", on, None), days),
    st.builds(lambda on, cell: ("arrived", on, cell), days, cells),
    st.builds(lambda on: ("died", on, None), days),
    st.builds(lambda pick: ("cancelled", FIRST, pick), st.integers(0, 9)),
    st.builds(lambda on, pick: ("redated", on, pick), days, st.integers(0, 9)),
)


def command(life: Life, act: tuple[str, date, Any]) -> PersonCommand | None:
    """The command that a random act means in this life."""
    kind, on, what = act
    match kind:
        case "changed":
            return ChangeProfile(actor=OFFICER, effective_on=on, changes={"occupation": what})
        case "issued":
            return IssueTransfer(actor=OFFICER, effective_on=on, to_unit_id=what)
        case "accepted":
            letter = life.state.open_transfer(on)
            return AcceptTransfer(actor=OFFICER, effective_on=on, to_unit_id=letter.to_unit_id if letter else None)
        case "lapsed":
            return LapseTransfer(actor=OFFICER, effective_on=on)
        case "arrived":
            return Arrive(actor=OFFICER, effective_on=on, unit_id=what)
        case "died":
            return Remove(actor=OFFICER, effective_on=on, kind=Kind.DECEASED)
        case _:
            return correction(life, kind, on, what)


def correction(life: Life, kind: str, on: date, pick: int) -> PersonCommand | None:
    """Cancel some fact, or give a change of profile another day."""
    facts = [fact for fact in life.state.facts if kind == "cancelled" or fact.name == "profile_changed"]
    if not facts:
        return None
    fact = facts[pick % len(facts)]
    instead = ChangeProfile(actor=OFFICER, effective_on=on, changes={"occupation": "worker"})
    return Correct(
        actor=OFFICER, position=fact.position, ground="test", instead=None if kind == "cancelled" else instead
    )


def accepted(life: Life, asked: PersonCommand) -> tuple[Life, PersonFact] | None:
    """The life after a command; what it makes impossible is named as the refusal says. None when it is refused."""
    told = life.when(asked)
    if told.refusal is not None and told.refusal.code == "late-fact-crosses":
        named: Any = told.refusal.values["drop"]
        told = life.when(replace(asked, drop=tuple(LineRef(each["position"], each["line"]) for each in named)))
    return None if told.event is None else (told.life, told.event)


def parts(place: Place) -> dict[str, object]:
    """A place as the reference holds it."""
    attributes = {name: getattr(place.attributes, name) for name in Attributes.__struct_fields__}
    return {"unit": place.unit_id, "standing": place.standing.value, **attributes}


def take(reference: Reference, facts: dict[int, Fact], life: Life, event: PersonFact) -> None:
    """Let the reference learn what an event says it is about, and nothing of what it takes back or states again."""
    position = life.position
    order = float(position)
    if isinstance(event, Corrected):
        was = facts.pop(event.corrects.position)
        if was in reference.facts:
            reference.facts.remove(was)
            # A correction stands where the corrected fact stood, also among others of its new day.
            order = was.order if event.effective_on == was.on else beside(reference, was, event.effective_on)
    kind = event.states or "" if isinstance(event, Corrected) else type(event).__name__
    for held in (each for each in life.state.in_force if each.fact == position):
        facts[position] = learnt(held, ACTS.get(kind, kind), order)
        reference.facts.append(facts[position])
    reference.settle()


def learnt(held: Held, kind: str, order: float) -> Fact:
    """A fact as the reference holds it."""
    on = held.movement.effective_on
    match held.effect:
        case Entry(place=place):
            entry = "arrived" if held.movement.kind is Kind.TRANSFERRED else "enrolled"
            return Fact(on, order, entry, sets=parts(place), enters=True)
        case Exit():
            return Fact(on, order, held.movement.kind.value, leaves=True)
        case Change() as change:
            named = {"unit": change.unit_id} if change.unit_id else {}
            return Fact(on, order, kind, sets={**named, **change.attributes})


def beside(reference: Reference, was: Fact, on: date) -> float:
    """Before all others of a later day, after all others of an earlier one."""
    there = [fact.order for fact in reference.facts if fact.on == on]
    if not there:
        return was.order
    return min(there) - 0.5 if on > was.on else max(there) + 0.5


def stock(lines: list[tuple[int, Movement]], on: date, known: int) -> Counter[Where]:
    """The sum of postings: -1 where someone leaves, +1 where they arrive, the other way round when undone."""
    found: Counter[Where] = Counter()
    for position, line in lines:
        if position <= known and line.effective_on <= on:
            sign = 1 if line.undo is None else -1
            for place, amount in ((line.from_, -sign), (line.to, sign)):
                if place is not None:
                    found[shape(parts(place))] += amount
    return +found if not any(value < 0 for value in found.values()) else found


@settings(max_examples=150, deadline=None)
@example(st.lists(acts, min_size=1, max_size=12))
def test_postings_and_places_agree_with_an_independent_reading_on_every_pair_of_dates(
    told: list[tuple[str, date, Any]],
) -> None:
    life = given(enrol(FIRST, attributes=Attributes(occupation="soldier")))
    reference = Reference()
    facts: dict[int, Fact] = {}
    take(reference, facts, life, life.events[-1][1])
    snapshots = {life.position: [reference.place(on) for on in DAYS]}
    for act in told:
        asked = command(life, act)
        result = None if asked is None else accepted(life, asked)
        if result is None:
            continue
        life, event = result
        take(reference, facts, life, event)
        snapshots[life.position] = [reference.place(on) for on in DAYS]
        assert [placed(life, on) for on in DAYS] == snapshots[life.position]
    lines = [(position, line) for position, event in life.events for line in event.movements]
    for known, expected in snapshots.items():
        for on, where in zip(DAYS, expected, strict=True):
            assert stock(lines, on, known) == (Counter() if where is None else Counter({where: 1}))


def placed(life: Life, on: date) -> Where | None:
    place = life.place(on)
    return None if place is None else shape(parts(place))


@settings(max_examples=60, deadline=None)
@example(st.lists(acts, min_size=1, max_size=12))
def test_every_undo_repeats_a_movement_that_was_in_force(told: list[tuple[str, date, Any]]) -> None:
    life = given(enrol(FIRST))
    for act in told:
        asked = command(life, act)
        result = None if asked is None else accepted(life, asked)
        if result is None:
            continue
        held = {each.ref: each.movement for each in life.state.in_force}
        life, event = result
        for line in event.movements:
            if line.undo is not None:
                was = held.pop(LineRef(line.undo.position, line.undo.line))
                assert (line.kind, line.effective_on, line.from_, line.to) == (
                    was.kind,
                    was.effective_on,
                    was.from_,
                    was.to,
                )
