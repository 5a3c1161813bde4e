"""Which real parts a test run takes, in the order of the design."""

import pytest

from tests.support.parts import Parts, Source, choose_parts


def never_asked() -> bool:
    """An engine that nobody may ask."""
    raise AssertionError("the Docker engine was asked although both addresses are given")


def test_addresses_in_the_environment_come_first_and_the_engine_is_not_asked() -> None:
    environ = {"KAFKA_BOOTSTRAP": "broker:9092", "DATABASE_URL": "postgresql://server/db"}
    assert choose_parts(environ, never_asked) == Parts(kafka=Source.ENVIRONMENT, postgres=Source.ENVIRONMENT)


@pytest.mark.parametrize(("answers", "source"), [(True, Source.DOCKER), (False, Source.LOCAL)])
def test_without_addresses_an_engine_that_answers_comes_before_local_processes(answers: bool, source: Source) -> None:
    assert choose_parts({}, lambda: answers) == Parts(kafka=source, postgres=source)


@pytest.mark.parametrize(("answers", "source"), [(True, Source.DOCKER), (False, Source.LOCAL)])
def test_each_part_is_chosen_alone(answers: bool, source: Source) -> None:
    only_kafka = choose_parts({"KAFKA_BOOTSTRAP": "broker:9092"}, lambda: answers)
    only_database = choose_parts({"DATABASE_URL": "postgresql://server/db"}, lambda: answers)
    assert only_kafka == Parts(kafka=Source.ENVIRONMENT, postgres=source)
    assert only_database == Parts(kafka=source, postgres=Source.ENVIRONMENT)


def test_an_empty_address_counts_as_none() -> None:
    chosen = choose_parts({"KAFKA_BOOTSTRAP": "", "DATABASE_URL": ""}, lambda: False)
    assert chosen == Parts(kafka=Source.LOCAL, postgres=Source.LOCAL)
