"""Targets of a period are those assigned for parts that tile it."""

from datetime import date
from fractions import Fraction

from services.indicators.domain.status import Target
from services.indicators.domain.target import Over, assigned, total
from shared.contracts.facts import Actor
from shared.contracts.organisation import TargetSet
from shared.core.dates import Period

ACTOR = Actor(officer_id="o", office="province_officer", unit_id="p")
FIVE_YEARS = Period(date(2015, 1, 1), date(2019, 12, 31))


def target(first: date, last: date, low: str | None, *, name: str = "", unit: str = "d") -> TargetSet:
    return TargetSet(
        actor=ACTOR,
        effective_on=first,
        target_id=name or f"{unit}-{first}-{last}",
        unit_id=unit,
        indicator="NG2",
        period_from=first,
        period_to=last,
        low=low,
    )


def year(number: int, low: str | None = "90", *, name: str = "", unit: str = "d") -> TargetSet:
    return target(date(number, 1, 1), date(number, 12, 31), low, name=name, unit=unit)


YEARLY = [year(number) for number in range(2015, 2020)]


def low_of(targets: list[TargetSet], over: Over = Over.SUM, period: Period = FIVE_YEARS) -> Fraction | None:
    found = total(assigned(targets, "d", "NG2", period), over, period)
    return None if found is None else found.low


def test_yearly_targets_add_up_over_five_years_and_have_a_yearly_mean() -> None:
    assert low_of(YEARLY) == 450
    assert low_of(YEARLY, Over.MEAN_PER_YEAR) == 90


def test_a_gap_or_an_overhang_leaves_no_target() -> None:
    assert low_of(YEARLY[:2] + YEARLY[3:]) is None
    assert low_of(YEARLY, period=Period(date(2015, 1, 1), date(2019, 6, 30))) is None
    assert low_of(YEARLY, period=Period(date(2015, 2, 1), date(2019, 12, 31))) is None


def test_overlapping_targets_are_not_counted_twice() -> None:
    half = target(date(2017, 1, 1), date(2017, 6, 30), "40")
    assert low_of([*YEARLY, half]) == 450


def test_a_target_for_the_whole_period_goes_before_its_parts() -> None:
    whole = target(FIVE_YEARS.first, FIVE_YEARS.last, "500")
    assert low_of([whole, *YEARLY]) == 500
    assert low_of([*YEARLY, whole], Over.MEAN_PER_YEAR) == 100


def test_a_revised_target_replaces_the_one_of_the_same_id_or_period() -> None:
    assert low_of([*YEARLY, year(2019, "120", name="d-2019-01-01-2019-12-31")]) == 480
    assert low_of([*YEARLY, year(2019, "100", name="other")]) == 460
    back = [year(2019, "100", name="other"), year(2019, "95")]
    assert low_of([*YEARLY, *back]) == 455


def test_a_target_given_to_another_unit_is_this_units_no_longer() -> None:
    assert low_of([*YEARLY, year(2019, name="d-2019-01-01-2019-12-31", unit="e")]) is None


def test_a_part_without_a_low_end_leaves_the_whole_without_one() -> None:
    targets = [*YEARLY[:4], year(2019, None)]
    assert total(assigned(targets, "d", "NG2", FIVE_YEARS), Over.SUM, FIVE_YEARS) == Target(low=None, high=None)
