"""The organisation: units open, are renamed and moved, and close in order."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.admissions.domain.unit.commands import (
    CloseUnit,
    CreateUnit,
    MoveUnit,
    RecordFact,
    RenameUnit,
    UnitCommand,
)
from services.admissions.domain.unit.decide import UnitContext, decide_unit
from shared.contracts.organisation import CellKind, UnitClosed, UnitCreated, UnitFactRecorded, UnitKind, UnitMoved
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from tests.support.given import OFFICER, TODAY, closing, organisation

ON = date(2016, 5, 1)
NEW = CreateUnit(
    actor=OFFICER,
    unit_id="pa-tot",
    effective_on=ON,
    kind=UnitKind.SUBORDINATE_CELL,
    name_vi="Chi bộ thôn Pà Tốt",
    parent_id="zuoih",
    cell_kind=CellKind.VILLAGE,
)


def close(unit_id: str, successor_id: str | None = None, on: date = ON) -> CloseUnit:
    return CloseUnit(actor=OFFICER, unit_id=unit_id, effective_on=on, successor_id=successor_id)


def move(unit_id: str, parent_id: str, on: date = ON) -> MoveUnit:
    return MoveUnit(actor=OFFICER, unit_id=unit_id, effective_on=on, parent_id=parent_id)


def fact(unit_id: str, name: str, value: str) -> RecordFact:
    return RecordFact(actor=OFFICER, unit_id=unit_id, effective_on=ON, fact=name, value=value)


def refused(command: UnitCommand, *, tree: Organisation | None = None, standing: int = 0, arriving: int = 0) -> str:
    """The rule that refuses a command."""
    context = UnitContext(today=TODAY, standing=standing, arriving=arriving)
    with pytest.raises(Refusal) as refusal:
        decide_unit(tree or organisation(), command, context)
    assert refusal.value.mend is not None
    return refusal.value.code


def decided(command: UnitCommand, *, tree: Organisation | None = None, standing: int = 0) -> object:
    (event,) = decide_unit(tree or organisation(), command, UnitContext(today=TODAY, standing=standing))
    return event


def test_a_cell_opens_below_its_committee() -> None:
    event = decided(NEW)
    assert isinstance(event, UnitCreated)
    assert (event.unit_id, event.parent_id, event.cell_kind) == ("pa-tot", "zuoih", CellKind.VILLAGE)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"unit_id": "pa-du"}, "unit-exists"),
        ({"unit_id": "Pà Tốt"}, "unit-id"),
        ({"unit_id": "a" * 65}, "unit-id"),
        ({"name_vi": " "}, "unit-name"),
        ({"name_vi": "hai\ndòng"}, "unit-name"),
        ({"parent_id": "nowhere"}, "unit-unknown"),
        ({"parent_id": "pa-du"}, "unit-below"),
        ({"parent_id": "nam-giang"}, "unit-below"),
        ({"kind": UnitKind.GRASSROOTS_COMMITTEE, "parent_id": "nam-giang"}, "cell-kind-of-a-cell"),
        ({"effective_on": date(1999, 1, 1)}, "unit-not-open"),
        ({"effective_on": date(2022, 1, 1)}, "date-in-future"),
    ],
)
def test_a_unit_that_cannot_stand_there_is_refused(change: dict[str, Any], rule: str) -> None:
    assert refused(replace(NEW, **change)) == rule


def test_a_top_of_the_tree_has_no_parent() -> None:
    top = replace(NEW, unit_id="da-nang", kind=UnitKind.PROVINCE, parent_id=None, cell_kind=None)
    assert isinstance(decided(top), UnitCreated)


def test_a_unit_is_renamed_only_while_it_is_open() -> None:
    rename = RenameUnit(actor=OFFICER, unit_id="pa-lan", effective_on=ON, name_vi="Chi bộ Pà Lăn")
    decided(rename)
    assert refused(rename, tree=organisation(closing("pa-lan", ON, "pa-du"))) == "unit-not-open"
    assert refused(replace(rename, name_vi="")) == "unit-name"


def test_a_unit_moves_but_never_below_itself() -> None:
    assert isinstance(decided(move("zuoih", "dong-giang")), UnitMoved)
    assert refused(move("zuoih", "pa-du")) == "unit-below"


def test_a_cycle_over_several_levels_is_found() -> None:
    tree = organisation()
    for position, (unit_id, kind, parent_id) in enumerate(
        [("w1", UnitKind.DISTRICT, "quang-nam"), ("p2", UnitKind.PROVINCE, None)], start=90
    ):
        created = UnitCreated(
            actor=OFFICER, effective_on=ON, unit_id=unit_id, kind=kind, name_vi=unit_id, parent_id=parent_id
        )
        tree.apply(Position(position), unit_id, created)
    # As if an older writer had let a province stand below a district: the guard finds it all the same.
    tree.apply(Position(95), "p2", UnitMoved(actor=OFFICER, effective_on=ON, unit_id="p2", parent_id="w1"))
    assert refused(move("w1", "p2", date(2016, 6, 1)), tree=tree) == "unit-cycle"


def test_a_unit_with_children_closes_after_them() -> None:
    assert refused(close("zuoih")) == "unit-has-children"
    emptied = organisation(closing("pa-du", ON, "school"), closing("pa-lan", ON, "school"))
    assert isinstance(decided(close("zuoih"), tree=emptied), UnitClosed)


def test_a_unit_with_people_closes_into_a_successor() -> None:
    assert refused(close("pa-du"), standing=3) == "unit-has-people"
    event = decided(close("pa-du", "pa-lan"), standing=3)
    assert isinstance(event, UnitClosed)
    assert event.successor_id == "pa-lan"
    assert isinstance(decided(close("pa-du")), UnitClosed)


def test_a_unit_does_not_close_before_people_who_come_later() -> None:
    assert refused(close("pa-du", "pa-lan"), arriving=1) == "unit-has-arrivals"


def test_the_successor_is_another_open_unit_of_the_same_sort() -> None:
    assert refused(close("pa-du", "pa-du")) == "unit-successor"
    assert refused(close("pa-du", "nam-giang")) == "unit-successor"
    assert refused(close("pa-du", "nowhere")) == "unit-unknown"
    shut = organisation(closing("pa-lan", ON, "prao"))
    assert refused(close("pa-du", "pa-lan"), tree=shut) == "unit-not-open"


def test_a_unit_does_not_close_into_one_that_later_closed_into_it() -> None:
    tree = organisation(closing("school", date(2017, 1, 1), "pa-lan"), closing("pa-lan", date(2018, 1, 1), "pa-du"))
    assert refused(close("pa-du", "school"), tree=tree) == "unit-successor"
    assert isinstance(decided(close("pa-du", "prao"), tree=tree), UnitClosed)


def test_a_unit_closes_once() -> None:
    shut = organisation(closing("pa-lan", ON, "prao"))
    assert refused(close("pa-lan", "prao", date(2016, 4, 1)), tree=shut) == "unit-closed-already"
    assert refused(close("pa-lan", "prao", date(2016, 6, 1)), tree=shut) == "unit-not-open"


@pytest.mark.parametrize(
    ("unit_id", "name", "value", "held"),
    [
        ("pa-du", "has_committee", "true", "true"),
        ("pa-du", "has_committee", "", "false"),
        ("pa-du", "cell_kind", "school", "school"),
        ("nam-giang", "village_officials", "320", "320"),
        ("nam-giang", "share", "2.5", "2.5"),
    ],
)
def test_facts_are_flags_codes_and_numbers(unit_id: str, name: str, value: str, held: str) -> None:
    event = decided(fact(unit_id, name, value))
    assert isinstance(event, UnitFactRecorded)
    assert event.value == held


@pytest.mark.parametrize(
    ("unit_id", "name", "value"),
    [
        ("pa-du", "has_committee", "có"),
        ("nam-giang", "cell_kind", "school"),
        ("pa-du", "cell_kind", "home"),
        ("pa-du", "note", "Một câu văn"),
        ("pa-du", "Ghi chú", "1"),
    ],
)
def test_facts_are_never_text(unit_id: str, name: str, value: str) -> None:
    assert refused(fact(unit_id, name, value)) == "unit-fact"
