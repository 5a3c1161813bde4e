"""Definitions on counted figures: the published indicators of Nam Giang, and what has no data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from services.indicators.domain.definition import Units, parse_definition
from services.indicators.domain.evaluate import Asked, Result, evaluate
from services.indicators.domain.number import Quotient
from services.indicators.domain.status import Status, Target
from services.indicators.domain.target import Over
from services.indicators.domain.window import years_of
from shared.contracts.movement import Kind, Standing
from shared.core.dates import Period
from tests.unit.indicators.test_definition import GENESIS, definition

ASKED = Asked(as_of=date(2019, 12, 31), period=Period(date(2015, 1, 1), date(2019, 12, 31)))
GENESIS_DEFINITIONS = {e["definition_id"]: e["definition"] for e in json.loads(GENESIS.read_text("utf-8"))}


@dataclass
class Counted:
    """Figures by year, as domain.md 10.3 prints them; the years before 2019 are any split of the rest."""

    admitted: Mapping[int, int] = field(default_factory=lambda: {2015: 130, 2016: 131, 2017: 135, 2018: 135, 2019: 119})
    yearly_target: Fraction | None = Fraction(90)
    stocks: Mapping[int, int] = field(default_factory=dict)

    def stock(self, standings: frozenset[Standing], on: date) -> int:
        return self.stocks.get(on.year, 2794)

    def flow(self, kind: Kind, period: Period) -> int:
        assert kind is Kind.ADMITTED
        return sum(self.admitted.get(year.first.year, 0) for year in years_of(period))

    def units(self, condition: Units) -> int:
        return 40 * len(condition.kinds)

    def target(self, indicator: str, over: Over, period: Period) -> Target | None:
        assert indicator == "NG2"
        if self.yearly_target is None:
            return None
        parts = len(years_of(period)) if over is Over.SUM else 1
        return Target(low=self.yearly_target * parts, high=None)


def value_of(name: str, figures: Counted | None = None, asked: Asked = ASKED) -> Result:
    return evaluate(parse_definition(GENESIS_DEFINITIONS[name]), figures or Counted(), asked, Fraction(9, 10))


def computed(measure: Mapping[str, Any], figures: Counted | None = None) -> Quotient:
    read = parse_definition(definition(measure=measure))
    return evaluate(read, figures or Counted(), ASKED, Fraction(9, 10)).quotient


@pytest.mark.parametrize(
    ("name", "quotient", "low"),
    [("NG2", Quotient(650, 1), 450), ("NG3", Quotient(650, 5), 90), ("NG4", Quotient(119, 90), 1)],
)
def test_nam_giang_comes_out_as_published(name: str, quotient: Quotient, low: int) -> None:
    result = value_of(name)
    assert result.quotient == quotient
    assert result.target == Target(low=Fraction(low), high=None)
    assert result.status is Status.MET


def test_attainment_is_of_the_year_of_the_as_of_date_whatever_the_period() -> None:
    assert value_of("NG4").days == Period(date(2019, 1, 1), date(2019, 12, 31))


def test_attainment_without_a_target_has_no_data() -> None:
    result = value_of("NG4", Counted(yearly_target=None))
    assert result.quotient == Quotient(119, None)
    assert result.status is Status.NO_DATA


def test_a_count_without_a_target_has_no_status() -> None:
    result = value_of("NG2", Counted(yearly_target=None))
    assert (result.quotient, result.target, result.status) == (Quotient(650, 1), None, None)


def test_a_stock_is_taken_at_one_day() -> None:
    result = value_of("NG1.members")
    assert result.as_of_only
    assert result.quotient == Quotient(2794, 1)


def test_a_difference_of_counts_is_a_count() -> None:
    growth = {
        "op": "difference",
        "of": {"op": "stock"},
        "less": {"op": "mean_over_years", "of": {"op": "flow", "kind": "admitted"}},
    }
    assert computed(growth) == Quotient(2664, 1)


def test_the_mean_of_ratios_is_one_fraction_in_lowest_terms() -> None:
    ratio = {"op": "ratio", "of": {"op": "flow", "kind": "admitted"}, "to": {"op": "stock"}}
    figures = Counted(stocks=dict.fromkeys(range(2015, 2020), 1300))
    assert computed({"op": "mean_over_years", "of": ratio}, figures) == Quotient(1, 10)


def test_a_mean_with_a_year_without_data_has_none() -> None:
    ratio = {"op": "ratio", "of": {"op": "flow", "kind": "admitted"}, "to": {"op": "stock"}}
    figures = Counted(stocks={2017: 0})
    assert computed({"op": "mean_over_years", "of": ratio}, figures) == Quotient(None, None)
