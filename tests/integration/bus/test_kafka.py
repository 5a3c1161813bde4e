"""The real broker's own ways: topics as declared, records deleted, foreign and truncated messages, a log read back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition

from shared.adapters.kafka.consumer import KafkaBusReader
from shared.adapters.kafka.ends import KafkaTopics
from shared.adapters.kafka.topics import ensure_topics
from shared.adapters.memory.event_store import MemoryEventStore
from shared.contracts.topics import ALL_TOPICS, EVENT_TOPICS, LIFECYCLE, WATERMARKS
from shared.core.clock import system_clock
from shared.core.errors import Refusal
from shared.core.hashing import leaf_hash
from shared.core.stream import Offset, Partition, Position
from shared.flow.recover import recover
from shared.flow.relay import event_record, request_resend
from tests.support.bus_works import Reading
from tests.support.kafka_world import KafkaWorld
from tests.support.relaying import publish

pytestmark = pytest.mark.real


@pytest.fixture
def admin(clean_kafka: str) -> Iterator[KafkaAdminClient]:
    client = KafkaAdminClient(bootstrap_servers=clean_kafka)
    yield client
    client.close()


def a_reading(world: KafkaWorld) -> Reading:
    """A new reader, not yet driven."""
    return Reading(KafkaBusReader(world.bootstrap), timeout_s=0.5)


def journal(world: KafkaWorld) -> dict[int, tuple[str, bytes]]:
    """What a reader must hold."""
    return {position: (subject, leaf) for position, subject, leaf in world.undisturbed()}


def raw(bootstrap: str) -> KafkaProducer:
    """A producer that is not ours."""
    return KafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=True)


def test_the_declared_topics_are_made_once_and_checked_again(clean_kafka: str, admin: KafkaAdminClient) -> None:
    ensure_topics(clean_kafka)
    ensure_topics(clean_kafka)
    described = {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics()}
    assert {topic.name: topic.partitions for topic in ALL_TOPICS}.items() <= described.items()


@pytest.mark.parametrize(
    ("partitions", "configs", "setting"),
    [(8, {}, "partitions"), (16, {"retention.ms": "1000"}, "retention.ms"), (16, {"cleanup.policy": "compact"}, "")],
)
def test_a_topic_that_is_otherwise_is_refused_by_name(
    clean_kafka: str, admin: KafkaAdminClient, partitions: int, configs: dict[str, str], setting: str
) -> None:
    admin.create_topics({LIFECYCLE: {"num_partitions": partitions, "replication_factor": 1, "configs": configs}})
    with pytest.raises(Refusal) as refused:
        ensure_topics(clean_kafka)
    assert refused.value.where == LIFECYCLE
    assert setting in str(refused.value.values["setting"])


def test_records_that_the_broker_deleted_are_a_gap_that_a_resend_mends(
    world: KafkaWorld, admin: KafkaAdminClient
) -> None:
    world.append(120)
    topic, partition = Counter((at.topic, at.partition) for at in world.log.read_all()).most_common(1)[0][0]
    admin.delete_records({TopicPartition(topic, partition): 2})
    reading = a_reading(world)
    reading.drive()
    name = f"{topic}/{partition}"
    assert reading.consumer.gaps()[name].missing == 1
    assert f"{name} #1" in reading.noticed.partitions
    assert reading.complete() < world.log.head().position
    request_resend(world.store, topic, partition, 1)
    publish(world.relay, world.log)
    reading.drive()
    assert reading.journal == journal(world)
    assert reading.verified() == world.log.head().position
    assert reading.consumer.gaps() == {}


def test_a_reader_whose_offset_was_deleted_goes_on_from_the_earliest_of_that_partition_only(
    world: KafkaWorld, admin: KafkaAdminClient
) -> None:
    world.append(120)
    reading = a_reading(world)
    while not reading.journal:
        reading.consumer.step(60, 2.0)
    world.append(60)
    stood = {(at.topic, at.partition): at for at in reading.consumer.checkpoints() if at.offset is not None}
    key = next(iter(stood))
    admin.delete_records({TopicPartition(*key): -1})
    request_resend(world.store, *key, stood[key].sequence + 1)
    publish(world.relay, world.log)
    again = Reading(KafkaBusReader(world.bootstrap), reading.store, timeout_s=0.5)
    again.drive()
    assert again.journal == journal(world)
    assert again.verified() == world.log.head().position


def test_foreign_and_truncated_messages_are_counted_and_nothing_is_lost(world: KafkaWorld) -> None:
    world.append(30)
    producer = raw(world.bootstrap)
    one = event_record(next(iter(world.log.read_all())))
    leaf = ("socai-leaf", leaf_hash(one.value).hex().encode())
    foreign: list[tuple[bytes | None, list[tuple[str, bytes]]]] = [
        (None, [("socai-sequence", b"1")]),
        (b"", [("socai-sequence", b"1"), leaf]),
        (b"\xff\xfe\x00", [("socai-sequence", b"99999999999999999999999"), leaf]),
        (one.value[:-7], [("socai-sequence", b"7"), leaf]),
        (one.value, [("socai-sequence", b"-1"), leaf]),
        (one.value, [("socai-sequence", "٣".encode()), leaf]),
        (one.value, [("socai-sequence", b"1"), ("socai-sequence", b"2"), leaf]),
        (b"[" * 50_000, [("socai-sequence", b"3"), ("socai-leaf", leaf_hash(b"[" * 50_000).hex().encode())]),
    ]
    for topic in EVENT_TOPICS:
        for value, headers in foreign:
            producer.send(topic.name, value, key=b"somebody", headers=headers, partition=0)
    producer.send(WATERMARKS, b'{"position":999999}', partition=0)
    producer.flush(timeout=10)
    producer.close()
    world.append(30)
    reading = a_reading(world)
    reading.drive()
    assert reading.journal == journal(world)
    assert reading.verified() == world.log.head().position
    assert reading.noticed.seen["unreadable"] == len(foreign) * len(EVENT_TOPICS)


def test_a_restored_log_is_refused_and_read_back_from_the_topics_to_the_byte(world: KafkaWorld) -> None:
    world.append(120)
    whole = [event.value for event in world.log.read_all()]
    world.log = MemoryEventStore(system_clock)
    world.log.append_raw(whole[:40])
    behind = KafkaWorld(world.bootstrap)
    behind.log.append_raw(whole[:40])
    with pytest.raises(Refusal) as refused:
        behind.relay.step()
    assert refused.value.code == "log-behind-topics"
    brought = recover(KafkaTopics(world.bootstrap), Position(40), behind.log.append_raw)
    assert brought == len(whole) - 40
    assert [event.value for event in behind.log.read_all()] == whole
    publish(behind.relay, behind.log)


def test_an_offset_hint_that_means_another_event_is_seen_through(world: KafkaWorld) -> None:
    world.append(120)
    reading = a_reading(world)
    reading.drive()
    with reading.store.transaction() as tx:
        for key, at in tx.checkpoints.items():
            if at.sequence > 1:
                tx.checkpoints[key] = replace(at, offset=Offset(0))
    world.append(30)
    again = Reading(KafkaBusReader(world.bootstrap), reading.store, timeout_s=0.5)
    again.drive(limit=1_000)
    assert again.journal == journal(world)
    assert not again.consumer.gaps()


def test_the_watermark_topic_may_be_empty(world: KafkaWorld, admin: KafkaAdminClient) -> None:
    world.append(60)
    admin.delete_records({TopicPartition(WATERMARKS, Partition(0)): -1})
    reading = a_reading(world)
    reading.drive()
    assert reading.journal == journal(world)
    assert reading.complete() == 0
    publish(world.relay, world.log)
    reading.drive()
    assert reading.verified() == world.log.head().position
