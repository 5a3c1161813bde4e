"""Requirement 13: foreign and truncated Kafka messages on every topic are noticed and named, and change no answer."""

import hashlib

import pytest
from kafka import KafkaProducer

from tests.acceptance.own_reader import PARTITIONS, WATERMARKS, read_topics
from tests.support.systems import ClusterSystem, metric
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.requirement("3.13"), pytest.mark.real, pytest.mark.fault]
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("/members/units/nam-giang/members", {"as_of": "2019-12-31"}),
    ("/indicators/units/nam-giang/statistics/1-TCTW", {"period": "2015-01-01/2019-12-31"}),
    ("/audit/verify", {}),
)
READERS = ("members", "indicators", "audit")
UNREADABLE = "socai_reader_malformed_total"
Headers = list[tuple[str, bytes]]


def foreign(value: bytes, sequence: bytes) -> list[tuple[bytes | None, Headers]]:
    """Records that no writer of ours sends: without value, headers or sense; cut; with numbers that are none."""

    def named(data: bytes) -> Headers:
        return [("socai-sequence", sequence), ("socai-leaf", hashlib.sha256(b"\x00" + data).hexdigest().encode())]

    return [
        (b"hello", []),
        (None, named(b"")),
        (b"\xff\xfe\x00", named(b"\xff\xfe\x00")),
        (value[:-7], named(value[:-7])),
        (value[:-7], named(value)),
        (b"[" * 50_000, named(b"[" * 50_000)),
        (value, [("socai-sequence", b"-1"), named(value)[1]]),
        (value, [("socai-sequence", "٣".encode()), named(value)[1]]),
    ]


def test_foreign_and_truncated_messages_are_noticed_named_and_change_nothing(written_cluster: ClusterSystem) -> None:
    system = written_cluster
    before = [_body(system, path, query) for path, query in ASKED]
    counted = {reader: metric(system.metrics(), UNREADABLE, reader=reader) for reader in READERS}
    heads = {record.topic: record for record in read_topics(system.cluster.kafka.bootstrap) if record.partition == 0}
    producer = KafkaProducer(bootstrap_servers=system.cluster.kafka.bootstrap, enable_idempotence=True)
    try:
        for topic in PARTITIONS:
            last = heads[topic]
            following = str(int(last.headers["socai-sequence"]) + 1).encode()
            for value, headers in foreign(last.value, following):
                producer.send(topic, value, key=b"somebody", headers=headers, partition=0)
        for value in (b"", b"no json", b'{"position":999999999}', heads[WATERMARKS].value[:-9]):
            producer.send(WATERMARKS, value, partition=0)
        producer.flush(timeout=30)
    finally:
        producer.close()
    wait_until(
        lambda: all(metric(system.metrics(), UNREADABLE, reader=reader) >= counted[reader] + 8 for reader in READERS),
        what="the readers have named what they met",
    )
    assert [_body(system, path, query) for path, query in ASKED] == before
    written = system.post(
        "/admissions/units/ng-cq-8/facts", {"fact": "classes", "value": "1", "effective_on": "2020-05-04"}
    )
    assert written.status_code == 200, written.text
    assert all(system.get(path, **query).status_code == 200 for path, query in ASKED)
    verified = system.answer("/audit/verify")
    assert verified["problems"] == []


def _body(system: ClusterSystem, path: str, query: dict[str, str]) -> bytes:
    return system.get(path, **query).content
