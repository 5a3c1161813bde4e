"""Whatever happens to letters and stays: each living member is counted in exactly one cell, on both clocks.

The real decisions, the real closing of a unit and the real folds of members and indicators; commands are repeated,
readers lag, are killed and start again from the log. A second reading folds the person's events by `evolve`.
"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from typing import Any
from uuid import UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.admissions.app.closing import close_events
from services.admissions.app.files import EMPTY, PERSON, PersonFile, evolve_recorded, person_stream
from services.admissions.app.staging import Decided
from services.admissions.domain.person.commands import Correct, Fact, LineRef, PersonCommand
from services.admissions.domain.person.commands_leaving import Remove
from services.admissions.domain.person.commands_transfer import (
    AcceptTransfer,
    Arrive,
    Away,
    EndAway,
    ExtendAway,
    IssueTransfer,
    LapseTransfer,
    PresentTransfer,
    Purpose,
    RecordAway,
    ReturnTransfer,
)
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.decide import decide
from services.admissions.domain.person.state import Recorded
from services.admissions.domain.unit.commands import CloseUnit
from shared.adapters.memory.event_store import MemoryEventStore
from shared.contracts.codec import new_event
from shared.contracts.envelope import NewEvent, Provenance
from shared.contracts.movement import MEMBERS, Kind
from shared.contracts.organisation import UnitClosed
from shared.contracts.recorded import recorded
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.flow.append import Reads, Writer
from shared.ports.event_store import Appended
from tests.support import given as g
from tests.support.counting import Readers

FIRST = date(2025, 12, 1)
TODAY = FIRST + timedelta(days=400)
CELLS = ("pa-du", "pa-lan", "school", "prao")
STAYERS = ("an", "binh")
LEAVER = "chi"
"""Stayers never die and never leave the province: they must be counted at every instant from the first day on."""
NAMESPACE = UUID("6f0ed5b8-0a51-5b8c-9a0b-3a4b9d1f0c11")
ASKED_ON = [FIRST + timedelta(days=days) for days in (-1, 0, 1, 20, 43, 44, 60, 95, 130, 400)]

days = st.integers(0, 130).map(lambda n: FIRST + timedelta(days=n))
gaps = st.sampled_from((0, 1, 15, 42, 43, 44, 60, 93))
people = st.sampled_from((*STAYERS, LEAVER))
cells = st.sampled_from(CELLS)


class OneCountingOrganisation(RuleBasedStateMachine):
    """A small province, three members, and everything that item 7 of the domain knows."""

    def __init__(self) -> None:
        super().__init__()
        self.store = MemoryEventStore(lambda: datetime(2027, 1, 4, tzinfo=UTC))
        self.writer = Writer(self.store)
        self.closings: list[UnitClosed] = []
        self.organisation = g.organisation()
        self.readers = Readers()
        self.done: list[tuple[UUID, str, PersonCommand]] = []
        self.told: dict[tuple[date, Position], tuple[dict[str, list[str]], Counter[str]]] = {}

    @initialize()
    def enrolled(self) -> None:
        for person, cell in zip((*STAYERS, LEAVER), CELLS, strict=False):
            self.act(person, g.enrol(FIRST, cell))

    @rule(person=people, on=days, to=st.one_of(cells, st.none()), moved=st.booleans())
    def issue(self, person: str, on: date, to: str | None, moved: bool) -> None:
        if to is None and person != LEAVER:
            return
        moved_on = on - timedelta(days=90) if moved else None
        self.act(person, IssueTransfer(actor=g.OFFICER, effective_on=on, to_unit_id=to, moved_on=moved_on))

    @rule(person=people, gap=gaps, late=st.booleans())
    def present(self, person: str, gap: int, late: bool) -> None:
        on, to = self.after_letter(person, gap)
        self.act(person, PresentTransfer(actor=g.OFFICER, effective_on=on, to_unit_id=to, **self.ruling(to, late)))

    @rule(person=people, gap=gaps, late=st.booleans())
    def accept(self, person: str, gap: int, late: bool) -> None:
        on, to = self.after_letter(person, gap)
        if to is not None or person == LEAVER:
            self.act(person, AcceptTransfer(actor=g.OFFICER, effective_on=on, to_unit_id=to, **self.ruling(to, late)))

    @rule(person=people, to=cells, on=days, gap=gaps, back=st.booleans())
    def move(self, person: str, to: str, on: date, gap: int, back: bool) -> None:
        self.issue(person, on, to, moved=False)
        self.present(person, gap, late=True)
        if back:
            self.give_back(person, gap)
        else:
            self.accept(person, gap + 3, late=True)

    @rule(person=people, gap=gaps)
    def give_back(self, person: str, gap: int) -> None:
        on, to = self.after_letter(person, gap)
        self.act(person, ReturnTransfer(actor=g.OFFICER, effective_on=on, to_unit_id=to, reason="wrong_cell"))

    @rule(person=people, gap=gaps)
    def lapse(self, person: str, gap: int) -> None:
        on, _ = self.after_letter(person, gap)
        self.act(person, LapseTransfer(actor=g.OFFICER, effective_on=on, reason="not_presented"))

    @rule(
        person=people,
        on=days,
        host=st.one_of(cells, st.none()),
        months=st.sampled_from((2, 4, 9, 20)),
        study=st.booleans(),
    )
    def go_away(self, person: str, on: date, host: str | None, months: int, study: bool) -> None:
        purpose = Purpose.STUDY if study else Purpose.MOVE
        until = on + timedelta(days=31 * months)
        stay = RecordAway(
            actor=g.OFFICER, effective_on=on, away=Away.TEMPORARY, host_unit_id=host, purpose=purpose, until=until
        )
        self.act(person, stay)

    @rule(person=people, on=days)
    def vanish(self, person: str, on: date) -> None:
        self.act(person, RecordAway(actor=g.OFFICER, effective_on=on, away=Away.UNTRANSFERRED))

    @rule(person=people, more=st.integers(1, 150))
    def extend(self, person: str, more: int) -> None:
        begun = self.file(person).state.last_fact(TODAY, "away_recorded")
        if begun is None or begun.until is None:
            return
        on, until = begun.effective_on + timedelta(days=more // 2), begun.until + timedelta(days=more // 3)
        answer = g.paper(begun.host_unit_id or "elsewhere", on)
        self.act(person, ExtendAway(actor=g.OFFICER, effective_on=on, until=until, decision=answer))

    @rule(person=people, gap=gaps)
    def come_back(self, person: str, gap: int) -> None:
        begun = self.file(person).state.last_fact(TODAY, "away_recorded")
        if begun is not None:
            self.act(person, EndAway(actor=g.OFFICER, effective_on=begun.effective_on + timedelta(days=gap)))

    @rule(on=days, cell=cells)
    def arrive(self, on: date, cell: str) -> None:
        self.act(LEAVER, Arrive(actor=g.OFFICER, effective_on=on, unit_id=cell))

    @rule(on=days, unlikely=st.integers(0, 7))
    def die(self, on: date, unlikely: int) -> None:
        if unlikely == 0:
            self.act(LEAVER, Remove(actor=g.OFFICER, effective_on=on, kind=Kind.DECEASED))

    @rule(person=people, pick=st.integers(0, 30), on=days, to=cells, cancel=st.booleans())
    def correct(self, person: str, pick: int, on: date, to: str, cancel: bool) -> None:
        facts = [fact for fact in self.file(person).state.facts if fact.name != "enrolled"]
        if not facts:
            return
        fact = facts[pick % len(facts)]
        instead = None if cancel else self.otherwise(fact, on, to)
        self.act(person, Correct(actor=g.OFFICER, position=fact.position, ground="clerical_error", instead=instead))

    @rule(cell=cells, successor=cells, on=days)
    def close(self, cell: str, successor: str, on: date) -> None:
        if len(self.closings) == 2:
            return
        command = CloseUnit(actor=g.OFFICER, unit_id=cell, effective_on=on, successor_id=successor)

        def decided(reads: Reads[None]) -> list[NewEvent]:
            files = {person: self.read(reads, person) for person in (*STAYERS, LEAVER)}
            found = close_events(command, self.organisation, TODAY, files.__getitem__, frozenset(files))
            return [new_event(event.stream, event.subject, event.data) for event in found]

        try:
            appended = self.writer.decide(decided, Provenance(command_id=self.new_id()))
        except Refusal:
            return
        closed = recorded(appended.events[0].value).data
        assert isinstance(closed, UnitClosed)
        self.closings.append(closed)
        self.organisation = g.organisation(*self.closings)

    @rule(pick=st.integers(0, 50))
    def repeat(self, pick: int) -> None:
        if not self.done:
            return
        before = self.store.head().position
        command_id, person, command = self.done[pick % len(self.done)]
        assert self.append(command_id, person, command).repeated
        assert self.store.head().position == before

    @rule()
    def read_on(self) -> None:
        self.readers.take(self.store.read(self.readers.position, 1))

    @rule()
    def kill_the_readers(self) -> None:
        self.readers = Readers()
        self.catch_up()
        for (as_of, known), (members, indicators) in self.told.items():
            assert self.readers.counted_by_members(as_of, known) == members
            assert self.readers.counted_by_indicators(as_of, known) == indicators

    @invariant()
    def each_living_member_is_counted_in_exactly_one_cell(self) -> None:
        self.catch_up()
        head = self.readers.position
        for known in {head, Position(max(head - 3, 0)), Position(head // 2)}:
            for as_of in ASKED_ON:
                members = self.readers.counted_by_members(as_of, known)
                indicators = self.readers.counted_by_indicators(as_of, known)
                assert all(len(units) == 1 for units in members.values()), (as_of, known, members)
                assert indicators == Counter(units[0] for units in members.values()), (as_of, known)
                assert self.told.setdefault((as_of, known), (members, indicators)) == (members, indicators)
                assert members == self.counted_by_evolve(as_of, known)
                if known >= len(STAYERS):
                    living = {person for person in STAYERS if as_of >= FIRST}
                    assert living <= members.keys(), (as_of, known, members)

    @invariant()
    def nobody_is_counted_where_there_is_no_organisation_any_more(self) -> None:
        self.catch_up()
        for as_of in ASKED_ON:
            for units in self.readers.counted_by_members(as_of, self.readers.position).values():
                unit = self.organisation.unit(units[0], as_of)
                assert unit is not None
                assert unit.open_on(as_of), (as_of, units)

    def act(self, person: str, command: PersonCommand) -> None:
        """Append what comes of the command; what it makes impossible falls away; a refused one changes nothing."""
        command_id = self.new_id()
        try:
            self.append(command_id, person, command)
        except Refusal as refused:
            if refused.code != "late-fact-crosses":
                return
            named: Any = refused.values["drop"]
            command = replace(command, drop=tuple(LineRef(each["position"], each["line"]) for each in named))
            try:
                self.append(command_id, person, command)
            except Refusal:
                return
        self.done.append((command_id, person, command))

    def append(self, command_id: UUID, person: str, command: PersonCommand) -> Appended:
        def decided(reads: Reads[None]) -> list[NewEvent]:
            state = self.read(reads, person).state
            found = decide(state, command, Context(organisation=self.organisation, today=TODAY, birth_date=g.BORN))
            made = [Decided(PERSON, person, data) for data in found]
            return [new_event(event.stream, event.subject, event.data) for event in made]

        return self.writer.decide(decided, Provenance(command_id=command_id))

    def new_id(self) -> UUID:
        return uuid5(NAMESPACE, f"{self.store.head().position}/{len(self.done)}")

    def read(self, reads: Reads[None], person: str) -> PersonFile:
        stream = person_stream(person)
        return reduce(evolve_recorded, reads.events([stream])[stream], EMPTY)

    def file(self, person: str, known: Position | None = None) -> PersonFile:
        stored = [
            each for each in self.store.read_stream(person_stream(person)) if known is None or each.position <= known
        ]
        return reduce(evolve_recorded, (recorded(each.value) for each in stored), EMPTY)

    def counted_by_evolve(self, as_of: date, known: Position) -> dict[str, list[str]]:
        places = {person: self.file(person, known).state.place_at(as_of) for person in (*STAYERS, LEAVER)}
        return {person: [p.unit_id] for person, p in places.items() if p is not None and p.standing in MEMBERS}

    def catch_up(self) -> None:
        self.readers.take(self.store.read_all(self.readers.position))

    def after_letter(self, person: str, gap: int) -> tuple[date, str | None]:
        """A day so many days after the newest letter's issue, and where it leads through closings until then."""
        letter = self.file(person).state.last_fact(TODAY, "transfer_issued")
        on = FIRST + timedelta(days=gap) if letter is None else letter.effective_on + timedelta(days=gap)
        to = None if letter is None else letter.to_unit_id
        for closed in [*self.closings, *self.closings]:
            if closed.unit_id == to and closed.effective_on <= on:
                to = closed.successor_id
        return on, to

    @staticmethod
    def ruling(to: str | None, late: bool) -> dict[str, Any]:
        if not late or to is None:
            return {}
        return {"reason": "illness", "decision": g.paper("quang-nam", FIRST)}

    def otherwise(self, fact: Recorded, on: date, to: str) -> Fact | None:
        """The same sort of fact on another day, or leading elsewhere; None where only a cancellation is tried."""
        match fact.name:
            case "transfer_issued":
                return IssueTransfer(actor=g.OFFICER, effective_on=fact.effective_on, to_unit_id=to)
            case "transfer_presented":
                return PresentTransfer(actor=g.OFFICER, effective_on=on, to_unit_id=fact.to_unit_id)
            case "transferred" if fact.to_unit_id is None and fact.unit_id is not None and fact.outcome is None:
                return AcceptTransfer(
                    actor=g.OFFICER, effective_on=on, to_unit_id=fact.unit_id, **self.ruling(fact.unit_id, late=True)
                )
            case "away_recorded":
                return RecordAway(actor=g.OFFICER, effective_on=on, away=Away.UNTRANSFERRED)
            case "away_ended":
                return EndAway(actor=g.OFFICER, effective_on=on)
            case _:
                return None


TestOneCountingOrganisation = OneCountingOrganisation.TestCase
TestOneCountingOrganisation.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)
