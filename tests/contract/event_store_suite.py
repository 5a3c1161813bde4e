"""The port suite of the log: every adapter of EventStore and Outbox passes it, with one set of expectations.

A module that runs it subclasses EventStoreSuite and gives a fixture `log` with an empty LogUnderTest.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest

from shared.contracts.codec import decode_envelope
from shared.contracts.topics import EVENT_PARTITIONS
from shared.core.clock import parse_instant
from shared.core.errors import Conflict, Malformed
from shared.core.hashing import ZERO_HASH, TreeFrontier, leaf_hash, running_hash
from shared.core.stream import Partition, Position, StreamVersion
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.event_store import Append, Appended, EventStore, Head, StoredEvent
from shared.ports.outbox import Outbox
from tests.support.log_events import MORNING, append_of, person_stream, renamed, step

VECTORS = Path(__file__).parents[1] / "vectors" / "transport.json"


class RawStore(EventStore[Any], Protocol):
    """An event store that also takes stored bytes back."""

    def append_raw(self, values: Sequence[bytes]) -> Head:
        """Store bytes as they are."""


class TestClock:
    """Stands still until it is set, also backwards."""

    __test__ = False

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@dataclass
class LogUnderTest:
    """An empty log through both of its ports."""

    store: RawStore
    outbox: Outbox
    clock: TestClock


def placed(outcome: Appended | Exception) -> Appended:
    """The outcome of an append that must have worked."""
    assert isinstance(outcome, Appended), outcome
    return outcome


def all_events(log: LogUnderTest) -> list[StoredEvent]:
    """The whole log."""
    return list(log.outbox.read_all())


def vector_values() -> list[bytes]:
    """The stored bytes of the transport vectors, in log order."""
    return [event["value"].encode() for event in json.loads(VECTORS.read_text(encoding="utf-8"))["events"]]


class EventStoreSuite:
    """What the log promises."""

    def test_an_empty_log_has_position_zero_and_no_time(self, log: LogUnderTest) -> None:
        assert log.store.head() == Head(Position(0), None)
        assert all_events(log) == []
        assert log.store.read_streams([person_stream("an")]) == {person_stream("an"): []}

    def test_what_is_stored_names_its_own_place(self, log: LogUnderTest) -> None:
        command = append_of("one", [step("an"), step("an", "C3"), renamed("pa-dau")], {person_stream("an"): 0})
        outcome = placed(log.store.append([command])[0])
        envelopes = [decode_envelope(event.value) for event in outcome.events]
        assert [envelope.position for envelope in envelopes] == [1, 2, 3]
        assert [envelope.streamversion for envelope in envelopes] == [1, 2, 1]
        assert {parse_instant(envelope.time) for envelope in envelopes} == {MORNING} == {outcome.time}
        assert {envelope.commandid for envelope in envelopes} == {command.command_id}
        assert [event.sequence for event in outcome.events] == [1, 2, 1]
        assert (outcome.first, outcome.last, outcome.repeated) == (1, 3, False)
        assert all_events(log) == list(outcome.events)
        assert log.store.head() == Head(Position(3), MORNING)

    def test_each_command_of_a_group_has_a_time_of_its_own_later_than_the_one_before(self, log: LogUnderTest) -> None:
        outcomes = log.store.append([append_of(name, [step(name), step(name)]) for name in ("an", "binh", "chi")])
        assert [placed(outcome).time for outcome in outcomes] == [MORNING + timedelta(microseconds=n) for n in range(3)]

    def test_time_goes_forward_also_when_the_clock_goes_back(self, log: LogUnderTest) -> None:
        log.store.append([append_of("one", [step("an")])])
        log.clock.now = MORNING - timedelta(days=1)
        assert placed(log.store.append([append_of("two", [step("an")])])[0]).time == MORNING + timedelta(microseconds=1)
        log.clock.now = MORNING + timedelta(hours=1)
        assert placed(log.store.append([append_of("three", [step("an")])])[0]).time == MORNING + timedelta(hours=1)

    def test_a_stale_command_gets_a_conflict_and_disturbs_no_other(self, log: LogUnderTest) -> None:
        log.store.append([append_of("zero", [step("an")])])
        first, stale, last = log.store.append(
            [
                append_of("first", [step("an")], {person_stream("an"): 1}),
                append_of("stale", [step("an"), step("binh")], {person_stream("an"): 1}),
                append_of("last", [step("an")], {person_stream("an"): 2}),
            ]
        )
        assert isinstance(stale, Conflict)
        assert stale.values["expected"] == 1
        assert stale.values["actual"] == 2
        assert [placed(first).first, placed(last).first] == [2, 3]
        assert len(all_events(log)) == 3

    def test_a_version_that_was_only_read_is_held_to_as_well(self, log: LogUnderTest) -> None:
        log.store.append([append_of("zero", [renamed("pa-dau")])])
        (outcome,) = log.store.append([append_of("one", [step("an")], {renamed("pa-dau").stream: 0})])
        assert isinstance(outcome, Conflict)
        assert log.store.head().position == 1

    def test_a_repeated_command_is_answered_with_where_it_stands(self, log: LogUnderTest) -> None:
        command = append_of("one", [step("an"), step("an")], {person_stream("an"): 0})
        first, again = log.store.append([command, command])
        later = placed(log.store.append([append_of("two", [step("binh")]), command])[1])
        for repeated in (placed(again), later):
            assert repeated.repeated
            assert (repeated.first, repeated.last, repeated.time) == (1, 2, MORNING)
            assert list(repeated.events) == list(placed(first).events)
        assert log.store.head().position == 3

    def test_a_command_known_by_its_id_alone_is_found(self, log: LogUnderTest) -> None:
        command = append_of("one", [step("an")])
        log.store.append([command, append_of("two", [step("binh")])])
        asked = Append(command_id=command.command_id, expected={}, events=())
        assert placed(log.store.append([asked])[0]).events[0].position == 1
        nothing = placed(log.store.append([append_of("three", [])])[0])
        assert (nothing.events, nothing.repeated) == ((), False)
        assert log.store.head().position == 2

    def test_a_chunk_has_one_time_and_is_written_whole_or_not_at_all(self, log: LogUnderTest) -> None:
        chunk = [append_of(name, [step(name)], {person_stream(name): 0}, "batch-1") for name in ("an", "binh", "chi")]
        outcome = log.store.append_chunk(chunk)
        assert {decode_envelope(event.value).time for event in outcome.events} == {"2026-01-01T01:00:00.000000Z"}
        bad = [append_of("dung", [step("dung")]), append_of("late", [step("an")], {person_stream("an"): 0})]
        with pytest.raises(Conflict) as caught:
            log.store.append_chunk(bad)
        assert caught.value.values["command_id"] == bad[1].command_id
        assert log.store.head().position == 3

    def test_a_chunk_sent_again_writes_only_what_is_not_there(self, log: LogUnderTest) -> None:
        chunk = [append_of(name, [step(name)], {person_stream(name): 0}, "batch-1") for name in ("an", "binh")]
        log.store.append_chunk(chunk[:1])
        mixed = log.store.append_chunk(chunk)
        assert (mixed.first, mixed.last, mixed.repeated) == (1, 2, False)
        assert log.store.append_chunk(chunk).repeated
        assert log.store.head().position == 2

    def test_what_runs_within_sees_the_events_and_its_failure_undoes_them(self, log: LogUnderTest) -> None:
        seen: list[Sequence[StoredEvent]] = []
        log.store.append([append_of("one", [step("an")])], within=lambda _tx, events: seen.append(events))
        assert [event.position for event in seen[0]] == [1]

        def fail(_tx: object, _events: Sequence[StoredEvent]) -> None:
            raise LookupError("work queue")

        with pytest.raises(LookupError):
            log.store.append([append_of("two", [step("an")])], within=fail)
        with pytest.raises(LookupError):
            log.store.append_chunk([append_of("two", [step("an")])], within=fail)
        assert log.store.head().position == 1
        assert placed(log.store.append([append_of("two", [step("an")])])[0]).first == 2

    def test_streams_are_read_by_version(self, log: LogUnderTest) -> None:
        log.store.append([append_of(f"{n}", [step("an"), step("binh")]) for n in range(3)])
        an, binh = person_stream("an"), person_stream("binh")
        assert [event.position for event in log.store.read_stream(an)] == [1, 3, 5]
        assert [event.position for event in log.store.read_stream(an, StreamVersion(1))] == [3, 5]
        both = log.store.read_streams([binh, an])
        assert {stream: [e.position for e in events] for stream, events in both.items()} == {
            an: [1, 3, 5],
            binh: [2, 4, 6],
        }

    def test_the_outbox_reads_by_position_and_by_sequence(self, log: LogUnderTest) -> None:
        log.store.append([append_of(f"{n}", [renamed("pa-dau"), step("an")]) for n in range(4)])
        assert [event.position for event in log.outbox.read(Position(3), 2)] == [4, 5]
        assert [event.position for event in log.outbox.read_all(Position(6))] == [7, 8]
        found = log.outbox.read_partition("socai.organisation", Partition(0), SequenceNumber(2), 2)
        assert [(event.sequence, event.position) for event in found] == [(2, 3), (3, 5)]

    def test_the_transport_vectors_get_their_places_and_hashes(self, log: LogUnderTest) -> None:
        vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["events"]
        values = vector_values()
        log.store.append_raw(values[:31])
        assert log.store.append_raw(values[31:]).position == 80
        tree, running = TreeFrontier(), dict.fromkeys(EVENT_PARTITIONS, ZERO_HASH)
        for event, vector in zip(all_events(log), vectors, strict=True):
            key = (event.topic, event.partition)
            leaf = leaf_hash(event.value)
            running[key] = running_hash(running[key], leaf)
            tree.append(leaf)
            assert event.value == vector["value"].encode()
            assert (event.topic, event.partition, event.sequence) == (
                vector["topic"],
                vector["partition"],
                vector["sequence"],
            )
            assert leaf.hex() == vector["leaf"]
            assert running[key].hex() == vector["running_hash"]
            assert tree.root().hex() == vector["root"]

    def test_appending_goes_on_after_stored_bytes_came_back(self, log: LogUnderTest) -> None:
        log.store.append_raw(vector_values())
        outcome = placed(log.store.append([append_of("one", [renamed("pa-dau")])])[0])
        assert outcome.first == 81
        assert outcome.time == MORNING

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b'"position":3,', b'"position":4,'),
            (b'"streamversion":', b'"streamversion":1'),
            (b'"time":"2026-', b'"time":"2025-'),
            (b'000003Z"', b'3Z"'),
            (b'"type":"vn.socai.', b'"type":"vn.other.'),
            (b'"source":"/admissions"', b'"source":"/elsewhere"'),
            (b'"specversion":"1.0"', b'"specversion":"0.3"'),
            (b'"data":', b'"data":\n'),
            (b'"note":"', b'"note":"\xff'),
            (b"}}", b"}"),
            (b'"note":"', b'"note":"' + b"x" * 65_536),
        ],
    )
    def test_stored_bytes_that_do_not_fit_are_refused_and_nothing_is_written(
        self, log: LogUnderTest, old: bytes, new: bytes
    ) -> None:
        values = vector_values()[:3]
        altered = values[2].replace(old, new, 1)
        assert altered != values[2]
        with pytest.raises(Malformed):
            log.store.append_raw([*values[:2], altered])
        assert log.store.head().position == 0

    def test_two_appends_never_share_a_time_when_bytes_come_back(self, log: LogUnderTest) -> None:
        first, second = vector_values()[:2]
        with pytest.raises(Malformed):
            log.store.append_raw([first, second.replace(b"000002Z", b"000001Z")])
        chunk = [append_of(name, [step(name), step(name)], batch_id="batch-1") for name in ("an", "binh")]
        log.store.append_chunk(chunk)
        values = [event.value for event in all_events(log)]
        assert len({decode_envelope(value).time for value in values}) == 1
