"""One member's way through the organisation as a plan: how they came, where they moved, how they left."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from services.scenarios.procedure import Admission, Recognition


class Entry(Enum):
    """How someone came to be counted."""

    ENROLLED = "enrolled"
    ENROLLED_PROBATIONARY = "enrolled_probationary"
    ARRIVED = "arrived"
    ADMITTED = "admitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A transfer. `to` is None out of the province; `accepted` is None while it is pending on the last day."""

    issued: date
    accepted: date | None
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """The end of a membership by removal, other than by a transfer. `code` as in contracts 6."""

    on: date
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A membership. `began` is the day of joining or, for who was enrolled on probation, of the earlier ceremony.

    `settled` is the first day on which something else may happen without crossing the recognition; None when that lies
    after the last day. `late` marks the one whose death will be reported late: nothing more is planned for them.
    """

    entry: Entry
    began: date
    cell: str
    settled: date | None
    admission: Admission | None = None
    recognition: Recognition | None = None
    move: Move | None = None
    departure: Move | None = None
    exit: Exit | None = None
    changed_on: date | None = None
    late: bool = False

    def cell_on(self, day: date) -> str:
        """The cell that counts the person at the end of the day, while they are a member."""
        move = self.move
        if move and move.to and move.accepted and move.accepted <= day:
            return move.to
        return self.cell

    @property
    def ends_on(self) -> date | None:
        """The day on which leaving begins: of the letter, or of the removal."""
        if self.departure:
            return self.departure.issued
        return self.exit.on if self.exit else None

    def free_between(self, first: date, last: date) -> bool:
        """Whether a transfer could run in the span: settled well before, and leaving not before well after."""
        if self.late or self.move or self.settled is None or self.settled + timedelta(days=30) > first:
            return False
        return self.ends_on is None or last + timedelta(days=60) <= self.ends_on
