"""What a meeting resolves on one person, as HTTP bodies told apart by `act`; the meeting gives date, base and body."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from services.admissions.api.schemas import Body, Code, Count, Number, PeriodRated
from services.admissions.domain.person import commands
from services.admissions.domain.person.commands_dossier import AssignMentor, ReviewList
from services.admissions.domain.person.commands_leaving import RecordReviewStep, ReviewOutcome, ReviewStep
from services.admissions.domain.person.commands_rating import AssignTask, Rate
from services.admissions.domain.rating.grade import last_day
from services.admissions.domain.rules.ratings import PERIOD
from services.admissions.domain.rules.refusals import refusal
from shared.core.text import Text
from shared.http import patterns

PersonRef = Annotated[
    str,
    Field(pattern=patterns.UUID, examples=["5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f"]),
]


class ItemBody(Body):
    """What every item carries. `for` and `against`: the votes on this person. `version`: the ETag seen.

    `number`: of the decision or resolution on this person, where it is not the meeting's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    person_id: PersonRef
    for_: Count | None = Field(default=None, alias="for")
    against: Count | None = None
    number: Number | None = None
    version: Annotated[int, Field(ge=0)] | None = None


class StepItem(ItemBody):
    """A step of domain 5 that a body resolves; votes that fall short are recorded as short."""

    act: Literal["step"]
    step: Literal["A2", "B3", "B6", "C1", "C2", "C3", "C4", "C5", "C6", "D4", "D5", "D6", "D7", "D8"]
    outcome: Literal["approved", "refused"] = "approved"
    codes: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    class_id: Code | None = None

    def command(self, common: dict[str, Any]) -> commands.Fact:
        """The command."""
        return commands.RecordStep(
            **common,
            step=commands.Step(self.step),
            outcome=commands.Outcome(self.outcome),
            codes=self.codes,
            class_id=self.class_id,
        )


class ListReviewedItem(ItemBody):
    """The list of prospects was reviewed: this one is kept on it, or removed with a `reason` code."""

    act: Literal["list_reviewed"]
    outcome: Literal["kept", "removed"] = "kept"
    reason: Code | None = None

    def command(self, common: dict[str, Any]) -> commands.Fact:
        """The command."""
        if self.outcome == "removed":
            return commands.Delist(**common, reason=self.reason)
        return ReviewList(**common, codes=() if self.reason is None else (self.reason,))


class NominatedItem(ItemBody):
    """Listed again, after the cell had taken the person off its list."""

    act: Literal["nominated"]

    def command(self, common: dict[str, Any]) -> commands.Fact:
        """The command."""
        return commands.Nominate(**common)


class DossierOpenedItem(ItemBody):
    """The cell allows a dossier."""

    act: Literal["dossier_opened"]

    def command(self, common: dict[str, Any]) -> commands.Fact:
        """The command."""
        return commands.OpenDossier(**common)


class MentorAssignedItem(ItemBody):
    """The cell names the official member who helps the person."""

    act: Literal["mentor_assigned"]
    mentor_id: PersonRef

    def command(self, common: dict[str, Any]) -> commands.Fact:
        """The command."""
        return AssignMentor(**common, mentor_id=self.mentor_id)


class ReviewStepItem(ItemBody):
    """A step of an open strike-off or resignation that a body votes on."""

    act: Literal["review_step"]
    step: Literal["X2", "X3", "X4", "X5"]
    outcome: Literal["approved", "refused"] = "approved"

    def command(self, common: dict[str, Any]) -> commands.Fact:
        """The command."""
        return RecordReviewStep(**common, step=ReviewStep(self.step), outcome=ReviewOutcome(self.outcome))


class TaskedItem(ItemBody):
    """A task is assigned by the meeting's resolution, or (`untasked`) taken back."""

    act: Literal["tasked", "untasked"]

    def command(self, common: dict[str, Any]) -> commands.Fact:
        """The command."""
        return AssignTask(**common, assigned=self.act == "tasked")


class RatedItem(ItemBody):
    """The quality rating of a period; the event is dated the period's last day."""

    act: Literal["rated"]
    grade: Code = Field(examples=["GOOD"])
    period: PeriodRated

    def command(self, common: dict[str, Any]) -> commands.Fact:
        """The command. Raises a Refusal when the period names no day."""
        ends = last_day(self.period)
        if ends is None:
            raise refusal(
                PERIOD,
                Text(vi=f"Không đọc được kỳ “{self.period}”.", en=f"The period “{self.period}” cannot be read."),
                Text(vi="Viết 2025, 2025-Q1 hoặc TỪ/ĐẾN.", en="Write 2025, 2025-Q1 or FROM/TO."),
                where="/period",
                content=True,
            )
        return Rate(**{**common, "effective_on": ends}, grade=self.grade, period=self.period)


MeetingItem = Annotated[
    StepItem
    | ListReviewedItem
    | NominatedItem
    | DossierOpenedItem
    | MentorAssignedItem
    | ReviewStepItem
    | TaskedItem
    | RatedItem,
    Field(discriminator="act"),
]
