"""Real parts in containers, by testcontainers, where a Docker engine answers. They live until the run removes them."""

from pathlib import Path

_KAFKA_IMAGE = "confluentinc/cp-kafka:7.6.0"
_POSTGRES_IMAGE = "postgres:15"
_LIST = "containers.txt"


def engine_answers() -> bool:
    """Whether a Docker engine is there. Without one this takes no time: the client finds no socket."""
    import docker
    from docker.errors import DockerException

    try:
        client = docker.from_env(timeout=5)
    except DockerException:
        return False
    try:
        return bool(client.ping())
    except DockerException:
        return False
    finally:
        client.close()


def start_kafka(run: Path) -> str:
    """A broker in KRaft mode; answers its `host:port`."""
    from testcontainers.community.kafka import KafkaContainer

    _keep_until_removed()
    container = KafkaContainer(_KAFKA_IMAGE).with_kraft()
    container.start()
    _remember(run, container.get_wrapped_container().id)
    return str(container.get_bootstrap_server())


def start_postgres(run: Path) -> str:
    """A PostgreSQL server; answers the address of its first database."""
    import secrets

    from testcontainers.community.postgres import PostgresContainer

    _keep_until_removed()
    container = PostgresContainer(
        _POSTGRES_IMAGE, username="socai", password=secrets.token_urlsafe(24), dbname="postgres", driver="psycopg"
    )
    container.start()
    _remember(run, container.get_wrapped_container().id)
    return str(container.get_connection_url())


def remove_all(run: Path) -> None:
    """Remove every container that the run started."""
    if not (run / _LIST).exists():
        return
    import docker
    from docker.errors import NotFound

    client = docker.from_env()
    for identifier in (run / _LIST).read_text(encoding="ascii").split():
        try:
            client.containers.get(identifier).remove(force=True, v=True)
        except NotFound:
            continue
    client.close()


def _keep_until_removed() -> None:
    """The container belongs to the run, not to the worker that happened to start it: no reaper at that worker's end."""
    from testcontainers.core.config import testcontainers_config

    testcontainers_config.ryuk_disabled = True


def _remember(run: Path, identifier: str | None) -> None:
    with (run / _LIST).open("a", encoding="ascii") as file:
        file.write(f"{identifier}\n")
