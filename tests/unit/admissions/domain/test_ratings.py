"""Ratings of members and organisations: schemes by date, breaches, late facts and corrections, the cap."""

from collections import Counter
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.admissions.domain.person.commands import ChangeProfile, Correct
from services.admissions.domain.person.commands_rating import AssignTask, Rate, Suspend
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rating.breach import rating_for, ratings, two_years_in_breach, years_in_breach
from services.admissions.domain.rating.commands import CloseRatings, Rated
from services.admissions.domain.rating.decide import Given, decide_closing
from services.admissions.domain.rating.grade import Grade, kind_of, last_day, period_ending
from shared.contracts.lifecycle import Corrected, ProfileChanged
from shared.contracts.lifecycle import Rated as RatedEvent
from shared.contracts.movement import Attributes, Kind, Rating
from shared.core.errors import Refusal
from tests.support.given import FIT, OFFICER, TO_CEREMONY, Life, enrol, given, organisation, paper

MEMBER = enrol(attributes=FIT)


def year_end(year: int) -> date:
    return date(year, 12, 31)


def rate(year: int, grade: str = "GOOD", **fields: Any) -> Rate:
    on = year_end(year)
    fields.setdefault("decision", paper("zuoih", on))
    return Rate(actor=OFFICER, effective_on=on, grade=grade, **fields)


def held(life: Life, on: date) -> Rating | None:
    place = life.place(on)
    return None if place is None else place.attributes.rating


def test_a_rating_stands_in_the_place_under_the_scheme_of_its_last_day() -> None:
    rated = given(MEMBER).when(rate(2019)).then(RatedEvent, unit_id="pa-du", body_unit_id="zuoih")
    assert held(rated, year_end(2019)) == Rating(scheme="QD132-2018", period="2019", grade="GOOD")
    assert held(rated, date(2019, 12, 30)) is None
    (_, event) = rated.events[-1]
    assert [move.kind for move in event.movements] == [Kind.RATED]
    assert event.policy is not None


@pytest.mark.parametrize(
    ("year", "scheme"),
    [(2016, "before-2018"), (2018, "QD132-2018"), (2022, "QD132-2018"), (2023, "QD124-2023"), (2025, "QD366-2025")],
)
def test_schemes_follow_each_other_by_date(year: int, scheme: str) -> None:
    policies = policies_on(organisation(), "pa-du", year_end(year))
    assert policies.code("rating_scheme") == scheme


def test_the_old_words_are_grades_of_their_own_time_and_in_breach_is_a_breach() -> None:
    life = given(MEMBER).after(rate(2016, "IN_BREACH"))
    assert years_in_breach(life.state) == (2016,)
    given(MEMBER).when(rate(2019, "IN_BREACH")).refused("rating-grade")


def test_two_years_in_breach_are_consecutive_years_that_stand() -> None:
    apart = given(MEMBER).after(rate(2016, "NOT_COMPLETED"), rate(2018, "NOT_COMPLETED"))
    assert not two_years_in_breach(apart.state)
    between = apart.after(rate(2017, "NOT_COMPLETED"))
    assert two_years_in_breach(between.state)
    assert two_years_in_breach(between.state, year_end(2017))
    assert not two_years_in_breach(between.state, date(2017, 12, 30))
    fixed = between.after(
        Correct(actor=OFFICER, position=between.position, ground="clerical_error", instead=rate(2017, "COMPLETED"))
    )
    assert not two_years_in_breach(fixed.state)


def test_a_late_rating_is_stated_before_the_later_ones_which_stay_as_they_were() -> None:
    late = given(MEMBER).after(rate(2019, "EXCELLENT"), rate(2018, "COMPLETED"))
    found = [rating.grade for rating in ratings(late.state)]
    assert found == ["COMPLETED", "EXCELLENT"]
    rating = held(late, year_end(2019))
    assert rating is not None
    assert rating.period == "2019"


def test_once_a_period_and_again_only_by_a_correction() -> None:
    rated = given(MEMBER).after(rate(2019))
    rated.when(rate(2019, "EXCELLENT")).refused("rating-exists")
    correction = Correct(actor=OFFICER, position=rated.position, ground="appeal", instead=rate(2019, "EXCELLENT"))
    again = rated.when(correction).then(Corrected, states="rated")
    found = rating_for(again.state, "2019")
    assert found is not None
    assert found.grade == "EXCELLENT"


def test_exempt_and_suspended_members_are_outside_the_rating() -> None:
    exempt = given(MEMBER, ChangeProfile(actor=OFFICER, effective_on=date(2019, 5, 1), changes={"exempt": True}))
    exempt.when(rate(2019)).refused("rating-outside")
    exempt.when(rate(2018)).then(RatedEvent)
    on = date(2019, 6, 1)
    suspended = given(MEMBER).after(Suspend(actor=OFFICER, effective_on=on, decision=paper("nam-giang", on)))
    suspended.when(rate(2019)).refused("rating-outside")
    lifted = Suspend(actor=OFFICER, effective_on=date(2019, 12, 1), decision=paper("nam-giang", on), lifted=True)
    suspended.after(lifted).when(rate(2019)).then(RatedEvent)
    given(*TO_CEREMONY[:3]).when(rate(2018)).refused("members-only")
    given(*TO_CEREMONY).when(rate(2018)).then(RatedEvent)


def test_a_task_is_a_dated_flag_that_a_resolution_assigns_and_takes_back() -> None:
    on = date(2019, 3, 1)
    task = AssignTask(actor=OFFICER, effective_on=on, decision=paper("pa-du", on))
    tasked = given(MEMBER).when(task).then(ProfileChanged)
    place = tasked.place(on)
    assert place is not None
    assert place.attributes.tasked is True
    back = AssignTask(actor=OFFICER, effective_on=date(2019, 4, 1), decision=paper("pa-du", on), assigned=False)
    place = tasked.after(back).place(date(2019, 4, 1))
    assert place is not None
    assert place.attributes.tasked is None
    given(MEMBER).when(AssignTask(actor=OFFICER, effective_on=on)).refused("decision-needed")


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-Q1", date(2024, 3, 31)),
        ("2024-Q2", date(2024, 6, 30)),
        ("2024-Q4", date(2024, 12, 31)),
        ("2020-07-01/2025-06-30", date(2025, 6, 30)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("2024-Q5", None),
        ("", None),
    ],
)
def test_a_period_names_its_last_day(period: str, ends: date | None) -> None:
    assert last_day(period) == ends


@drawn(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_the_period_that_a_day_ends_is_read_back_to_that_day(on: date) -> None:
    assert last_day(period_ending(on)) == on
    assert (kind_of(period_ending(on)) == "year") == ((on.month, on.day) == (12, 31))


CELLS = ("pa-du", "pa-lan", "school")
GROUPS = {"pa-du": "zuoih", "pa-lan": "zuoih", "school": "school"}


@settings(max_examples=60)
@drawn(
    st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from([grade.value for grade in Grade])), max_size=60),
    st.integers(0, 12),
)
def test_a_closing_is_refused_exactly_when_a_group_is_over_its_cap(grades: list[tuple[str, str]], more: int) -> None:
    tree, on = organisation(), year_end(2019)
    found = [*grades, *[("pa-du", "GOOD")] * more]
    people = [Given(person_id=str(i), unit_id=cell, grade=grade) for i, (cell, grade) in enumerate(found)]
    command = CloseRatings(
        actor=OFFICER, unit_id="nam-giang", effective_on=on, of=Rated.MEMBERS, decision=paper("nam-giang", on)
    )
    counts = Counter((GROUPS[cell], grade) for cell, grade in found)
    over = {
        group
        for group in set(GROUPS.values())
        if counts[group, "EXCELLENT"] > floor(Fraction(1, 5) * counts[group, "GOOD"])
    }
    if over:
        with pytest.raises(Refusal) as refused:
            decide_closing(tree, command, date(2020, 6, 30), people)
        assert refused.value.code == "rating-cap"
        assert {fault.where for fault in refused.value.faults} == over
        return
    closed = decide_closing(tree, command, date(2020, 6, 30), people)
    assert sum(sum(group.grades.values()) for group in closed.groups) == len(found)


def test_attributes_hold_a_rating_beside_what_they_held() -> None:
    rated = given(MEMBER).after(rate(2019))
    place = rated.place(year_end(2019))
    assert place is not None
    assert place.attributes.education == FIT.education
    assert place.attributes != Attributes()
