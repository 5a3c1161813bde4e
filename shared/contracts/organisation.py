"""Topic `socai.organisation`: units, facts about them, targets, definitions, policies and staged acts."""

from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from shared.contracts.facts import Actor


class UnitKind(StrEnum):
    """What a unit is (contracts 6). Members stand in cells only."""

    PROVINCE = "province"
    DISTRICT = "district"
    WARD = "ward"
    GRASSROOTS_COMMITTEE = "grassroots_committee"
    SUB_COMMITTEE = "sub_committee"
    GRASSROOTS_CELL = "grassroots_cell"
    SUBORDINATE_CELL = "subordinate_cell"


CELLS = frozenset({UnitKind.GRASSROOTS_CELL, UnitKind.SUBORDINATE_CELL})
GRASSROOTS = frozenset({UnitKind.GRASSROOTS_COMMITTEE, UnitKind.GRASSROOTS_CELL})


class CellKind(StrEnum):
    """Where a cell's members live or work (contracts 6)."""

    RESIDENTIAL = "residential"
    VILLAGE = "village"
    SCHOOL = "school"
    AGENCY = "agency"
    ENTERPRISE = "enterprise"
    MILITARY = "military"
    POLICE = "police"


class OrganisationFact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The common part: who recorded it, and from which date it holds."""

    actor: Actor
    effective_on: date


class UnitCreated(OrganisationFact, frozen=True, kw_only=True):
    """A unit was opened on `effective_on`. `parent_id` absent: the top of the tree."""

    unit_id: str
    kind: UnitKind
    name_vi: str
    parent_id: str | None = None
    cell_kind: CellKind | None = None
    has_committee: bool = False
    authorised: bool = False


class UnitRenamed(OrganisationFact, frozen=True, kw_only=True):
    """The unit has another name from `effective_on` on."""

    unit_id: str
    name_vi: str


class UnitMoved(OrganisationFact, frozen=True, kw_only=True):
    """The unit has another parent from `effective_on` on."""

    unit_id: str
    parent_id: str


class UnitClosed(OrganisationFact, frozen=True, kw_only=True):
    """The unit ended: from `effective_on` on it is closed. Its figures count through the successor."""

    unit_id: str
    successor_id: str | None = None


class UnitFactRecorded(OrganisationFact, frozen=True, kw_only=True):
    """A fact about a unit: `has_committee`, `authorised`, `cell_kind` or a count that an indicator asks for."""

    unit_id: str
    fact: str
    value: str


class TargetSet(OrganisationFact, frozen=True, kw_only=True):
    """A target for an indicator in a period, both ends inclusive; `low` and `high` are decimal strings or absent."""

    target_id: str
    unit_id: str
    indicator: str
    period_from: date
    period_to: date
    low: str | None = None
    high: str | None = None


class DefinitionPublished(OrganisationFact, frozen=True, kw_only=True):
    """An indicator's definition from `effective_on` on: data in the closed grammar that indicators reads."""

    definition_id: str
    definition: dict[str, Any]


class PolicyPublished(OrganisationFact, frozen=True, kw_only=True):
    """Values of the rules from `effective_on` on, for the subtree of `scope_unit_id` (absent: everywhere)."""

    policy_id: str
    values: dict[str, Any]
    scope_unit_id: str | None = None


class Notice(Struct, frozen=True, kw_only=True):
    """The paper that a calendar rests on: its number, its date, who issued it."""

    number: str
    date: date
    issuer: str


class DayOff(Struct, frozen=True, kw_only=True):
    """A day that is not worked: which holiday (a code), by which of the calendar's notices (its number)."""

    on: date
    code: str
    notice: str


class DayWorked(Struct, frozen=True, kw_only=True):
    """A Saturday or Sunday that is worked in exchange for the day off `instead_of`, by which notice (its number)."""

    on: date
    instead_of: date
    notice: str


class CalendarPublished(OrganisationFact, frozen=True, kw_only=True):
    """What is worked in a year; published again it replaces the year whole. `effective_on`: 1 January of the year."""

    year: int
    notices: tuple[Notice, ...]
    days_off: tuple[DayOff, ...]
    days_worked: tuple[DayWorked, ...] = ()


class BatchOpened(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A staged act begins; until it is closed, answers say that a batch is open."""

    actor: Actor
    batch_kind: str
    digest: str
    events: int


class BatchClosed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every event of the staged act has been appended."""

    actor: Actor
    events: int


class BatchUndone(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The staged act was taken back whole by later events."""

    actor: Actor
    events: int
