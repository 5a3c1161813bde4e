"""given(facts).when(command).then(event): decisions about one person, in a small organisation, by the real policies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from msgspec import Struct

from services.admissions.app.calendar_file import genesis_calendars
from services.admissions.app.leaving_secrets import leaving_secrets
from services.admissions.app.policy_genesis import genesis_policies
from services.admissions.domain.person import commands as asked
from services.admissions.domain.person.commands import LineRef, PersonCommand, Step
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.decide import decide
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from shared.contracts.facts import Actor, Decision, PersonFact, Votes
from shared.contracts.movement import Attributes, Place
from shared.contracts.organisation import CellKind, UnitClosed, UnitCreated, UnitKind
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation

OFFICER = Actor(officer_id="o1", office="province_officer", unit_id="quang-nam")
TODAY = date(2021, 6, 30)
BORN = date(1990, 5, 20)
FIT = Attributes(sex="f", origin="youth_union", education="thpt", expertise="intermediate")
OPENED = date(2000, 1, 1)
CALENDARS = tuple(genesis_calendars(OFFICER))

UNITS: tuple[tuple[str, UnitKind, str | None], ...] = (
    ("quang-nam", UnitKind.PROVINCE, None),
    ("nam-giang", UnitKind.DISTRICT, "quang-nam"),
    ("zuoih", UnitKind.GRASSROOTS_COMMITTEE, "nam-giang"),
    ("pa-du", UnitKind.SUBORDINATE_CELL, "zuoih"),
    ("pa-lan", UnitKind.SUBORDINATE_CELL, "zuoih"),
    ("school", UnitKind.GRASSROOTS_CELL, "nam-giang"),
    ("dong-giang", UnitKind.DISTRICT, "quang-nam"),
    ("prao", UnitKind.GRASSROOTS_CELL, "dong-giang"),
)


def organisation(*closings: UnitClosed) -> Organisation:
    """What founding() makes; then the closings."""
    found = Organisation()
    facts = [*founding(), *((closing.unit_id, closing) for closing in closings)]
    for position, (subject, data) in enumerate(facts, start=1):
        found.apply(Position(position), subject, data)
    return found


def founding() -> list[tuple[str, Struct]]:
    """A province, two districts, four cells; the policies and calendars of genesis: subject and event, in order."""
    facts: list[tuple[str, Struct]] = []
    for unit_id, kind, parent_id in UNITS:
        cell_kind = CellKind.VILLAGE if "cell" in kind else None
        unit = UnitCreated(
            actor=OFFICER,
            effective_on=OPENED,
            unit_id=unit_id,
            kind=kind,
            name_vi=f"Tổ chức {unit_id.upper()}",
            parent_id=parent_id,
            cell_kind=cell_kind,
        )
        facts.append((unit_id, unit))
    facts += [(policy.policy_id, policy) for policy in genesis_policies(OFFICER)]
    facts += [(str(calendar.year), calendar) for calendar in CALENDARS]
    return facts


def closing(unit_id: str, on: date, successor_id: str | None) -> UnitClosed:
    """A unit's end."""
    return UnitClosed(actor=OFFICER, effective_on=on, unit_id=unit_id, successor_id=successor_id)


def paper(body: str, on: date) -> Decision:
    """A numbered decision."""
    return Decision(body_unit_id=body, number="12-QĐ/HU", date=on)


def votes(in_favour: int, base: int = 9, *, against: int = 0) -> Votes:
    """Votes of a body of nine."""
    return Votes(base=base, present=in_favour + against, for_=in_favour, against=against)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a command: the event, or the refusal."""

    life: "Life"
    event: PersonFact | None = None
    refusal: Refusal | None = None

    def then(self, kind: type[PersonFact], **fields: object) -> "Life":
        """It became this event, with these fields; the life goes on after it."""
        if self.refusal is not None:
            raise self.refusal
        assert type(self.event) is kind, self.event
        for name, value in fields.items():
            assert getattr(self.event, name) == value, (name, getattr(self.event, name))
        return self.life

    def refused(self, rule: str) -> Refusal:
        """It was refused by this rule, with a sentence and a way to mend it in both languages."""
        assert self.refusal is not None, self.event
        assert self.refusal.code == rule, self.refusal
        mend = self.refusal.mend
        assert mend is not None
        assert all((self.refusal.what.vi, self.refusal.what.en, mend.vi, mend.en, self.refusal.source))
        return self.refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One person's events so far, in the log of a small system. Every event is checked as a reader would."""

    organisation: Organisation
    birth_date: date | None = BORN
    today: date = TODAY
    position: int = 100
    state: PersonState = INITIAL
    events: tuple[tuple[int, PersonFact], ...] = ()
    sealed: Mapping[str, str] = field(default_factory=dict)
    person_id: str = "self"
    others: Mapping[str, PersonState] = field(default_factory=dict)

    def when(self, command: PersonCommand) -> Told:
        """Decide the command, and take what it decided as recorded at the next position."""
        context = Context(
            organisation=self.organisation,
            today=self.today,
            birth_date=self.birth_date,
            person_id=self.person_id,
            others=self.others,
            sealed=self.sealed,
        )
        try:
            (event,) = decide(self.state, command, context)
        except Refusal as refusal:
            return Told(life=self, refusal=refusal)
        position = self.position + 1
        state = evolve(self.state, position, event)
        require_chain(state)
        sealed = {**self.sealed, **leaving_secrets(command, [event], self.sealed)}
        events = (*self.events, (position, event))
        life = replace(self, position=position, state=state, events=events, sealed=sealed)
        return Told(life=life, event=event)

    def after(self, *commands: PersonCommand) -> "Life":
        """The life after commands that must all be accepted."""
        life = self
        for command in commands:
            told = life.when(command)
            if told.refusal is not None:
                raise told.refusal
            life = told.life
        return life

    def place(self, on: date) -> Place | None:
        """Where the person is on a date, as known now."""
        return self.state.place_at(on)

    def last(self) -> LineRef:
        """The newest movement in force."""
        return self.state.in_force[-1].ref


def given(*commands: PersonCommand, closings: Sequence[UnitClosed] = (), birth_date: date | None = BORN) -> Life:
    """The life of a person of whom these facts are recorded."""
    return Life(organisation=organisation(*closings), birth_date=birth_date).after(*commands)


def require_chain(state: PersonState) -> None:
    """Each `from` equals the place before it; the first comes from outside (contracts 3)."""
    moves = [held.movement for held in state.in_force]
    assert not moves or moves[0].from_ is None
    for before, after in pairwise(moves):
        assert before.to == after.from_, (before, after)


NOMINATED, CERTIFIED, OPEN_ON = date(2018, 1, 10), date(2018, 6, 1), date(2018, 9, 1)
C1_ON, C3_ON, C4_ON, C6_ON = date(2018, 10, 1), date(2018, 10, 15), date(2018, 11, 5), date(2018, 11, 20)
OFFICIAL_ON = date(2019, 11, 20)
D5_ON, D7_ON, D8_ON = date(2019, 12, 2), date(2019, 12, 16), date(2020, 1, 10)


def nominate(on: date = NOMINATED, cell: str = "pa-du", attributes: Attributes = FIT) -> asked.Nominate:
    """Listed in a cell."""
    return asked.Nominate(actor=OFFICER, effective_on=on, unit_id=cell, attributes=attributes)


def train(on: date = CERTIFIED) -> asked.Train:
    """Certified."""
    return asked.Train(actor=OFFICER, effective_on=on)


def open_dossier(on: date = OPEN_ON) -> asked.OpenDossier:
    """A dossier allowed."""
    return asked.OpenDossier(actor=OFFICER, effective_on=on)


def step(step: str, on: date, **fields: Any) -> asked.RecordStep:
    """A step with votes that suffice and, for a decision, its paper."""
    fields.setdefault("votes", None if step == "C6" else votes(9))
    fields.setdefault("decision", paper("nam-giang", on) if step in {"C4", "D8"} else None)
    return asked.RecordStep(actor=OFFICER, effective_on=on, step=Step(step), **fields)


def enrol(on: date = date(2014, 12, 31), cell: str | None = "pa-du", **fields: Any) -> asked.Enrol:
    """Taken over from the former register."""
    return asked.Enrol(actor=OFFICER, effective_on=on, unit_id=cell, **fields)


TO_DOSSIER: tuple[PersonCommand, ...] = (nominate(), train(), open_dossier())
TO_DECISION: tuple[PersonCommand, ...] = (*TO_DOSSIER, step("C1", C1_ON), step("C3", C3_ON), step("C4", C4_ON))
TO_CEREMONY: tuple[PersonCommand, ...] = (*TO_DECISION, step("C6", C6_ON))
TO_OFFICIAL: tuple[PersonCommand, ...] = (
    *TO_CEREMONY,
    step("D5", D5_ON),
    step("D7", D7_ON),
    step("D8", D8_ON),
)
"""The whole road of one person in pa-du, a cell below the committee zuoih."""
