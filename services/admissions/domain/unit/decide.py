"""decide_unit(organisation, command, context): the event of one command about a unit, or a Refusal. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from services.admissions.domain.rules import dates, structure
from services.admissions.domain.rules.units import open_unit
from services.admissions.domain.unit.commands import (
    CloseUnit,
    CreateUnit,
    MoveUnit,
    RecordFact,
    RenameUnit,
    UnitCommand,
)
from shared.contracts.organisation import (
    OrganisationFact,
    UnitClosed,
    UnitCreated,
    UnitFactRecorded,
    UnitMoved,
    UnitRenamed,
)
from shared.tree.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitContext:
    """What a decision about a unit may know besides the organisation; `today` by UTC+7.

    For a closing: `standing`, how many people are in the unit on its date, and `arriving`, how many come in from then
    on. Others need neither.
    """

    today: date
    standing: int = 0
    arriving: int = 0


def decide_unit(organisation: Organisation, command: UnitCommand, context: UnitContext) -> Sequence[OrganisationFact]:
    """The events of a command, in the order to append. A closing is followed by one Restructure for each person."""
    dates.not_in_future(command.effective_on, context.today)
    match command:
        case CreateUnit():
            return [_create(organisation, command)]
        case RenameUnit():
            open_unit(organisation, command.unit_id, command.effective_on)
            structure.named(command.name_vi)
            return [
                UnitRenamed(
                    actor=command.actor,
                    effective_on=command.effective_on,
                    unit_id=command.unit_id,
                    name_vi=command.name_vi,
                )
            ]
        case MoveUnit():
            return [_move(organisation, command, context)]
        case CloseUnit():
            return [_close(organisation, command, context)]
        case RecordFact():
            return [_record_fact(organisation, command)]
        case _:
            assert_never(command)


def _create(organisation: Organisation, command: CreateUnit) -> UnitCreated:
    structure.new_id(organisation, command.unit_id)
    structure.named(command.name_vi)
    structure.cell_kind_of_cell(command.kind, command.cell_kind)
    if command.parent_id is not None:
        parent = open_unit(organisation, command.parent_id, command.effective_on, where="/parent_id")
        structure.may_stand_below(command.kind, parent)
    return UnitCreated(
        actor=command.actor,
        effective_on=command.effective_on,
        unit_id=command.unit_id,
        kind=command.kind,
        name_vi=command.name_vi,
        parent_id=command.parent_id,
        cell_kind=command.cell_kind,
        has_committee=command.has_committee,
        authorised=command.authorised,
    )


def _move(organisation: Organisation, command: MoveUnit, context: UnitContext) -> UnitMoved:
    unit = open_unit(organisation, command.unit_id, command.effective_on)
    parent = open_unit(organisation, command.parent_id, command.effective_on, where="/parent_id")
    structure.may_stand_below(unit.kind, parent)
    structure.no_cycle(organisation, unit, parent, (command.effective_on, context.today))
    return UnitMoved(
        actor=command.actor,
        effective_on=command.effective_on,
        unit_id=command.unit_id,
        parent_id=command.parent_id,
    )


def _close(organisation: Organisation, command: CloseUnit, context: UnitContext) -> UnitClosed:
    unit = open_unit(organisation, command.unit_id, command.effective_on)
    structure.not_closed_yet(unit)
    structure.no_open_children(organisation, unit, (command.effective_on, context.today))
    structure.nobody_arrives(unit, command.effective_on, context.arriving)
    structure.successor_where_people_are(unit, command.successor_id, context.standing)
    if command.successor_id is not None:
        successor = open_unit(organisation, command.successor_id, command.effective_on, where="/successor_id")
        structure.may_succeed(unit, successor)
        structure.not_back_again(organisation, unit, successor)
    return UnitClosed(
        actor=command.actor,
        effective_on=command.effective_on,
        unit_id=command.unit_id,
        successor_id=command.successor_id,
    )


def _record_fact(organisation: Organisation, command: RecordFact) -> UnitFactRecorded:
    unit = open_unit(organisation, command.unit_id, command.effective_on)
    return UnitFactRecorded(
        actor=command.actor,
        effective_on=command.effective_on,
        unit_id=command.unit_id,
        fact=structure.fact_name(command.fact),
        value=structure.fact_value(unit, command.fact, command.value),
    )
