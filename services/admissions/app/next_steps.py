"""What a person's dossier lacks for its next steps, read from the log itself. Written down before it is shown."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from msgspec import Struct

from services.admissions.app.authority import Reach, unit_of
from services.admissions.app.due_answers import DueTask, by_urgency
from services.admissions.app.files import EMPTY, evolve_recorded, person_stream
from services.admissions.app.query import PersonQuery, unknown_person
from services.admissions.domain.due.task import Asked
from services.admissions.domain.due.tasks import tasks_of
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.missing import Next, outlook
from shared.contracts.recorded import recorded
from shared.core.clock import today
from shared.core.errors import Refusal
from shared.core.text import Text
from shared.http.caller import Caller, Permission
from shared.ports.access_log import Access


class MissingView(Struct, frozen=True, kw_only=True):
    """What would refuse the step: the rule and its source, the values compared, and what would mend it."""

    rule: str
    source: str
    what: Text
    mend: Text | None
    values: dict[str, Any]


class NextStepView(Struct, frozen=True, kw_only=True):
    """One thing that can come next. `ready`: nothing known now would refuse it. `body_unit_ids`: who may take it."""

    step: str
    name: Text
    actor: str
    body_unit_ids: tuple[str, ...]
    form: str | None
    source: str
    ready: bool
    missing: tuple[MissingView, ...]


class NextAnswer(Struct, frozen=True, kw_only=True):
    """Where the person stands, and what comes next. `kept_whole`: every step of the procedure binds the dossier.

    `referral`: a vote short of two thirds: open while the body above has not settled it. `returned`: how often staff
    returned the dossier. `due`: what waits about the person, with its time limit, as the lists of what is due have it.
    """

    person_id: str
    as_of: date
    unit_id: str | None
    standing: str | None
    kept_whole: bool
    referral: str | None
    returned: int
    steps: tuple[NextStepView, ...]
    due: tuple[DueTask, ...]


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Answers on single people, by the parts of the person query."""

    query: PersonQuery[Any]

    def of(self, caller: Caller, person_id: str, *, why: str | None) -> NextAnswer:
        """Today's answer. Raises NotFound, Forbidden when the person's unit is out of reach, Unavailable."""
        caller.require(Permission.READ)
        parts = self.query
        events = parts.store.read_stream(person_stream(person_id))
        file = reduce(evolve_recorded, (recorded(event.value) for event in events), EMPTY)
        if file.state.version == 0:
            raise unknown_person(person_id)
        now = parts.clock()
        organisation, day = parts.work.organisation(), today(now)
        Reach(caller, organisation, day).require(unit_of(file.state))
        parts.access_log.record(
            Access(
                at=now,
                officer_id=caller.officer_id,
                office=caller.office,
                unit_id=caller.unit_id,
                person_id=person_id,
                what="next steps",
                why=why,
            )
        )
        birth_date = parts.particulars.birth_date(person_id, file)
        context = Context(organisation=organisation, today=day, birth_date=birth_date, person_id=person_id)
        found = outlook(file.state, context)
        return NextAnswer(
            person_id=person_id,
            as_of=day,
            unit_id=None if found.place is None else found.place.unit_id,
            standing=None if found.place is None else found.place.standing.value,
            kept_whole=found.whole,
            referral=found.referral,
            returned=found.returned,
            steps=tuple(_view(each) for each in found.steps),
            due=by_urgency(tasks_of(person_id, file.state, Asked(on=day, organisation=organisation)), day),
        )


def _view(each: Next) -> NextStepView:
    return NextStepView(
        step=each.step,
        name=each.name,
        actor=each.actor,
        body_unit_ids=each.bodies,
        form=each.form,
        source=each.source,
        ready=not each.missing,
        missing=tuple(_missing(refusal) for refusal in each.missing),
    )


def _missing(refusal: Refusal) -> MissingView:
    return MissingView(
        rule=refusal.code,
        source=refusal.source or "",
        what=refusal.what,
        mend=refusal.mend,
        values=dict(refusal.values),
    )
