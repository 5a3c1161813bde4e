"""Examples of the rules on units, targets and staged acts."""

from datetime import date
from typing import Any

from services.admissions.domain.batch import decide as batches
from services.admissions.domain.rules import structure, units
from services.admissions.domain.target import decide as targets
from services.admissions.domain.target.commands import SetTarget
from shared.contracts.organisation import CellKind, UnitKind
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit
from tests.support import given as g
from tests.unit.admissions.rule_examples.example import Example

ON, NEXT = date(2018, 5, 1), date(2018, 5, 2)
TREE = g.organisation()
CLOSED = g.organisation(g.closing("pa-du", NEXT, "pa-lan"))


def unit(unit_id: str, tree: Organisation = TREE) -> Unit:
    """A unit on the day of the examples."""
    found = tree.unit(unit_id, ON)
    assert found is not None
    return found


def target(**changes: Any) -> object:
    """A target of the district for 2018, otherwise."""
    fields: dict[str, Any] = {
        "actor": g.OFFICER,
        "effective_on": ON,
        "unit_id": "nam-giang",
        "indicator": "NG2",
        "period_from": date(2018, 1, 1),
        "period_to": date(2018, 1, 1),
        "low": "90",
    }
    return targets.decide_target(TREE, SetTarget(**{**fields, **changes}))


EXAMPLES = (
    Example(
        units.UNKNOWN,
        lambda: units.known_unit(TREE, "pa-du"),
        lambda: units.known_unit(TREE, "pa-dú"),
    ),
    Example(
        units.NOT_OPEN,
        lambda: units.open_unit(CLOSED, "pa-du", ON),
        lambda: units.open_unit(CLOSED, "pa-du", NEXT),
    ),
    Example(
        units.NOT_A_CELL,
        lambda: units.open_cell(TREE, "pa-du", ON),
        lambda: units.open_cell(TREE, "zuoih", ON),
    ),
    Example(structure.ID, lambda: structure.new_id(TREE, "a" * 64), lambda: structure.new_id(TREE, "a" * 65)),
    Example(structure.EXISTS, lambda: structure.new_id(TREE, "pa-tot"), lambda: structure.new_id(TREE, "pa-du")),
    Example(structure.NAME, lambda: structure.named("A" * 200), lambda: structure.named("A" * 201)),
    Example(
        structure.CELL_KIND,
        lambda: structure.cell_kind_of_cell(UnitKind.GRASSROOTS_CELL, CellKind.VILLAGE),
        lambda: structure.cell_kind_of_cell(UnitKind.GRASSROOTS_COMMITTEE, CellKind.VILLAGE),
    ),
    Example(
        structure.BELOW,
        lambda: structure.may_stand_below(UnitKind.SUBORDINATE_CELL, unit("zuoih")),
        lambda: structure.may_stand_below(UnitKind.SUBORDINATE_CELL, unit("nam-giang")),
    ),
    Example(
        structure.CYCLE,
        lambda: structure.no_cycle(TREE, unit("zuoih"), unit("dong-giang"), (ON,)),
        lambda: structure.no_cycle(TREE, unit("nam-giang"), unit("zuoih"), (ON,)),
    ),
    Example(
        structure.CLOSED,
        lambda: structure.not_closed_yet(unit("pa-lan", CLOSED)),
        lambda: structure.not_closed_yet(unit("pa-du", CLOSED)),
    ),
    Example(
        structure.CHILDREN,
        lambda: structure.no_open_children(TREE, unit("pa-du"), (ON,)),
        lambda: structure.no_open_children(TREE, unit("zuoih"), (ON,)),
    ),
    Example(
        structure.ARRIVALS,
        lambda: structure.nobody_arrives(unit("pa-du"), ON, 0),
        lambda: structure.nobody_arrives(unit("pa-du"), ON, 1),
    ),
    Example(
        structure.PEOPLE,
        lambda: structure.successor_where_people_are(unit("pa-du"), None, 0),
        lambda: structure.successor_where_people_are(unit("pa-du"), None, 1),
    ),
    Example(
        structure.SUCCESSOR,
        lambda: structure.may_succeed(unit("pa-du"), unit("pa-lan")),
        lambda: structure.may_succeed(unit("pa-du"), unit("zuoih")),
    ),
    Example(
        structure.FACT,
        lambda: structure.fact_value(unit("pa-du"), "has_committee", "true"),
        lambda: structure.fact_value(unit("pa-du"), "has_committee", "yes"),
    ),
    Example(targets.INDICATOR, lambda: target(indicator="NG2"), lambda: target(indicator="2NG")),
    Example(targets.PERIOD, target, lambda: target(period_to=date(2017, 12, 31))),
    Example(targets.BOUNDS, lambda: target(high="90"), lambda: target(high="89")),
    Example(
        batches.NOT_CLOSED,
        lambda: batches.undo_batch(g.OFFICER, closed=True, events=1),
        lambda: batches.undo_batch(g.OFFICER, closed=False, events=1),
    ),
)
