"""One person recorded twice counts once after a merge, and a merge taken back changes no answer at all."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from services.admissions.domain.person.commands import ChangeProfile, Correct
from services.admissions.domain.person.commands_identity import AlterParticulars, Merge, Unmerge
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.identity import altered
from services.admissions.domain.person.state import PersonState
from services.indicators.domain.posting import postings_of
from services.members.domain.life import Facts, stays_of
from shared.contracts.lifecycle import Corrected, Merged, Unmerged
from shared.contracts.movement import Attributes
from shared.core.stream import Position
from tests.support.given import (
    C1_ON,
    FIT,
    OFFICER,
    TO_DOSSIER,
    Life,
    closing,
    enrol,
    given,
    organisation,
    paper,
    step,
    votes,
)
from tests.unit.admissions.domain.test_timeline_properties import DAYS, FIRST, accepted, acts, command

ON = date(2021, 3, 1)
INTO = "9d1c4e2a-5b7f-5c31-8e44-0a1b2c3d4e5f"
MEMBER = enrol(attributes=FIT)


def merge(into: str = INTO, **fields: Any) -> Merge:
    fields.setdefault("decision", paper("nam-giang", ON))
    return Merge(actor=OFFICER, effective_on=ON, into=into, ground="same_person", **fields)


def unmerge(**fields: Any) -> Unmerge:
    fields.setdefault("decision", paper("nam-giang", ON))
    return Unmerge(actor=OFFICER, effective_on=ON, ground="decision_annulled", **fields)


def twice(*commands: Any, other: PersonState | None = None) -> Life:
    """Someone recorded twice; the other record is a plain one unless given."""
    there = given(MEMBER).state if other is None else other
    return replace(given(*commands), person_id="here", others={INTO: there})


def test_a_merged_record_counts_nowhere_on_any_day_and_takes_no_more_facts() -> None:
    change = ChangeProfile(actor=OFFICER, effective_on=date(2016, 1, 1), changes={"occupation": "farmer"})
    gone = twice(MEMBER, change).when(merge()).then(Merged, into=INTO, body_unit_id="nam-giang")
    assert [gone.place(on) for on in (date(2015, 1, 1), date(2016, 1, 1), ON)] == [None, None, None]
    refused = gone.when(change).refused("person-merged")
    assert INTO in refused.what.vi
    gone.when(merge()).refused("person-merged")
    gone.when(Correct(actor=OFFICER, position=101, ground="clerical_error")).refused("person-merged")


def test_a_merge_taken_back_leaves_the_state_as_it_was() -> None:
    change = ChangeProfile(actor=OFFICER, effective_on=date(2016, 1, 1), changes={"occupation": "farmer"})
    life = twice(MEMBER, change)
    back = life.when(merge()).then(Merged).when(unmerge()).then(Unmerged)
    assert back.state.facts == life.state.facts
    shown = [
        (held.movement.kind, held.movement.from_, held.movement.to, held.fact, held.effect)
        for held in life.state.in_force
    ]
    assert [(h.movement.kind, h.movement.from_, h.movement.to, h.fact, h.effect) for h in back.state.in_force] == shown
    back.when(unmerge()).refused("merge-not-there")
    back.after(Correct(actor=OFFICER, position=102, ground="clerical_error"), merge())


def test_a_merge_needs_another_record_that_goes_on() -> None:
    twice(MEMBER).when(merge("here")).refused("merge-with-itself")
    twice(MEMBER).when(merge("nobody")).refused("merge-survivor")
    merged = twice(MEMBER).after(merge()).state
    refused = twice(MEMBER, other=merged).when(merge()).refused("merge-survivor")
    assert refused.values["merged_into"] == INTO
    twice(MEMBER, other=replace(merged, merged_into=None, erased=True)).when(merge()).refused("merge-survivor")


def test_merges_and_their_undoing_are_approved_in_writing_by_a_competent_committee() -> None:
    life = twice(MEMBER)
    life.when(merge(decision=None)).refused("correction-in-writing")
    life.when(merge(decision=paper("zuoih", ON))).refused("body-not-competent")
    life.when(replace(merge(), ground="because")).refused("correction-ground")
    life.after(merge()).when(unmerge(decision=None)).refused("correction-in-writing")


def test_a_unit_closed_between_carries_the_person_when_the_merge_is_taken_back() -> None:
    merged = twice(MEMBER).after(merge())
    closed = replace(merged, organisation=organisation(closing("pa-du", date(2021, 2, 1), "pa-lan")))
    place = closed.after(unmerge()).place(ON)
    assert place is not None
    assert place.unit_id == "pa-lan"


def test_what_is_kept_whole_is_corrected_on_a_ground_and_in_writing_and_older_histories_as_before() -> None:
    whole = given(*TO_DOSSIER, step("B1", date(2018, 9, 2), votes=None)).state
    life = replace(given(*TO_DOSSIER), state=whole, position=105)
    cancel = Correct(actor=OFFICER, position=104, ground="clerical_error", decision=paper("nam-giang", ON))
    life.when(replace(cancel, decision=None)).refused("correction-in-writing")
    life.when(replace(cancel, ground="because")).refused("correction-ground")
    life.when(replace(cancel, decision=paper("pa-du", ON))).refused("body-not-competent")
    life.when(cancel).then(Corrected)
    old = given(*TO_DOSSIER, step("C1", C1_ON, votes=votes(6)))
    old.after(Correct(actor=OFFICER, position=104, ground="whatever"))


def test_an_altered_birth_date_changes_the_birth_year_from_the_day_of_coming_in() -> None:
    life = given(MEMBER)
    act = AlterParticulars(
        actor=OFFICER, effective_on=ON, decision=paper("nam-giang", ON), ground="clerical_error", birth_year=1989
    )
    context = Context(organisation=life.organisation, today=ON)
    change = altered(life.state, act, context)
    assert change is not None
    place = life.after(change).place(date(2014, 12, 31))
    assert place is not None
    assert place.attributes.birth_year == 1989
    assert altered(life.state, replace(act, birth_year=1990), context) is None


@settings(max_examples=40, deadline=None)
@example(st.lists(acts, min_size=1, max_size=10))
def test_merge_then_unmerge_changes_no_answer_of_members_and_of_the_ledger(told: list[tuple[str, date, Any]]) -> None:
    """Real folds: the members' stays and the ledger's postings, as of every day, known before, between and after."""
    life = replace(given(enrol(FIRST, attributes=Attributes(occupation="soldier"))), person_id="here")
    life = replace(life, others={INTO: given(MEMBER).state}, today=ON)
    for act in told:
        asked = command(life, act)
        result = None if asked is None else accepted(life, asked)
        if result is not None:
            life, _ = result
    before = life.position
    paper_of_all = paper("quang-nam", ON)
    merged = life.after(merge(decision=paper_of_all))
    back = merged.after(unmerge(decision=paper_of_all))
    for known, expected in ((before, before), (merged.position, None), (back.position, before)):
        for on in (*DAYS, ON + timedelta(days=1)):
            was = {} if expected is None else shown(back, on, expected)
            assert shown(back, on, known) == was
            assert ledger(back, on, known) == ({} if expected is None else ledger(back, on, expected))


def shown(life: Life, on: date, known: int) -> dict[str, object]:
    """What members answers of the person: unit, standing and attributes, and since when."""
    facts = Facts()
    for position, event in life.events:
        facts.add(Position(position), event.movements)
    found = [stay for stay in stays_of(facts) if stay.holds(on, Position(known)) and stay.line.place is not None]
    assert len(found) <= 1
    return {"place": found[0].line.place, "since": found[0].since} if found else {}


def ledger(life: Life, on: date, known: int) -> dict[object, int]:
    """The sums of the real postings up to a day as known at a position: stock by place, and flows by kind and place."""
    sums: Counter[object] = Counter()
    for position, event in life.events:
        for posting in postings_of(event.movements, position=Position(position), recorded_us=position):
            if position <= known and posting.effective_on <= on:
                sums[repr(posting.place)] += posting.amount
                sums[posting.kind, repr(posting.place), repr(posting.counter)] += posting.amount
    return {key: amount for key, amount in sums.items() if amount}
