"""Stand-ins for positions: events that are staged, cut into chunks, and resolved as the chunks reach the log."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

import pytest

from services.admissions.app.appending import BatchAct, ChunkedAppend
from services.admissions.app.files import PERSON
from services.admissions.app.particulars import Particulars
from services.admissions.app.provisional import STAGED_FROM, referred, resolve
from services.admissions.app.staging import Decided, Stage
from shared.adapters.memory.event_store import MemoryEventStore
from shared.contracts.facts import Actor
from shared.contracts.lifecycle import Corrected, Correction, ProfileChanged
from shared.contracts.movement import Kind, Movement, Place, Standing, Undo
from shared.contracts.recorded import recorded
from shared.core.errors import Conflict
from shared.core.stream import Position
from shared.flow.append import Writer
from shared.ports.event_store import Appended
from shared.tree.organisation import Organisation

ACTOR = Actor(officer_id="o", office="province_officer", unit_id="*")
BATCH = UUID(int=5)
PLACE = Place(unit_id="cell-1", standing=Standing.OFFICIAL)


class NoKeys:
    """A key store nobody asks anything of."""

    def create(self, person_ids: Sequence[str]) -> None:
        """Nothing is sealed in these tests."""
        assert not person_ids

    def keys(self, person_ids: Sequence[str]) -> dict[str, bytes]:
        """None."""
        assert not person_ids
        return {}

    def destroy(self, person_id: str) -> None:
        """Never."""
        raise AssertionError(person_id)

    def secret(self, name: str) -> bytes:
        """Never."""
        raise AssertionError(name)


class NoSeal:
    """Seals nothing."""

    def seal(self, key: bytes, person_id: str, fields: object) -> dict[str, str]:
        """Never."""
        raise AssertionError(person_id)

    def unseal(self, key: bytes, person_id: str, sealed: object) -> dict[str, str]:
        """Never."""
        raise AssertionError(person_id)


def movement(undo: int | None = None) -> Movement:
    """A change in place, or the taking back of the first line of the event at `undo`."""
    taken = None if undo is None else Undo(position=undo, line=0)
    return Movement(kind=Kind.CHANGED, effective_on=date(2015, 1, 1), from_=PLACE, to=PLACE, undo=taken)


def changed(*undone: int) -> ProfileChanged:
    """An event that takes back others and states one movement."""
    moves = (*(movement(position) for position in undone), movement())
    return ProfileChanged(
        actor=ACTOR, effective_on=date(2015, 1, 1), movements=moves, decision=None, votes=None, restates=(*undone, 0)
    )


def staged(*acts: tuple[str, ProfileChanged]) -> Stage:
    """Acts about people, one command each."""
    stage = Stage(Organisation(), {}, watched=frozenset({"cell-1"}))
    for index, (person_id, data) in enumerate(acts):
        stage.add(uuid5(BATCH, str(index)), f"events.csv:{index}", [Decided(PERSON, person_id, data)])
    return stage


def append(store: MemoryEventStore, stage: Stage, chunk_events_max: int = 5_000) -> list[int]:
    """Append what was staged; the sizes of the chunks."""
    sizes: list[int] = []

    def done(appended: Appended) -> None:
        sizes.append(len(appended.events))

    chunks = ChunkedAppend(Writer(store), Particulars(NoKeys(), NoSeal()), chunk_events_max=chunk_events_max)
    batch = BatchAct(batch_id=BATCH, actor=ACTOR, correlation_id=None)
    assert chunks.run(batch, stage.acts, done, lambda: False)
    return sizes


def store() -> MemoryEventStore:
    """An empty log."""
    return MemoryEventStore(lambda: datetime(2020, 1, 1, tzinfo=UTC))


def test_chunks_hold_at_most_as_many_events_as_allowed() -> None:
    assert append(store(), staged(*((f"p{n}", changed()) for n in range(7))), 3) == [3, 3, 1]


def test_an_event_that_takes_back_a_staged_one_waits_for_the_chunk_before_it() -> None:
    log = store()
    first, second = STAGED_FROM, STAGED_FROM + 2
    stage = staged(("p", changed()), ("q", changed()), ("p", changed(first)), ("q", changed()), ("p", changed(second)))
    assert append(log, stage) == [2, 2, 1]
    undone = [
        [move.undo.position for move in event.data.movements if move.undo is not None]
        for event in (recorded(stored.value) for stored in log.read_all())
        if isinstance(event.data, ProfileChanged)
    ]
    assert undone == [[], [], [1], [], [3]]


def test_a_second_run_of_the_same_acts_writes_nothing() -> None:
    log = store()
    stage = staged(("p", changed()), ("q", changed()))
    append(log, stage)
    append(log, stage)
    assert log.head().position == 2


def test_a_stream_that_moved_on_stops_the_chunk_whole() -> None:
    log = store()
    append(log, staged(("q", changed())))
    later = Stage(Organisation(), {})
    for name in ("p", "q"):
        later.add(uuid5(BATCH, f"later {name}"), name, [Decided(PERSON, name, changed())])
    with pytest.raises(Conflict):
        append(log, later)
    assert log.head().position == 1


def test_acts_see_what_the_acts_before_them_leave() -> None:
    stage = staged(("p", changed()), ("p", changed(STAGED_FROM)))
    assert stage.file("p").state.version == 2
    assert len(stage.file("p").state.in_force) == 1
    assert stage.stood_in("cell-1") == {"p"}
    assert [dict(act.expected) for act in stage.acts] == [{"person-p": 0}, {"person-p": 1}]


def test_real_positions_are_left_and_stand_ins_replaced_everywhere() -> None:
    data = Corrected(
        actor=ACTOR,
        effective_on=date(2015, 1, 1),
        movements=(movement(STAGED_FROM + 1), movement(9)),
        decision=None,
        votes=None,
        restates=(0, STAGED_FROM + 1),
        corrects=Correction(position=STAGED_FROM, ground="x"),
    )
    assert sorted(referred(data)) == [STAGED_FROM, STAGED_FROM + 1, STAGED_FROM + 1]
    found = resolve(data, {STAGED_FROM: Position(40), STAGED_FROM + 1: Position(41)})
    assert [move.undo.position for move in found.movements if move.undo] == [41, 9]
    assert (found.corrects.position, found.restates) == (40, (0, 41))
    assert referred(found) == []
