"""The relay: everything once in effect, after whatever failure; one active; a resend ends with the highest sequence."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.memory.bus import MemoryBusReader, MemoryBusWriter, MemoryTopics
from shared.adapters.memory.event_store import MemoryEventStore
from shared.adapters.memory.relay_store import MemoryRelayStore
from shared.contracts.codec import decode_watermark
from shared.contracts.topics import EVENT_PARTITIONS, WATERMARKS
from shared.core.errors import Malformed, Refusal, Unavailable
from shared.core.stream import Partition, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.core.text import Text
from shared.flow.recover import recover
from shared.flow.relay import Relay, request_resend
from shared.flow.verify import check_event
from shared.flow.watermark import Pace
from shared.ports.bus import BusWriter, Record
from shared.ports.relay import Superseded
from tests.support.bus_works import Reading, appends
from tests.support.log_events import MORNING
from tests.support.relaying import publish


class Steady:
    """A steady clock that tests move."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class FailingWriter:
    """Sends a part of a batch, then fails; closed, it takes nothing more."""

    def __init__(self, topics: MemoryTopics, chance: Random, failures: list[int]) -> None:
        self._topics = topics
        self._chance = chance
        self._failures = failures
        self.closed = False

    def send(self, records: Sequence[Record]) -> None:
        """Fails as often as it is told to."""
        assert not self.closed, "an abandoned writer was used again"
        if self._failures[0] > 0 and self._chance.random() < 0.5:
            self._failures[0] -= 1
            self._topics.add(records[: self._chance.randrange(len(records) + 1)])
            raise Unavailable("broker-unavailable", Text("hỏng", "broken"))
        self._topics.add(records)

    def close(self) -> None:
        """Abandoned."""
        self.closed = True


class World:
    """A log, topics in memory, and a relay between them."""

    def __init__(self, commands: int = 60) -> None:
        self.log = MemoryEventStore(lambda: MORNING)
        self.topics = MemoryTopics()
        self.store = MemoryRelayStore()
        self.steady = Steady()
        if commands:
            self.log.append_chunk(appends(commands, seed=5))

    def relay(self, writer: BusWriter | None = None, pace: Pace | None = None) -> Relay:
        """A relay that will claim the fence at its first step."""
        return Relay(
            self.log,
            self.store,
            self.topics,
            lambda: writer or MemoryBusWriter(self.topics),
            head=lambda: self.log.head().position,
            clock=lambda: MORNING,
            pace=pace,
            steady=self.steady,
        )

    def marks(self) -> list[int]:
        """The positions of the watermarks sent."""
        return [decode_watermark(at.value).position for at in self.topics.read((WATERMARKS, Partition(0)), 0, 10_000)]

    def sequences(self, topic: str, partition: int) -> list[int]:
        """The sequences in a partition, as sent."""
        return [at.sequence or 0 for at in self.topics.read((topic, Partition(partition)), 0, 10_000)]

    def positions(self) -> Counter[int]:
        """How often each position was sent."""
        return Counter(check_event(record).envelope.position for record in self.topics.read_all())

    def read(self) -> Reading:
        """A reader of the topics, driven to their ends."""
        reading = Reading(MemoryBusReader(self.topics))
        reading.drive()
        return reading

    def fullest(self) -> tuple[str, Partition]:
        """The partition with most events."""
        return max(EVENT_PARTITIONS, key=lambda key: len(self.sequences(*key)))


def test_watermarks_keep_the_pace_and_the_last_batch_is_always_covered() -> None:
    world = World(commands=10)
    relay = world.relay()
    relay.step()
    first = world.log.head().position
    world.log.append_chunk(appends(3, seed=6))
    world.steady.now_s = 0.03
    relay.step()
    assert world.marks() == [first]
    world.steady.now_s = 0.05
    relay.step()
    assert world.marks() == [first, world.log.head().position]
    world.steady.now_s = 5.04
    relay.step()
    assert len(world.marks()) == 2
    world.steady.now_s = 5.05
    relay.step()
    assert world.marks()[2:] == [world.log.head().position]


def test_a_relay_that_starts_again_sends_nothing_twice_when_all_was_marked() -> None:
    world = World()
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    sent = {key: world.sequences(*key) for key in EVENT_PARTITIONS}
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    assert {key: world.sequences(*key) for key in EVENT_PARTITIONS} == sent


def test_an_older_relay_ends_at_its_next_word() -> None:
    world = World()
    old, new = world.relay(pace=Pace(0.0, 0.0)), world.relay(pace=Pace(0.0, 0.0))
    old.step()
    new.step()
    with pytest.raises(Superseded):
        old.step()
    new.step()


def test_a_resend_goes_to_the_partitions_head_so_that_its_last_record_is_its_highest() -> None:
    world = World()
    relay = world.relay()
    relay.step()
    topic, partition = world.fullest()
    highest = world.sequences(topic, partition)[-1]
    request_resend(world.store, topic, partition, 2)
    world.log.append_chunk(appends(40, seed=8))
    relay.step()
    sent = world.sequences(topic, partition)
    resent = list(range(2, highest + 1))
    assert sent[highest : highest + len(resent)] == resent
    assert sent[-1] == max(sent)
    assert world.store.requests() == ()


@pytest.mark.parametrize(
    ("topic", "partition", "first"),
    [("socai.people", 16, 1), ("socai.people", -1, 1), ("socai.watermarks", 0, 1), ("socai.people", 1, 0)],
)
def test_a_resend_of_what_does_not_exist_is_refused(topic: str, partition: int, first: int) -> None:
    with pytest.raises(Malformed):
        request_resend(MemoryRelayStore(), topic, partition, first)


def test_a_partition_that_lost_its_tail_is_sent_again_when_a_relay_starts() -> None:
    world = World()
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    topic, partition = world.fullest()
    whole = world.sequences(topic, partition)
    world.topics.cut((topic, partition), len(whole) - 2)
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    assert world.sequences(topic, partition) == whole


def test_after_a_failure_everything_since_the_last_watermark_is_sent_again() -> None:
    world = World(commands=10)
    failures = [0]
    writers: list[FailingWriter] = []

    class Sure(Random):
        def random(self) -> float:
            return 0.0

    def open_writer() -> FailingWriter:
        writers.append(FailingWriter(world.topics, Sure(1), failures))
        return writers[-1]

    relay = Relay(
        world.log,
        world.store,
        world.topics,
        open_writer,
        head=lambda: world.log.head().position,
        clock=lambda: MORNING,
        steady=world.steady,
    )
    relay.step()
    marked = world.log.head().position
    world.log.append_chunk(appends(10, seed=6))
    relay.step()
    acknowledged = world.log.head().position
    assert world.marks() == [marked]
    assert relay.position == acknowledged
    world.log.append_chunk(appends(10, seed=7))
    failures[0] = 1
    with pytest.raises(Unavailable):
        relay.step()
    assert relay.position == marked
    relay.step()
    assert [writer.closed for writer in writers] == [True, False]
    assert max(world.positions()) == world.log.head().position
    assert all(world.positions()[position] == 2 for position in range(marked + 1, acknowledged + 1))


def test_a_relay_goes_on_after_the_last_watermark_that_is_there_whatever_its_hint_says() -> None:
    world = World(commands=10)
    relay = world.relay(pace=Pace(0.0, 0.0))
    publish(relay, world.log)
    marked = world.log.head().position
    kept = len(world.marks())
    world.log.append_chunk(appends(10, seed=6))
    publish(relay, world.log)
    head = world.log.head().position
    world.topics.cut((WATERMARKS, Partition(0)), kept)
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    assert all(world.positions()[position] == 2 for position in range(marked + 1, head + 1))
    assert all(world.positions()[position] == 1 for position in range(1, marked + 1))


def test_when_the_topics_are_gone_everything_is_sent_again() -> None:
    world = World()
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    world.topics = MemoryTopics()
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    assert len(world.read().journal) == world.log.head().position


@given(st.integers(0, 2**32), st.integers(0, 12), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_whatever_fails_or_restarts_a_reader_ends_with_all_once(seed: int, failures: int, restarts: int) -> None:
    world, chance, left = World(commands=0), Random(seed), [failures]
    relay: Relay | None = None
    for batch in range(8):
        world.log.append_chunk(appends(8, seed=batch))
        if relay is None or (restarts and chance.random() < 0.4):
            restarts -= relay is not None
            relay = Relay(
                world.log,
                world.store,
                world.topics,
                lambda: FailingWriter(world.topics, chance, left),
                head=lambda: world.log.head().position,
                clock=lambda: MORNING,
                pace=Pace(0.0, 0.0),
                steady=world.steady,
            )
        try:
            relay.step()
        except Unavailable:
            continue
    left[0] = 0
    assert relay is not None
    publish(relay, world.log)
    reading = world.read()
    assert len(reading.journal) == world.log.head().position
    assert reading.verified() == world.log.head().position
    assert not reading.consumer.gaps()


def older(world: World, position: int) -> MemoryEventStore:
    """A backup of the log that ends at a position."""
    backup = MemoryEventStore(lambda: MORNING)
    backup.append_raw([event.value for event in world.log.read(Position(0), position)])
    return backup


def test_a_log_behind_the_topics_is_refused_until_the_missing_bytes_are_read_back() -> None:
    world = World()
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    whole, world.log = world.log, older(world, 20)
    with pytest.raises(Refusal) as refused:
        world.relay().step()
    assert refused.value.code == "log-behind-topics"
    brought = recover(world.topics, world.log.head().position, world.log.append_raw)
    assert brought == whole.head().position - 20
    assert [at.value for at in world.log.read_all()] == [at.value for at in whole.read_all()]
    world.relay().step()


def test_another_log_than_the_published_one_is_refused() -> None:
    world = World()
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    other = World(commands=0)
    other.log.append_chunk(appends(200, seed=99))
    other.topics = world.topics
    with pytest.raises(Refusal) as refused:
        other.relay().step()
    assert refused.value.code in {"log-differs", "log-behind-topics"}


def test_nothing_is_appended_when_the_topics_have_a_hole() -> None:
    world = World()
    publish(world.relay(pace=Pace(0.0, 0.0)), world.log)
    backup = older(world, 20)
    lost = world.log.read(Position(29), 1)[0]
    world.topics.cut((lost.topic, lost.partition), SequenceNumber(lost.sequence) - 1)
    with pytest.raises(Refusal) as refused:
        recover(world.topics, backup.head().position, backup.append_raw)
    assert refused.value.code == "recover-hole"
    assert backup.head().position == 20
