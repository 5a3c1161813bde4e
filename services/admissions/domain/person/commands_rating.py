"""Commands about a member's year: the quality rating, the flag that a task was assigned, a suspended activity."""

from dataclasses import dataclass

from services.admissions.domain.person.act import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Act):
    """A body rates a member; `effective_on` is the last day of the period rated.

    `period`: `2024`, `2024-Q1` or `FROM/TO`; None: the year that ends on `effective_on`. The scheme is the policy's.
    """

    grade: str
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTask(Act):
    """A resolution assigns the member a task, or (`assigned` False) relieves of it; `decision` is the resolution."""

    assigned: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Act):
    """The member's party activity is suspended by a decision, or (`lifted`) the suspension ends. No reason is kept."""

    lifted: bool = False
