"""Which body takes which step: the cell, its grassroots committee, or a committee above it (domain 5)."""

from collections.abc import Sequence
from datetime import date

from services.admissions.domain.person.commands import Step
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.step_names import named
from services.admissions.domain.rules.units import grassroots_committee, open_unit, path, sub_committee
from shared.contracts.organisation import GRASSROOTS, UnitKind
from shared.core.text import Text
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

BODY = Rule("body-not-competent", "điểm 4.3.2 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW (thẩm quyền); domain 5")
NOT_BELOW = Rule(
    "step-not-here", "điểm 4.3.2 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW (thẩm quyền); domain 5 (notes on grassroots cells)"
)

GRASSROOTS_STEPS = frozenset({Step.GRASSROOTS_REVIEW, Step.GRASSROOTS_RECOGNITION})
APPRAISALS = frozenset({Step.APPRAISAL, Step.RECOGNITION_APPRAISAL})
DECISIONS = frozenset({Step.ADMISSION_DECISION, Step.RECOGNITION_DECISION})
ABOVE_GRASSROOTS = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.WARD})
OUTSIDE = frozenset({"applicant", "mentor", "youth_union", "trade_union"})
"""Actors of policy steps that are no unit of the tree; the cell records what they did."""


def absent_here(organisation: Organisation, cell_id: str, on: date, body: Unit | None = None) -> frozenset[str]:
    """The steps that the shape of the organisation does not have, for a cell on a date. Source: domain 5 (notes).

    C2 and D6 only below a sub-committee, C3 and D7 only below a grassroots committee. An authorised grassroots
    committee that is itself the deciding `body` (C4, D8) resolves nothing before its own decision (item 4.3.2).
    """
    absent: set[str] = set()
    if sub_committee(organisation, cell_id, on) is None:
        absent |= {step.value for step in APPRAISALS}
    own_decision = body is not None and body.kind in GRASSROOTS
    if own_decision or grassroots_committee(organisation, cell_id, on) is None:
        absent |= {step.value for step in GRASSROOTS_STEPS}
    return frozenset(absent)


def step_here(organisation: Organisation, step: Step, cell_id: str, on: date) -> None:
    """The step exists for the cell on a date. Source: domain 5 (notes on grassroots cells)."""
    if step.value not in absent_here(organisation, cell_id, on):
        return
    name, cell, asked = named(step), organisation.label(cell_id, on), written(on)
    kind = (
        Text(vi="không thuộc đảng ủy bộ phận nào", en="is below no sub-committee")
        if step in APPRAISALS
        else Text(vi="là chi bộ cơ sở", en="is a grassroots cell")
    )
    raise refusal(
        NOT_BELOW,
        Text(
            vi=f"Ngày {asked.vi} {cell} {kind.vi}: không có bước {name.vi}.",
            en=f"On {asked.en} {cell} {kind.en}: there is no step {name.en}.",
        ),
        Text(
            vi="Bỏ bước này: nghị quyết của chi bộ được gửi thẳng lên cấp tiếp theo.",
            en="Leave the step out: the cell's resolution goes straight to the next level.",
        ),
        where="/step",
        values={"unit_id": cell_id, "step": step.value, "on": on},
    )


def body_of(organisation: Organisation, actor: str, cell_id: str, on: date, asked: str | None, *, step: str) -> Unit:
    """The body that acts for a cell on a date: the one asked for when it may, by default the one that must.

    `actor` as policies name it; `step` is what it does, for the refusal. Source: domain 5, item 4.3.2.
    """
    able = bodies_able(organisation, actor, cell_id, on)
    if actor == "training_centre" and asked is not None:
        return open_unit(organisation, asked, on, where="/body_unit_id")
    for unit in able:
        if asked in {None, unit.unit_id}:
            return unit
    raise refusal(
        BODY,
        _not_theirs(organisation, asked, cell_id, on, named(step)),
        _theirs(able),
        where="/body_unit_id",
        values={"body_unit_id": asked, "step": step, "competent": [unit.unit_id for unit in able]},
    )


def _not_theirs(organisation: Organisation, asked: str | None, cell_id: str, on: date, what: Text) -> Text:
    day, cell = written(on), organisation.label(cell_id, on)
    if asked is None:
        return Text(
            vi=f"Ngày {day.vi} không có cấp nào có thẩm quyền thực hiện việc này cho {cell}: {what.vi}.",
            en=f"On {day.en} no body had the power to do this for {cell}: {what.en}.",
        )
    body = organisation.label(asked, on)
    return Text(
        vi=f"Ngày {day.vi} {body} không có thẩm quyền thực hiện việc này cho {cell}: {what.vi}.",
        en=f"On {day.en} {body} had no power to do this for {cell}: {what.en}.",
    )


def _theirs(able: Sequence[Unit]) -> Text:
    if not able:
        return Text(
            vi="Kiểm tra ngày và cấp trên của chi bộ trong sổ: việc này thuộc một cấp ủy có thẩm quyền cấp trên.",
            en="Check the date and what stands above the cell: this belongs to a competent committee above it.",
        )
    names = ", ".join(unit.label for unit in able)
    return Text(vi=f"Việc này thuộc thẩm quyền của: {names}.", en=f"It belongs to: {names}.")


def bodies_able(organisation: Organisation, actor: str, cell_id: str, on: date) -> Sequence[Unit]:
    """The units that may act, the one that does so by default first.

    The cell stands for its own committee, for the applicant, the introducers and the unions, whose papers it records,
    and for the grassroots committee that a grassroots cell does not have. A class is held by any unit asked for.
    """
    units = list(path(organisation, cell_id, on))
    if actor == "grassroots":
        committee = grassroots_committee(organisation, cell_id, on)
        return units[:1] if committee is None else [committee]
    if actor == "sub_committee":
        appraises = sub_committee(organisation, cell_id, on)
        return [] if appraises is None else [appraises]
    if actor == "province":
        return [unit for unit in units if unit.kind is UnitKind.PROVINCE and unit.open_on(on)]
    competent = [unit for unit in units if _competent(unit) and unit.open_on(on)]
    if actor == "competent":
        return competent
    if actor == "list_approval":
        committee = grassroots_committee(organisation, cell_id, on)
        return (
            competent if committee is None else [committee, *(u for u in competent if u.unit_id != committee.unit_id)]
        )
    return units[:1]


def _competent(unit: Unit) -> bool:
    return unit.kind in ABOVE_GRASSROOTS or (unit.kind is UnitKind.GRASSROOTS_COMMITTEE and unit.authorised)
