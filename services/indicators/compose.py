"""Composition root: Settings to a wired service. The only chooser of adapters; both modes wire the same parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from sqlalchemy import Connection

from services.indicators.adapters.ledger import SqlLedger
from services.indicators.api.read_routes import read_router
from services.indicators.app.project import LedgerProjector
from services.indicators.app.query import IndicatorsQuery
from services.indicators.settings import Settings
from shared.adapters.sql.checkpoint import SqlCheckpointStore
from shared.adapters.sql.engine import Database
from shared.adapters.sql.migrate import migrate
from shared.core.clock import Clock, today
from shared.flow.consume import Consumer
from shared.flow.rebuild import rebuild
from shared.http.app import make_app
from shared.http.caller import Caller, TokenVerifier, backed, caller_dependency
from shared.http.health import Check
from shared.http.question import question_dependency, wait_dependency
from shared.ops.observer import MetricsObserver
from shared.ports.bus import BusReader
from shared.ports.observer import ReaderObserver

READER = "indicators"
"""The reader's name in metrics, and of its consumer group: `indicators.read`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """The service's parts on one database."""

    settings: Settings
    clock: Clock
    database: Database
    store: SqlCheckpointStore
    projector: LedgerProjector[Connection]
    query: IndicatorsQuery

    def rebuild(self) -> None:
        """Empty the ledger; the reader at work is fenced and begins at the first event. Raises Unavailable."""
        rebuild(self.store, self.projector)

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()


def wire(settings: Settings, *, clock: Clock | None = None) -> Indicators:
    """The service on its database, brought to the newest schema. Raises Unavailable."""
    clock = clock or settings.clock()
    database = Database(settings.database_url)
    migrate(database, "indicators")
    ledger = SqlLedger(database)
    return Indicators(
        settings=settings,
        clock=clock,
        database=database,
        store=SqlCheckpointStore(database),
        projector=LedgerProjector(ledger, reader=READER),
        query=IndicatorsQuery(ledger, clock),
    )


def make_reader(
    indicators: Indicators, bus: BusReader | None, observer: ReaderObserver | None = None
) -> Consumer[Connection]:
    """The reader of both modes. Without a bus it is handed its records: by the live tail of distributed mode."""
    watching = observer or MetricsObserver(READER)
    return Consumer(indicators.store, indicators.projector, reader=bus, observer=watching)


def make_api(indicators: Indicators, checks: Mapping[str, Check] | None = None) -> FastAPI:
    """The HTTP application; `checks` are readiness checks besides that of the database."""
    settings, query = indicators.settings, indicators.query
    verifier = TokenVerifier(
        settings.issuer_keys_file, issuer=settings.issuer, audience=settings.audience, clock=indicators.clock
    )

    def judge(by: Caller) -> Caller:
        return backed(by, query.organisation(), today(indicators.clock()))

    router = read_router(
        query,
        caller=caller_dependency(verifier, judge),
        question=question_dependency(indicators.clock),
        wait=wait_dependency(query.complete, wait_s=settings.min_position_wait_ms / 1000),
        rebuild=indicators.rebuild,
    )

    def database() -> str | None:
        query.complete()
        return None

    return make_app(
        "indicators", [router], checks={"database": database, **(checks or {})}, body_bytes_max=settings.body_bytes_max
    )
