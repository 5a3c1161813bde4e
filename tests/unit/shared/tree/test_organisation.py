"""The organisation on two clocks: what a tree is on a date, as known at a position."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from shared.contracts.facts import Actor
from shared.contracts.organisation import (
    BatchClosed,
    BatchOpened,
    DefinitionPublished,
    PolicyPublished,
    TargetSet,
    UnitClosed,
    UnitCreated,
    UnitFactRecorded,
    UnitKind,
    UnitMoved,
    UnitRenamed,
)
from shared.core.stream import Position
from shared.tree.organisation import Organisation

ACTOR = Actor(officer_id="o-1", office="province_officer", unit_id="*")
D = date
LONG_AGO = date(2010, 1, 1)


def created(
    unit_id: str, parent_id: str | None, on: date = LONG_AGO, *, kind: UnitKind = UnitKind.SUBORDINATE_CELL
) -> UnitCreated:
    return UnitCreated(
        actor=ACTOR, effective_on=on, unit_id=unit_id, kind=kind, name_vi=f"Chi bộ {unit_id}", parent_id=parent_id
    )


def organisation(*events: Struct) -> Organisation:
    found = Organisation()
    for position, event in enumerate(events, 1):
        found.apply(Position(position), "x", event)
    return found


PROVINCE = created("p", None, kind=UnitKind.PROVINCE)
TWO_WARDS = (PROVINCE, created("w1", "p", kind=UnitKind.WARD), created("w2", "p", kind=UnitKind.WARD))


def test_a_subtree_holds_the_unit_and_everything_below_it() -> None:
    tree = organisation(*TWO_WARDS, created("c1", "w1"), created("c2", "w2")).tree(D(2020, 1, 1))
    assert tree.subtree("w1") == {"w1", "c1"}
    assert tree.subtree("p") == {"p", "w1", "w2", "c1", "c2"}
    assert list(tree.path("c1")) == ["c1", "w1", "p"]
    assert tree.tops() == ["p"]


def test_a_moved_unit_belongs_to_its_old_parent_before_and_to_its_new_one_from_the_date_on() -> None:
    moved = UnitMoved(actor=ACTOR, effective_on=D(2020, 7, 1), unit_id="c1", parent_id="w2")
    found = organisation(*TWO_WARDS, created("c1", "w1"), moved)
    assert found.tree(D(2020, 6, 30)).within("c1", "w1")
    assert found.tree(D(2020, 7, 1)).within("c1", "w2")
    assert not found.tree(D(2020, 7, 1)).within("c1", "w1")


def test_what_was_recorded_later_does_not_change_a_tree_as_it_was_known() -> None:
    moved = UnitMoved(actor=ACTOR, effective_on=D(2015, 1, 1), unit_id="c1", parent_id="w2")
    found = organisation(*TWO_WARDS, created("c1", "w1"), moved)
    assert found.tree(D(2020, 1, 1), Position(4)).within("c1", "w1")
    assert found.tree(D(2020, 1, 1), Position(5)).within("c1", "w2")


def test_a_unit_that_was_not_recorded_yet_is_not_known() -> None:
    found = organisation(*TWO_WARDS, created("c1", "w1"))
    assert found.unit("c1", D(2020, 1, 1), Position(3)) is None
    assert "c1" not in found.tree(D(2020, 1, 1), Position(3))


def test_a_closed_unit_counts_through_its_last_successor() -> None:
    closings = [
        UnitClosed(actor=ACTOR, effective_on=D(2020, 1, 1), unit_id="c1", successor_id="c2"),
        UnitClosed(actor=ACTOR, effective_on=D(2021, 1, 1), unit_id="c2", successor_id="c3"),
    ]
    found = organisation(*TWO_WARDS, created("c1", "w1"), created("c2", "w1"), created("c3", "w2"), *closings)
    assert found.tree(D(2019, 12, 31)).stands_in("c1") == "c1"
    assert found.tree(D(2020, 1, 1)).stands_in("c1") == "c2"
    later = found.tree(D(2021, 1, 1))
    assert later.stands_in("c1") == "c3"
    assert later.subtree("w2") == {"w2", "c1", "c2", "c3"}
    assert later.subtree("w1") == {"w1"}
    assert [unit.unit_id for unit in later.open_units("w2")] == ["c3", "w2"]


def test_units_below_a_closed_one_follow_it_to_its_successor() -> None:
    closed = UnitClosed(actor=ACTOR, effective_on=D(2020, 1, 1), unit_id="w1", successor_id="w2")
    tree = organisation(*TWO_WARDS, created("c1", "w1"), closed).tree(D(2020, 1, 1))
    assert tree.within("c1", "w2")
    assert tree.subtree("w2") == {"w1", "w2", "c1"}


def test_a_unit_opened_after_the_trees_date_stays_under_its_first_parent_so_that_no_figure_is_lost() -> None:
    tree = organisation(*TWO_WARDS, created("c1", "w1", D(2022, 1, 1))).tree(D(2020, 1, 1))
    assert tree.within("c1", "p")
    assert [unit.unit_id for unit in tree.open_units("w1")] == ["w1"]


def test_names_and_facts_hold_from_their_date() -> None:
    found = organisation(
        created("c1", None),
        UnitRenamed(actor=ACTOR, effective_on=D(2020, 1, 1), unit_id="c1", name_vi="Chi bộ mới"),
        UnitFactRecorded(actor=ACTOR, effective_on=D(2021, 1, 1), unit_id="c1", fact="has_committee", value="true"),
    )
    before, after = found.unit("c1", D(2019, 1, 1)), found.unit("c1", D(2021, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.name_vi, before.has_committee) == ("Chi bộ c1", False)
    assert (after.name_vi, after.has_committee) == ("Chi bộ mới", True)


def test_a_batch_is_open_between_its_two_events() -> None:
    found = Organisation()
    found.apply(Position(1), "b", BatchOpened(actor=ACTOR, batch_kind="import", digest="", events=1))
    found.apply(Position(5), "b", BatchClosed(actor=ACTOR, events=1))
    assert [found.batch_open(Position(p)) for p in (0, 1, 4, 5)] == [False, True, True, False]


def test_the_newest_policy_or_definition_is_told_by_position() -> None:
    found = organisation(
        PROVINCE,
        PolicyPublished(actor=ACTOR, effective_on=D(2000, 1, 1), policy_id="central", values={}),
        DefinitionPublished(actor=ACTOR, effective_on=D(2000, 1, 1), definition_id="NG1.members", definition={}),
    )
    assert [found.newest_policy(Position(p)) for p in (1, 2, 3, 9)] == [None, 2, 3, 3]
    assert list(found.definitions(D(2020, 1, 1), Position(2))) == []
    assert list(found.definitions(D(2020, 1, 1))) == ["NG1.members"]
    assert [position for position, _ in found.policies()] == [2]


def test_targets_are_told_in_the_order_recorded() -> None:
    def target(low: str) -> TargetSet:
        return TargetSet(
            actor=ACTOR, effective_on=D(2019, 1, 1), target_id="t", unit_id="w1", indicator="NG2",
            period_from=D(2019, 1, 1), period_to=D(2019, 12, 31), low=low,
        )  # fmt: skip

    found = organisation(target("80"), target("90"))
    assert [t.low for t in found.targets(Position(1))] == ["80"]
    assert [t.low for t in found.targets()] == ["80", "90"]


def test_an_unknown_event_moves_only_the_position() -> None:
    found = organisation(PROVINCE)
    found.apply(Position(2), "y", None)
    assert found.position == 2
    assert found.tree(D(2020, 1, 1)).tops() == ["p"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 28)), max_size=12), st.data())
def test_every_unit_counts_in_exactly_one_subtree_of_each_level(
    moves: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    wards = [created(f"w{n}", "p", kind=UnitKind.WARD) for n in range(6)]
    cells = [created(f"c{n}", f"w{n}") for n in range(6)]
    events: list[Struct] = [PROVINCE, *wards, *cells]
    events += [
        UnitMoved(actor=ACTOR, effective_on=D(2020, 1, on), unit_id=f"c{cell}", parent_id=f"w{ward}")
        for cell, ward, on in moves
    ]
    found = organisation(*events)
    on = D(2020, 1, data.draw(st.integers(1, 31)))
    known = Position(data.draw(st.integers(13, len(events))))
    tree = found.tree(on, known)
    counted = [unit for n in range(6) for unit in tree.subtree(f"w{n}") if unit.startswith("c")]
    assert sorted(counted) == [f"c{n}" for n in range(6)]
    assert all(tree.within(unit, "p") for unit in counted)
