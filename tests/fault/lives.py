"""Random lives as commands for the log: units, people entering, moving and leaving, late facts, sealed particulars."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid5

from msgspec import Struct

from shared.contracts import lifecycle
from shared.contracts.codec import new_event, prepare
from shared.contracts.dossiers import StepRecorded
from shared.contracts.envelope import NewEvent, Provenance
from shared.contracts.facts import Actor, PersonFact, Votes
from shared.contracts.movement import Kind, Movement, Place, Standing, Undo
from shared.contracts.organisation import CellKind, UnitCreated, UnitKind, UnitRenamed
from shared.contracts.people import ParticularsRecorded
from shared.core.stream import StreamId, StreamVersion, stream_id
from shared.ports.event_store import Append, Appended

NAMESPACE = UUID("3c1f7a52-93a0-4c7f-9f0e-6a2f61c5b0de")
ACTOR = Actor(officer_id="o1", office="province_officer", unit_id="p")
CELLS = tuple(f"c{number}" for number in range(12))
FIRST_DAY = date(2015, 1, 1)


@dataclass(slots=True)
class Life:
    """One person as the log knows them. `moved`: the last movement and where it stands, when it can be crossed."""

    person_id: str
    place: Place
    on: date
    moved: tuple[int, Movement] | None = None
    over: bool = False


@dataclass
class Lives:
    """The next command, always one that the log can hold; `done` tells where it was put."""

    seed: int
    chance: Random = field(init=False)
    lives: list[Life] = field(default_factory=list)
    versions: dict[StreamId, int] = field(default_factory=dict)
    commands: int = 0

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    def next(self) -> tuple[Append, Life | None, Movement | None]:
        """A command, the life that it changes, and its movement when a late fact may cross it later."""
        if self.commands <= len(CELLS):
            return self._unit(self.commands)
        living = [life for life in self.lives if not life.over]
        if not living or self.chance.random() < 0.25:
            return self._enter()
        life = self.chance.choice(living)
        match self.chance.randrange(10):
            case 0:
                return self._leave(life)
            case 1 | 2 | 3:
                return self._transfer(life)
            case 4 if life.moved is not None:
                return self._late_death(life, *life.moved)
            case 5:
                return self._append([self._particulars(life.person_id)]), None, None
            case 6:
                renamed = UnitRenamed(
                    actor=ACTOR, effective_on=life.on, unit_id="c1", name_vi=f"Chi bộ {self.commands}"
                )
                return self._append([new_event(stream_id("unit", "c1"), "c1", renamed)]), None, None
            case _:
                return self._step(life)

    def done(self, append: Append, outcome: Appended, life: Life | None, movement: Movement | None) -> None:
        """Remember where a command stands."""
        for event in append.events:
            self.versions[event.stream] = self.versions.get(event.stream, 0) + 1
        if life is not None:
            life.moved = None if movement is None else (outcome.first, movement)

    def _unit(self, number: int) -> tuple[Append, None, None]:
        unit_id = "p" if number == 0 else CELLS[number - 1]
        data = UnitCreated(
            actor=ACTOR,
            effective_on=date(2000, 1, 1),
            unit_id=unit_id,
            kind=UnitKind.PROVINCE if number == 0 else UnitKind.GRASSROOTS_CELL,
            name_vi=f"Chi bộ {unit_id}",
            parent_id=None if number == 0 else "p",
            cell_kind=None if number == 0 else CellKind.VILLAGE,
        )
        return self._append([new_event(stream_id("unit", unit_id), unit_id, data)]), None, None

    def _enter(self) -> tuple[Append, Life, None]:
        person_id = str(uuid5(NAMESPACE, f"{self.seed}/{len(self.lives)}"))
        place = Place(unit_id=self.chance.choice(CELLS), standing=Standing.OFFICIAL)
        on = FIRST_DAY + timedelta(days=self.chance.randrange(1_500))
        life = Life(person_id, place, on)
        self.lives.append(life)
        entry = Movement(kind=Kind.ENROLLED, effective_on=on, from_=None, to=place, undo=None)
        return self._append([self._fact(lifecycle.Enrolled, life, (entry,)), self._particulars(person_id)]), life, None

    def _transfer(self, life: Life) -> tuple[Append, Life, Movement]:
        to = Place(unit_id=self.chance.choice(CELLS), standing=life.place.standing)
        life.on += timedelta(days=30)
        moved = Movement(kind=Kind.TRANSFERRED, effective_on=life.on, from_=life.place, to=to, undo=None)
        life.place = to
        return self._append([self._fact(lifecycle.Transferred, life, (moved,))]), life, moved

    def _leave(self, life: Life) -> tuple[Append, Life, None]:
        life.on += timedelta(days=1)
        life.over = True
        gone = Movement(kind=Kind.RESIGNED, effective_on=life.on, from_=life.place, to=None, undo=None)
        return self._append([self._fact(lifecycle.Removed, life, (gone,))]), life, None

    def _late_death(self, life: Life, position: int, crossed: Movement) -> tuple[Append, Life, None]:
        """Dead the day before a transfer that is recorded already: it is taken back."""
        life.over = True
        back = Movement(
            kind=crossed.kind,
            effective_on=crossed.effective_on,
            from_=crossed.from_,
            to=crossed.to,
            undo=Undo(position=position, line=0),
        )
        day = crossed.effective_on - timedelta(days=1)
        death = Movement(kind=Kind.DECEASED, effective_on=day, from_=crossed.from_, to=None, undo=None)
        return self._append([self._fact(lifecycle.Removed, life, (back, death))]), life, None

    def _step(self, life: Life) -> tuple[Append, None, None]:
        step = self.chance.choice(("C1", "C3", "C4", "D5", "D7"))
        votes = Votes(base=9, present=8, for_=7, against=1)
        data = StepRecorded(actor=ACTOR, effective_on=life.on, movements=(), decision=None, votes=votes, step=step)
        return self._append([new_event(stream_id("person", life.person_id), life.person_id, data)]), None, None

    def _fact(self, cls: type[PersonFact], life: Life, movements: tuple[Movement, ...]) -> NewEvent:
        data: Struct = cls(actor=ACTOR, effective_on=life.on, movements=movements, decision=None, votes=None)
        return new_event(stream_id("person", life.person_id), life.person_id, data)

    def _particulars(self, person_id: str) -> NewEvent:
        sealed = {"full_name": b64encode(self.chance.randbytes(48)).decode()}
        stream = stream_id("person", person_id)
        return new_event(stream, person_id, ParticularsRecorded(actor=ACTOR, sealed=sealed))

    def _append(self, events: list[NewEvent]) -> Append:
        provenance = Provenance(command_id=uuid5(NAMESPACE, f"command {self.seed}/{self.commands}"))
        self.commands += 1
        return Append(
            command_id=str(provenance.command_id),
            expected={event.stream: StreamVersion(self.versions.get(event.stream, 0)) for event in events},
            events=tuple(prepare(event, provenance, index) for index, event in enumerate(events)),
        )
