"""What is kept sealed of a member's leaving, for those who may see it: the open case, why they left, discipline."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from services.admissions.app.authority import Reach, unit_of
from services.admissions.app.files import EMPTY, PersonFile, evolve_recorded, person_stream
from services.admissions.app.leaving_secrets import (
    DISCIPLINE,
    REVIEW_MONTHS,
    REVIEW_ON,
    REVIEW_PAPERS,
    SealedDiscipline,
)
from services.admissions.app.query import PersonQuery, unknown_person
from services.admissions.domain.person.commands_leaving import ReviewKind
from services.admissions.domain.person.leaving import REMOVAL_REASON, REVIEW_REASON
from services.admissions.domain.person.returning import removal_on
from services.admissions.domain.person.reviews import REMOVING, open_review
from shared.contracts.recorded import recorded
from shared.core.clock import today
from shared.http.caller import Caller, Permission
from shared.ops.metrics import READ_ACCESSES
from shared.ports.access_log import Access

Tx = TypeVar("Tx")


class CaseStep(Struct, frozen=True, kw_only=True):
    """A step taken in an open case."""

    step: str
    effective_on: date
    outcome: str | None


class OpenCase(Struct, frozen=True, kw_only=True):
    """A case that is open, with what the cell entered of it."""

    review: str
    opened_on: date
    reason: str | None
    months: tuple[str, ...]
    papers: tuple[str, ...]
    on: str | None
    steps: tuple[CaseStep, ...]


class Left(Struct, frozen=True, kw_only=True):
    """How, when and why someone left, where they have not come back. `reason` null: not recorded."""

    kind: str
    effective_on: date
    reason: str | None


class Discipline(Struct, frozen=True, kw_only=True):
    """A disciplinary decision that stands."""

    effective_on: date
    kind: str
    body_unit_id: str
    number: str
    dated: date
    until: date | None


class CaseView(Struct, frozen=True, kw_only=True):
    """What is kept sealed of a person's leaving. `not_shown`: disciplinary decisions of bodies above the caller's."""

    person_id: str
    cases: tuple[OpenCase, ...]
    left: Left | None
    discipline: tuple[Discipline, ...]
    not_shown: int


@dataclass(frozen=True, slots=True)
class CaseQuery(Generic[Tx]):
    """Reads it from the log, unsealed; each reading is recorded before it is answered."""

    people: PersonQuery[Tx]

    def case(self, caller: Caller, person_id: str, why: str | None) -> CaseView:
        """For officers who see names and whose subtree holds the person; discipline for the deciding line only.

        Raises NotFound, Forbidden, Unavailable. Source: domain 8.1, 8.3.
        """
        caller.require(Permission.READ)
        caller.require(Permission.NAMES)
        stored = self.people.store.read_stream(person_stream(person_id))
        file = reduce(evolve_recorded, (recorded(event.value) for event in stored), EMPTY)
        if file.state.version == 0:
            raise unknown_person(person_id)
        now = self.people.clock()
        reach = Reach(caller, self.people.work.organisation(), today(now))
        reach.require(unit_of(file.state))
        self.people.access_log.record(
            Access(
                at=now,
                officer_id=caller.officer_id,
                office=caller.office,
                unit_id=caller.unit_id,
                person_id=person_id,
                what="case",
                why=why,
            )
        )
        READ_ACCESSES.labels(service="admissions").inc()
        clear = self.people.particulars.open({person_id: file}).get(person_id, {})
        decided = _discipline(file, clear)
        shown = tuple(each for each in decided if reach.covers(each.body_unit_id))
        return CaseView(
            person_id=person_id,
            cases=_cases(file, clear, today(now)),
            left=_left(file, clear, today(now)),
            discipline=shown,
            not_shown=len(decided) - len(shown),
        )


def _cases(file: PersonFile, clear: dict[str, str], day: date) -> tuple[OpenCase, ...]:
    found = (open_review(file.state, day, kind) for kind in ReviewKind)
    return tuple(
        OpenCase(
            review=review.kind.value,
            opened_on=review.opened.effective_on,
            reason=clear.get(REVIEW_REASON) or None if review.kind in REMOVING else None,
            months=_listed(clear, REVIEW_MONTHS, ";") if review.kind in REMOVING else (),
            papers=_listed(clear, REVIEW_PAPERS, "\n") if review.kind in REMOVING else (),
            on=clear.get(REVIEW_ON) or None if review.kind in REMOVING else None,
            steps=tuple(
                CaseStep(step=each.step or "", effective_on=each.effective_on, outcome=each.outcome)
                for each in review.steps
            ),
        )
        for review in found
        if review is not None
    )


def _listed(clear: dict[str, str], name: str, between: str) -> tuple[str, ...]:
    return tuple(part for part in clear.get(name, "").split(between) if part)


def _left(file: PersonFile, clear: dict[str, str], day: date) -> Left | None:
    held = removal_on(file.state, day)
    if held is None:
        return None
    move = held.movement
    return Left(kind=move.kind.value, effective_on=move.effective_on, reason=clear.get(REMOVAL_REASON) or None)


def _discipline(file: PersonFile, clear: dict[str, str]) -> tuple[Discipline, ...]:
    """Decisions whose facts stand; one corrected to another day is held under that day."""
    found = []
    for on in sorted({fact.effective_on for fact in file.state.facts if fact.name == "discipline_recorded"}):
        text = clear.get(f"{DISCIPLINE}{on.isoformat()}")
        if text is not None:
            sealed = msgspec.json.decode(text, type=SealedDiscipline)
            found.append(
                Discipline(
                    effective_on=on,
                    kind=sealed.kind,
                    body_unit_id=sealed.body_unit_id,
                    number=sealed.number,
                    dated=sealed.dated,
                    until=sealed.until,
                )
            )
    return tuple(found)
