"""What a question rests on: two dates, one tree, one position; and the stamp that says so (contracts 4 and 5)."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.contracts.answers import Stamp
from shared.core.clock import format_instant
from shared.core.dates import Period
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from shared.tree.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """As of D, as known at K (None: now), on the tree of a date (None: as it was, that is of D), for a period."""

    as_of: date
    as_known: datetime | None = None
    tree_on: date | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A question placed in the log: everything is computed at `position`, rows beyond it are ignored."""

    question: Question
    position: Position
    time: datetime | None
    organisation: Organisation

    @property
    def tree(self) -> Tree:
        """The one tree of the answer (contracts 4)."""
        return self.organisation.tree(self.question.tree_on or self.question.as_of, self.position)

    @property
    def stamp(self) -> Stamp:
        """What the answer says of itself (contracts 5)."""
        asked = self.question.as_known
        return Stamp(
            position=self.position,
            time=None if self.time is None else format_instant(self.time),
            as_of=self.question.as_of,
            as_known=None if asked is None else format_instant(asked),
            tree=self.question.tree_on or self.question.as_of,
            policy=self.organisation.newest_policy(self.position),
            batch_open=self.organisation.batch_open(self.position),
        )
