"""Builders of the acts of leaving and coming back, for lives in the small organisation of given.py."""

from datetime import date
from typing import Any

from services.admissions.domain.person.commands_leaving import (
    CloseReview,
    ConsentReadmission,
    Evidence,
    OpenReview,
    RecordDiscipline,
    RecordReviewStep,
    Remove,
    Restore,
    ReviewKind,
    ReviewOutcome,
    ReviewStep,
)
from shared.contracts.movement import Kind
from tests.support.given import OFFICER, paper, votes

MONTHS = Evidence(months=(date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1)))
OPENED = date(2025, 11, 3)
ASKED, VOTED, RESOLVED, DECIDED = date(2025, 11, 10), date(2025, 12, 1), date(2025, 12, 10), date(2025, 12, 20)


def opened(
    on: date = OPENED, review: str = "strike_off", reason: str | None = "R1_ABSENCE", **fields: Any
) -> OpenReview:
    """The cell opens a case."""
    fields.setdefault("evidence", MONTHS)
    return OpenReview(actor=OFFICER, effective_on=on, review=ReviewKind(review), reason=reason, **fields)


def closed(on: date, review: str = "strike_off", outcome: str = "kept") -> CloseReview:
    """A case ends without removal."""
    return CloseReview(actor=OFFICER, effective_on=on, review=ReviewKind(review), outcome=outcome)


def review_step(step: str, on: date, outcome: str = "approved", **fields: Any) -> RecordReviewStep:
    """A step with votes that suffice and, for the decision, its paper."""
    fields.setdefault("votes", None if step in {"X1", "X3"} else votes(9))
    fields.setdefault("decision", paper("nam-giang", on) if step == "X5" else None)
    return RecordReviewStep(
        actor=OFFICER, effective_on=on, step=ReviewStep(step), outcome=ReviewOutcome(outcome), **fields
    )


def removed(on: date = DECIDED, kind: Kind = Kind.STRUCK_OFF, reason: str | None = None, **fields: Any) -> Remove:
    """The end of a membership, with its decision."""
    fields.setdefault("decision", paper("nam-giang", on))
    return Remove(actor=OFFICER, effective_on=on, kind=kind, reason=reason, **fields)


def disciplined(on: date, discipline: str = "warning", body: str = "zuoih") -> RecordDiscipline:
    """A disciplinary decision."""
    return RecordDiscipline(actor=OFFICER, effective_on=on, discipline=discipline, decision=paper(body, on))


def restored(on: date, body: str = "nam-giang") -> Restore:
    """A removal was overturned."""
    return Restore(actor=OFFICER, effective_on=on, decision=paper(body, on))


def consented(on: date, cleared_on: date | None = None, body: str = "quang-nam") -> ConsentReadmission:
    """The province's standing board agrees to a re-admission."""
    return ConsentReadmission(actor=OFFICER, effective_on=on, decision=paper(body, on), cleared_on=cleared_on)


STEPS = (opened(), review_step("X1", ASKED, "received"), review_step("X2", VOTED), review_step("X4", RESOLVED))
"""A strike-off in a cell below a grassroots committee, up to the decision."""
