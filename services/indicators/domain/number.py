"""Exact numbers: fractions of integers as answers carry them, and decimal strings (contracts 4 and 5). Pure."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

_PLACES = 4


@dataclass(frozen=True, slots=True)
class Quotient:
    """Numerator and denominator as they were counted, not reduced. None: that part is missing."""

    numerator: int | None
    denominator: int | None

    @property
    def fraction(self) -> Fraction | None:
        """The value, or None when there is no data: a part is missing or the denominator is 0 (domain 10)."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)


def count(number: int) -> Quotient:
    """A count has denominator 1 (contracts 5)."""
    return Quotient(number, 1)


def exactly(value: Fraction | None) -> Quotient:
    """One fraction in lowest terms; a missing value is missing in both parts."""
    return Quotient(None, None) if value is None else Quotient(value.numerator, value.denominator)


def divided(part: Quotient, whole: Quotient) -> Quotient:
    """A ratio of counts keeps both counts: 119 of 90 is 119/90 (contracts 5). Without a whole the part still shows."""
    if whole.numerator is None or whole.denominator is None:
        return Quotient(part.numerator if part.denominator == 1 else None, None)
    if part.numerator is None or part.denominator is None:
        return Quotient(None, None)
    return Quotient(part.numerator * whole.denominator, part.denominator * whole.numerator)


def four_places(value: Fraction) -> str:
    """A decimal string with 4 places, half up and away from zero (contracts 4)."""
    scaled = (abs(value.numerator) * 10**_PLACES * 2 + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(scaled, 10**_PLACES)
    return f"{'-' if value < 0 and scaled else ''}{whole}.{rest:0{_PLACES}d}"


def decimal_string(value: Fraction) -> str:
    """The shortest exact decimal string, for a target; one without end is rounded to 4 places, half up."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return four_places(value)
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_decimal(text: str | None) -> Fraction | None:
    """The number that a decimal string writes; None for none, and for what is no finite decimal."""
    if text is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None
