"""One command from the door to the log: authority, domain, append. Decided again when a stream moved on meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid5

import msgspec

from services.admissions.app.authority import DUTIES, Reach, backing_streams, unit_of
from services.admissions.app.calendar_file import CALENDAR
from services.admissions.app.closing import close_events
from services.admissions.app.duplicates import Duplicates
from services.admissions.app.files import EMPTY, PERSON, PersonFile, evolve_recorded, person_stream
from services.admissions.app.leaving_secrets import needs_clear
from services.admissions.app.opening import Opening
from services.admissions.app.particulars import BIRTH_DATE, FULL_NAME, Particulars
from services.admissions.app.person_acts import (
    UNIT,
    closing_units,
    decide_act,
    people_of,
    secrets_of,
    units_of,
    with_birth_year,
)
from services.admissions.app.ports import Work
from services.admissions.app.rating_counts import require_cap_after
from services.admissions.app.staging import Decided
from services.admissions.domain.calendar.commands import PublishCalendar
from services.admissions.domain.calendar.decide import decide_calendar
from services.admissions.domain.person.commands import PersonCommand
from services.admissions.domain.person.commands_identity import AlterParticulars
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.identity import altered
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rules.identity import something_differs
from services.admissions.domain.target.commands import SetTarget
from services.admissions.domain.target.decide import decide_target
from services.admissions.domain.unit.commands import CloseUnit, CreateUnit, UnitCommand
from services.admissions.domain.unit.decide import UnitContext, decide_unit
from shared.contracts.codec import decode_envelope, new_event
from shared.contracts.envelope import NewEvent, Provenance
from shared.contracts.registry import event_name
from shared.core.clock import Clock, today
from shared.core.dates import parse_date
from shared.core.errors import Conflict, NotFound
from shared.core.stream import Position, StreamId, stream_id
from shared.core.text import Text
from shared.flow.append import Reads, Writer
from shared.http.caller import Caller, Permission
from shared.ports.event_store import Appended
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")
TARGET = "target"
DecideAbout = Callable[[Reads[Tx], Organisation, Reach], Sequence[Decided]]
"""Decides on what it reads; it names to the Reach the units that it concerns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request to write. `expected_version`: of If-Match, the version of the stream that the caller has seen."""

    caller: Caller
    command_id: UUID
    correlation_id: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of it: where it stands, and the new version of the stream of `id`."""

    id: str
    position: Position
    time: datetime
    version: int
    events: tuple[str, ...]
    repeated: bool
    duplicates: tuple[str, ...] = ()


class CommandHandler(Generic[Tx]):
    """Every write but imports. Raises Refusal, Forbidden, NotFound, Conflict (stale version), Unavailable."""

    def __init__(
        self, writer: Writer[Tx], work: Work[Tx], particulars: Particulars, opening: Opening[Tx], clock: Clock
    ) -> None:
        self._writer = writer
        self._work = work
        self._particulars = particulars
        self._opening = opening
        self._clock = clock
        self._duplicates = Duplicates(writer.store, work, clock)

    def new_person(self, ask: Ask, command: PersonCommand, particulars: Mapping[str, str]) -> Written:
        """The first act about a person of whom nothing is recorded. The id comes from the command's.

        The answer names who, within reach, is recorded with the same name and birth date already.
        """
        person_id = str(uuid5(ask.command_id, "person"))
        written = self._person(ask, person_id, command, particulars)
        tokens = self._particulars.matcher().tokens(particulars.get(FULL_NAME), particulars.get(BIRTH_DATE))
        found = self._duplicates.like(ask.caller, person_id, self._work.organisation(), tokens)
        return replace(written, duplicates=tuple(found))

    def alter(self, ask: Ask, person_id: str, command: AlterParticulars, particulars: Mapping[str, str]) -> Written:
        """Particulars were recorded wrongly. Raises what the domain refuses, and a Refusal when nothing differs."""
        ask.caller.require(Permission.WRITE)
        stream = person_stream(person_id)

        def decide(reads: Reads[Tx]) -> list[Decided]:
            file = reduce(evolve_recorded, reads.events([stream])[stream], EMPTY)
            _require_known(file, person_id)
            _require_version(ask, stream, file.state.version)
            organisation, day = self._work.organisation(), today(self._clock())
            reach = Reach(ask.caller, organisation, day)
            reach.require(unit_of(file.state))
            context = Context(organisation=organisation, today=day, person_id=person_id)
            change = altered(file.state, command, context)
            held = self._particulars.open({person_id: file}).get(person_id, {})
            something_differs(held, particulars)
            kept = {**{name: held[name] for name in (FULL_NAME, BIRTH_DATE) if name in held}, **particulars}
            (sealed,) = self._sealed(ask, person_id, kept)
            told = msgspec.structs.replace(sealed.data, ground=command.ground, decision=command.decision)
            changed = [] if change is None else decide_act(reach, person_id, file, change, context)
            return [Decided(PERSON, person_id, told), *changed]

        return self._write(ask, stream, person_id, decide)

    def person(self, ask: Ask, person_id: str, command: PersonCommand) -> Written:
        """An act about a person who is in the register."""
        return self._person(ask, person_id, command, None)

    def _person(
        self, ask: Ask, person_id: str, command: PersonCommand, particulars: Mapping[str, str] | None
    ) -> Written:
        ask.caller.require_any(DUTIES)

        def decide(reads: Reads[Tx]) -> list[Decided]:
            return self.judge_person(ask, reads, person_id, command, particulars)

        return self._write(ask, person_stream(person_id), person_id, decide)

    def judge_person(
        self,
        ask: Ask,
        reads: Reads[Tx],
        person_id: str,
        command: PersonCommand,
        particulars: Mapping[str, str] | None = None,
    ) -> list[Decided]:
        """What one act about a person would append, on the log as read. `particulars` only of a new person."""
        stream = person_stream(person_id)
        file = reduce(evolve_recorded, reads.events([stream])[stream], EMPTY)
        if particulars is None:
            _require_known(file, person_id)
        _require_version(ask, stream, file.state.version)
        reads.events([*units_of(file.state, command), *closing_units(file.state, command, self._work.organisation())])
        others = _others(reads, command)
        # After the streams: the organisation is then never older than the versions that the append will check.
        organisation, day = self._work.organisation(), today(self._clock())
        birth_date = self._birth_date(person_id, file, particulars)
        clear = self._particulars.open({person_id: file}).get(person_id, {}) if needs_clear(command) else {}
        decided = decide_act(
            Reach(ask.caller, organisation, day),
            person_id,
            file,
            with_birth_year(command, birth_date),
            Context(
                organisation=organisation,
                today=day,
                birth_date=birth_date,
                person_id=person_id,
                others=others,
                sealed=clear,
            ),
        )
        require_cap_after(command, person_id, file.state, self._work, organisation, read=reads.events)
        secrets = {**(particulars or {}), **secrets_of(command, decided, clear)}
        return [*self._sealed(ask, person_id, secrets), *decided] if secrets and decided else decided

    def unit(self, ask: Ask, command: UnitCommand) -> Written:
        """An act about a unit; a closing also moves its people."""
        ask.caller.require(Permission.WRITE)
        stream = stream_id(UNIT, command.unit_id)

        def decide(reads: Reads[Tx]) -> list[Decided]:
            version = len(reads.events([stream])[stream])
            _require_version(ask, stream, version)
            others = [getattr(command, name, None) for name in ("parent_id", "successor_id")]
            reads.events([stream_id(UNIT, unit_id) for unit_id in others if unit_id is not None])
            organisation, day = self._work.organisation(), today(self._clock())
            reach = Reach(ask.caller, organisation, day)
            reach.require(command.parent_id if isinstance(command, CreateUnit) else command.unit_id)
            if isinstance(command, CloseUnit):
                return self._closed(command, reads, organisation, day)
            context = UnitContext(today=day)
            return [Decided(UNIT, command.unit_id, data) for data in decide_unit(organisation, command, context)]

        return self._write(ask, stream, command.unit_id, decide)

    def target(self, ask: Ask, command: SetTarget) -> Written:
        """A target is set, or set again."""
        ask.caller.require(Permission.WRITE)
        stream = stream_id(TARGET, command.target_id)

        def decide(reads: Reads[Tx]) -> list[Decided]:
            _require_version(ask, stream, len(reads.events([stream])[stream]))
            organisation = self._work.organisation()
            Reach(ask.caller, organisation, today(self._clock())).require(command.unit_id)
            return [Decided(TARGET, data.target_id, data) for data in decide_target(organisation, command)]

        return self._write(ask, stream, command.target_id, decide)

    def calendar(self, ask: Ask, command: PublishCalendar) -> Written:
        """A year's working days are published, or published again; for whoever keeps the whole registry."""
        ask.caller.require(Permission.WRITE)
        year = str(command.year)
        stream = stream_id(CALENDAR, year)

        def decide(reads: Reads[Tx]) -> list[Decided]:
            _require_version(ask, stream, len(reads.events([stream])[stream]))
            Reach(ask.caller, self._work.organisation(), today(self._clock())).require(None)
            return [Decided(CALENDAR, year, data) for data in decide_calendar(command)]

        return self._write(ask, stream, year, decide)

    def about(self, ask: Ask, category: str, key: str, decide: DecideAbout[Tx]) -> Written:
        """An act about one stream of the organisation, on the newest one, by who may reach what it names."""
        stream = stream_id(category, key)

        def decided(reads: Reads[Tx]) -> Sequence[Decided]:
            _require_version(ask, stream, len(reads.events([stream])[stream]))
            organisation = self._work.organisation()
            return decide(reads, organisation, Reach(ask.caller, organisation, today(self._clock())))

        return self._write(ask, stream, key, decided)

    def _closed(self, command: CloseUnit, reads: Reads[Tx], organisation: Organisation, day: date) -> list[Decided]:
        people = self._work.people_of(command.unit_id)
        streams = {person_id: person_stream(person_id) for person_id in sorted(people)}
        events = reads.events(list(streams.values()))

        def file_of(person_id: str) -> PersonFile:
            return reduce(evolve_recorded, events[streams[person_id]], EMPTY)

        return close_events(command, organisation, day, file_of, people)

    def record(self, ask: Ask, decide: Callable[[Reads[Tx]], Sequence[Decided]]) -> Appended:
        """One command over any streams, decided and appended whole; events of one act carry its id."""
        self._opening.ensure()

        def events(reads: Reads[Tx]) -> list[NewEvent]:
            reads.events(backing_streams(ask.caller))
            return [new_event(event.stream, event.subject, event.data, actid=event.act_id) for event in decide(reads)]

        provenance = Provenance(command_id=ask.command_id, correlation_id=ask.correlation_id)
        return self._writer.decide(events, provenance)

    def _write(self, ask: Ask, stream: StreamId, key: str, decide: Callable[[Reads[Tx]], Sequence[Decided]]) -> Written:
        seen = [0]

        def noted(reads: Reads[Tx]) -> Sequence[Decided]:
            decided = decide(reads)
            seen[0] = reads.versions[stream]
            return decided

        return _written(key, stream, self.record(ask, noted), seen[0])

    def _birth_date(self, person_id: str, file: PersonFile, particulars: Mapping[str, str] | None) -> date | None:
        if particulars is not None and BIRTH_DATE in particulars:
            return parse_date(particulars[BIRTH_DATE])
        return self._particulars.birth_date(person_id, file)

    def _sealed(self, ask: Ask, person_id: str, secrets: Mapping[str, str]) -> list[Decided]:
        """The particulars' event; the key is made only now that the act is accepted."""
        self._particulars.keys.create([person_id])
        key = self._particulars.keys.keys([person_id])[person_id]
        return [Decided(PERSON, person_id, self._particulars.record(ask.caller.actor, person_id, key, secrets))]


def _others(reads: Reads[Any], command: PersonCommand) -> dict[str, PersonState]:
    """Introducers and mentors that the command names, as the register has them."""
    streams = {person_id: person_stream(person_id) for person_id in people_of(command)}
    events = reads.events(list(streams.values()))
    return {person_id: reduce(evolve_recorded, events[stream], EMPTY).state for person_id, stream in streams.items()}


def _written(key: str, stream: StreamId, appended: Appended, version_before: int) -> Written:
    envelopes = [decode_envelope(event.value) for event in appended.events]
    version = max((e.streamversion for e in envelopes if e.stream == stream), default=version_before)
    return Written(
        id=key,
        position=appended.last,
        time=appended.time,
        version=version,
        events=tuple(event_name(envelope.type) for envelope in envelopes),
        repeated=appended.repeated,
    )


def _require_known(file: PersonFile, person_id: str) -> None:
    if file.state.version == 0:
        raise NotFound(
            "person-unknown",
            Text(vi=f"Không có người mang mã {person_id}.", en=f"There is no person {person_id}."),
            mend=Text(vi="Tìm lại mã trong dịch vụ members.", en="Look the id up in the members service."),
        )


def _require_version(ask: Ask, stream: StreamId, version: int) -> None:
    if ask.expected_version is None or ask.expected_version == version:
        return
    raise Conflict(
        "version-stale",
        Text(
            vi=f"{stream} đang ở phiên bản {version}, yêu cầu nêu {ask.expected_version}.",
            en=f"{stream} is at version {version}, the request names {ask.expected_version}.",
        ),
        mend=Text(vi="Đọc lại rồi gửi với If-Match mới.", en="Read it again and send the new If-Match."),
        where=stream,
        values={"expected": ask.expected_version, "actual": version},
    )
