"""The rows of an import folder (contracts 6): their columns, in order, and how a value is written."""

from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A line of units.csv."""

    unit_id: str
    kind: str
    parent_id: str = ""
    name_vi: str
    cell_kind: str = ""
    has_committee: bool = False
    authorised: bool = False
    opened_on: date
    closed_on: date | None = None
    successor_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A line of people.csv: particulars, and the attributes held from the first event."""

    person_ref: str
    full_name: str
    birth_date: date
    sex: str
    origin: str = ""
    occupation: str = ""
    groups: tuple[str, ...] = ()
    sector: str = ""
    education: str = ""
    expertise: str = ""
    theory_level: str = ""
    tasked: bool = False
    exempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A line of events.csv."""

    person_ref: str
    type: str
    effective_on: date
    unit_id: str = ""
    to_unit_id: str = ""
    body_unit_id: str = ""
    decision_number: str = ""
    decision_date: date | None = None
    votes_base: int | None = None
    votes_present: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A line of targets.csv."""

    unit_id: str
    indicator: str
    period_from: date
    period_to: date
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A line of facts.csv."""

    unit_id: str
    fact: str
    effective_on: date
    value: str


Row = UnitRow | PersonRow | EventRow | TargetRow | FactRow


def columns(row_type: type[Row]) -> tuple[str, ...]:
    """The header of the file that holds rows of this type."""
    return tuple(field.name for field in fields(row_type))


def cells(row: Row) -> tuple[str, ...]:
    """The row as text: ISO dates, flags `true` or empty, sets joined by `;`."""
    return tuple(_cell(getattr(row, name)) for name in columns(type(row)))


def _cell(value: object) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "true"
        case date():
            return value.isoformat()
        case tuple():
            return ";".join(sorted(str(item) for item in value))
        case _:
            return str(value)
