"""Corrections: a recorded fact is taken back, stated otherwise or cancelled, and nothing that rests on it is lost."""

from dataclasses import replace
from datetime import date

from services.admissions.domain.person.commands import ChangeProfile, Correct, Fact, LineRef
from services.admissions.domain.person.commands_leaving import Remove
from services.admissions.domain.person.commands_transfer import IssueTransfer
from shared.contracts.facts import PersonFact
from shared.contracts.lifecycle import Corrected
from shared.contracts.movement import Kind, Standing
from tests.support.given import (
    C1_ON,
    C3_ON,
    C6_ON,
    CERTIFIED,
    D5_ON,
    FIT,
    OFFICER,
    TO_CEREMONY,
    TO_DOSSIER,
    TO_OFFICIAL,
    Life,
    enrol,
    given,
    nominate,
    open_dossier,
    paper,
    step,
    train,
    votes,
)

MARCH, APRIL, MAY = date(2016, 3, 1), date(2016, 4, 1), date(2016, 5, 1)
MEMBER = enrol(attributes=FIT)


def correct(position: int, instead: Fact | None = None, *drop: LineRef) -> Correct:
    return Correct(actor=OFFICER, position=position, ground="clerical", instead=instead, drop=drop)


def position(life: Life, name: str) -> int:
    return next(fact.position for fact in life.state.facts if name in {fact.step, fact.name})


def change(on: date, **changes: object) -> ChangeProfile:
    return ChangeProfile(actor=OFFICER, effective_on=on, changes=changes)


def told_lines(event: PersonFact | None) -> list[tuple[Kind, date, bool]]:
    assert event is not None
    return [(m.kind, m.effective_on, m.undo is not None) for m in event.movements]


def test_a_wrong_cell_is_corrected_and_what_came_after_follows() -> None:
    life = given(MEMBER, change(MARCH, occupation="farmer"))
    told = life.when(correct(101, enrol(cell="prao", attributes=FIT)))
    mended = told.then(Corrected, states="enrolled", unit_id="prao")
    assert told_lines(told.event) == [
        (Kind.CHANGED, MARCH, True),
        (Kind.ENROLLED, date(2014, 12, 31), True),
        (Kind.ENROLLED, date(2014, 12, 31), False),
        (Kind.CHANGED, MARCH, False),
    ]
    place = mended.place(MARCH)
    assert place is not None
    assert (place.unit_id, place.attributes.occupation) == ("prao", "farmer")


def test_a_fact_moved_to_a_later_date_is_judged_as_if_new() -> None:
    life = given(MEMBER, change(MARCH, occupation="farmer"), change(APRIL, occupation="teacher"))
    mended = life.after(correct(102, change(MAY, occupation="farmer")))
    occupations = [place.attributes.occupation for day in (MARCH, APRIL, MAY) if (place := mended.place(day))]
    assert occupations == [None, "teacher", "farmer"]
    life.when(correct(102, change(date(2030, 1, 1), occupation="farmer"))).refused("date-in-future")


def test_a_fact_is_cancelled_when_nothing_rests_on_it() -> None:
    life = given(MEMBER, Remove(actor=OFFICER, effective_on=MARCH, kind=Kind.DECEASED))
    alive = life.when(correct(102)).then(Corrected, states=None, effective_on=MARCH)
    place = alive.place(MAY)
    assert place is not None
    assert place.standing is Standing.OFFICIAL
    assert [fact.name for fact in alive.state.facts] == ["enrolled"]


def test_a_correction_can_itself_be_corrected_and_the_fact_it_replaced_no_longer() -> None:
    life = given(MEMBER, change(MARCH, occupation="farmer")).after(correct(102, change(MARCH, occupation="trader")))
    life.when(correct(102)).refused("correction-of-nothing")
    again = life.after(correct(103, change(MARCH, occupation="teacher")))
    place = again.place(MARCH)
    assert place is not None
    assert place.attributes.occupation == "teacher"


def test_a_fact_restated_by_a_late_one_is_still_corrected_by_its_own_position() -> None:
    life = given(MEMBER, change(APRIL, occupation="farmer"), change(MARCH, theory_level="elementary"))
    mended = life.after(correct(102, change(APRIL, occupation="trader")))
    place = mended.place(APRIL)
    assert place is not None
    assert (place.attributes.occupation, place.attributes.theory_level) == ("trader", "elementary")


def test_an_unknown_position_and_another_sort_of_fact_are_refused() -> None:
    life = given(MEMBER, change(MARCH, occupation="farmer"))
    life.when(correct(7)).refused("correction-of-nothing")
    died = Remove(actor=OFFICER, effective_on=MARCH, kind=Kind.DECEASED)
    life.when(correct(102, died)).refused("correction-of-other-sort")


def test_votes_counted_wrongly_are_corrected_without_moving_anyone() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON, votes=votes(5)))
    told = life.when(correct(104, step("C1", C1_ON, votes=votes(6))))
    mended = told.then(Corrected, step="C1", movements=(), states="step_recorded", outcome="approved")
    mended.after(step("C3", C3_ON))


def test_a_step_is_not_pulled_from_under_those_that_rest_on_it() -> None:
    life = given(*TO_CEREMONY)
    c1 = position(life, "C1")
    refusal = life.when(correct(c1)).refused("facts-build-on-it")
    assert [fault.where for fault in refusal.faults] == [str(position(life, s)) for s in ("C3", "C4")]
    life.when(correct(c1, step("C1", C1_ON, votes=votes(5)))).refused("facts-build-on-it")
    life.when(correct(c1, step("C1", date(2018, 11, 1)))).refused("facts-build-on-it")
    life.after(correct(c1, step("C1", date(2018, 10, 2))))


def test_a_certificate_is_not_pulled_from_under_the_dossier() -> None:
    life = given(*TO_DOSSIER)
    life.when(correct(102)).refused("facts-build-on-it")
    late = life.after(train(date(2018, 9, 15)))
    late.when(correct(104)).then(Corrected)


def test_a_dossier_is_not_cancelled_under_the_ceremony() -> None:
    life = given(*TO_CEREMONY)
    life.when(correct(position(life, "dossier_opened"))).refused("late-fact-crosses")


def test_a_dossier_with_recorded_votes_is_not_cancelled_under_them() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON))
    life.when(correct(position(life, "dossier_opened"))).refused("facts-build-on-it")


def test_another_day_of_the_ceremony_moves_the_recognition_with_it() -> None:
    life = given(*TO_OFFICIAL)
    ceremony = position(life, "C6")
    told = life.when(correct(ceremony, step("C6", date(2018, 11, 25))))
    mended = told.then(Corrected, ceremony_on=date(2018, 11, 25))
    kinds = [(held.movement.kind, held.movement.effective_on) for held in mended.state.in_force[-2:]]
    assert kinds == [(Kind.ADMITTED, date(2018, 11, 25)), (Kind.RECOGNISED, date(2019, 11, 25))]


def test_the_ceremony_is_not_moved_past_what_the_recognition_rests_on() -> None:
    life = given(*TO_OFFICIAL)
    late = date(2018, 12, 15)
    refusal = life.when(correct(position(life, "C6"), step("C6", late))).refused("facts-build-on-it")
    assert str(position(life, "D5")) in {fault.where for fault in refusal.faults}
    assert date(2019, 12, 15) > D5_ON


def test_a_letter_sent_to_the_wrong_cell_is_corrected() -> None:
    life = given(MEMBER, IssueTransfer(actor=OFFICER, effective_on=MARCH, to_unit_id="pa-lan"))
    mended = life.after(correct(102, IssueTransfer(actor=OFFICER, effective_on=MARCH, to_unit_id="prao")))
    letter = mended.state.open_transfer(MAY)
    assert letter is not None
    assert letter.to_unit_id == "prao"


def test_the_whole_road_can_be_taken_back_newest_first_and_leaves_nothing() -> None:
    life = given(*TO_OFFICIAL)
    for fact in sorted(life.state.facts, key=lambda fact: fact.position, reverse=True):
        life = life.after(correct(fact.position))
    assert life.state.in_force == ()
    assert life.state.facts == ()


def test_a_correction_stands_where_the_fact_stood_on_its_day() -> None:
    life = given(MEMBER, change(MARCH, occupation="farmer"), change(MARCH, occupation="trader"))
    mended = life.after(correct(102, change(MARCH, occupation="teacher")))
    place = mended.place(MARCH)
    assert place is not None
    assert place.attributes.occupation == "trader"


def test_an_earlier_nomination_corrects_the_first_fact_of_a_life() -> None:
    life = given(nominate(), train(), open_dossier())
    mended = life.after(correct(101, nominate(date(2017, 12, 1))))
    place = mended.place(date(2017, 12, 1))
    assert place is not None
    assert place.standing is Standing.PROSPECT
    life.when(correct(101, nominate(date(2018, 7, 1)))).refused("late-fact-crosses")
    assert date(2018, 7, 1) > CERTIFIED


def test_the_decision_of_a_correction_may_not_come_from_the_future() -> None:
    life = given(MEMBER, change(MARCH, occupation="farmer"))
    wrong = replace(correct(102), decision=paper("nam-giang", date(2030, 1, 1)))
    life.when(wrong).refused("date-in-future")


def test_a_ceremony_stays_where_it_was_when_only_its_paper_is_corrected() -> None:
    life = given(*TO_CEREMONY)
    told = life.when(correct(position(life, "C6"), step("C6", C6_ON)))
    assert told_lines(told.event) == [(Kind.ADMITTED, C6_ON, True), (Kind.ADMITTED, C6_ON, False)]
