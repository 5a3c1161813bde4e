"""Fractions as they were counted, and decimal strings half up."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.domain.number import Quotient, count, decimal_string, divided, four_places, parse_decimal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(119, 90), "1.3222"),
        (Fraction(650, 5), "130.0000"),
        (Fraction(1, 20_000), "0.0001"),
        (Fraction(1, 20_001), "0.0000"),
        (Fraction(-1, 20_001), "0.0000"),
        (Fraction(-738), "-738.0000"),
    ],
)
def test_a_value_has_four_places_half_up(value: Fraction, text: str) -> None:
    assert four_places(value) == text


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_four_places_agree_with_decimal_arithmetic(numerator: int, denominator: int) -> None:
    with localcontext(prec=60):
        expected = (Decimal(numerator) / denominator).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    assert Decimal(four_places(Fraction(numerator, denominator))) == expected


def test_a_ratio_of_counts_keeps_both_counts() -> None:
    assert divided(count(650), count(5)) == Quotient(650, 5)
    assert divided(count(119), Quotient(181, 2)) == Quotient(238, 181)


def test_a_missing_or_empty_denominator_is_no_data() -> None:
    assert divided(count(119), Quotient(None, None)).fraction is None
    assert divided(count(119), count(0)) == Quotient(119, 0)
    assert divided(count(119), count(0)).fraction is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(450), "450"), (Fraction(5, 2), "2.5"), (Fraction(10, 3), "3.3333"), (Fraction(100), "100")],
)
def test_a_target_is_written_as_shortly_as_it_can_be(value: Fraction, text: str) -> None:
    assert decimal_string(value) == text


@pytest.mark.parametrize("text", ["", "ninety", "NaN", "Infinity", None])
def test_what_is_no_finite_decimal_is_no_number(text: str | None) -> None:
    assert parse_decimal(text) is None


def test_a_decimal_string_is_read_exactly() -> None:
    assert parse_decimal("0.90") == Fraction(9, 10)
