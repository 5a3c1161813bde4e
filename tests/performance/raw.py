"""The raw limits of a run, with the bare libraries: what stands in the way before a line of ours is reached."""

import time
from collections.abc import Callable, Sequence
from hashlib import sha256

import msgspec
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient

from shared.contracts.envelope import Envelope
from shared.core.hashing import leaf_hash, node_hash

TOPIC = "raw-limit"
PARTITIONS = 16


def rate(count: int, run: Callable[[], object]) -> float:
    """How many a second."""
    began = time.perf_counter()
    run()
    return count / (time.perf_counter() - began)


def produce(bootstrap: str, values: Sequence[bytes]) -> float:
    """kafka-python, acks=all, idempotent, no headers, nothing else done."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics({TOPIC: {"num_partitions": PARTITIONS, "replication_factor": 1}})
    admin.wait_for_topics([TOPIC])
    admin.close()
    producer = KafkaProducer(
        bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, linger_ms=5, batch_size=262_144
    )

    def run() -> None:
        for number, value in enumerate(values):
            producer.send(TOPIC, value, partition=number % PARTITIONS)
        producer.flush()

    found = rate(len(values), run)
    producer.close()
    return found


def consume(bootstrap: str, count: int) -> float:
    """kafka-python: what `produce` sent, taken and decoded; no database."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="earliest")
    consumer.assign([TopicPartition(TOPIC, number) for number in range(PARTITIONS)])
    decode = msgspec.json.Decoder(Envelope).decode

    def run() -> None:
        seen = 0
        while seen < count:
            for messages in consumer.poll(timeout_ms=500, max_records=5_000).values():
                for message in messages:
                    decode(message.value)
                seen += len(messages)

    found = rate(count, run)
    consumer.close()
    return found


def decode(values: Sequence[bytes]) -> float:
    """msgspec on the envelope alone."""
    one = msgspec.json.Decoder(Envelope).decode
    return rate(len(values), lambda: [one(value) for value in values])


def hashing(count: int) -> float:
    """A leaf and an inner node an event: what a tree costs at least."""
    value = bytes(850)
    digest = sha256(value).digest()
    return rate(count, lambda: [node_hash(digest, leaf_hash(value)) for _ in range(count)])


def nodes(count: int) -> float:
    """An inner node a leaf, of leaves that are there: what recomputing a tree costs at least."""
    digest = sha256(b"").digest()
    return rate(count, lambda: [node_hash(digest, digest) for _ in range(count)])
