"""The live tail on a real broker: Faust is a shell, the database decides what is applied, and nothing is lost."""

import pytest

from shared.adapters.kafka.consumer import KafkaBusReader
from shared.adapters.kafka.groups import commit_checkpoints, committed_offsets
from shared.adapters.kafka.topics import ensure_topics
from shared.core.errors import Unavailable
from tests.support.bus_works import Reading
from tests.support.kafka_world import KafkaWorld, ReaderDatabase, Start
from tests.support.topics import remove_all_topics
from tests.support.waiting import wait_until

pytestmark = pytest.mark.real
GROUP = "test.read"


def assert_reached(world: KafkaWorld, database: ReaderDatabase) -> None:
    """Wait until the reader is verified to the head, and compare every row."""
    head = world.log.head().position
    wait_until(lambda: database.verified() == head, what=f"verified to {head}")
    assert database.rows() == world.undisturbed()


def set_offsets_to_the_end(world: KafkaWorld) -> None:
    """As after a reader whose database was restored since. A broker that is new has to make its group table first."""
    elsewhere = Reading(KafkaBusReader(world.bootstrap), timeout_s=0.5)
    elsewhere.drive()

    def was_set() -> bool:
        try:
            return commit_checkpoints(world.bootstrap, GROUP, elsewhere.consumer.checkpoints())
        except Unavailable:
            return False

    wait_until(was_set, what="the group's offsets are set")


def test_stopped_nothing_live_is_applied_and_lag_grows_started_again_all_is(
    world: KafkaWorld, database: ReaderDatabase, start: Start
) -> None:
    world.append()
    first = start().ready()
    assert_reached(world, database)
    world.append()
    assert_reached(world, database)
    assert first.stop() == 0
    stopped_at = database.complete()
    lags = []
    for _ in range(3):
        world.append(20)
        lags.append(world.log.head().position - database.complete())
    assert database.complete() == stopped_at
    assert lags == sorted(lags)
    assert lags[0] > 0
    assert lags[2] > lags[0]
    start().ready()
    assert_reached(world, database)


def test_committed_offsets_never_pass_the_checkpoint(world: KafkaWorld, database: ReaderDatabase, start: Start) -> None:
    world.append()
    worker = start().ready()
    at_catch_up = sum(committed_offsets(world.bootstrap, GROUP).values())
    for _ in range(6):
        world.append(30)
        database.assert_offsets_not_passed(world.bootstrap, GROUP)
    assert_reached(world, database)
    wait_until(
        lambda: sum(committed_offsets(world.bootstrap, GROUP).values()) == world.log.head().position,
        what="the hints follow",
    )
    assert at_catch_up < world.log.head().position
    database.assert_offsets_not_passed(world.bootstrap, GROUP)
    assert worker.stop() == 0


def test_a_second_worker_that_joins_and_leaves_loses_and_doubles_nothing(
    world: KafkaWorld, database: ReaderDatabase, start: Start
) -> None:
    world.append()
    first = start().ready()
    world.append()
    second = start().ready()
    for _ in range(4):
        world.append(30)
    assert_reached(world, database)
    assert second.stop() == 0
    for _ in range(4):
        world.append(30)
    assert_reached(world, database)
    database.assert_offsets_not_passed(world.bootstrap, GROUP)
    assert first.stop() == 0


def test_a_killed_worker_is_followed_by_one_that_goes_on_at_the_checkpoint(
    world: KafkaWorld, database: ReaderDatabase, start: Start
) -> None:
    world.append()
    first = start().ready()
    world.append(200)
    first.kill()
    world.append(100)
    start()
    assert_reached(world, database)


def test_topics_that_the_broker_does_not_know_yet_are_read_as_soon_as_it_does(
    world: KafkaWorld, database: ReaderDatabase, start: Start
) -> None:
    remove_all_topics(world.bootstrap)
    early = start("faust")
    wait_until(lambda: "Ignoring missing topic" in early.said(), what="the worker has looked")
    ensure_topics(world.bootstrap)
    early.ready()
    world.append()
    assert_reached(world, database)
    assert early.stop() == 0


def test_offsets_ahead_of_a_restored_database_are_set_back_and_nothing_is_skipped(
    world: KafkaWorld, database: ReaderDatabase, start: Start
) -> None:
    world.append(120)
    set_offsets_to_the_end(world)
    assert sum(committed_offsets(world.bootstrap, GROUP).values()) == world.log.head().position
    start().ready()
    world.append(20)
    assert_reached(world, database)


def test_on_a_gap_the_live_tail_ends_and_the_batch_reader_takes_over(
    world: KafkaWorld, database: ReaderDatabase, start: Start
) -> None:
    world.append(120)
    set_offsets_to_the_end(world)
    alone = start("faust").ready()
    world.append(60)
    assert alone.wait() == 4
    assert "a gap: " in alone.said()
    assert world.undisturbed() != database.rows()
    start().ready()
    assert_reached(world, database)
