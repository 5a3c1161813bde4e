"""Letters from issue to acceptance or return, on their last days and across Tết; arrivals from outside."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.admissions.domain.person.commands import Correct
from services.admissions.domain.person.commands_transfer import (
    AcceptTransfer,
    Arrive,
    IssueTransfer,
    LapseTransfer,
    PresentTransfer,
    ReturnTransfer,
)
from services.admissions.domain.person.state import evolve
from services.admissions.domain.person.waiting import Matter, of_person
from services.admissions.domain.rules.ageing import Age
from shared.contracts.dossiers import StepRecorded
from shared.contracts.lifecycle import (
    Corrected,
    TransferIssued,
    TransferPresented,
    Transferred,
    TransferReturned,
)
from shared.contracts.movement import Kind, Standing
from shared.contracts.organisation import UnitClosed
from tests.support.given import (
    D5_ON,
    FIT,
    OFFICER,
    OFFICIAL_ON,
    TO_CEREMONY,
    Life,
    closing,
    enrol,
    given,
    organisation,
    paper,
    step,
)

ISSUED = date(2026, 1, 20)
DUE, LATE = date(2026, 3, 10), date(2026, 3, 11)
"""30 working days later, over the five of Tết; and the day after."""
NOW = date(2026, 12, 31)


def member(*closings: UnitClosed) -> Life:
    """An official member in pa-du, in 2026."""
    return replace(given(closings=closings), today=NOW).after(enrol(attributes=FIT))


def letter(on: date = ISSUED, to: str | None = "pa-lan", **fields: Any) -> IssueTransfer:
    return IssueTransfer(actor=OFFICER, effective_on=on, to_unit_id=to, **fields)


def present(on: date, to: str | None = "pa-lan", **fields: Any) -> PresentTransfer:
    return PresentTransfer(actor=OFFICER, effective_on=on, to_unit_id=to, **fields)


def accept(on: date, to: str | None = "pa-lan", **fields: Any) -> AcceptTransfer:
    return AcceptTransfer(actor=OFFICER, effective_on=on, to_unit_id=to, **fields)


def give_back(on: date, to: str | None = "pa-lan", reason: str | None = "wrong_cell") -> ReturnTransfer:
    return ReturnTransfer(actor=OFFICER, effective_on=on, to_unit_id=to, reason=reason)


def lapse(on: date) -> LapseTransfer:
    return LapseTransfer(actor=OFFICER, effective_on=on)


def unit(life: Life, on: date) -> str | None:
    place = life.place(on)
    return None if place is None else place.unit_id


def pending(life: Life, on: date) -> bool:
    place = life.place(on)
    return place is not None and place.attributes.transfer_pending is True


def test_a_letter_is_in_time_on_its_last_day_over_tet_and_a_day_later_needs_reason_and_ruling() -> None:
    life = member().after(letter())
    shown = life.when(present(DUE)).then(TransferPresented, to_unit_id="pa-lan", unit_id="pa-du", movements=())
    assert unit(shown, DUE) == "pa-du"
    refused = life.when(present(LATE)).refused("transfer-presented-late")
    assert refused.values["due_on"] == DUE
    life.when(present(LATE, reason="illness")).refused("transfer-presented-late")
    life.when(present(LATE, decision=paper("nam-giang", LATE))).refused("transfer-presented-late")
    ruled = present(LATE, reason="illness", decision=paper("nam-giang", LATE))
    life.when(ruled).then(TransferPresented, reason="illness")


def test_only_a_competent_committee_above_the_receiving_cell_rules_on_a_late_letter() -> None:
    life = member().after(letter(to="prao"))
    for body in ("nam-giang", "zuoih", "prao"):
        life.when(present(LATE, "prao", reason="illness", decision=paper(body, LATE))).refused("transfer-ruling")
    for body in ("dong-giang", "quang-nam"):
        life.when(present(LATE, "prao", reason="illness", decision=paper(body, LATE))).then(TransferPresented)


def test_an_acceptance_presents_a_letter_that_was_not_presented_before() -> None:
    life = member().after(letter())
    life.when(accept(DUE)).then(Transferred, reason=None)
    life.when(accept(LATE)).refused("transfer-presented-late")
    ruled = accept(LATE, reason="letter_delayed", decision=paper("nam-giang", LATE))
    life.when(ruled).then(Transferred, reason="letter_delayed")
    life.after(present(DUE)).when(accept(date(2026, 9, 1))).then(Transferred)


def test_letters_of_older_registers_are_accepted_as_they_were() -> None:
    life = given(enrol(attributes=FIT), letter(date(2016, 1, 4)))
    life.when(accept(date(2016, 12, 1))).then(Transferred)


def test_a_deadline_through_a_year_without_a_notice_blocks_nothing() -> None:
    life = replace(member(), today=date(2027, 12, 31)).after(letter(date(2026, 12, 10)))
    life.when(present(date(2027, 6, 1))).then(TransferPresented)


def test_a_letter_is_presented_once_and_where_it_leads() -> None:
    life = member().after(letter())
    life.when(present(DUE, "prao")).refused("transfer-elsewhere")
    life.when(present(DUE, None)).refused("transfer-receiver")
    life.after(present(ISSUED)).when(present(DUE)).refused("transfer-presented-already")
    member().when(present(DUE)).refused("transfer-not-open")
    again = life.after(present(ISSUED), give_back(DUE), letter(LATE))
    again.when(present(LATE)).then(TransferPresented)


def test_a_letter_sent_back_is_open_no_more_and_the_person_stays() -> None:
    life = member().after(letter(), present(ISSUED))
    life.when(give_back(DUE, reason=None)).refused("transfer-reason")
    life.when(give_back(DUE, reason="no_reason_at_all")).refused("transfer-reason")
    back = life.when(give_back(DUE)).then(TransferReturned, to_unit_id="pa-lan", reason="wrong_cell")
    assert (unit(back, DUE), pending(back, DUE), pending(back, ISSUED)) == ("pa-du", False, True)
    back.when(accept(LATE)).refused("transfer-not-open")
    back.after(letter(LATE, "prao"))
    outside = member().after(letter(to=None))
    outside.when(give_back(DUE, None)).then(TransferReturned, to_unit_id=None)


@pytest.mark.parametrize(
    ("to", "by_default", "also"),
    [
        ("pa-lan", "zuoih", "nam-giang"),
        ("school", "zuoih", "nam-giang"),
        ("prao", "nam-giang", None),
        (None, "nam-giang", None),
    ],
)
def test_who_lies_above_issues_the_letter(to: str | None, by_default: str, also: str | None) -> None:
    life = member()
    life.when(letter(to=to)).then(TransferIssued, body_unit_id=by_default)
    if also is None:
        life.when(letter(to=to, body_unit_id="zuoih")).refused("transfer-issuer")
    else:
        life.when(letter(to=to, body_unit_id=also)).then(TransferIssued, body_unit_id=also)
    life.when(letter(to=to, body_unit_id="quang-nam")).refused("transfer-issuer")
    life.when(letter(to=to, body_unit_id="pa-du")).refused("transfer-issuer")


def test_of_a_grassroots_cell_the_cell_itself_issues_within_its_district() -> None:
    life = replace(given(), today=NOW).after(enrol(cell="school", attributes=FIT))
    life.when(letter(to="pa-lan")).then(TransferIssued, body_unit_id="school")
    life.when(letter(to="prao")).then(TransferIssued, body_unit_id="nam-giang")


def test_older_letters_keep_the_issuer_that_they_name() -> None:
    life = given(enrol(attributes=FIT))
    life.when(letter(date(2016, 1, 4), body_unit_id="pa-du")).then(TransferIssued, body_unit_id="pa-du")
    life.when(letter(date(2016, 1, 4))).then(TransferIssued, body_unit_id=None)


def test_papers_are_codes_of_the_policy() -> None:
    life = member()
    life.when(letter(codes=("letter", "sealed_dossier"))).then(TransferIssued, codes=("letter", "sealed_dossier"))
    life.when(letter(codes=("opinion_of_the_neighbours",))).refused("transfer-papers")


def test_on_probation_the_ceremony_keeps_its_date_and_the_new_cell_recognises() -> None:
    moved = given(*TO_CEREMONY).after(letter(date(2019, 3, 1), "school"), accept(date(2019, 3, 20), "school"))
    assert moved.state.ceremony_on(D5_ON) == given(*TO_CEREMONY).state.ceremony_on(D5_ON)
    recognised = moved.after(step("D5", D5_ON), step("D8", date(2020, 1, 10)))
    place = recognised.place(OFFICIAL_ON)
    assert place is not None
    assert (place.unit_id, place.standing) == ("school", Standing.OFFICIAL)


def test_with_a_probation_kept_whole_go_the_remarks_of_the_old_cell() -> None:
    life = given(*TO_CEREMONY)
    on = date(2019, 3, 1)
    file_made = StepRecorded(
        actor=OFFICER,
        effective_on=date(2018, 12, 1),
        movements=(),
        decision=None,
        votes=None,
        unit_id="pa-du",
        step="C7",
    )
    whole = replace(life, state=evolve(life.state, 200, file_made), position=200)
    life.when(letter(on)).then(TransferIssued)
    whole.when(letter(on, codes=("self_review",))).refused("transfer-papers")
    whole.when(letter(on, codes=("old_cell_remarks",))).then(TransferIssued, codes=("old_cell_remarks",))


def test_arriving_from_outside_with_what_the_letter_says() -> None:
    def arrive(**fields: Any) -> Arrive:
        return Arrive(actor=OFFICER, effective_on=DUE, unit_id="prao", **fields)

    nobody = replace(given(), today=NOW)
    told = nobody.when(arrive(ceremony_on=date(2019, 5, 5), official_on=date(2020, 5, 5)))
    told.then(Transferred, ceremony_on=date(2019, 5, 5), official_on=date(2020, 5, 5), unit_id="prao")
    nobody.when(arrive(official_on=date(2026, 3, 11))).refused("official-date")
    nobody.when(arrive(ceremony_on=date(2020, 5, 5), official_on=date(2020, 5, 5))).refused("official-date")
    on_probation = {"standing": Standing.PROBATIONARY, "ceremony_on": date(2025, 12, 1)}
    nobody.when(arrive(**on_probation, official_on=date(2026, 1, 1))).refused("official-date")
    nobody.when(arrive(**on_probation)).then(Transferred)


def test_a_letter_to_a_cell_abolished_meanwhile_leads_to_its_successor() -> None:
    life = member(closing("pa-lan", date(2026, 2, 2), "school")).after(letter())
    life.when(present(DUE)).refused("unit-not-open")
    life.when(present(DUE, "school")).then(TransferPresented, to_unit_id="school")
    (waiting,) = of_person(life.state, DUE, life.organisation)
    assert (waiting.matter, waiting.unit_id, waiting.to_unit_id) == (Matter.LETTER, "pa-du", "school")
    accepted = life.after(accept(DUE, "school"))
    assert unit(accepted, DUE) == "school"


def test_where_the_old_cell_was_abolished_into_the_new_one_the_letter_ends_at_home() -> None:
    abolished = date(2026, 2, 2)
    life = member(closing("pa-du", abolished, "pa-lan")).after(letter())
    assert [unit(life, on) for on in (ISSUED, abolished)] == ["pa-du", "pa-lan"]
    assert pending(life, abolished)
    done = life.after(present(DUE)).when(accept(DUE)).then(Transferred, unit_id="pa-lan")
    assert (unit(done, DUE), pending(done, DUE)) == ("pa-lan", False)
    assert [line.kind for line in done.events[-1][1].movements] == [Kind.CHANGED]
    done.after(letter(LATE, "prao"))


def test_where_the_old_cell_was_abolished_into_a_third_the_letter_goes_on() -> None:
    life = member(closing("pa-du", date(2026, 2, 2), "school")).after(letter())
    assert unit(life, DUE) == "school"
    assert unit(life.after(accept(DUE)), DUE) == "pa-lan"


def test_letters_age_in_three_buckets_whose_last_days_belong_to_the_younger() -> None:
    life = member().after(letter())
    ages = {
        DUE: Age.WITHIN_30_DAYS,
        LATE: Age.OVER_30_DAYS,
        date(2026, 4, 20): Age.OVER_30_DAYS,
        date(2026, 4, 21): Age.OVER_3_MONTHS,
    }
    for on, expected in ages.items():
        (waiting,) = of_person(life.state, on, life.organisation)
        assert (waiting.age, waiting.review) == (expected, expected is Age.OVER_3_MONTHS)
        assert waiting.due is not None
        assert (waiting.due.on, waiting.since) == (DUE, ISSUED)
    for settled in (life.after(accept(DUE)), life.after(give_back(DUE)), life.after(lapse(DUE))):
        assert of_person(settled.state, DUE, life.organisation) == ()


def test_three_months_end_with_a_short_month() -> None:
    life = replace(member(), today=NOW).after(letter(date(2025, 11, 30)))
    (last,) = of_person(life.state, date(2026, 2, 28), life.organisation)
    (over,) = of_person(life.state, date(2026, 3, 1), life.organisation)
    assert (last.age, over.age) == (Age.OVER_30_DAYS, Age.OVER_3_MONTHS)


def test_a_letter_issued_after_60_working_days_from_the_move_is_shown_as_late_and_not_refused() -> None:
    moved_on = date(2025, 11, 24)
    in_time, late = date(2026, 2, 24), date(2026, 2, 25)
    for on, expected in ((in_time, False), (late, True)):
        life = member().when(letter(on, moved_on=moved_on)).then(TransferIssued, moved_on=moved_on)
        (waiting,) = of_person(life.state, on, life.organisation)
        assert waiting.issued_late is expected


def test_a_presentation_stops_the_clock_of_presenting_and_not_the_age_of_the_letter() -> None:
    life = member().after(letter(), present(DUE))
    (waiting,) = of_person(life.state, NOW, life.organisation)
    assert (waiting.due, waiting.age) == (None, Age.OVER_3_MONTHS)


def correct(position: int, instead: Any) -> Correct:
    return Correct(actor=OFFICER, position=position, ground="clerical_error", instead=instead)


def position(life: Life, name: str) -> int:
    return next(fact.position for fact in life.state.facts if fact.name == name)


def test_a_presentation_can_be_corrected_and_cancelled() -> None:
    life = member().after(letter(), present(ISSUED))
    shown = position(life, "transfer_presented")
    moved = life.when(correct(shown, present(DUE))).then(Corrected, states="transfer_presented", to_unit_id="pa-lan")
    moved.when(present(LATE)).refused("transfer-presented-already")
    life.when(correct(shown, present(LATE))).refused("transfer-presented-late")
    gone = life.when(correct(shown, None)).then(Corrected, states=None)
    gone.when(present(DUE)).then(TransferPresented)


def test_a_letter_is_not_corrected_from_under_what_rests_on_it() -> None:
    life = member().after(letter(), present(ISSUED))
    issued = position(life, "transfer_issued")
    life.when(correct(issued, None)).refused("facts-build-on-it")
    life.when(correct(issued, letter(to="prao"))).refused("facts-build-on-it")
    later = life.when(correct(issued, letter(ISSUED, moved_on=date(2026, 1, 2), codes=("letter",))))
    held = later.then(Corrected, moved_on=date(2026, 1, 2), codes=("letter",)).state.open_transfer(DUE)
    assert held is not None
    assert (held.moved_on, held.codes, held.to_unit_id) == (date(2026, 1, 2), ("letter",), "pa-lan")
    accepted = member().after(letter(), accept(DUE))
    accepted.when(correct(position(accepted, "transfer_issued"), letter(to="prao"))).refused("facts-build-on-it")


def test_a_return_can_be_cancelled_and_the_letter_is_open_again() -> None:
    life = member().after(letter(), give_back(DUE))
    again = life.when(correct(position(life, "transfer_returned"), None)).then(Corrected, states=None)
    assert pending(again, LATE)
    assert unit(again.after(accept(DUE)), DUE) == "pa-lan"


def test_an_acceptance_taken_back_leaves_nobody_in_a_cell_closed_since() -> None:
    abolished = date(2026, 6, 1)
    life = replace(
        member().after(letter(), accept(DUE)), organisation=organisation(closing("pa-du", abolished, "school"))
    )
    assert unit(life, NOW) == "pa-lan"
    cancelled = life.when(correct(position(life, "transferred"), None)).then(Corrected, states=None)
    assert [unit(cancelled, on) for on in (DUE, abolished, NOW)] == ["pa-du", "school", "school"]
    assert pending(cancelled, NOW)
    without_letter = cancelled.when(correct(position(cancelled, "transfer_issued"), None)).then(Corrected)
    assert [unit(without_letter, on) for on in (ISSUED, NOW)] == ["pa-du", "school"]
    nowhere = without_letter.when(correct(position(without_letter, "enrolled"), None)).then(Corrected)
    assert unit(nowhere, NOW) is None
