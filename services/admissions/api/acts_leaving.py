"""HTTP bodies of leaving and coming back: reviews and their steps, removals, discipline, restoration, consent."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from services.admissions.api.act_base import ActBody
from services.admissions.api.schemas import Body, Code, Day, DecisionBody, Number
from services.admissions.domain.person import commands_leaving as asked
from shared.contracts.facts import Actor
from shared.contracts.movement import Kind
from shared.core.dates import parse_date
from shared.http import patterns

Month = Annotated[str, Field(pattern=patterns.MONTH, examples=["2025-09"])]
Paper = Annotated[Number, AfterValidator(lambda text: text.strip())]


class EvidenceBody(Body):
    """What the cell enters of the case; it is kept sealed. Dates and numbers of papers only, never a text.

    `months`: those missed (R1, R2). `papers`: two resolutions of the cell (R4), the decision (R6), the resolution of D5
    (R7). `on`: the day on which the card was returned or destroyed (R3). R5 rests on ratings recorded before.
    """

    months: Annotated[tuple[Month, ...], Field(max_length=24)] = ()
    papers: Annotated[tuple[Paper, ...], Field(max_length=10, examples=[["12-NQ/CB", "31-NQ/CB"]])] = ()
    on: Day | None = None

    def value(self) -> asked.Evidence:
        """As the command has it."""
        months = tuple(parse_date(f"{month}-01") for month in self.months)
        return asked.Evidence(months=months, papers=self.papers, on=self.on)


class ReviewOpenedBody(ActBody):
    """The cell opens a case, or takes a written request to resign. `reason` and `evidence` are kept sealed.

    `reason`: R1_ABSENCE to R7_PROBATION for a strike-off; family_hardship or own_wish for a resignation.
    """

    act: Literal["review_opened"]
    review: Literal["strike_off", "resignation", "discipline"]
    reason: Code | None = Field(default=None, examples=["R1_ABSENCE"])
    evidence: EvidenceBody = EvidenceBody()

    def command(self, actor: Actor) -> asked.OpenReview:
        """The command."""
        return asked.OpenReview(
            **self.common(actor),
            review=asked.ReviewKind(self.review),
            reason=self.reason,
            evidence=self.evidence.value(),
        )


class ReviewClosedBody(ActBody):
    """The case ends without removal."""

    act: Literal["review_closed"]
    review: Literal["strike_off", "resignation", "discipline"]
    outcome: Literal["kept", "withdrawn", "settled"]

    def command(self, actor: Actor) -> asked.CloseReview:
        """The command."""
        return asked.CloseReview(**self.common(actor), review=asked.ReviewKind(self.review), outcome=self.outcome)


class ReviewStepBody(ActBody):
    """A step of the open case: X1 self-review, X2 cell, X3 sub-committee, X4 grassroots committee, X5 decision.

    X1 is `asked` or `received`, the others `approved` or `refused`. X5 approved ends the membership.
    """

    act: Literal["review_step"]
    step: Literal["X1", "X2", "X3", "X4", "X5"]
    outcome: Literal["asked", "received", "approved", "refused"] = "approved"

    def command(self, actor: Actor) -> asked.RecordReviewStep:
        """The command."""
        return asked.RecordReviewStep(
            **self.common(actor), step=asked.ReviewStep(self.step), outcome=asked.ReviewOutcome(self.outcome)
        )


class RemovedBody(ActBody):
    """The membership ends. `reason` is kept sealed; of an open case it is the one it was opened for.

    A strike-off or a resignation follows its case and the steps X1 to X4. A death is recorded, not decided: `decision`
    is then the slip, where there is one.
    """

    act: Literal["removed"]
    kind: Literal["struck_off", "resigned", "expelled", "deceased"]
    reason: Code | None = Field(default=None, examples=["R1_ABSENCE"])

    def command(self, actor: Actor) -> asked.Remove:
        """The command."""
        return asked.Remove(**self.common(actor), kind=Kind(self.kind), reason=self.reason)


class DisciplineRecordedBody(ActBody):
    """A disciplinary decision other than expulsion; all of it is kept sealed, for the deciding line."""

    act: Literal["discipline_recorded"]
    discipline: Code = Field(examples=["warning"])
    decision: DecisionBody
    until: Day | None = None

    def command(self, actor: Actor) -> asked.RecordDiscipline:
        """The command."""
        return asked.RecordDiscipline(**self.common(actor), discipline=self.discipline, until=self.until)


class RestoredBody(ActBody):
    """A strike-off or expulsion was overturned; `decision` is that of the committee that handled the complaint."""

    act: Literal["restored"]
    decision: DecisionBody

    def command(self, actor: Actor) -> asked.Restore:
        """The command."""
        return asked.Restore(**self.common(actor))


class ReadmissionConsentedBody(ActBody):
    """The province's standing board agrees that the person may be admitted again; then a cell may list them.

    `cleared_on`: when the criminal record was cleared, after a less serious offence; it is kept sealed.
    """

    act: Literal["readmission_consented"]
    decision: DecisionBody
    cleared_on: Day | None = None

    def command(self, actor: Actor) -> asked.ConsentReadmission:
        """The command."""
        return asked.ConsentReadmission(**self.common(actor), cleared_on=self.cleared_on)


LeavingBody = (
    ReviewOpenedBody
    | ReviewClosedBody
    | ReviewStepBody
    | RemovedBody
    | DisciplineRecordedBody
    | RestoredBody
    | ReadmissionConsentedBody
)
