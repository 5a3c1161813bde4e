"""The two totals compared at a common position, and what an auditor is told of their differences."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from services.audit.app.monitor import DIFFERENCES_SHOWN_MAX, Comparison, Difference, Monitor, differences
from services.audit.app.ports import Counted
from services.audit.app.problems import totals_problems
from shared.core.errors import Unavailable
from shared.core.stream import Position
from shared.core.text import Text

Rows = Mapping[tuple[str, str], int]
totals = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["OFFICIAL", "PROBATIONARY"])), st.integers(0, 3)
)


class Asked:
    """A total that remembers at which positions it was asked."""

    def __init__(self, own: int, rows: Rows) -> None:
        self.own, self.rows = own, rows
        self.positions: list[Position | None] = []

    def __call__(self, position: Position | None) -> Counted:
        self.positions.append(position)
        return (Position(self.own) if position is None else position), self.rows


@given(totals, totals)
def test_differences_are_exactly_where_the_counts_are_not_equal(members: Rows, ledger: Rows) -> None:
    found = {
        (one.unit_id, one.standing): (one.members, one.ledger)
        for one in differences((Position(1), members), (Position(1), ledger))
    }
    for unit in "abc":
        for standing in ("OFFICIAL", "PROBATIONARY"):
            pair = members.get((unit, standing), 0), ledger.get((unit, standing), 0)
            assert found.get((unit, standing), pair) == pair
            assert ((unit, standing) in found) == (pair[0] != pair[1])


@given(totals)
def test_a_total_does_not_differ_from_itself(rows: Rows) -> None:
    assert differences((Position(1), rows), (Position(1), rows)) == ()


@pytest.mark.parametrize(("members_at", "ledger_at"), [(5, 9), (9, 5), (7, 7)])
def test_the_one_that_is_ahead_is_asked_again_at_the_lower_position(members_at: int, ledger_at: int) -> None:
    members, ledger = Asked(members_at, {("a", "OFFICIAL"): 3}), Asked(ledger_at, {("a", "OFFICIAL"): 1})
    found = Monitor(members, ledger).compare()
    low = min(members_at, ledger_at)
    assert (found.position, found.total) == (low, 2)
    assert members.positions == [None, *([low] if members_at > low else [])]
    assert ledger.positions == [None, *([low] if ledger_at > low else [])]
    assert REGISTRY.get_sample_value("socai_two_totals_difference") == 2
    assert REGISTRY.get_sample_value("socai_monitor_position") == low


def test_a_total_that_does_not_come_is_not_taken_for_agreement() -> None:
    def down(_position: Position | None) -> Counted:
        raise Unavailable("total-unavailable", Text(vi="", en=""))

    with pytest.raises(Unavailable):
        Monitor(Asked(1, {}), down).compare()


def test_an_auditor_is_shown_the_first_differences_only() -> None:
    many = tuple(Difference(unit_id=f"u{n}", standing="OFFICIAL", members=1, ledger=0) for n in range(80))
    told = totals_problems(Comparison(Position(1), many))
    assert len(told) == DIFFERENCES_SHOWN_MAX
    assert (told[0].code, told[0].where) == ("two-totals-differ", "u0/OFFICIAL")
