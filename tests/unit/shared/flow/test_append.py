"""Decide and append: repeats, retries, decisions over several streams, and the grouping of commits."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest

from shared.adapters.memory.event_store import MemoryEventStore
from shared.contracts.codec import decode_envelope
from shared.contracts.dossiers import StepRecorded
from shared.contracts.envelope import NewEvent, Provenance
from shared.contracts.recorded import Recorded
from shared.core.decider import Decider
from shared.core.errors import Conflict, Refusal, Unavailable
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.append import ATTEMPTS_MAX, GROUP_COMMANDS_MAX, Reads, Writer
from shared.ports.event_store import Append, Appended, StoredEvent, Within
from shared.ports.observer import WriterObserver
from tests.support.log_events import MORNING, append_of, person_stream, renamed, step, uuid_of
from tests.support.waiting import wait_until

AN = person_stream("an")
WAIT_S = 30


def evolve(steps: tuple[str, ...], event: Recorded) -> tuple[str, ...]:
    assert isinstance(event.data, StepRecorded)
    return (*steps, str(event.data.step))


def decide_step(steps: tuple[str, ...], what: str, _at: object) -> Sequence[NewEvent]:
    if what in steps:
        raise Refusal("step-done", Text(vi="Bước này đã làm.", en="The step was done."))
    return [step("an", what)]


STEPS: Decider[tuple[str, ...], str, Recorded, NewEvent] = Decider(initial=(), evolve=evolve, decide=decide_step)


def provenance(name: str) -> Provenance:
    return Provenance(command_id=UUID(str(uuid_of(f"command {name}"))))


class Pauses:
    """Remembers how long it was asked to pause."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)


def writer_on(store: MemoryEventStore, pauses: Pauses | None = None) -> Writer[None]:
    return Writer(store, pause=pauses or Pauses(), jitter=lambda: 0.5)


@pytest.fixture
def store() -> MemoryEventStore:
    return MemoryEventStore(lambda: MORNING)


def test_a_command_is_decided_on_what_its_stream_says(store: MemoryEventStore) -> None:
    writer = writer_on(store)
    assert writer.handle(AN, STEPS, "C1", provenance("one"), MORNING).first == 1
    assert writer.handle(AN, STEPS, "C3", provenance("two"), MORNING).first == 2
    with pytest.raises(Refusal, match="step-done"):
        writer.handle(AN, STEPS, "C1", provenance("three"), MORNING)
    assert store.head().position == 2


def test_a_command_sent_twice_is_answered_once_decided_and_never_refused(store: MemoryEventStore) -> None:
    writer = writer_on(store)
    first = writer.handle(AN, STEPS, "C1", provenance("one"), MORNING)
    again = writer.handle(AN, STEPS, "C1", provenance("one"), MORNING)
    assert again.repeated
    assert again.events == first.events


def test_a_decision_that_lost_a_race_is_made_again(store: MemoryEventStore) -> None:
    pauses = Pauses()
    rounds: list[int] = []

    def decide(reads: Reads[None]) -> Sequence[NewEvent]:
        rounds.append(len(reads.state(AN, STEPS)))
        if len(rounds) <= 3:
            store.append([append_of(f"other {len(rounds)}", [step("an", f"X{len(rounds)}")])])
        return [step("an", "C1")]

    assert writer_on(store, pauses).decide(decide, provenance("one")).first == 4
    assert rounds == [0, 1, 2, 3]
    assert pauses.asked == [0.001, 0.002, 0.004]


def test_a_decision_that_loses_every_race_ends_in_a_conflict(store: MemoryEventStore) -> None:
    rounds: list[int] = []

    def decide(reads: Reads[None]) -> Sequence[NewEvent]:
        rounds.append(len(reads.state(AN, STEPS)))
        store.append([append_of(f"other {len(rounds)}", [step("an", "X")])])
        return [step("an", "C1")]

    with pytest.raises(Conflict):
        writer_on(store).decide(decide, provenance("one"))
    assert len(rounds) == ATTEMPTS_MAX


def test_a_conflict_raised_by_the_decision_itself_is_not_tried_again(store: MemoryEventStore) -> None:
    pauses = Pauses()

    def decide(reads: Reads[None]) -> Sequence[NewEvent]:
        raise Conflict("if-match", Text(vi="Đã khác.", en=f"It moved on: {reads.versions}"))

    with pytest.raises(Conflict, match="if-match"):
        writer_on(store, pauses).decide(decide, provenance("one"))
    assert pauses.asked == []


def test_every_stream_that_a_decision_read_must_still_stand(store: MemoryEventStore) -> None:
    rounds: list[int] = []

    def decide(reads: Reads[None]) -> Sequence[NewEvent]:
        unit = reads.events([renamed("pa-dau").stream])
        reads.states([AN, person_stream("binh")], STEPS)
        rounds.append(len(unit[renamed("pa-dau").stream]))
        if len(rounds) == 1:
            store.append([append_of("other", [renamed("pa-dau")])])
        return [step("an", "C1"), step("binh", "C1")]

    outcome = writer_on(store).decide(decide, provenance("one"))
    assert rounds == [0, 1]
    assert [decode_envelope(event.value).stream for event in outcome.events] == [AN, person_stream("binh")]


def test_a_decision_of_nothing_writes_nothing(store: MemoryEventStore) -> None:
    store.append([append_of("zero", [step("binh")])])
    outcome = writer_on(store).decide(lambda _reads: [], provenance("one"))
    assert (outcome.events, outcome.last, outcome.repeated) == ((), 1, False)


class SlowStore(MemoryEventStore):
    """Holds its first append until it is released, and remembers the size of each group."""

    def __init__(self) -> None:
        super().__init__(lambda: MORNING)
        self.groups: list[int] = []
        self.entered, self.release = Event(), Event()
        self.failing = False

    def append(self, appends: Sequence[Append], *, within: Within[None] | None = None) -> list[Appended | Exception]:
        self.groups.append(len(appends))
        self.entered.set()
        assert self.release.wait(WAIT_S)
        if self.failing and len(self.groups) == 2:
            raise Unavailable("gone", Text(vi="Hỏng.", en="Down."))
        return super().append(appends, within=within)


def grouped(store: SlowStore, writers: int) -> list[Appended | Unavailable]:
    """One append leads and is held; the others gather behind it; all outcomes."""
    writer = Writer(store)

    def write(number: int) -> Appended | Unavailable:
        try:
            return writer.append(append_of(f"{number}", [step(f"{number}")]))
        except Unavailable as fault:
            return fault

    with ThreadPoolExecutor(writers) as pool:
        first = pool.submit(write, 0)
        assert store.entered.wait(WAIT_S)
        rest = [pool.submit(write, number) for number in range(1, writers)]
        wait_until(lambda: len(writer._queue._waiting) == writers - 1, what="the others gathered", timeout_s=WAIT_S)
        store.release.set()
        return [future.result(WAIT_S) for future in (first, *rest)]


def test_appends_that_wait_are_written_in_one_group_each_answered_with_its_own(store: MemoryEventStore) -> None:
    slow = SlowStore()
    outcomes = grouped(slow, 9)
    assert slow.groups == [1, 8]
    for number, outcome in enumerate(outcomes):
        assert isinstance(outcome, Appended)
        assert decode_envelope(outcome.events[0].value).stream == person_stream(f"{number}")


def test_a_group_is_bounded_and_the_lead_is_handed_on() -> None:
    slow = SlowStore()
    outcomes = grouped(slow, GROUP_COMMANDS_MAX + 6)
    assert slow.groups == [1, GROUP_COMMANDS_MAX, 5]
    assert all(isinstance(outcome, Appended) for outcome in outcomes)


def test_a_group_that_fails_tells_everyone_in_it_and_the_queue_goes_on() -> None:
    slow = SlowStore()
    slow.failing = True
    outcomes = grouped(slow, 5)
    assert [isinstance(outcome, Unavailable) for outcome in outcomes] == [False, True, True, True, True]
    assert Writer(slow).append(append_of("later", [step("an")])).first == 2


def test_the_work_queues_see_each_append_once(store: MemoryEventStore) -> None:
    seen: list[int] = []

    def within(_tx: None, events: Sequence[StoredEvent]) -> None:
        seen.extend(event.position for event in events)

    progress: list[int] = []
    writer = Writer(store, within=within)
    writer.append(append_of("one", [step("an")]))
    chunk = [append_of("two", [step("binh")], batch_id="b"), append_of("three", [step("chi")], batch_id="b")]
    writer.append_chunk(chunk, within=lambda _tx, events: progress.append(len(events)))
    writer.append_chunk(chunk)
    assert seen == [1, 2, 3]
    assert progress == [2]


class Watching(WriterObserver):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, int], int]] = []
        self.again = 0

    def appended(self, events: Mapping[str, int], head: Position, seconds: float) -> None:
        assert seconds >= 0
        self.told.append((dict(events), head))

    def decided_again(self) -> None:
        self.again += 1


def test_the_observer_hears_of_what_was_written_and_of_decisions_made_again(store: MemoryEventStore) -> None:
    watching = Watching()
    writer = Writer(store, observer=watching, pause=Pauses())
    one = append_of("one", [step("an"), renamed("pa-dau")])
    writer.append(one)
    writer.append(one)
    writer.append_chunk([append_of("two", [step("binh"), step("chi")])])

    def decide(reads: Reads[None]) -> Sequence[NewEvent]:
        if len(reads.events([AN])[AN]) == 1:
            store.append([append_of("other", [step("an")])])
        return [step("an")]

    writer.decide(decide, provenance("three"))
    assert watching.told == [
        ({"socai.dossiers": 1, "socai.organisation": 1}, 2),
        ({"socai.dossiers": 2}, 4),
        ({"socai.dossiers": 1}, 6),
    ]
    assert watching.again == 1
