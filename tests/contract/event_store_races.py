"""Concurrent writers, slow transactions and a reader that follows: what the log promises while many write.

A module that runs it subclasses EventStoreRaces and gives the fixture `log`. Barriers order the threads, never clocks.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread

from shared.contracts.codec import decode_envelope
from shared.core.clock import parse_instant
from shared.core.errors import Conflict
from shared.core.stream import Position
from shared.flow.append import Writer
from shared.ports.event_store import Appended, StoredEvent
from tests.contract.event_store_suite import LogUnderTest, all_events, placed
from tests.support.log_events import append_of, person_stream, renamed, step

WRITERS, COMMANDS = 4, 25
WAIT_S = 60


class Follower:
    """Reads the tail as a relay does, after the highest position that it saw, until the block ends and all is read."""

    def __init__(self, log: LogUnderTest) -> None:
        self.seen: list[StoredEvent] = []
        self._log = log
        self._stop = Event()
        self._thread = Thread(target=self._run)

    def __enter__(self) -> "Follower":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        last_round = False
        while True:
            batch = self._log.outbox.read(self.seen[-1].position if self.seen else Position(0), 50)
            self.seen += batch
            if last_round and not batch:
                return
            last_round = self._stop.is_set()

    @property
    def positions(self) -> list[int]:
        """The positions in the order in which they were seen."""
        return [event.position for event in self.seen]


def assert_sound(events: Sequence[StoredEvent]) -> None:
    """Positions, sequences, versions gapless; times rising from command to command."""
    sequences: dict[tuple[str, int], int] = {}
    versions: dict[str, int] = {}
    before = None
    for number, event in enumerate(events, start=1):
        envelope = decode_envelope(event.value)
        key = (event.topic, event.partition)
        sequences[key] = sequences.get(key, 0) + 1
        versions[envelope.stream] = versions.get(envelope.stream, 0) + 1
        assert (event.position, event.sequence) == (number, sequences[key])
        assert (envelope.position, envelope.streamversion) == (number, versions[envelope.stream])
        if before is not None and before.commandid != envelope.commandid:
            assert parse_instant(envelope.time) > parse_instant(before.time)
        before = envelope


class EventStoreRaces:
    """What holds while many write."""

    def test_no_reader_passes_over_a_position_while_a_transaction_is_slow(self, log: LogUnderTest) -> None:
        inserted, release = Event(), Event()

        def slow(_tx: object, _events: Sequence[StoredEvent]) -> None:
            inserted.set()
            assert release.wait(WAIT_S)

        with Follower(log) as follower, ThreadPoolExecutor(WRITERS + 1) as pool:
            first = pool.submit(log.store.append, [append_of("slow", [step("an")])], within=slow)
            assert inserted.wait(WAIT_S)
            started = Barrier(WRITERS + 1)

            def write(name: str) -> list[Appended | Exception]:
                started.wait(WAIT_S)
                return log.store.append([append_of(name, [step(name), renamed("pa-dau")])])

            others = [pool.submit(write, f"writer-{n}") for n in range(WRITERS)]
            started.wait(WAIT_S)
            # The slow transaction has its places and is not committed: nothing of it, or after it, may be seen.
            seen_meanwhile = [event.position for event in log.outbox.read(Position(0), 50)]
            release.set()
            slow_outcome = placed(first.result(WAIT_S)[0])
            outcomes = [placed(other.result(WAIT_S)[0]) for other in others]
        assert seen_meanwhile == []
        assert slow_outcome.first == 1
        assert sorted(outcome.first for outcome in outcomes) == [2, 4, 6, 8]
        assert follower.positions == list(range(1, 2 + 2 * WRITERS))
        assert_sound(all_events(log))

    def test_writers_of_the_same_streams_lose_nothing_and_repeat_nothing(self, log: LogUnderTest) -> None:
        started = Barrier(WRITERS)

        def write(writer: int) -> int:
            started.wait(WAIT_S)
            conflicts = 0
            for number in range(COMMANDS):
                stream = person_stream(f"{number % 3}")
                command = f"{writer} {number}"
                while True:
                    version = len(log.store.read_stream(stream))
                    append = append_of(command, [step(f"{number % 3}"), renamed("pa-dau")], {stream: version})
                    (outcome,) = log.store.append([append])
                    if isinstance(outcome, Appended):
                        break
                    assert isinstance(outcome, Conflict)
                    conflicts += 1
            return conflicts

        with Follower(log) as follower, ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(write, range(WRITERS)))
        events = all_events(log)
        assert follower.positions == list(range(1, 2 * WRITERS * COMMANDS + 1))
        assert len({decode_envelope(event.value).id for event in events}) == 2 * WRITERS * COMMANDS
        assert_sound(events)

    def test_grouped_commits_answer_each_writer_with_its_own_events(self, log: LogUnderTest) -> None:
        writer = Writer(log.store)
        started = Barrier(WRITERS)

        def write(number: int) -> list[Appended]:
            started.wait(WAIT_S)
            return [writer.append(append_of(f"{number} {n}", [step(f"{number}")])) for n in range(COMMANDS)]

        with ThreadPoolExecutor(WRITERS) as pool:
            answers = list(pool.map(write, range(WRITERS)))
        for number, answer in enumerate(answers):
            streams = {decode_envelope(event.value).stream for appended in answer for event in appended.events}
            assert streams == {person_stream(f"{number}")}
            assert [appended.first for appended in answer] == sorted({appended.first for appended in answer})
        assert_sound(all_events(log))
        assert len(all_events(log)) == WRITERS * COMMANDS
