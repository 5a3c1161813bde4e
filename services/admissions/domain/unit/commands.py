"""What may be asked about one unit: frozen data, decided by decide.py on the organisation."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.facts import Actor
from shared.contracts.organisation import CellKind, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAct:
    """The common part: who asks, of which unit, from which date on it holds."""

    actor: Actor
    unit_id: str
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateUnit(UnitAct):
    """Open a unit; `parent_id` None: a top of the tree."""

    kind: UnitKind
    name_vi: str
    parent_id: str | None = None
    cell_kind: CellKind | None = None
    has_committee: bool = False
    authorised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameUnit(UnitAct):
    """Give a unit another name."""

    name_vi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveUnit(UnitAct):
    """Put a unit below another parent."""

    parent_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUnit(UnitAct):
    """End a unit: from `effective_on` on it is closed, and its people are in the successor (Restructure, one each)."""

    successor_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact(UnitAct):
    """State a fact of a unit: has_committee, authorised, cell_kind, or a count that an indicator asks for."""

    fact: str
    value: str


UnitCommand = CreateUnit | RenameUnit | MoveUnit | CloseUnit | RecordFact
