"""What every bus must do, whatever carries it; each bus has a test file that gives the fixture `bus`."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contracts.codec import decode_envelope, decode_watermark
from shared.contracts.topics import WATERMARKS
from shared.core.hashing import leaf_hash
from shared.core.stream import Offset
from shared.flow.rebuild import rebuild
from shared.ports.bus import BusReader, Record
from shared.ports.checkpoint import INITIAL, Checkpoint
from shared.ports.outbox import Outbox
from tests.support.bus_works import AlteringReader, Fault, FaultyReader, Journal, MemoryJournal, Reading, appends

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "transport.json").read_text("utf-8"))["events"]
FAULTS = st.dictionaries(st.integers(0, 150), st.sampled_from(list(Fault)), max_size=12)


@dataclass(kw_only=True)
class BusUnderTest:
    """A log, and the bus that carries it. `publish`: all that was appended is on the bus, with a watermark.

    `resend`: what an operator does about what a reader lacks. `timeout_s`: how long this bus may take to deliver.
    """

    store: Any
    outbox: Outbox
    publish: Callable[[], None]
    open_reader: Callable[[], BusReader]
    resend: Callable[[Reading], None]
    timeout_s: float = 0.0
    opened: list[BusReader] = field(default_factory=list)

    def reader(self) -> BusReader:
        """A new reader, closed at the test's end."""
        self.opened.append(self.open_reader())
        return self.opened[-1]

    def fill(self, commands: int = 80, seed: int = 1) -> None:
        """Append and publish."""
        self.store.append_chunk(appends(commands, seed))
        self.publish()

    def expected(self) -> Journal:
        """What a reader holds when every event was applied once."""
        return {at.position: (decode_envelope(at.value).subject, leaf_hash(at.value)) for at in self.outbox.read_all()}

    def read_all(self) -> Reading:
        """A new reader, driven until nothing more comes."""
        reading = Reading(self.reader(), timeout_s=self.timeout_s)
        reading.drive()
        return reading

    def close(self) -> None:
        """Close what was opened."""
        for reader in self.opened:
            reader.close()


class BusSuite:
    """Run over every bus."""

    examples = 30

    def test_the_vectors_arrive_at_their_partitions_sequences_and_leaves(self, bus: BusUnderTest) -> None:
        bus.store.append_raw([event["value"].encode() for event in VECTORS])
        bus.publish()
        reader = bus.reader()
        reader.seek(INITIAL)
        records: list[Record] = []
        polls = 0
        while len([at for at in records if at.topic != WATERMARKS]) < len(VECTORS) and polls < 200:
            records.extend(reader.poll(30, bus.timeout_s))
            polls += 1
        found = {(at.topic, at.partition, at.sequence): (at.value, at.leaf) for at in records if at.topic != WATERMARKS}
        assert found == {
            (event["topic"], event["partition"], event["sequence"]): (
                event["value"].encode(),
                bytes.fromhex(event["leaf"]),
            )
            for event in VECTORS
        }

    def test_the_last_watermark_covers_everything_with_the_vectors_hashes(self, bus: BusUnderTest) -> None:
        bus.store.append_raw([event["value"].encode() for event in VECTORS])
        bus.publish()
        reader = bus.reader()
        reader.seek(INITIAL)
        marks: list[bytes] = []
        for _ in range(200):
            marks.extend(at.value for at in reader.poll(30, bus.timeout_s) if at.topic == WATERMARKS)
            if marks and decode_watermark(marks[-1]).position == len(VECTORS):
                break
        mark = decode_watermark(marks[-1])
        assert mark.root == VECTORS[-1]["root"]
        hashes = {f"{event['topic']}/{event['partition']}": event["running_hash"] for event in VECTORS}
        assert {name: part.hash for name, part in mark.partitions.items() if part.sequence} == hashes

    def test_a_reader_applies_everything_once_and_is_verified_to_the_head(self, bus: BusUnderTest) -> None:
        bus.fill()
        reading = bus.read_all()
        head = bus.store.head().position
        assert reading.journal == bus.expected()
        assert (reading.complete(), reading.verified()) == (head, head)
        assert not reading.consumer.gaps()
        assert not reading.consumer.problems()
        assert set(reading.noticed.seen) <= {"mismatch"}
        assert reading.noticed.seen["mismatch"] == 0

    def test_a_reader_that_starts_again_goes_on_where_its_rows_end(self, bus: BusUnderTest) -> None:
        bus.fill()
        first = Reading(bus.reader(), timeout_s=bus.timeout_s)
        while not first.journal:
            first.consumer.step(20, bus.timeout_s)
        bus.fill(commands=10, seed=2)
        second = Reading(bus.reader(), first.store, timeout_s=bus.timeout_s)
        second.drive()
        assert second.journal == bus.expected()
        assert second.verified() == bus.store.head().position

    def test_a_watermark_comes_also_when_nothing_else_does(self, bus: BusUnderTest) -> None:
        bus.fill()
        held = bus.read_all().consumer.checkpoints()
        reader = bus.reader()
        reader.seek(held)
        records = [record for _ in range(5) for record in reader.poll(10, bus.timeout_s)]
        assert WATERMARKS in {record.topic for record in records}

    def test_an_offset_that_is_out_of_range_is_only_a_hint(self, bus: BusUnderTest) -> None:
        bus.fill()
        store = Reading(bus.reader()).store
        with store.transaction() as tx:
            for key, at in tx.checkpoints.items():
                tx.checkpoints[key] = Checkpoint(topic=at.topic, partition=at.partition, offset=Offset(1_000_000))
        reading = Reading(bus.reader(), store, timeout_s=bus.timeout_s)
        reading.drive()
        assert reading.journal == bus.expected()

    def test_of_two_readers_on_one_checkpoint_neither_applies_what_the_other_has(self, bus: BusUnderTest) -> None:
        bus.fill()
        one = Reading(bus.reader(), timeout_s=bus.timeout_s)
        two = Reading(bus.reader(), one.store, timeout_s=bus.timeout_s)
        for _ in range(12):
            one.consumer.step(20, bus.timeout_s)
            two.consumer.step(30, bus.timeout_s)
        one.drive()
        two.drive()
        assert one.journal == bus.expected()
        assert one.noticed.seen["fenced"] + two.noticed.seen["fenced"] > 0

    def test_a_rebuild_gives_the_same_rows_again(self, bus: BusUnderTest) -> None:
        bus.fill()
        reading = bus.read_all()
        before = dict(reading.journal)
        rebuild(reading.store, MemoryJournal())
        assert reading.journal == {}
        bus.publish()
        reading.drive()
        assert reading.journal == before

    def test_whatever_the_bus_does_is_noticed_and_mended_by_a_resend(self, bus: BusUnderTest) -> None:
        bus.fill()
        expected = bus.expected()

        @settings(max_examples=self.examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(plan=FAULTS, seed=st.integers(0, 2**32))
        def disturbed(plan: dict[int, Fault], seed: int) -> None:
            faulty = FaultyReader(bus.reader(), plan, seed)
            reading = Reading(faulty, timeout_s=bus.timeout_s)
            reading.drive()
            seen = reading.noticed.seen
            assert seen["unreadable"] >= faulty.done[Fault.ALTER] + faulty.done[Fault.TRUNCATE]
            assert seen["held"] + seen["discarded"] >= faulty.done[Fault.REPEAT]
            # A copy that was repeated and then trades places with the next event leaves no gap.
            assert not faulty.done[Fault.REORDER] or seen["gap"] or faulty.done[Fault.REPEAT]
            if reading.journal != expected:
                assert reading.missing(), "something is lacking and nothing says so"
                assert reading.complete() < bus.store.head().position
            faulty.calm()
            for _ in range(3):
                if not reading.missing():
                    break
                bus.resend(reading)
                reading.drive()
            assert reading.journal == expected
            assert not reading.consumer.gaps()
            assert reading.verified() == bus.store.head().position
            reading.consumer.forget()

        disturbed()

    def test_bytes_altered_together_with_their_leaf_are_found_by_the_running_hash(self, bus: BusUnderTest) -> None:
        bus.fill()
        head = bus.store.head().position
        reading = Reading(AlteringReader(bus.reader(), {5: Fault.ALTER}), timeout_s=bus.timeout_s)
        reading.drive()
        problems = reading.consumer.problems()
        assert len({problem.partition for problem in problems}) == 1
        assert reading.noticed.seen["mismatch"] > 0
        assert reading.verified() < head
