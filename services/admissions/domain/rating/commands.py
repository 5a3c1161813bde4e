"""What may be asked about the ratings of a unit: its own grade, and the closing of a period's ratings below it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contracts.facts import Actor, Decision


class Rated(StrEnum):
    """Whose ratings: of the members, or of the organisations, in a unit's subtree."""

    MEMBERS = "members"
    UNITS = "units"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateUnit:
    """A committee above rates an organisation; `effective_on` is the last day of the period rated.

    `group`: the code of organisations with similar tasks, by default the unit's kind (a cell's: what kind of cell).
    `corrects`: the position of the rating that stands, which this one replaces, with a `ground` (a code).
    """

    actor: Actor
    unit_id: str
    body_unit_id: str
    effective_on: date
    grade: str
    decision: Decision
    period: str | None = None
    group: str | None = None
    corrects: int | None = None
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRatings:
    """A unit's ratings of a period are complete: the cap is checked in each group, then they are only corrected."""

    actor: Actor
    unit_id: str
    effective_on: date
    of: Rated
    decision: Decision
    period: str | None = None
