"""A task that waits for an office, the rule that it follows, and what the functions that find tasks may ask."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rules.bodies import bodies_able
from shared.core.text import Text
from shared.core.working_days import WorkingDays
from shared.tree.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """What makes something due: a stable id, where it comes from, and what it says."""

    id: str
    source: str
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How a last day came about: so many working days, or months, after a day. Kept beside the day that it gives.

    `extension`: working days granted besides; `extendable`: working days that may still be granted, on the day asked.
    """

    starts_on: date
    working_days: int | None = None
    extension: int | None = None
    extendable: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do. `office`: the unit whose turn it is, in the role `actor`; `unit_id`: the cell it is about.

    `since`: from when it waits. `until`: the last day in time, None where no rule sets one; `provisional`: counted
    through a year whose notice is not recorded. `source`: the regulation that the rule follows on that day.
    `age`: the bucket in which it ages; `review`: someone must look into it.
    """

    kind: str
    office: str
    actor: str
    unit_id: str
    since: date
    rule: DueRule
    source: str
    person_id: str | None = None
    people: int = 1
    step: str | None = None
    until: date | None = None
    provisional: bool = False
    limit: Limit | None = None
    age: str | None = None
    review: bool = False
    why: Text | None = None

    def overdue(self, on: date) -> bool:
        """Whether the last day has passed; on the day itself it is in time (contracts 4)."""
        return self.until is not None and on > self.until

    @property
    def reason(self) -> Text:
        """Why it waits, in a sentence."""
        return self.why or self.rule.says


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The day asked about, and the organisation as known at the position asked; looked up once for all people."""

    on: date
    organisation: Organisation
    _policies: dict[tuple[str, date], Policies] = field(default_factory=dict, repr=False)

    @cached_property
    def days(self) -> WorkingDays:
        """The calendars known."""
        return self.organisation.working_days()

    def policies(self, unit_id: str, on: date) -> Policies:
        """Those in force in a unit on a day: of a deadline, the day on which it started (domain 12.1)."""
        key = unit_id, on
        if key not in self._policies:
            self._policies[key] = policies_on(self.organisation, unit_id, on)
        return self._policies[key]

    def office(self, actor: str, cell_id: str) -> str:
        """The unit that acts for a cell; the cell itself where the organisation has none in that role."""
        able = bodies_able(self.organisation, actor, cell_id, self.on)
        return able[0].unit_id if able else cell_id
