"""Commands about leaving and coming back: reviews and their steps, discipline, restoration, consent to re-admission."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.admissions.domain.person.act import Act
from shared.contracts.movement import Kind


class ReviewKind(StrEnum):
    """What a review may end in. How it comes out is always decided by people."""

    STRIKE_OFF = "strike_off"
    RESIGNATION = "resignation"
    DISCIPLINE = "discipline"


class ReviewStep(StrEnum):
    """The steps of a strike-off or a resignation (domain 8.1); X5 approved is the event `removed`."""

    SELF_REVIEW = "X1"
    CELL_VOTE = "X2"
    APPRAISAL = "X3"
    GRASSROOTS_VOTE = "X4"
    DECISION = "X5"


class ReviewOutcome(StrEnum):
    """How a step came out: X1 was `asked` or `received`; `short` is worked out, never asked for."""

    ASKED = "asked"
    RECEIVED = "received"
    APPROVED = "approved"
    REFUSED = "refused"
    SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the cell enters of a case: dates and numbers of papers, never text. It leaves sealed only.

    `months`: first days of the months missed (R1, R2). `papers`: numbers of resolutions or decisions (R4, R6, R7).
    `on`: the day on which the card was returned or destroyed (R3).
    """

    months: tuple[date, ...] = ()
    papers: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReview(Act):
    """The cell opens a case, or takes a member's written request to resign; `effective_on` is that day.

    `reason`: for a strike-off R1_ABSENCE to R7_PROBATION, for a resignation its ground; judged here, sealed by the app.
    """

    review: ReviewKind
    reason: str | None = None
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReview(Act):
    """The case ends without removal. `outcome`: kept, withdrawn or settled."""

    review: ReviewKind
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReviewStep(Act):
    """One step of the open strike-off or resignation. X5 approved removes the person."""

    step: ReviewStep
    outcome: ReviewOutcome = ReviewOutcome.APPROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Act):
    """The membership ends. `kind`: struck_off, resigned, expelled or deceased.

    `reason` (a strike-off's R1_ABSENCE to R7_PROBATION, the ground of a resignation or an expulsion) is judged here and
    leaves sealed, by the caller's hand; absent, it is the one with which the review was opened. A death is
    recorded, not decided: its `decision` is the slip that goes up with the dossier, where there is one.
    """

    kind: Kind
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDiscipline(Act):
    """A disciplinary decision (`decision`, required) other than expulsion. Everything but the day leaves sealed.

    `discipline`: its kind, a code of policy. `until`: when it ends, where it has an end.
    """

    discipline: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore(Act):
    """A removal was overturned on complaint; `decision` is that of the committee that handled the complaint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentReadmission(Act):
    """The province's standing board agrees in writing (`decision`) that someone may be admitted again.

    `cleared_on`: when the criminal record was cleared, for who left for a less serious offence; it leaves sealed.
    """

    cleared_on: date | None = None


LeavingFact = OpenReview | CloseReview | RecordReviewStep | Remove | RecordDiscipline | Restore | ConsentReadmission
"""The facts of leaving and coming back."""
