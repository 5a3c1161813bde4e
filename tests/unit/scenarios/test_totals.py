"""The totals of the scenario, counted by an independent reader of its folder."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scenarios.catalogue import find
from services.scenarios.folder import generate
from tests.unit.scenarios.register import Register, day
from tests.unit.scenarios.samples import other_totals, register

SEEDS = (1, 2, 2019)
OPENING, LAST = date(2014, 12, 31), date(2019, 12, 31)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_structure_and_the_totals_are_those_of_the_place(seed: int) -> None:
    found = register(seed)
    kinds = Counter(row["kind"] for row in found.units.values())
    assert kinds == {
        "province": 1,
        "district": 1,
        "grassroots_committee": 15,
        "grassroots_cell": 40,
        "subordinate_cell": 103,
    }
    assert found.members(LAST) == 2794
    assert found.admissions() == {2015: 126, 2016: 137, 2017: 139, 2018: 129, 2019: 119}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_movement_table_closes_on_known_numbers_in_every_year(seed: int) -> None:
    found = register(seed)
    flows = found.flows()
    assert found.members(date(2014, 12, 30)) == 0
    assert found.members(OPENING) == flows["in:enrolled"] == 2372
    assert flows["in:C6"] == 650
    assert (flows["in:arrived"], flows["out:departed"]) == (96, 184)
    assert flows["in:internal"] == flows["out:internal"] == 214
    losses = {kind: flows[f"out:{kind}"] for kind in ("struck_off", "resigned", "expelled", "deceased")}
    assert losses == {"struck_off": 31, "resigned": 9, "expelled": 12, "deceased": 88}
    assert 2372 + 650 + 96 - 184 - sum(losses.values()) == 2794
    for year in range(2015, 2020):
        closing = found.members(date(year - 1, 12, 31)) + net(found, year)
        assert closing == found.members(date(year, 12, 31))


@pytest.mark.parametrize("seed", SEEDS)
def test_people_are_in_every_standing_on_the_last_day(seed: int) -> None:
    found = register(seed)
    standings = Counter(found.standing(ref) for ref in found.people)
    assert standings["PROSPECT"] == 140
    assert standings["TRAINED"] == 95
    assert standings["APPLICANT"] == 38
    assert standings["PROBATIONARY"] >= 119
    assert standings["PROBATIONARY"] + standings["OFFICIAL"] == 2794
    steps = Counter(
        row["type"] for ref in found.people if found.standing(ref) == "APPLICANT" for row in found.lives[ref]
    )
    assert 0 < steps["C4"] < steps["C1"] < 38


def test_some_letters_are_still_open_on_the_last_day() -> None:
    kinds = Counter(row["type"] for row in register().events)
    arrivals = sum(row["type"] == "transferred" and not row["unit_id"] for row in register().events)
    assert kinds["transfer_issued"] - (kinds["transferred"] - arrivals) == 5


def test_village_and_military_cells_have_committees_in_the_published_share() -> None:
    cells = [row for row in register().units.values() if row["cell_kind"]]
    village = [row["has_committee"] == "true" for row in cells if row["cell_kind"] == "village"]
    military = [row["has_committee"] == "true" for row in cells if row["cell_kind"] == "military"]
    assert round(100 * sum(village) / len(village)) == 95
    assert all(military)


def test_the_yearly_target_is_ninety_for_the_whole_district() -> None:
    found = register()
    assert [(row["unit_id"], row["indicator"], row["low"]) for row in found.targets] == [("nam-giang", "NG2", "90")] * 5
    assert [row["period_from"][:4] for row in found.targets] == ["2015", "2016", "2017", "2018", "2019"]


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), scale=st.sampled_from(("0.01", "0.03", "0.1", "0.25")))
def test_a_smaller_scenario_closes_as_well(seed: int, scale: str) -> None:
    found = register(seed, scale)
    wanted = int(2794 * float(scale) + 0.5)
    assert found.members(LAST) == wanted
    assert found.members(LAST) == found.members(OPENING) + sum(net(found, year) for year in range(2015, 2020))
    per_year = {2015: 126, 2016: 137, 2017: 139, 2018: 129, 2019: 119}
    assert found.admissions() == {year: int(count * float(scale) + 0.5) for year, count in per_year.items()}


def test_a_folder_with_other_totals_is_another_folder() -> None:
    found = Register(other_totals().files())
    assert found.members(LAST) == 2784
    assert (found.admissions()[2016], found.admissions()[2017]) == (138, 138)


def test_no_cell_is_left_without_enough_people_to_vote_however_many_leave() -> None:
    scenario = find("nam-giang")
    many = replace(scenario.totals, members_at_end=1500, transferred_out=1200)
    found = Register(generate(replace(scenario, totals=many), 3).files())
    assert found.members(LAST) == 1500
    stayers = Counter(
        s.cell for s in found.stays if s.how_in == "enrolled" and s.official_from == OPENING and not s.how_out
    )
    assert all(stayers[unit] >= 4 for unit, row in found.units.items() if row["cell_kind"])


def net(found: Register, year: int) -> int:
    """Ways in less ways out of the district in a year, cut-over apart."""
    came = sum(s.first.year == year and s.how_in in {"C6", "arrived"} for s in found.stays)
    left = sum(s.end.year == year and s.how_out not in {"", "internal"} for s in found.stays)
    return came - left


def test_nothing_is_told_that_happens_after_the_last_day() -> None:
    assert max(day(row["effective_on"]) for row in register().events) <= LAST
