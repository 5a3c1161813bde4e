"""HTTP bodies of the acts about a member's year: rated, tasked, untasked, suspension_recorded."""

from typing import Literal

from pydantic import Field

from services.admissions.api.act_base import ActBody
from services.admissions.api.schemas import Code, DecisionBody, PeriodRated
from services.admissions.domain.person.commands_rating import AssignTask, Rate, Suspend
from shared.contracts.facts import Actor


class RatedBody(ActBody):
    """The quality rating of a period; `effective_on` is its last day. Rated again, it is a correction of the first."""

    act: Literal["rated"]
    grade: Code = Field(examples=["GOOD"])
    period: PeriodRated | None = None

    def command(self, actor: Actor) -> Rate:
        """The command."""
        return Rate(**self.common(actor), grade=self.grade, period=self.period)


class TaskedBody(ActBody):
    """A resolution (`decision`) assigns the member a task; only the flag is kept."""

    act: Literal["tasked"]
    decision: DecisionBody

    def command(self, actor: Actor) -> AssignTask:
        """The command."""
        return AssignTask(**self.common(actor))


class UntaskedBody(ActBody):
    """A resolution (`decision`) relieves the member of the task."""

    act: Literal["untasked"]
    decision: DecisionBody

    def command(self, actor: Actor) -> AssignTask:
        """The command."""
        return AssignTask(**self.common(actor), assigned=False)


class SuspensionBody(ActBody):
    """Party activity is suspended by a decision, or (`lifted`) goes on again; no reason is kept."""

    act: Literal["suspension_recorded"]
    decision: DecisionBody
    lifted: bool = False

    def command(self, actor: Actor) -> Suspend:
        """The command."""
        return Suspend(**self.common(actor), lifted=self.lifted)


YearBody = RatedBody | TaskedBody | UntaskedBody | SuspensionBody
"""The acts of a member's year."""
