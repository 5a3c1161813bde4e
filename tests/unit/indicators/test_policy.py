"""The line between near and unmet is a policy value by date and territory."""

from datetime import date
from fractions import Fraction

import msgspec
import pytest

from services.indicators.domain.policy import in_force, near_ratio
from shared.contracts.facts import Actor
from shared.contracts.organisation import PolicyPublished

ACTOR = Actor(officer_id="o", office="province_officer", unit_id="p")
PATH = ["cell", "district", "province"]


def policy(value: object, *, since: int = 2000, scope: str | None = None, name: str = "central") -> PolicyPublished:
    return PolicyPublished(
        actor=ACTOR,
        effective_on=date(since, 1, 1),
        policy_id=name,
        values={"near_ratio": value},
        scope_unit_id=scope,
    )


def test_without_a_policy_it_is_nine_tenths() -> None:
    assert near_ratio([], PATH, date(2020, 1, 1)) == Fraction(9, 10)


def test_the_version_in_force_on_the_date_counts() -> None:
    versions = [policy("0.8"), policy("0.95", since=2020)]
    assert near_ratio(versions, PATH, date(2019, 12, 31)) == Fraction(4, 5)
    assert near_ratio(versions, PATH, date(2020, 1, 1)) == Fraction(19, 20)


def test_the_nearest_unit_above_overrides_the_centre() -> None:
    overrides = [policy("0.8", scope="district", name="d"), policy("0.85", scope="province", name="p"), policy("0.9")]
    assert near_ratio(overrides, PATH, date(2020, 1, 1)) == Fraction(4, 5)
    assert near_ratio(overrides, ["elsewhere"], date(2020, 1, 1)) == Fraction(9, 10)


@pytest.mark.parametrize("value", ["many", 0, 2, None])
def test_a_value_that_is_no_share_is_passed_over(value: object) -> None:
    assert near_ratio([policy(value)], PATH, date(2020, 1, 1)) == Fraction(9, 10)


def test_a_number_is_read_as_it_is_written() -> None:
    assert near_ratio([policy(0.85)], PATH, date(2020, 1, 1)) == Fraction(17, 20)


def test_a_version_past_its_last_day_holds_no_more() -> None:
    ended = msgspec.structs.replace(policy("0.5"), effective_to=date(2018, 12, 31))
    assert in_force([ended], date(2018, 12, 31)) == [ended]
    assert in_force([ended], date(2019, 1, 1)) == []
