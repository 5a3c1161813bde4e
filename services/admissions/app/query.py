"""The writer's own work view of a person: what may be decided next depends on it. Written down before it is shown."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Generic, TypeVar

from msgspec import Struct

from services.admissions.app.authority import Reach, unit_of
from services.admissions.app.files import EMPTY, evolve_recorded, person_stream
from services.admissions.app.particulars import FULL_NAME, Particulars
from services.admissions.app.ports import Work
from shared.contracts.movement import Place
from shared.contracts.recorded import recorded
from shared.core.clock import Clock, today
from shared.core.errors import NotFound
from shared.core.text import Text
from shared.http.caller import Caller, Permission
from shared.ops.metrics import READ_ACCESSES
from shared.ports.access_log import Access, AccessLog
from shared.ports.event_store import EventStore

Tx = TypeVar("Tx")


class FactView(Struct, frozen=True, kw_only=True):
    """A fact that stands: where it is in the log, and when it holds."""

    position: int
    event: str
    effective_on: date
    step: str | None
    outcome: str | None


class MovementView(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A movement in force, with the position and line by which a late fact may drop it."""

    position: int
    line: int
    kind: str
    effective_on: date
    from_: Place | None
    to: Place | None


class PersonView(Struct, frozen=True, kw_only=True):
    """A person as decisions see them. `version` is the ETag. The name only for those allowed, when asked."""

    person_id: str
    version: int
    place: Place | None
    facts: tuple[FactView, ...]
    movements: tuple[MovementView, ...]
    erased: bool
    merged_into: str | None
    name: str | None


class PersonReference(Struct, frozen=True, kw_only=True):
    """The person whom an import's reference means."""

    person_id: str


@dataclass(frozen=True, slots=True)
class PersonQuery(Generic[Tx]):
    """Reads single people from the log itself."""

    store: EventStore[Tx]
    work: Work[Tx]
    particulars: Particulars
    access_log: AccessLog
    clock: Clock

    def person(self, caller: Caller, person_id: str, *, names: bool, why: str | None) -> PersonView:
        """The work view. Raises NotFound, Forbidden when the person's unit is out of reach, Unavailable."""
        caller.require(Permission.READ)
        stream = person_stream(person_id)
        file = reduce(evolve_recorded, (recorded(event.value) for event in self.store.read_stream(stream)), EMPTY)
        if file.state.version == 0:
            raise unknown_person(person_id)
        now = self.clock()
        Reach(caller, self.work.organisation(), today(now)).require(unit_of(file.state))
        if names:
            caller.require(Permission.NAMES)
        self.access_log.record(
            Access(
                at=now,
                officer_id=caller.officer_id,
                office=caller.office,
                unit_id=caller.unit_id,
                person_id=person_id,
                what="work view with name" if names else "work view",
                why=why,
            )
        )
        READ_ACCESSES.labels(service="admissions").inc()
        state = file.state
        name = self.particulars.open({person_id: file}).get(person_id, {}).get(FULL_NAME) if names else None
        return PersonView(
            person_id=person_id,
            version=state.version,
            place=state.in_force[-1].movement.to if state.in_force else None,
            facts=tuple(
                FactView(
                    position=fact.position,
                    event=fact.name,
                    effective_on=fact.effective_on,
                    step=fact.step,
                    outcome=fact.outcome,
                )
                for fact in state.facts
            ),
            movements=tuple(
                MovementView(
                    position=held.ref.position,
                    line=held.ref.line,
                    kind=held.movement.kind,
                    effective_on=held.movement.effective_on,
                    from_=held.movement.from_,
                    to=held.movement.to,
                )
                for held in state.in_force
            ),
            erased=state.erased,
            merged_into=state.merged_into,
            name=name,
        )

    def by_reference(self, caller: Caller, reference: str) -> PersonReference:
        """Whom an import's person_ref means. Raises NotFound, also for one who is out of reach."""
        caller.require(Permission.READ)
        person_id = self.particulars.person_ids([reference])[reference]
        file = reduce(
            evolve_recorded,
            (recorded(event.value) for event in self.store.read_stream(person_stream(person_id))),
            EMPTY,
        )
        reach = Reach(caller, self.work.organisation(), today(self.clock()))
        if file.state.version == 0 or not reach.covers(unit_of(file.state)):
            raise unknown_person(None)
        return PersonReference(person_id=person_id)


def unknown_person(person_id: str | None) -> NotFound:
    """The error of a person whom the log does not know, or who is out of reach."""
    named = "" if person_id is None else f" {person_id}"
    return NotFound(
        "person-unknown",
        Text(vi=f"Không có người{named}.", en=f"There is no such person{named}."),
        mend=Text(vi="Kiểm tra mã hoặc mã tham chiếu.", en="Check the id or the reference."),
    )


def unknown_unit(unit_id: str) -> NotFound:
    """The error of a unit that is not in the tree of the day and the position asked about."""
    return NotFound(
        "unit-unknown",
        Text(
            vi=f"Không có đơn vị “{unit_id}” ở thời điểm được hỏi.",
            en=f"No unit “{unit_id}” is known at the time asked.",
        ),
        mend=Text(vi="Kiểm tra mã đơn vị và thời điểm hỏi.", en="Check the unit's id and the time asked about."),
    )
