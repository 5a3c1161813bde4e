"""The rows of an import folder as values: what contracts 6 names, checked cell by cell, nothing judged yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from shared.contracts.movement import Attributes
from shared.contracts.organisation import CellKind, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A line of units.csv. `line`: where it stands in the file, from 1, the header included."""

    line: int
    unit_id: str
    kind: UnitKind
    parent_id: str | None
    name_vi: str
    cell_kind: CellKind | None
    has_committee: bool
    authorised: bool
    opened_on: date
    closed_on: date | None
    successor_id: str | None


class PersonRow(Struct, frozen=True, kw_only=True, array_like=True):
    """A line of people.csv: particulars (personal), and the attributes held from the first event."""

    line: int
    person_ref: str
    full_name: str
    birth_date: date
    attributes: Attributes


class EventRow(Struct, frozen=True, kw_only=True, array_like=True):
    """A line of events.csv. The four counts of a vote stand together or not at all."""

    line: int
    person_ref: str
    type: str
    effective_on: date
    unit_id: str | None
    to_unit_id: str | None
    body_unit_id: str | None
    decision_number: str | None
    decision_date: date | None
    votes_base: int | None
    votes_present: int | None
    votes_for: int | None
    votes_against: int | None
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A line of targets.csv; `low` and `high` are decimal strings."""

    line: int
    unit_id: str
    indicator: str
    period_from: date
    period_to: date
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A line of facts.csv."""

    line: int
    unit_id: str
    fact: str
    effective_on: date
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A whole folder. `digest`: SHA-256 (hex) of its files, by which a second import knows it again.

    `people` as they came; `events` likewise, or by (effective_on, line) already where they are kept in scratch.
    `labels`: table, named as its CSV file, to the file or sheet where it stands.
    """

    digest: str
    units: tuple[UnitRow, ...]
    people: Collection[PersonRow]
    events: Collection[EventRow]
    targets: tuple[TargetRow, ...]
    facts: tuple[FactRow, ...]
    labels: Mapping[str, str]
