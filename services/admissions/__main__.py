"""Process roles of the writer: `python -m services.admissions api | relay`, settings from the environment."""

import sys

from services.admissions.settings import Settings
from shared.adapters.kafka.ends import KafkaTopics
from shared.adapters.kafka.producer import KafkaBusWriter
from shared.adapters.kafka.topics import ensure_topics
from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from shared.adapters.sql.relay_store import SqlRelayStore
from shared.flow.relay import Relay
from shared.http.serving import HealthServer, serve
from shared.ops.observer import RelayMetrics
from shared.ops.roles import run_role
from shared.ops.runner import run_until, stop_on_signals


def api(settings: Settings) -> None:
    """Decide commands, take imports, answer from the log."""
    # Half of a start's time, of which the relay has no need.
    from services.admissions.compose import make_api, open_keys, wire

    with open_keys(settings) as keys:
        admissions = wire(settings, keys, topics=KafkaTopics(_bootstrap(settings)))
        serve(make_api(admissions), host=settings.host, port=settings.port)
        admissions.close()


def relay(settings: Settings) -> None:
    """Send the log's tail to the topics, which are created as declared; the newest relay fences off the others."""
    bootstrap = _bootstrap(settings)
    stop = stop_on_signals()
    database = Database(settings.database_url)
    migrate(database, "admissions")
    store = SqlEventStore(database, settings.clock())
    role = Relay(
        SqlOutbox(database),
        SqlRelayStore(database),
        KafkaTopics(bootstrap),
        lambda: KafkaBusWriter(bootstrap),
        head=lambda: store.head().position,
        clock=settings.clock(),
        observer=RelayMetrics(),
    )

    def reachable() -> str | None:
        store.head()
        return None

    declared = False

    def step() -> bool:
        nonlocal declared
        if not declared:
            ensure_topics(bootstrap)
            declared = True
        return role.step()

    with HealthServer({"database": reachable}, host=settings.host, port=settings.port):
        run_until(stop, step)
    role.close()
    database.dispose()


def _bootstrap(settings: Settings) -> str:
    if settings.kafka_bootstrap is None:
        raise SystemExit("ADMISSIONS_KAFKA_BOOTSTRAP is not set")
    return settings.kafka_bootstrap


if __name__ == "__main__":
    sys.exit(run_role("admissions", {"api": api, "relay": relay}, Settings, sys.argv[1:]))
