"""Every life satisfies the rules of entry, procedure, probation and transfer, judged by an independent reader."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.scenarios.register import Register, Row, day, months_of_age, plus_months, weekdays_between
from tests.unit.scenarios.samples import register

SEEDS = (1, 2)
LAST = date(2019, 12, 31)
LIFECYCLE = {
    "enrolled",
    "nominated",
    "trained",
    "dossier_opened",
    "dossier_closed",
    "delisted",
    "transfer_issued",
    "transferred",
    "removed",
    "profile_changed",
}
STEPS = {"C1", "C3", "C4", "C6", "D5", "D7", "D8"}


def on(row: Row) -> date:
    return day(row["effective_on"])


def check_entry(found: Register) -> None:
    for person, steps in found.dossiers():
        if "C1" not in steps:
            continue
        review, certificate = on(steps["C1"]), on(steps["trained"])
        assert 216 <= months_of_age(day(person["birth_date"]), review) < 420
        assert person["education"] in {"thcs", "thpt"}
        assert person["expertise"] in {"intermediate", "college", "university"}
        assert on(steps["nominated"]) < certificate < on(steps["dossier_opened"]) < review
        assert review <= plus_months(certificate, 60)
        assert review <= plus_months(on(steps["dossier_opened"]), 12)


def check_admission(found: Register) -> None:
    for _, steps in found.dossiers():
        if "C1" not in steps:
            assert not {"C3", "C4", "C6"} & steps.keys()
            continue
        c1 = steps["C1"]
        below = found.units[c1["unit_id"]]["kind"] == "subordinate_cell"
        if "C4" in steps:
            assert ("C3" in steps) is below
            assert 0 < weekdays_between(on(c1), on(steps["C4"])) <= 60
        if "C3" in steps:
            assert on(c1) < on(steps["C3"])
            assert steps["C3"]["body_unit_id"] == found.units[c1["unit_id"]]["parent_id"]
        if "C3" in steps and "C4" in steps:
            assert on(steps["C3"]) < on(steps["C4"])
        if "C6" in steps:
            assert 0 < weekdays_between(on(steps["C4"]), on(steps["C6"])) <= 30


def check_recognition(found: Register) -> None:
    due = 0
    for ref, life in found.lives.items():
        steps = {row["type"]: row for row in life}
        begun = steps.get("C6") or steps.get("enrolled")
        if begun is None or (begun["type"] == "enrolled" and begun["code"] == "OFFICIAL"):
            assert "D5" not in steps
            continue
        ceremony = day(begun["decision_date"])
        month_12 = plus_months(ceremony, 12)
        if "D5" not in steps:
            failed = "removed" in steps and steps["removed"]["code"] == "struck_off:R7_PROBATION"
            assert failed or weekdays_between(month_12, LAST) <= 30, ref
            continue
        due += 1
        d5 = steps["D5"]
        assert month_12 < on(d5)
        assert weekdays_between(month_12, on(d5)) <= 30
        below = found.units[d5["unit_id"]]["kind"] == "subordinate_cell"
        if "D8" in steps:
            assert ("D7" in steps) is below
            assert 0 < weekdays_between(on(d5), on(steps["D8"])) <= 30
        if "D7" in steps:
            assert on(d5) < on(steps["D7"])
            assert steps["D7"]["body_unit_id"] == found.units[d5["unit_id"]]["parent_id"]
    assert due > 0


def check_bodies_and_votes(found: Register) -> None:
    numbers: Counter[tuple[str, str, str]] = Counter()
    for row in found.events:
        assert row["type"] in LIFECYCLE | STEPS
        if row["type"] in {"C1", "C6", "D5"}:
            assert row["body_unit_id"] == row["unit_id"]
        if row["type"] in {"C4", "D8"}:
            assert row["body_unit_id"] == "nam-giang"
        if row["type"] in STEPS:
            assert row["decision_number"]
            assert row["decision_date"] == row["effective_on"]
        if row["decision_number"]:
            numbers[row["body_unit_id"], row["decision_number"], row["decision_date"][:4]] += 1
        if row["type"] in STEPS - {"C6"}:
            base, present, in_favour, against = (
                int(row[name]) for name in ("votes_base", "votes_present", "votes_for", "votes_against")
            )
            assert in_favour * 3 >= base * 2
            assert in_favour + against == present <= base
            assert base >= 3
        else:
            assert not row["votes_base"]
    assert set(numbers.values()) == {1}, "no body gives a number twice in a year"


def check_lives(found: Register) -> None:
    for ref, life in found.lives.items():
        dates = [on(row) for row in life]
        assert all(before < after for before, after in pairwise(dates)), f"{ref}: one thing a day, in order"
        letters = [row for row in life if row["type"] == "transfer_issued"]
        accepted = [row for row in life if row["type"] == "transferred" and row["unit_id"]]
        for letter, acceptance in zip(letters, accepted, strict=False):
            assert letter["to_unit_id"] == acceptance["to_unit_id"] != letter["unit_id"]
            assert 0 < weekdays_between(on(letter), on(acceptance)) <= 30
        assert len(letters) - len(accepted) in {0, 1}
        assert sum(row["type"] == "removed" for row in life) <= 1
        # Nothing moves anyone between month 12 and the decision: it would cross the date that recognition counts from.
        steps = {row["type"]: row for row in life}
        if "D8" in steps:
            begun = steps.get("C6") or steps["enrolled"]
            month_12 = plus_months(day(begun["decision_date"]), 12)
            between = {row["type"] for row in life if month_12 <= on(row) <= on(steps["D8"])}
            assert between <= {"D5", "D7", "D8"}


CHECKS = (check_entry, check_admission, check_recognition, check_bodies_and_votes, check_lives)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_reviewed_meets_the_central_and_the_local_rule(seed: int) -> None:
    check_entry(register(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_admission_goes_through_its_bodies_in_time(seed: int) -> None:
    check_admission(register(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_probation_ends_in_time_or_in_a_strike_off(seed: int) -> None:
    check_recognition(register(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_decision_has_its_body_its_own_number_and_two_thirds(seed: int) -> None:
    check_bodies_and_votes(register(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_life_is_a_line_without_crossings(seed: int) -> None:
    check_lives(register(seed))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), scale=st.sampled_from(("0.02", "0.1")))
def test_the_rules_hold_at_every_seed_and_scale(seed: int, scale: str) -> None:
    for check in CHECKS:
        check(register(seed, scale))


def test_a_cell_votes_with_as_many_as_its_official_members() -> None:
    found = register()
    reviews = [row for row in found.events if row["type"] in {"C1", "D5"} and on(row) > date(2015, 1, 1)]
    # On the day itself others of the same cell may come or go, before or after this row.
    for row in reviews[::7]:
        the_day = on(row)
        around = {
            found.officials(row["unit_id"], the_day),
            found.officials(row["unit_id"], date.fromordinal(the_day.toordinal() - 1)),
        }
        assert int(row["votes_base"]) in range(min(around), max(around) + 1)


def test_the_edges_of_the_rules_are_there() -> None:
    found = register()
    ages = {
        months_of_age(day(person["birth_date"]), on(steps["C1"])) for person, steps in found.dossiers() if "C1" in steps
    }
    assert max(ages) == 419
    exact = [
        row for row in found.events if row["votes_base"] and int(row["votes_for"]) * 3 == int(row["votes_base"]) * 2
    ]
    assert exact
    moved = [life for life in found.lives.values() if moved_on_probation([row["type"] for row in life])]
    assert len(moved) >= 9


def moved_on_probation(types: list[str]) -> bool:
    return "C6" in types and "D5" in types and "transferred" in types[types.index("C6") : types.index("D5")]
