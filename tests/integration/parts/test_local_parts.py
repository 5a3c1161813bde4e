"""The real parts: what was acknowledged before a kill is there after it, and the shared ones are as promised."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import NewTopic
from sqlalchemy.engine import make_url

from deploy.parts import LocalKafka, LocalPostgres
from deploy.parts.process import Process
from shared.core.errors import Unavailable

pytestmark = pytest.mark.real


def plain(url: str) -> str:
    """The address as psycopg reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def make_topic(bootstrap: str, name: str) -> None:
    """One partition, one copy."""
    client = KafkaAdminClient(bootstrap_servers=bootstrap)
    client.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    client.close()


def test_postgresql_keeps_what_it_committed_through_repeated_kills(private_postgres: LocalPostgres) -> None:
    with psycopg.connect(plain(private_postgres.url())) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    for n in range(3):
        with psycopg.connect(plain(private_postgres.url())) as connection:
            connection.execute("INSERT INTO kept VALUES (%s)", [n])
        private_postgres.kill()
        assert not private_postgres.running
        private_postgres.start()
    with psycopg.connect(plain(private_postgres.url())) as connection:
        assert connection.execute("SELECT n FROM kept ORDER BY n").fetchall() == [(0,), (1,), (2,)]
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_postgresql_lets_nobody_in_without_its_password(private_postgres: LocalPostgres) -> None:
    wrong = make_url(private_postgres.url()).set(drivername="postgresql", password="guessed")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong.render_as_string(hide_password=False))


def test_kafka_keeps_what_it_acknowledged_through_a_kill(private_kafka: LocalKafka) -> None:
    make_topic(private_kafka.bootstrap, "kept")
    producer = KafkaProducer(bootstrap_servers=private_kafka.bootstrap, enable_idempotence=True)
    for n in range(5):
        producer.send("kept", str(n).encode(), partition=0).get(timeout=30)
    producer.close()
    private_kafka.kill()
    assert not private_kafka.running
    private_kafka.start()
    consumer = KafkaConsumer(bootstrap_servers=private_kafka.bootstrap, enable_auto_commit=False)
    place = TopicPartition("kept", 0)
    consumer.assign([place])
    consumer.seek_to_beginning(place)
    values: list[bytes] = []
    while len(values) < 5:
        values += [record.value for records in consumer.poll(timeout_ms=1000).values() for record in records]
    consumer.close()
    assert values == [b"0", b"1", b"2", b"3", b"4"]


def test_another_handle_on_the_same_folder_stops_the_part(private_postgres: LocalPostgres) -> None:
    other = LocalPostgres(private_postgres.folder)
    assert other.running
    assert other.url() == private_postgres.url()
    other.stop()
    assert not private_postgres.running


def test_a_process_that_ends_while_starting_is_an_error_with_its_last_words(parts_folder: Path) -> None:
    process = Process(parts_folder, "broken")
    process.start(["sh", "-c", "echo no such luck; exit 3"])
    with pytest.raises(Unavailable, match="no such luck"):
        process.wait_until(lambda: False, timeout_s=30)
    assert process.pid is None


def test_a_pid_that_now_belongs_to_somebody_else_is_left_alone(parts_folder: Path) -> None:
    parts_folder.mkdir()
    (parts_folder / "old.pid").write_text("1 12345678901\n", encoding="ascii")
    process = Process(parts_folder, "old")
    assert process.pid is None
    process.kill()
    process.stop()


def test_fresh_databases_share_a_server_and_nothing_else(fresh_database: Callable[[str], str]) -> None:
    first, second = fresh_database("log"), fresh_database("log")
    assert first != second
    with psycopg.connect(plain(first)) as connection:
        connection.execute("CREATE TABLE here (n int)")
    with psycopg.connect(plain(second)) as connection:
        assert connection.execute("SELECT to_regclass('here')").fetchone() == (None,)


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_clean_broker_has_no_topics_left_from_another_test(clean_kafka: str, time: str) -> None:
    client = KafkaAdminClient(bootstrap_servers=clean_kafka)
    assert [name for name in client.list_topics() if not name.startswith("__")] == []
    client.close()
    make_topic(clean_kafka, "left-behind")
