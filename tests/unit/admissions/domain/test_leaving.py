"""Leaving: a case is opened with its dates, goes through its steps, and ends in a decision; discipline; exemption."""

from dataclasses import replace
from datetime import date

import pytest

from services.admissions.domain.person.commands import ChangeProfile, Correct, PersonCommand
from services.admissions.domain.person.commands_leaving import Evidence
from services.admissions.domain.person.commands_rating import Rate
from shared.contracts.dossiers import DisciplineRecorded, ReviewClosed, ReviewOpened, ReviewStepRecorded
from shared.contracts.lifecycle import Corrected, Removed
from shared.contracts.movement import Kind, Standing
from tests.support.given import (
    D5_ON,
    D7_ON,
    D8_ON,
    OFFICER,
    TO_CEREMONY,
    Life,
    enrol,
    given,
    nominate,
    organisation,
    paper,
    step,
    votes,
)
from tests.support.leaving import (
    ASKED,
    DECIDED,
    MONTHS,
    OPENED,
    RESOLVED,
    STEPS,
    VOTED,
    closed,
    disciplined,
    opened,
    removed,
    review_step,
)

TODAY = date(2026, 12, 31)


def member(*commands: PersonCommand, cell: str = "pa-du", standing: Standing = Standing.OFFICIAL) -> Life:
    """Someone who was taken over long ago, today at the end of 2026."""
    began = date(2025, 6, 1) if standing is Standing.PROBATIONARY else None
    on = date(2025, 6, 15) if standing is Standing.PROBATIONARY else date(2014, 12, 31)
    life = Life(organisation=organisation(), today=TODAY)
    return life.after(enrol(on, cell, standing=standing, ceremony_on=began), *commands)


def test_a_strike_off_goes_through_its_case_and_its_steps() -> None:
    gone = member(*STEPS).when(removed(votes=votes(9))).then(Removed, step="X5", body_unit_id="nam-giang")
    assert gone.place(DECIDED) is None
    assert gone.sealed["removal_reason"] == "R1_ABSENCE"


def test_the_last_step_approved_is_the_removal() -> None:
    gone = member(*STEPS).when(review_step("X5", DECIDED)).then(Removed, step="X5")
    assert gone.sealed["removal_reason"] == "R1_ABSENCE"


def test_from_the_day_of_the_policy_nobody_is_struck_off_without_a_case() -> None:
    member().when(removed(date(2025, 7, 1))).refused("removal-review-needed")
    member().when(removed(date(2025, 7, 1), Kind.RESIGNED)).refused("removal-review-needed")
    member().after(removed(date(2025, 6, 30), decision=None))
    member().after(removed(DECIDED, Kind.DECEASED, decision=None))
    member().when(removed(DECIDED, Kind.EXPELLED, decision=None)).refused("decision-needed")
    member().after(removed(DECIDED, Kind.EXPELLED, "corruption"))


def test_a_case_that_was_opened_earlier_binds_too() -> None:
    early = date(2019, 3, 1)
    months = Evidence(months=(date(2019, 1, 1), date(2018, 12, 1), date(2018, 11, 1)))
    life = member(opened(early, evidence=months))
    life.when(removed(date(2019, 4, 1))).refused("self-review-needed")


@pytest.mark.parametrize(
    ("step", "missing"), [("X2", "self-review-needed"), ("X4", "self-review-needed"), ("X5", "self-review-needed")]
)
def test_an_official_member_is_heard_first(step: str, missing: str) -> None:
    member(opened()).when(review_step(step, VOTED)).refused(missing)


def test_after_three_requests_the_cell_proceeds_in_absence() -> None:
    life = member(opened(), review_step("X1", ASKED, "asked"), review_step("X1", ASKED, "asked"))
    life.when(review_step("X2", VOTED)).refused("self-review-needed")
    life.after(review_step("X1", ASKED, "asked"), review_step("X2", VOTED))


def test_no_step_is_left_out_or_taken_twice() -> None:
    life = member(opened(), review_step("X1", ASKED, "received"))
    life.when(review_step("X4", RESOLVED)).refused("removal-step-missing")
    life.when(review_step("X3", RESOLVED)).refused("removal-step-not-here")
    voted = life.after(review_step("X2", VOTED))
    voted.when(review_step("X2", RESOLVED)).refused("removal-step-taken")
    voted.when(removed(votes=votes(9))).refused("removal-step-missing")
    member().when(review_step("X1", ASKED, "asked")).refused("review-not-open")
    life.when(review_step("X1", ASKED, "approved")).refused("review-outcome")
    life.when(review_step("X2", VOTED, "asked")).refused("review-outcome")


def test_a_grassroots_cell_goes_straight_to_the_competent_committee() -> None:
    life = member(opened(), review_step("X1", ASKED, "received"), review_step("X2", VOTED), cell="school")
    life.when(review_step("X4", RESOLVED)).refused("removal-step-not-here")
    life.when(review_step("X5", DECIDED)).then(Removed, body_unit_id="nam-giang")
    life.when(removed(votes=votes(9), body_unit_id="school")).refused("body-not-competent")


def test_two_thirds_are_of_the_base_and_the_decision_needs_more_than_half() -> None:
    life = member(opened(), review_step("X1", ASKED, "received"))
    life.when(review_step("X2", VOTED, votes=votes(5))).then(ReviewStepRecorded, outcome="short")
    life.when(review_step("X2", VOTED, votes=votes(6))).then(ReviewStepRecorded, outcome="approved")
    life.when(review_step("X2", VOTED, votes=None)).refused("votes-needed")
    ready = member(*STEPS)
    short = ready.when(removed(votes=votes(4, 8))).then(ReviewStepRecorded, step="X5", outcome="short")
    assert short.place(DECIDED) is not None
    assert "removal_reason" not in short.sealed
    ready.when(removed(votes=votes(5, 8))).then(Removed)


def test_after_three_short_votes_the_committees_above_decide() -> None:
    short = review_step("X2", VOTED, votes=votes(5))
    twice = member(opened(), review_step("X1", ASKED, "received"), short, short)
    twice.when(review_step("X4", RESOLVED)).refused("removal-step-missing")
    twice.after(short, review_step("X4", RESOLVED), review_step("X5", DECIDED))


def test_a_probationer_is_struck_off_without_a_self_review() -> None:
    rejected = opened(reason="R7_PROBATION", evidence=Evidence(papers=("17-NQ/CB",)))
    life = member(rejected, review_step("X2", VOTED), review_step("X4", RESOLVED), standing=Standing.PROBATIONARY)
    life.when(review_step("X5", DECIDED)).then(Removed)
    member().when(rejected).refused("removal-reason")


def test_what_a_body_refused_starts_anew_and_touches_no_dossier() -> None:
    refused = (
        opened(D5_ON, reason="R3_CARD", evidence=Evidence(on=date(2019, 2, 1))),
        review_step("X2", D5_ON, "refused"),
    )
    life = given(*TO_CEREMONY).after(step("D5", D5_ON), *refused)
    life.when(review_step("X4", D7_ON)).refused("removal-step-missing")
    life.after(review_step("X2", D7_ON), review_step("X4", D7_ON))
    life.after(step("D7", D7_ON), step("D8", D8_ON))


@pytest.mark.parametrize(
    ("reason", "enough", "lacking"),
    [
        ("R1_ABSENCE", MONTHS, Evidence(months=MONTHS.months[:2])),
        ("R1_ABSENCE", MONTHS, Evidence(months=(*MONTHS.months[:2], MONTHS.months[0]))),
        (
            "R2_DUES",
            Evidence(months=(date(2024, 12, 1), *MONTHS.months[:2])),
            Evidence(months=(date(2024, 11, 1),) * 3),
        ),
        ("R2_DUES", MONTHS, Evidence(months=(date(2024, 11, 1), *MONTHS.months[:2]))),
        ("R3_CARD", Evidence(on=OPENED), Evidence(on=date(2025, 11, 4))),
        ("R4_DUTIES", Evidence(papers=("1-NQ", "2-NQ")), Evidence(papers=("1-NQ", "1-NQ"))),
        ("R6_CRITERION", Evidence(papers=("9-QĐ/TU",)), Evidence()),
    ],
)
def test_each_reason_needs_its_dates_or_papers(reason: str, enough: Evidence, lacking: Evidence) -> None:
    member(opened(reason=reason, evidence=enough))
    member().when(opened(reason=reason, evidence=lacking)).refused("review-evidence")


def test_two_years_in_breach_rest_on_ratings_that_are_recorded() -> None:
    def rated(year: int, grade: str) -> Rate:
        return Rate(actor=OFFICER, effective_on=date(year, 12, 31), grade=grade, decision=paper("zuoih", OPENED))

    one, gap = rated(2023, "NOT_COMPLETED"), rated(2024, "COMPLETED")
    member().when(opened(reason="R5_TWO_YEARS")).refused("review-evidence")
    member(one, gap).when(opened(reason="R5_TWO_YEARS")).refused("review-evidence")
    member(one, rated(2024, "NOT_COMPLETED"), opened(reason="R5_TWO_YEARS"))


def test_a_case_needs_a_reason_and_only_one_is_open() -> None:
    member().when(opened(reason=None)).refused("removal-reason")
    life = member(opened())
    life.when(opened(ASKED)).refused("review-open-already")
    life.when(opened(ASKED, "resignation", "own_wish")).refused("review-open-already")
    life.when(closed(ASKED, outcome="whatever")).refused("review-outcome")
    kept = life.when(closed(ASKED)).then(ReviewClosed, outcome="kept")
    kept.when(closed(VOTED)).refused("review-not-open")
    kept.after(opened(VOTED))


def test_only_members_have_a_case() -> None:
    life = Life(organisation=organisation(), today=TODAY).after(nominate(date(2025, 1, 1)))
    life.when(opened()).refused("order-of-states")


def test_the_event_of_a_case_says_neither_reason_nor_evidence() -> None:
    told = member().when(opened(reason="R4_DUTIES", evidence=Evidence(papers=("31-NQ/CB", "32-NQ/CB"))))
    life = told.then(ReviewOpened, body_unit_id="pa-du")
    assert "R4" not in repr(told.event)
    assert "NQ/CB" not in repr(told.event)
    assert (life.sealed["review_reason"], life.sealed["review_papers"]) == ("R4_DUTIES", "31-NQ/CB\n32-NQ/CB")


def test_a_removal_is_for_what_its_case_was_opened_for() -> None:
    refused = member(*STEPS).when(removed(reason="R3_CARD", votes=votes(9))).refused("removal-reason")
    assert "R1_ABSENCE" not in str(refused.what)
    member(*STEPS).after(removed(reason="R1_ABSENCE", votes=votes(9)))


def test_a_resignation_is_asked_for_in_writing_and_goes_up() -> None:
    request = opened(review="resignation", reason="own_wish", evidence=Evidence())
    steps = (request, review_step("X2", VOTED), review_step("X4", RESOLVED))
    gone = member(*steps).when(removed(kind=Kind.RESIGNED, votes=votes(9))).then(Removed)
    assert gone.sealed["removal_reason"] == "own_wish"
    member().when(opened(review="resignation", reason="R1_ABSENCE")).refused("removal-reason")


def test_a_probationer_neither_resigns_nor_is_expelled_but_is_struck_off() -> None:
    probationer = member(standing=Standing.PROBATIONARY)
    probationer.when(removed(date(2025, 12, 1), Kind.EXPELLED)).refused("removal-kind")
    probationer.when(removed(date(2025, 12, 1), Kind.RESIGNED)).refused("removal-kind")
    request = opened(date(2025, 12, 1), "resignation", "own_wish", evidence=Evidence())
    probationer.when(request).refused("removal-kind")
    probationer.after(removed(date(2025, 6, 30), Kind.EXPELLED))
    member().when(removed(date(2025, 12, 1), Kind.EXPELLED)).then(Removed)


def test_no_resignation_is_examined_of_someone_in_breach() -> None:
    breach = opened(review="discipline", reason=None)
    request = opened(ASKED, "resignation", "own_wish")
    member(breach).when(request).refused("resignation-in-breach")
    member(breach).when(removed(date(2026, 1, 5), Kind.RESIGNED)).refused("resignation-in-breach")
    member(breach, disciplined(OPENED)).after(request)
    member(breach, closed(OPENED, "discipline", "settled")).after(request)


def test_discipline_is_recorded_without_a_word_of_it_in_clear() -> None:
    told = member().when(disciplined(VOTED))
    life = told.then(DisciplineRecorded, decision=None, body_unit_id=None, votes=None)
    assert "warning" not in repr(told.event)
    assert "12-QĐ/HU" not in repr(told.event)
    assert "warning" in life.sealed["discipline_2025-12-01"]
    assert life.place(VOTED) is not None


def test_discipline_has_kinds_and_a_decision() -> None:
    member(standing=Standing.PROBATIONARY).when(disciplined(VOTED, "removal_from_post")).refused("discipline-kind")
    member().after(disciplined(VOTED, "removal_from_post"))
    member().when(disciplined(VOTED, "expulsion")).refused("discipline-kind")
    member().when(replace(disciplined(VOTED), decision=None)).refused("decision-needed")


def test_the_reason_of_a_removal_can_be_recorded_afterwards_by_a_correction() -> None:
    on = date(2015, 3, 1)
    life = member(removed(on, Kind.STRUCK_OFF))
    assert "removal_reason" not in life.sealed
    mended = life.when(
        Correct(
            actor=OFFICER,
            position=102,
            ground="clerical_error",
            decision=paper("nam-giang", on),
            instead=removed(on, Kind.STRUCK_OFF, "R2_DUES"),
        )
    ).then(Corrected, states="removed")
    assert mended.sealed["removal_reason"] == "R2_DUES"


def test_a_correction_does_not_take_the_case_from_under_its_steps() -> None:
    life = member(*STEPS)
    cancel = Correct(actor=OFFICER, position=102, ground="clerical_error", decision=paper("nam-giang", OPENED))
    life.when(cancel).refused("facts-build-on-it")


def test_only_members_are_exempted_and_they_stay_members() -> None:
    def exempt(on: date) -> ChangeProfile:
        return ChangeProfile(actor=OFFICER, effective_on=on, changes={"exempt": True})

    life = member(exempt(OPENED))
    place = life.place(OPENED)
    assert place is not None
    assert (place.standing, place.attributes.exempt) == (Standing.OFFICIAL, True)
    back = life.after(ChangeProfile(actor=OFFICER, effective_on=VOTED, changes={"exempt": None})).place(VOTED)
    assert back is not None
    assert back.attributes.exempt is None
    prospect = Life(organisation=organisation(), today=TODAY).after(nominate(date(2025, 1, 1)))
    prospect.when(exempt(OPENED)).refused("exemption-of-members")
