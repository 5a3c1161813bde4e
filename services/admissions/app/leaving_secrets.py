"""What leaving and coming back say that travels sealed only: reasons, cases, discipline, when a record was cleared."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
from msgspec import Struct

from services.admissions.domain.person.commands import Correct, PersonCommand
from services.admissions.domain.person.commands_leaving import (
    ConsentReadmission,
    Evidence,
    OpenReview,
    RecordDiscipline,
    RecordReviewStep,
    Remove,
)
from services.admissions.domain.person.leaving import REMOVAL_REASON, REVIEW_REASON
from services.admissions.domain.person.reviews import REMOVING
from shared.contracts.facts import PersonFact
from shared.contracts.lifecycle import Corrected, Removed

REVIEW_MONTHS, REVIEW_PAPERS, REVIEW_ON = "review_months", "review_papers", "review_on"
RECORD_CLEARED_ON = "record_cleared_on"
DISCIPLINE = "discipline_"
"""One field for each decision; its day, which stands in the event too, follows."""
UNKNOWN = ""
"""Takes the place of an earlier reason that a later exit does not have."""


class SealedDiscipline(Struct, frozen=True, kw_only=True):
    """A disciplinary decision as it is sealed."""

    kind: str
    body_unit_id: str
    number: str
    dated: date
    until: date | None


def needs_clear(command: PersonCommand) -> bool:
    """Whether deciding a command needs particulars in clear; most do not, and then nothing is opened."""
    fact = command.instead if isinstance(command, Correct) else command
    return isinstance(fact, ConsentReadmission | Remove | RecordReviewStep)


def leaving_secrets(command: PersonCommand, decided: Sequence[PersonFact], clear: Mapping[str, str]) -> dict[str, str]:
    """The fields that an act seals. `decided`: what came of it; `clear`: what is held in clear so far."""
    fact = command.instead if isinstance(command, Correct) else command
    match fact:
        case OpenReview():
            return _case(fact) if fact.review in REMOVING else {}
        case Remove() | RecordReviewStep():
            return _exit(fact, decided, clear)
        case RecordDiscipline() if fact.decision is not None:
            sealed = SealedDiscipline(
                kind=fact.discipline,
                body_unit_id=fact.decision.body_unit_id,
                number=fact.decision.number,
                dated=fact.decision.date,
                until=fact.until,
            )
            return {f"{DISCIPLINE}{fact.effective_on.isoformat()}": msgspec.json.encode(sealed).decode()}
        case ConsentReadmission() if fact.cleared_on is not None:
            return {RECORD_CLEARED_ON: fact.cleared_on.isoformat()}
        case _:
            return {}


def _case(fact: OpenReview) -> dict[str, str]:
    """All fields of a case each time, so that nothing of an earlier one shines through."""
    held: Evidence = fact.evidence
    return {
        REVIEW_REASON: fact.reason or UNKNOWN,
        REVIEW_MONTHS: ";".join(month.strftime("%Y-%m") for month in held.months),
        REVIEW_PAPERS: "\n".join(held.papers),
        REVIEW_ON: "" if held.on is None else held.on.isoformat(),
    }


def _exit(fact: Remove | RecordReviewStep, decided: Sequence[PersonFact], clear: Mapping[str, str]) -> dict[str, str]:
    """Why someone left: the reason given, or of the case that led to it. Nothing, when nobody left."""
    removed = [data for data in decided if isinstance(data, Removed) or _states_removal(data)]
    if not removed:
        return {}
    given = fact.reason if isinstance(fact, Remove) else None
    opened_for = clear.get(REVIEW_REASON) if removed[0].step is not None else None
    reason = given or opened_for
    if reason:
        return {REMOVAL_REASON: reason}
    return {REMOVAL_REASON: UNKNOWN} if clear.get(REMOVAL_REASON) else {}


def _states_removal(data: PersonFact) -> bool:
    return isinstance(data, Corrected) and data.states == "removed"
