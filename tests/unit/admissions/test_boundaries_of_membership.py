"""Members on the last days: month 12 at month ends, cells that close, re-admission, cases and caps (domain 6 to 9)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.admissions.domain.due import rules
from services.admissions.domain.due.task import Asked
from services.admissions.domain.due.tasks import tasks_of
from services.admissions.domain.person.commands import PersonCommand
from services.admissions.domain.person.commands_leaving import Evidence
from services.admissions.domain.person.commands_rating import Rate
from services.admissions.domain.person.commands_transfer import (
    AcceptTransfer,
    Away,
    IssueTransfer,
    Purpose,
    RecordAway,
)
from services.admissions.domain.rating.commands import CloseRatings, Rated
from services.admissions.domain.rating.decide import Given, decide_closing
from shared.contracts.dossiers import ConsentGiven, ReviewOpened
from shared.contracts.lifecycle import AwayRecorded, ProbationPassed, Transferred
from shared.contracts.lifecycle import Rated as RatedEvent
from shared.contracts.movement import Kind, Standing
from shared.contracts.organisation import UnitClosed
from shared.core.errors import Refusal
from tests.support.given import OFFICER, Life, closing, enrol, organisation, paper, step, votes
from tests.support.leaving import consented, opened, removed, restored, review_step

TODAY = date(2026, 12, 31)
ONE_DAY = timedelta(days=1)


def member(*closings: UnitClosed, cell: str = "pa-du", since: date = date(2014, 12, 31)) -> Life:
    """An official member, today at the end of 2026."""
    return Life(organisation=organisation(*closings), today=TODAY).after(enrol(since, cell))


def probationer(ceremony_on: date, cell: str = "prao", *closings: UnitClosed) -> Life:
    """Taken over on the day of the ceremony."""
    began = enrol(ceremony_on, cell, standing=Standing.PROBATIONARY, ceremony_on=ceremony_on)
    return Life(organisation=organisation(*closings), today=TODAY).after(began)


MONTH_ENDS = [
    (date(2023, 1, 31), date(2023, 10, 31), date(2024, 1, 31)),
    (date(2024, 2, 29), date(2024, 11, 29), date(2025, 2, 28)),
    (date(2023, 2, 28), date(2023, 11, 28), date(2024, 2, 28)),
    (date(2023, 5, 31), date(2024, 2, 29), date(2024, 5, 31)),
    (date(2024, 5, 31), date(2025, 2, 28), date(2025, 5, 31)),
]


@pytest.mark.parametrize(("ceremony_on", "month_9", "month_12"), MONTH_ENDS, ids=str)
def test_month_9_and_month_12_are_clamped_to_the_months_end(ceremony_on: date, month_9: date, month_12: date) -> None:
    life = probationer(ceremony_on)

    def waiting(on: date) -> set[str]:
        return {task.rule.id for task in tasks_of("p", life.state, Asked(on=on, organisation=life.organisation))}

    listed = rules.NEW_MEMBER_CLASS.id, rules.RECOGNITION.id
    assert [each in waiting(month_9 - ONE_DAY) for each in listed] == [False, False]
    assert [each in waiting(month_9) for each in listed] == [True, False]
    assert [each in waiting(month_12 - ONE_DAY) for each in listed] == [True, False]
    assert [each in waiting(month_12) for each in listed] == [True, True]
    life.when(step("D5", month_12 - ONE_DAY)).refused("probation-running")
    late = date(2026, 3, 2)
    decided = life.after(step("D5", month_12)).when(step("D8", late, decision=paper("dong-giang", late)))
    passed = decided.then(ProbationPassed, effective_on=month_12)
    standings = [place and place.standing for place in map(passed.place, (month_12 - ONE_DAY, month_12))]
    assert standings == [Standing.PROBATIONARY, Standing.OFFICIAL]


def issue(on: date, to: str | None, **fields: Any) -> IssueTransfer:
    return IssueTransfer(actor=OFFICER, effective_on=on, to_unit_id=to, **fields)


def accept(on: date, to: str | None) -> AcceptTransfer:
    return AcceptTransfer(actor=OFFICER, effective_on=on, to_unit_id=to)


def units(life: Life, *days: date) -> list[str | None]:
    places = [life.place(day) for day in days]
    return [None if place is None else place.unit_id for place in places]


@pytest.mark.parametrize("accepted", [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)])
def test_a_late_recognition_counts_from_month_12_where_the_member_was_then(accepted: date) -> None:
    """A transfer on the day before month 12, on it, or after it: one cell at every instant, official from month 12."""
    month_12 = date(2024, 2, 29)
    life = probationer(date(2023, 2, 28)) if accepted < month_12 else probationer(date(2023, 3, 1))
    month_12 = date(2024, 2, 28) if accepted < month_12 else date(2024, 3, 1)
    moved = life.after(issue(date(2024, 2, 1), "school"), accept(accepted, "school"))
    recognised = moved.after(step("D5", date(2024, 4, 1)), step("D8", date(2024, 4, 15)))
    assert units(recognised, accepted - ONE_DAY, accepted, TODAY) == ["prao", "school", "school"]
    standings = [place and place.standing for place in map(recognised.place, (month_12 - ONE_DAY, month_12, TODAY))]
    assert standings == [Standing.PROBATIONARY, Standing.OFFICIAL, Standing.OFFICIAL]


ABOLISHED = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("on", "to", "refused"),
    [
        (ABOLISHED - ONE_DAY, "pa-lan", None),
        (ABOLISHED - ONE_DAY, "school", "transfer-elsewhere"),
        (ABOLISHED, "pa-lan", "unit-not-open"),
        (ABOLISHED, "school", None),
    ],
)
def test_a_letter_is_accepted_by_the_cell_to_its_last_day_and_by_the_successor_from_the_next(
    on: date, to: str, refused: str | None
) -> None:
    life = member(closing("pa-lan", ABOLISHED, "school")).after(issue(date(2025, 6, 2), "pa-lan"))
    told = life.when(accept(on, to))
    if refused is not None:
        told.refused(refused)
        return
    moved = told.then(Transferred)
    assert units(moved, on - ONE_DAY, on, ABOLISHED, TODAY) == ["pa-du", to, "school", "school"]


def test_no_letter_leads_to_a_cell_on_the_day_of_its_closing_and_one_from_its_last_day_goes_on() -> None:
    closed = closing("pa-du", ABOLISHED, "school")
    member(closed).when(issue(ABOLISHED, "pa-du")).refused("unit-not-open")
    life = member(closed).after(issue(ABOLISHED - ONE_DAY, "prao"))
    gone = life.after(accept(ABOLISHED, "prao"))
    assert units(gone, ABOLISHED - ONE_DAY, ABOLISHED, TODAY) == ["pa-du", "prao", "prao"]


def test_out_of_the_province_on_the_last_day_of_a_month_the_member_counts_to_the_day_before() -> None:
    last = date(2024, 2, 29)
    gone = member().after(issue(last, None), accept(last, None))
    assert units(gone, last - ONE_DAY, last, TODAY) == ["pa-du", None, None]


@pytest.mark.parametrize(
    ("purpose", "began", "until", "accepted"),
    [
        (Purpose.MOVE, date(2025, 11, 30), date(2026, 2, 27), False),
        (Purpose.MOVE, date(2025, 11, 30), date(2026, 2, 28), True),
        (Purpose.MOVE, date(2025, 1, 31), date(2026, 1, 30), True),
        (Purpose.MOVE, date(2025, 1, 31), date(2026, 1, 31), False),
        (Purpose.MOVE, date(2024, 2, 29), date(2025, 2, 27), True),
        (Purpose.MOVE, date(2024, 2, 29), date(2025, 2, 28), False),
        (Purpose.STUDY, date(2024, 2, 29), date(2026, 2, 28), True),
        (Purpose.STUDY, date(2024, 2, 29), date(2026, 3, 1), False),
        (Purpose.STUDY, date(2024, 8, 31), date(2024, 11, 29), False),
        (Purpose.STUDY, date(2024, 8, 31), date(2024, 11, 30), True),
    ],
)
def test_a_temporary_stay_of_three_months_to_under_a_year_and_a_course_to_two_years(
    purpose: Purpose, began: date, until: date, *, accepted: bool
) -> None:
    away = RecordAway(
        actor=OFFICER, effective_on=began, away=Away.TEMPORARY, host_unit_id="prao", purpose=purpose, until=until
    )
    told = member().when(away)
    if accepted:
        told.then(AwayRecorded, until=until)
    else:
        told.refused("away-term")


@pytest.mark.parametrize(
    ("left_on", "first"),
    [
        (date(2020, 2, 29), date(2023, 2, 28)),
        (date(2020, 8, 31), date(2023, 8, 31)),
        (date(2021, 2, 28), date(2024, 2, 28)),
    ],
)
def test_thirty_six_months_after_leaving_end_with_the_month(left_on: date, first: date) -> None:
    gone = member(cell="school").after(removed(left_on, Kind.STRUCK_OFF, "R2_DUES"))
    gone.when(consented(first - ONE_DAY)).refused("readmission-too-early")
    gone.when(consented(first)).then(ConsentGiven)


@pytest.mark.parametrize(
    ("cleared_on", "on", "rule"),
    [
        # 60 months from the cleared record, and 36 from leaving: both.
        (date(2020, 2, 29), date(2025, 2, 27), "readmission-record-cleared"),
        (date(2020, 2, 29), date(2025, 2, 28), None),
        (date(2018, 1, 1), date(2023, 4, 29), "readmission-too-early"),
        (date(2018, 1, 1), date(2023, 4, 30), None),
        (date(2026, 1, 1), date(2025, 1, 1), "readmission-record-cleared"),
    ],
)
def test_after_a_less_serious_offence_both_times_have_passed(cleared_on: date, on: date, rule: str | None) -> None:
    gone = member(cell="school").after(removed(date(2020, 4, 30), Kind.EXPELLED, "less_serious_offence"))
    told = gone.when(consented(on, cleared_on))
    if rule is None:
        told.then(ConsentGiven)
    else:
        told.refused(rule)


def test_a_removal_overturned_is_no_leaving_and_the_next_one_counts_from_its_own_day() -> None:
    once = removed(date(2016, 3, 10), Kind.STRUCK_OFF, "R1_ABSENCE")
    back = member(cell="school").after(once, restored(date(2016, 9, 1)))
    back.when(consented(date(2020, 1, 1))).refused("readmission-not-left")
    again = back.after(removed(date(2019, 5, 31), Kind.STRUCK_OFF, "R2_DUES"))
    again.when(consented(date(2022, 5, 30))).refused("readmission-too-early")
    again.when(consented(date(2022, 5, 31))).then(ConsentGiven)


@pytest.mark.parametrize(
    ("months", "accepted"),
    [
        (("2025-09", "2025-10", "2025-11"), True),
        (("2024-12", "2025-06", "2025-11"), True),
        (("2024-11", "2025-06", "2025-11"), False),
        (("2025-10", "2025-11"), False),
        (("2025-10", "2025-10", "2025-11"), False),
        (("2025-10", "2025-11", "2025-12"), False),
    ],
)
def test_three_different_months_of_the_year_up_to_the_case(months: Sequence[str], *, accepted: bool) -> None:
    evidence = Evidence(months=tuple(date.fromisoformat(f"{month}-01") for month in months))
    for reason in ("R1_ABSENCE", "R2_DUES"):
        told = member().when(opened(date(2025, 11, 28), reason=reason, evidence=evidence))
        if accepted:
            told.then(ReviewOpened)
        else:
            told.refused("review-evidence")


def rated(year: int, grade: str) -> Rate:
    on = date(year, 12, 31)
    return Rate(actor=OFFICER, effective_on=on, grade=grade, decision=paper("zuoih", on))


@pytest.mark.parametrize(
    ("ratings", "accepted"),
    [
        (((2016, "IN_BREACH"), (2017, "IN_BREACH")), True),
        (((2017, "IN_BREACH"), (2018, "NOT_COMPLETED")), True),
        (((2022, "NOT_COMPLETED"), (2024, "NOT_COMPLETED")), False),
        (((2024, "NOT_COMPLETED"), (2025, "COMPLETED")), False),
        (((2023, "NOT_COMPLETED"), (2024, "NOT_COMPLETED"), (2025, "GOOD")), True),
    ],
)
def test_two_years_in_a_row_in_breach_under_whatever_scheme(
    ratings: Sequence[tuple[int, str]], *, accepted: bool
) -> None:
    life = member().after(*(rated(year, grade) for year, grade in ratings))
    told = life.when(opened(date(2026, 2, 2), reason="R5_TWO_YEARS", evidence=Evidence()))
    if accepted:
        told.then(ReviewOpened)
    else:
        told.refused("review-evidence")


def test_a_probationer_is_struck_off_by_two_thirds_of_cell_and_committee_and_more_than_half_of_the_board() -> None:
    life = probationer(date(2024, 9, 30), "pa-du")
    case = opened(date(2025, 10, 1), reason="R7_PROBATION", evidence=Evidence(papers=("05-NQ/CB",)))
    steps: tuple[PersonCommand, ...] = (
        review_step("X2", date(2025, 10, 2), votes=votes(8, 12)),
        review_step("X4", date(2025, 10, 3), votes=votes(10, 15)),
    )
    life.after(case).when(review_step("X4", date(2025, 10, 3))).refused("removal-step-missing")
    ready = life.after(case, *steps)
    half = ready.after(review_step("X5", date(2025, 10, 6), votes=votes(4, 8)))
    assert units(half, TODAY) == ["pa-du"]
    gone = ready.after(review_step("X5", date(2025, 10, 6), votes=votes(5, 8)))
    assert units(gone, date(2025, 10, 5), date(2025, 10, 6)) == ["pa-du", None]
    short = life.after(case, review_step("X2", date(2025, 10, 2), votes=votes(7, 12)))
    short.when(steps[1]).refused("removal-step-missing")


YEAR_END = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("good", "excellent", "within"),
    [
        (0, 0, True),
        (0, 1, False),
        (4, 0, True),
        (4, 1, False),
        (5, 1, True),
        (9, 1, True),
        (9, 2, False),
        (10, 2, True),
    ],
)
def test_the_cap_of_a_fifth_of_the_good_is_rounded_down(good: int, excellent: int, *, within: bool) -> None:
    grades = [*["GOOD"] * good, *["EXCELLENT"] * excellent, *["COMPLETED"] * 20]
    people = [Given(person_id=str(at), unit_id="school", grade=grade) for at, grade in enumerate(grades)]
    command = CloseRatings(
        actor=OFFICER, unit_id="school", effective_on=YEAR_END, of=Rated.MEMBERS, decision=paper("nam-giang", YEAR_END)
    )
    if within:
        decide_closing(organisation(), command, TODAY, people)
        return
    with pytest.raises(Refusal) as refused:
        decide_closing(organisation(), command, TODAY, people)
    assert refused.value.code == "rating-cap"


def test_who_moves_on_the_last_day_of_the_year_is_rated_where_they_arrive() -> None:
    moved = member().after(issue(date(2024, 12, 2), "school"), accept(YEAR_END, "school"))
    rating = Rate(actor=OFFICER, effective_on=YEAR_END, grade="GOOD", decision=paper("school", YEAR_END))
    moved.when(rating).then(RatedEvent, unit_id="school", body_unit_id="school")
    gone = member().after(removed(YEAR_END, Kind.DECEASED, decision=None))
    gone.when(replace(rating, decision=paper("zuoih", YEAR_END))).refused("order-of-states")


@pytest.mark.parametrize(
    ("period", "on", "rule"),
    [
        ("2025-Q2", date(2025, 6, 30), "rating-period"),
        ("2025-Q3", date(2025, 9, 30), None),
        ("2024", date(2024, 12, 31), None),
        ("2024", date(2024, 12, 30), "rating-period"),
        ("2020-07-01/2025-06-30", date(2025, 6, 30), "rating-period"),
        ("2020-09-01/2025-08-30", date(2025, 8, 30), None),
    ],
)
def test_quarters_and_terms_are_rated_from_the_day_of_the_new_scheme(period: str, on: date, rule: str | None) -> None:
    told = member().when(Rate(actor=OFFICER, effective_on=on, grade="GOOD", period=period, decision=paper("zuoih", on)))
    if rule is None:
        told.then(RatedEvent)
    else:
        told.refused(rule)
