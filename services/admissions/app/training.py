"""Classes: opened, their roster with what came of each, and certificates for the roster or a part in one act."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Generic, TypeVar

from msgspec import Struct

from services.admissions.app.authority import Reach
from services.admissions.app.files import EMPTY, PersonFile, evolve_recorded, person_stream
from services.admissions.app.handle import Ask, CommandHandler, Written
from services.admissions.app.person_acts import UNIT
from services.admissions.app.ports import Work
from services.admissions.app.staging import Decided
from services.admissions.app.together import ITEMS_MAX, ActWritten, Item, Together
from services.admissions.domain.person.commands import PersonCommand, RecordStep, Step, Train
from services.admissions.domain.rules.training import drawn_from, known_class, some_to_certify
from services.admissions.domain.training.certificates import certified_on, listed
from services.admissions.domain.training.commands import OpenClass
from services.admissions.domain.training.decide import decide_class
from shared.contracts.facts import Actor, Decision
from shared.contracts.organisation import ClassKind, ClassOpened
from shared.contracts.recorded import recorded
from shared.core.clock import Clock, today
from shared.core.errors import Fault, NotFound, Refusal
from shared.core.stream import stream_id
from shared.core.text import Text
from shared.flow.append import Reads
from shared.http.caller import Caller, Permission
from shared.ports.event_store import EventStore
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")
CLASS = "class"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One person's certificate; `number` where it differs from the one given for all."""

    person_id: str
    number: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificates:
    """Certificates of one class, dated `issued_on`. `people` None: the whole roster that has none yet."""

    class_id: str
    issued_on: date
    number: str
    people: Sequence[Certificate] | None = None


class RosterLine(Struct, frozen=True, kw_only=True):
    """Someone on the roster. `outcome`: certified, or waiting; `listed`: still on it (sent there, or on probation)."""

    person_id: str
    unit_id: str | None
    outcome: str
    certified_on: date | None
    listed: bool


class ClassView(Struct, frozen=True, kw_only=True):
    """A class and its roster, by person id. `over`: certificates may be dated today."""

    class_id: str
    kind: ClassKind
    unit_id: str
    starts_on: date
    ends_on: date
    over: bool
    roster: tuple[RosterLine, ...]


class Classes(Generic[Tx]):
    """The training centre's work. Raises Refusal, Forbidden, NotFound, Conflict, Unavailable."""

    def __init__(
        self, handler: CommandHandler[Tx], together: Together[Tx], store: EventStore[Tx], work: Work[Tx], clock: Clock
    ) -> None:
        self._handler = handler
        self._together = together
        self._store = store
        self._work = work
        self._clock = clock

    def open(self, ask: Ask, command: OpenClass) -> Written:
        """Open a class, by an office that trains for the organiser."""
        ask.caller.require(Permission.TRAIN)

        def decide(reads: Reads[Tx], organisation: Organisation, reach: Reach) -> list[Decided]:
            reads.events([stream_id(UNIT, command.unit_id)])
            reach.require(command.unit_id)
            return [Decided(CLASS, command.class_id, data) for data in decide_class(organisation, command)]

        return self._handler.about(ask, CLASS, command.class_id, decide)

    def certify(self, ask: Ask, command: IssueCertificates) -> ActWritten:
        """Certify the roster, or the people named, all or none. Refused with a fault for each who cannot be."""

        def items_of(reads: Reads[Tx]) -> Sequence[Item]:
            reads.events([stream_id(CLASS, command.class_id)])
            opened = known_class(self._work.organisation(), command.class_id)
            Reach(ask.caller, self._work.organisation(), today(self._clock())).require(opened.unit_id)
            people = command.people
            if people is None:
                roster = list(self._roster(opened))
                # Those certified too: a repeated request is known by their events.
                reads.events([person_stream(line.person_id) for line in roster])
                waiting = (line for line in roster if line.listed and line.certified_on is None)
                people = [Certificate(person_id=line.person_id) for line in waiting]
            some_to_certify(command.class_id, len(people), ITEMS_MAX)
            return [
                Item(
                    where=f"/people/{index}" if command.people is not None else f"/{one.person_id}",
                    person_id=one.person_id,
                    command=_certificate(ask.caller.actor, opened, command, one.number or command.number),
                    version=one.version,
                )
                for index, one in enumerate(people)
            ]

        return self._together.record(ask, items_of, _refused, permissions=(Permission.TRAIN,))

    def view(self, caller: Caller, class_id: str) -> ClassView:
        """A class with its roster. Raises NotFound when there is none, or it is out of reach."""
        caller.require(Permission.READ)
        organisation, day = self._work.organisation(), today(self._clock())
        opened = organisation.training_class(class_id)
        if opened is None or not Reach(caller, organisation, day).covers(opened.unit_id):
            raise NotFound(
                "class-unknown",
                Text(vi=f"Không có lớp “{class_id}”.", en=f"There is no class “{class_id}”."),
                mend=Text(vi="Kiểm tra mã lớp.", en="Check the class's id."),
            )
        return ClassView(
            class_id=class_id,
            kind=opened.kind,
            unit_id=opened.unit_id,
            starts_on=opened.effective_on,
            ends_on=opened.ends_on,
            over=day >= opened.ends_on,
            roster=tuple(self._roster(opened)),
        )

    def _roster(self, opened: ClassOpened) -> Iterator[RosterLine]:
        """Everyone on it or certified in it, judged on the class's last day or, before that, today."""
        organisation, on = self._work.organisation(), min(opened.ends_on, today(self._clock()))
        for person_id, file in sorted(self._files(opened, organisation, on).items()):
            certified, place = certified_on(file.state, opened.class_id), file.state.place_at(on)
            on_list = place is not None and listed(file.state, opened, place, on, organisation)
            if certified is None and not on_list:
                continue
            yield RosterLine(
                person_id=person_id,
                unit_id=None if place is None else place.unit_id,
                outcome="waiting" if certified is None else "certified",
                certified_on=certified,
                listed=on_list,
            )

    def _files(self, opened: ClassOpened, organisation: Organisation, on: date) -> Mapping[str, PersonFile]:
        """Everyone who ever stood in the organiser's subtree; a certificate outside it is found by its own record."""
        people: set[str] = set()
        for unit_id in organisation.tree(on).subtree(opened.unit_id):
            people |= self._work.people_of(unit_id)
        drawn_from(organisation.label(opened.unit_id, on), len(people))
        stored = self._store.read_streams([person_stream(person_id) for person_id in sorted(people)])
        return {
            stream.partition("-")[2]: reduce(evolve_recorded, (recorded(event.value) for event in events), EMPTY)
            for stream, events in stored.items()
        }


def _certificate(actor: Actor, opened: ClassOpened, command: IssueCertificates, number: str) -> PersonCommand:
    paper = Decision(body_unit_id=opened.unit_id, number=number, date=command.issued_on)
    if opened.kind is ClassKind.AWARENESS:
        return Train(actor=actor, effective_on=command.issued_on, decision=paper, class_id=opened.class_id)
    return RecordStep(
        actor=actor, effective_on=command.issued_on, decision=paper, step=Step.MEMBER_CLASS, class_id=opened.class_id
    )


def _refused(what: Text, faults: Sequence[Fault]) -> Refusal:
    return Refusal(
        "certificates-refused",
        what,
        source="HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022)",
        mend=Text(
            vi="Bỏ những người đã nêu khỏi danh sách cấp giấy, hoặc ghi bước còn thiếu, rồi gửi lại.",
            en="Leave those named out, or record what is missing, then send it again.",
        ),
        faults=faults,
    )
