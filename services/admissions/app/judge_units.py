"""Rows about units, facts and targets, judged: what stands already as the row says it is left alone."""

from collections.abc import Sequence
from datetime import date

from services.admissions.app.closing import close_events
from services.admissions.app.folder.read import FACTS, TARGETS, UNITS
from services.admissions.app.folder.rows import FactRow, TargetRow, UnitRow
from services.admissions.app.judging import IMPORT_ADDS, Judging
from services.admissions.app.person_acts import UNIT
from services.admissions.app.staging import Decided
from services.admissions.domain.target.commands import SetTarget
from services.admissions.domain.target.decide import decide_target
from services.admissions.domain.unit.commands import CloseUnit, CreateUnit, RecordFact
from services.admissions.domain.unit.decide import UnitContext, decide_unit
from shared.contracts.facts import Actor
from shared.core.errors import Refusal
from shared.core.stream import stream_id
from shared.core.text import Text

TARGET = "target"


def depths(rows: Sequence[UnitRow]) -> dict[str, int]:
    """How far each unit of the folder stands below the first one that is not in it: parents open before children."""
    parents = {row.unit_id: row.parent_id for row in rows}
    found: dict[str, int] = {}
    for unit_id in parents:
        path = [unit_id]
        while (parent := parents.get(path[-1])) is not None and parent not in path and path[-1] not in found:
            path.append(parent)
        base = found.get(path[-1], 0)
        for height, each in enumerate(reversed(path)):
            found.setdefault(each, base + height)
    return found


def open_unit(judging: Judging, row: UnitRow) -> None:
    """Stage the unit's creation. Raises a Refusal when it is in the register with other properties."""
    command = CreateUnit(
        actor=judging.actor,
        unit_id=row.unit_id,
        effective_on=row.opened_on,
        kind=row.kind,
        name_vi=row.name_vi,
        parent_id=row.parent_id,
        cell_kind=row.cell_kind,
        has_committee=row.has_committee,
        authorised=row.authorised,
    )
    known = judging.stage.organisation.unit(row.unit_id, row.opened_on)
    if known is not None:
        for column in ("kind", "name_vi", "parent_id", "cell_kind", "opened_on"):
            _require_same(column, getattr(known, column), getattr(row, column))
        return
    judging.reach.require(row.parent_id)
    decided = decide_unit(judging.stage.organisation, command, UnitContext(today=judging.today))
    reads = [] if row.parent_id is None else [stream_id(UNIT, row.parent_id)]
    where = f"{UNITS}:{row.line}"
    judging.stage.add(
        judging.command_id(where), where, [Decided(UNIT, row.unit_id, data) for data in decided], reads=reads
    )
    judging.reach.extend(row.unit_id)


def close_unit(judging: Judging, row: UnitRow) -> None:
    """Stage the unit's closing on closed_on, with the moves of its people. Raises what the domain refuses."""
    assert row.closed_on is not None
    stage, where = judging.stage, f"{UNITS}:{row.line}"
    known = stage.organisation.unit(row.unit_id, row.closed_on)
    if known is not None and known.closing is not None:
        _require_same("closed_on", known.closing.effective_on, row.closed_on)
        _require_same("successor_id", known.closing.successor_id, row.successor_id)
        return
    judging.reach.require(row.unit_id)
    people = judging.people_of(row.unit_id) | stage.stood_in(row.unit_id)
    stage.take(judging.load(frozenset(person_id for person_id in people if not stage.holds(person_id))))
    command = CloseUnit(
        actor=judging.actor, unit_id=row.unit_id, effective_on=row.closed_on, successor_id=row.successor_id
    )
    decided = close_events(command, stage.organisation, judging.today, stage.file, people)
    reads = [] if row.successor_id is None else [stream_id(UNIT, row.successor_id)]
    # A name of its own: the row's opening is another command.
    stage.add(judging.command_id(f"{where}/closed_on"), where, decided, reads=reads)


def record_fact(judging: Judging, row: FactRow) -> None:
    """Stage a fact of a unit, unless it holds already on the day."""
    where = f"{FACTS}:{row.line}"
    judging.reach.require(row.unit_id)
    if judging.stage.organisation.fact(row.unit_id, row.fact, row.effective_on) == row.value:
        return
    command = RecordFact(
        actor=judging.actor, unit_id=row.unit_id, effective_on=row.effective_on, fact=row.fact, value=row.value
    )
    decided = decide_unit(judging.stage.organisation, command, UnitContext(today=judging.today))
    judging.stage.add(judging.command_id(where), where, [Decided(UNIT, row.unit_id, data) for data in decided])


def set_target(judging: Judging, row: TargetRow) -> None:
    """Stage a target, unless it stands already."""
    where = f"{TARGETS}:{row.line}"
    judging.reach.require(row.unit_id)
    command = target_command(row, judging.actor)
    newest = {target.target_id: target for target in judging.stage.organisation.targets()}.get(command.target_id)
    if newest is not None and (newest.low, newest.high) == (row.low, row.high):
        return
    decided = decide_target(judging.stage.organisation, command)
    reads = [stream_id(UNIT, row.unit_id)]
    events = [Decided(TARGET, data.target_id, data) for data in decided]
    judging.stage.add(judging.command_id(where), where, events, reads=reads)


def target_command(row: TargetRow, actor: Actor) -> SetTarget:
    """A row of targets.csv as a command; it is assigned on the first day of its period."""
    return SetTarget(
        actor=actor,
        effective_on=row.period_from,
        unit_id=row.unit_id,
        indicator=row.indicator,
        period_from=row.period_from,
        period_to=row.period_to,
        low=row.low,
        high=row.high,
    )


def _require_same(column: str, held: object, given: object) -> None:
    if held == given:
        return
    raise Refusal(
        "import-unit-differs",
        Text(
            vi=f"Tổ chức này đã có trong sổ với {column} là {_shown(held)}, không phải {_shown(given)}.",
            en=f"This unit is in the register with {_shown(held)} as its {column}, not {_shown(given)}.",
        ),
        source=IMPORT_ADDS,
        mend=Text(
            vi="Giữ dòng này như trong sổ; đổi tên, chuyển cấp trên hoặc kết thúc bằng một việc riêng.",
            en="Leave the row as the register has it; renaming, moving and closing are acts of their own.",
        ),
        where=f"/{column}",
        values={"column": column, "held": held, "given": given},
        content=True,
    )


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else f"“{value or ''}”"
