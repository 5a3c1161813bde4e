"""Topic `socai.organisation`: units, facts about them, targets, definitions, policies and staged acts."""

from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from shared.contracts.facts import Actor, Decision


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
    """Values of the rules from `effective_on` on, for the subtree of `scope_unit_id` (absent: everywhere).

    They hold until `effective_to` (the last day), or until the next version of the same policy replaces them whole.
    """

    policy_id: str
    values: dict[str, Any]
    scope_unit_id: str | None = None
    effective_to: date | None = None

    def __hash__(self) -> int:
        return hash((self.policy_id, self.effective_on, self.scope_unit_id))


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The paper that a calendar rests on: its number, who issued it, and when (absent: the date is not known)."""

    number: str
    issuer: str
    issued_on: date | None = None


class DayOff(Struct, frozen=True, kw_only=True):
    """A day that is not worked: which holiday (a code), by which of the calendar's notices (its number)."""

    day: date
    code: str
    notice: str


class DayWorked(Struct, frozen=True, kw_only=True):
    """A Saturday or Sunday that is worked in exchange for the day off `instead_of`, by which notice (its number)."""

    day: date
    instead_of: date
    notice: str


class CalendarPublished(OrganisationFact, frozen=True, kw_only=True):
    """What is worked in a year; published again it replaces the year whole. `effective_on`: 1 January of the year."""

    year: int
    notices: tuple[Notice, ...]
    days_off: tuple[DayOff, ...]
    days_worked: tuple[DayWorked, ...] = ()


class ClassKind(StrEnum):
    """What a class prepares for: a dossier (step A3), or recognition (step D1)."""

    AWARENESS = "awareness"
    NEW_MEMBER = "new_member"


class ClassOpened(OrganisationFact, frozen=True, kw_only=True):
    """A class runs from `effective_on` to `ends_on`, both inclusive; `unit_id` organises it."""

    class_id: str
    kind: ClassKind
    unit_id: str
    ends_on: date


class UnitRated(OrganisationFact, frozen=True, kw_only=True):
    """An organisation was rated; `effective_on` is the last day of the period. `group`: of organisations alike.

    `corrects`: the position of the rating that this one replaces, with its `ground` (a code).
    """

    unit_id: str
    body_unit_id: str
    scheme: str
    period: str
    grade: str
    group: str
    decision: Decision
    policy: int
    corrects: int | None = None
    ground: str | None = None


class RatedGroup(Struct, frozen=True, kw_only=True):
    """What a closing counted in one group: how many of each grade, and how many of the best the cap allows."""

    group: str
    grades: dict[str, int]
    base: int
    excellent_max: int | None


class RatingsClosed(OrganisationFact, frozen=True, kw_only=True):
    """The ratings of a period are complete in a unit's subtree; from here on they are only corrected.

    `of`: `members` or `units`. `effective_on`: the last day of the period.
    """

    unit_id: str
    period: str
    of: str
    groups: tuple[RatedGroup, ...]
    decision: Decision
    policy: int


class ArrivalExpected(OrganisationFact, frozen=True, kw_only=True):
    """A transfer slip says that someone, who is not named here, is due in `unit_id` from `effective_on` on.

    `number`: of the slip. `from_unit_id`: where from, absent: outside the province. The subject is `slip_id`.
    """

    slip_id: str
    unit_id: str
    number: str
    from_unit_id: str | None = None


class ArrivalSettled(OrganisationFact, frozen=True, kw_only=True):
    """What a slip announced is no longer waited for. `outcome`: arrived, sent_on or not_coming."""

    slip_id: str
    outcome: str


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
