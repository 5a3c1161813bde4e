"""MET, NEAR, UNMET, NO_DATA, and no status without a target."""

from fractions import Fraction

import pytest

from services.indicators.domain.status import Direction, Status, Target, status_of

NINETY = Target(low=Fraction(90), high=None)
UNDER_3_PERCENT = Target(low=None, high=Fraction(3, 100))
RATIO = Fraction(9, 10)


@pytest.mark.parametrize(
    ("value", "status"),
    [(90, Status.MET), (130, Status.MET), (89, Status.NEAR), (81, Status.NEAR), (80, Status.UNMET), (0, Status.UNMET)],
)
def test_at_least_is_met_from_the_low_end(value: int, status: Status) -> None:
    assert status_of(Fraction(value), NINETY, Direction.AT_LEAST, RATIO) is status


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (Fraction(3, 100), Status.MET),
        (Fraction(0), Status.MET),
        (Fraction(31, 1000), Status.NEAR),
        (Fraction(1, 30), Status.NEAR),
        (Fraction(34, 1000), Status.UNMET),
    ],
)
def test_at_most_is_met_up_to_the_high_end_and_near_is_the_mirror(value: Fraction, status: Status) -> None:
    assert status_of(value, UNDER_3_PERCENT, Direction.AT_MOST, RATIO) is status


def test_a_missing_value_with_a_target_is_no_data() -> None:
    assert status_of(None, NINETY, Direction.AT_LEAST, RATIO) is Status.NO_DATA


def test_without_a_target_there_is_no_status() -> None:
    assert status_of(Fraction(1), None, Direction.AT_LEAST, RATIO) is None
    assert status_of(None, Target(low=None, high=None), Direction.AT_LEAST, RATIO) is None


def test_a_range_is_met_from_its_low_end_when_more_is_better() -> None:
    eighty = Target(low=Fraction(80), high=Fraction(82))
    assert status_of(Fraction(85), eighty, Direction.AT_LEAST, RATIO) is Status.MET
