"""Which body takes which step: the cell, its grassroots committee, or a competent committee above (domain 5)."""

from collections.abc import Sequence
from datetime import date

from services.admissions.domain.person.commands import Step
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import grassroots_committee, path
from shared.contracts.organisation import UnitKind
from shared.core.text import Text
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

BODY = Rule("body-not-competent", "domain 5")
NOT_BELOW = Rule("step-not-here", "domain 5 (notes on grassroots cells)")

GRASSROOTS_STEPS = frozenset({Step.GRASSROOTS_REVIEW, Step.GRASSROOTS_RECOGNITION})
DECISIONS = frozenset({Step.ADMISSION_DECISION, Step.RECOGNITION_DECISION})
ABOVE_GRASSROOTS = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.WARD})


def body_of(organisation: Organisation, step: Step, cell_id: str, on: date, asked: str | None) -> Unit:
    """The body that takes a step for a cell on a date: the one asked for when it may, by default the one that must.

    C1, C6, D5: the cell. C3, D7: the grassroots committee above it; a grassroots cell has none. C4, D8: an authorised
    grassroots committee, or a level above grassroots. Source: domain 5, item 4.3.2.
    """
    return chosen(_able(organisation, step, cell_id, on), asked, step=step.value, cell_id=cell_id)


def chosen(able: Sequence[Unit], asked: str | None, *, step: str, cell_id: str) -> Unit:
    """Of the bodies that may take a step the one asked for, by default the first. Source: domain 5."""
    for unit in able:
        if asked in {None, unit.unit_id}:
            return unit
    names = ", ".join(unit.unit_id for unit in able)
    raise refusal(
        BODY,
        Text(
            vi=f"{asked or cell_id}: không có thẩm quyền ở bước {step} cho {cell_id}.",
            en=f"{asked or cell_id} does not take step {step} for {cell_id}.",
        ),
        Text(
            vi=f"Bước này thuộc về: {names or 'một cấp ủy có thẩm quyền cấp trên'}.",
            en=f"The step belongs to: {names or 'a competent committee above'}.",
        ),
        where="/body_unit_id",
        values={"body_unit_id": asked, "step": step, "competent": [unit.unit_id for unit in able]},
    )


def competent(organisation: Organisation, cell_id: str, on: date) -> list[Unit]:
    """The committees that may decide for a cell, the nearest first. Source: domain 5, item 4.3.2."""
    return [unit for unit in path(organisation, cell_id, on) if _competent(unit) and unit.open_on(on)]


def _able(organisation: Organisation, step: Step, cell_id: str, on: date) -> list[Unit]:
    units = list(path(organisation, cell_id, on))
    if step in DECISIONS:
        return competent(organisation, cell_id, on)
    if step in GRASSROOTS_STEPS:
        return [require_below_committee(organisation, step, cell_id, on)]
    return units[:1]


def require_below_committee(organisation: Organisation, step: Step, cell_id: str, on: date) -> Unit:
    """C3 and D7 are taken only for a cell below a grassroots committee. Source: domain 5."""
    committee = grassroots_committee(organisation, cell_id, on)
    if committee is not None:
        return committee
    raise refusal(
        NOT_BELOW,
        Text(
            vi=f"{cell_id} là chi bộ cơ sở: không có bước {step.value}.",
            en=f"{cell_id} is a grassroots cell: there is no step {step.value}.",
        ),
        Text(
            vi="Nghị quyết của chi bộ được gửi thẳng lên cấp ủy có thẩm quyền.",
            en="The cell's resolution goes straight to the competent committee.",
        ),
        where="/step",
        values={"unit_id": cell_id, "step": step.value},
    )


def _competent(unit: Unit) -> bool:
    return unit.kind in ABOVE_GRASSROOTS or (unit.kind is UnitKind.GRASSROOTS_COMMITTEE and unit.authorised)
