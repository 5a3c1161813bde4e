"""Facts that come late: what they cross is taken back and stated again; what they make impossible must be named."""

from datetime import date

from services.admissions.domain.person.commands import (
    ChangeProfile,
    Correct,
    LineRef,
    Nominate,
    PersonCommand,
    Restructure,
)
from services.admissions.domain.person.commands_leaving import Remove
from services.admissions.domain.person.commands_transfer import AcceptTransfer, IssueTransfer
from shared.contracts.facts import PersonFact
from shared.contracts.lifecycle import Nominated, ProbationPassed, ProfileChanged, Removed, Restructured, Transferred
from shared.contracts.movement import Kind, Standing
from shared.core.stream import Position
from tests.support.given import (
    C6_ON,
    D5_ON,
    D7_ON,
    D8_ON,
    FIT,
    OFFICER,
    OFFICIAL_ON,
    TO_CEREMONY,
    closing,
    enrol,
    given,
    step,
)

FEB, MARCH, APRIL, MAY, JUNE = (date(2016, month, 1) for month in (2, 3, 4, 5, 6))
MEMBER = enrol(attributes=FIT)


def letter(on: date, to: str | None = "pa-lan") -> IssueTransfer:
    return IssueTransfer(actor=OFFICER, effective_on=on, to_unit_id=to)


def accept(on: date, to: str | None = "pa-lan", *drop: LineRef) -> AcceptTransfer:
    return AcceptTransfer(actor=OFFICER, effective_on=on, to_unit_id=to, drop=drop)


def death(on: date, *drop: LineRef) -> Remove:
    return Remove(actor=OFFICER, effective_on=on, kind=Kind.DECEASED, drop=drop)


def change(on: date, **changes: object) -> ChangeProfile:
    return ChangeProfile(actor=OFFICER, effective_on=on, changes=changes)


def told_lines(event: PersonFact) -> list[tuple[Kind, date, bool]]:
    return [(m.kind, m.effective_on, m.undo is not None) for m in event.movements]


def test_a_fact_after_all_others_takes_nothing_back() -> None:
    told = given(MEMBER, letter(MARCH)).when(accept(APRIL))
    assert told.event is not None
    assert told_lines(told.event) == [(Kind.TRANSFERRED, APRIL, False)]
    assert told.event.restates == ()


def test_a_late_change_is_carried_through_the_transfer_that_it_crosses() -> None:
    life = given(MEMBER, letter(MARCH), accept(APRIL))
    told = life.when(change(FEB, occupation="farmer"))
    late = told.then(ProfileChanged)
    assert told.event is not None
    assert told_lines(told.event) == [
        (Kind.TRANSFERRED, APRIL, True),
        (Kind.CHANGED, MARCH, True),
        (Kind.CHANGED, FEB, False),
        (Kind.CHANGED, MARCH, False),
        (Kind.TRANSFERRED, APRIL, False),
    ]
    assert told.event.restates == (0, 0, 0, 102, 103)
    place = late.place(APRIL)
    assert place is not None
    assert (place.unit_id, place.attributes.occupation) == ("pa-lan", "farmer")


def test_what_was_taken_back_is_repeated_to_the_letter() -> None:
    life = given(MEMBER, letter(MARCH), accept(APRIL))
    event = life.when(change(FEB, occupation="farmer")).event
    assert event is not None
    held = {each.ref: each.movement for each in life.state.in_force}
    for line in event.movements:
        if line.undo is not None:
            was = held[LineRef(line.undo.position, line.undo.line)]
            assert (line.kind, line.effective_on, line.from_, line.to) == (
                was.kind,
                was.effective_on,
                was.from_,
                was.to,
            )


def test_a_later_change_of_the_same_attribute_still_wins() -> None:
    life = given(MEMBER, change(MARCH, occupation="teacher")).after(change(FEB, occupation="farmer"))
    occupations = [place.attributes.occupation for day in (FEB, MARCH) if (place := life.place(day)) is not None]
    assert occupations == ["farmer", "teacher"]


def test_a_death_before_a_transfer_lists_what_falls_away_and_goes_through_once_it_is_named() -> None:
    life = given(MEMBER, letter(MARCH), accept(APRIL))
    refusal = life.when(death(FEB)).refused("late-fact-crosses")
    assert [fault.where for fault in refusal.faults] == ["102/0", "103/0"]
    drop = refusal.values["drop"]
    assert isinstance(drop, list)
    named = tuple(LineRef(each["position"], each["line"]) for each in drop)
    dead = life.when(death(FEB, *named)).then(Removed)
    assert dead.place(FEB) is None
    assert dead.place(JUNE) is None
    assert [fact.name for fact in dead.state.facts] == ["enrolled", "removed"]


def test_nothing_falls_away_that_is_not_crossed_or_stays_possible() -> None:
    life = given(MEMBER, letter(MARCH), accept(APRIL))
    life.when(change_dropping(FEB, LineRef(103, 0))).refused("drop-not-needed")
    life.when(change_dropping(FEB, LineRef(101, 0))).refused("drop-not-needed")
    life.when(change_dropping(FEB, LineRef(999, 0))).refused("drop-not-needed")


def change_dropping(on: date, *drop: LineRef) -> ChangeProfile:
    return ChangeProfile(actor=OFFICER, effective_on=on, changes={"occupation": "farmer"}, drop=drop)


def test_someone_who_died_does_not_come_back_from_outside_later() -> None:
    gone_and_back: list[PersonCommand] = [MEMBER, letter(MARCH, None), accept(APRIL, None)]
    life = given(*gone_and_back)
    refusal = life.when(death(FEB)).refused("late-fact-crosses")
    assert len(refusal.faults) == 2


def test_a_recognition_decided_late_crosses_the_transfer_made_meanwhile() -> None:
    moved = given(*TO_CEREMONY, letter(date(2019, 11, 22)), accept(date(2019, 11, 25)))
    life = moved.after(step("D5", D5_ON), step("D7", D7_ON))
    told = life.when(step("D8", D8_ON))
    recognised = told.then(ProbationPassed, effective_on=OFFICIAL_ON)
    places = [place for day in (C6_ON, OFFICIAL_ON, D8_ON) if (place := recognised.place(day)) is not None]
    assert [(place.unit_id, place.standing) for place in places] == [
        ("pa-du", Standing.PROBATIONARY),
        ("pa-du", Standing.OFFICIAL),
        ("pa-lan", Standing.OFFICIAL),
    ]


def test_two_letters_are_not_open_at_once_also_when_one_comes_late() -> None:
    given(MEMBER, letter(MARCH)).when(letter(FEB, "prao")).refused("late-fact-crosses")


def test_a_late_entry_into_a_unit_closed_since_goes_on_to_the_successor() -> None:
    life = given(closings=[closing("pa-du", MAY, "pa-lan")])
    told = life.when(Nominate(actor=OFFICER, effective_on=FEB, unit_id="pa-du", attributes=FIT))
    late = told.then(Nominated)
    assert told.event is not None
    assert told_lines(told.event) == [(Kind.NOMINATED, FEB, False), (Kind.RESTRUCTURED, MAY, False)]
    units = [place.unit_id for day in (FEB, MAY) if (place := late.place(day)) is not None]
    assert units == ["pa-du", "pa-lan"]


def test_a_chain_of_closings_is_followed_to_its_end() -> None:
    life = given(closings=[closing("pa-du", MAY, "pa-lan"), closing("pa-lan", JUNE, "prao")])
    late = life.after(Nominate(actor=OFFICER, effective_on=FEB, unit_id="pa-du"))
    units = [place.unit_id for day in (FEB, MAY, JUNE) if (place := late.place(day)) is not None]
    assert units == ["pa-du", "pa-lan", "prao"]


def test_a_unit_closed_without_a_successor_takes_no_late_entry() -> None:
    life = given(closings=[closing("pa-du", MAY, None)])
    life.when(Nominate(actor=OFFICER, effective_on=FEB, unit_id="pa-du")).refused("unit-closed-without-successor")


def test_a_late_fact_keeps_the_move_that_the_closing_gave() -> None:
    life = given(MEMBER, letter(FEB, "pa-lan"), closings=[])
    life = life.after(Restructure(actor=OFFICER, effective_on=MAY, unit_id="pa-du", to_unit_id="prao"))
    told = life.when(change(MARCH, occupation="farmer"))
    kept = told.then(ProfileChanged)
    place = kept.place(MAY)
    assert place is not None
    assert (place.unit_id, place.attributes.occupation, place.attributes.transfer_pending) == ("prao", "farmer", True)


def test_who_had_left_before_the_closing_is_not_moved_by_it() -> None:
    restructured = Restructure(actor=OFFICER, effective_on=MAY, unit_id="pa-du", to_unit_id="prao")
    life = given(MEMBER, letter(FEB)).when(restructured).then(Restructured)
    life.when(accept(APRIL)).refused("late-fact-crosses")
    life.when(accept(APRIL, "pa-lan", LineRef(103, 0))).then(Transferred)


def test_a_late_step_changes_no_place() -> None:
    told = given(*TO_CEREMONY[:-2]).when(step("C4", date(2018, 11, 5)))
    assert told.event is not None
    assert told.event.movements == ()


def test_a_change_that_a_late_fact_made_idle_still_holds_when_another_comes_between() -> None:
    life = given(MEMBER, change(MAY, occupation="farmer"))
    idle = life.after(change(FEB, occupation="farmer"))
    between = idle.after(change(APRIL, occupation="trader"))
    occupations = [place.attributes.occupation for day in (FEB, APRIL, MAY) if (place := between.place(day))]
    assert occupations == ["farmer", "trader", "farmer"]


def test_the_move_of_a_closing_is_stated_again_and_not_doubled() -> None:
    life = given(MEMBER)
    life.organisation.apply(Position(95), "pa-du", closing("pa-du", MAY, "prao"))
    life = life.after(Restructure(actor=OFFICER, effective_on=MAY, unit_id="pa-du", to_unit_id="prao"))
    told = life.when(change(MARCH, occupation="farmer"))
    told.then(ProfileChanged)
    assert told.event is not None
    assert told_lines(told.event) == [
        (Kind.RESTRUCTURED, MAY, True),
        (Kind.CHANGED, MARCH, False),
        (Kind.RESTRUCTURED, MAY, False),
    ]


def test_a_transfer_to_where_a_late_one_already_led_is_impossible() -> None:
    life = given(MEMBER, letter(APRIL), accept(MAY))
    early = life.when(letter(FEB)).refused("late-fact-crosses")
    assert [fault.where for fault in early.faults] == ["102/0"]
    first = life.after(
        IssueTransfer(actor=OFFICER, effective_on=FEB, to_unit_id="pa-lan", drop=(LineRef(102, 0),)),
    )
    assert first.state.last_fact(MAY, "transfer_issued") == first.state.fact_at(104)
    told = first.when(accept(MARCH))
    refusal = told.refused("late-fact-crosses")
    assert "pa-lan" in refusal.faults[0].what.en


def test_a_departure_rests_on_its_letter() -> None:
    life = given(MEMBER, letter(MARCH, None), accept(APRIL, None))
    life.when(Correct(actor=OFFICER, position=102, ground="clerical")).refused("late-fact-crosses")
