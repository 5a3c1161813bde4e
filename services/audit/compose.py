"""Composition root: Settings to a wired service. The only chooser of adapters; both modes wire the same parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from sqlalchemy import Connection

from services.audit.adapters.counts import HttpCounts
from services.audit.adapters.store import SqlAuditStore
from services.audit.api.read_routes import read_router
from services.audit.app.monitor import Monitor
from services.audit.app.ports import Counts
from services.audit.app.project import AuditProjector
from services.audit.app.query import AuditQuery
from services.audit.app.watch import Watch
from services.audit.settings import Settings
from shared.adapters.sql.access_log import SqlAccessLog
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

READER = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The service's parts on one database."""

    settings: Settings
    clock: Clock
    database: Database
    checkpoints: SqlCheckpointStore
    store: SqlAuditStore
    projector: AuditProjector[Connection]
    monitor: Monitor
    query: AuditQuery

    def rebuild(self) -> None:
        """Empty trail and tree; the reader at work is fenced and begins at the first event. Raises Unavailable."""
        rebuild(self.checkpoints, self.projector)

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()


def wire(
    settings: Settings,
    *,
    totals: tuple[Counts, Counts] | None = None,
    clock: Clock | None = None,
) -> Audit:
    """The service on its database, brought to the newest schema. `totals`: members' and the ledger's, in embedded mode.

    Raises Unavailable.
    """
    clock = clock or settings.clock()
    database = Database(settings.database_url)
    migrate(database, "audit")
    store = SqlAuditStore(database)
    monitor = Monitor(*(totals or _over_http(settings)))
    return Audit(
        settings=settings,
        clock=clock,
        database=database,
        checkpoints=SqlCheckpointStore(database),
        store=store,
        projector=AuditProjector(store, reader=READER),
        monitor=monitor,
        query=AuditQuery(store, SqlAccessLog(database), monitor, clock),
    )


def _over_http(settings: Settings) -> tuple[Counts, Counts]:
    """Both totals over HTTP, as the office `system`. Raises ValueError naming the setting that is missing."""
    members, indicators, file = settings.members_counts_url, settings.indicators_counts_url, settings.token_file
    if members is None or indicators is None or file is None:
        raise ValueError("AUDIT_MEMBERS_COUNTS_URL, AUDIT_INDICATORS_COUNTS_URL and AUDIT_TOKEN_FILE are needed")
    token = file.read_text("utf-8").strip()
    return HttpCounts(members, token), HttpCounts(indicators, token)


def make_reader(audit: Audit, bus: BusReader) -> tuple[Consumer[Connection], Watch]:
    """The reader of both modes, and the watch that keeps what it meets."""
    consumer = Consumer(
        audit.checkpoints,
        audit.projector,
        reader=bus,
        observer=MetricsObserver(READER),
        on_watermark=audit.projector.heard,
    )
    return consumer, Watch(
        consumer, audit.store, lambda: audit.projector.newest, behind_after_s=audit.settings.behind_after_ms / 1000
    )


def make_api(audit: Audit, checks: Mapping[str, Check] | None = None) -> FastAPI:
    """The HTTP application; `checks` are readiness checks besides that of the database."""
    settings, query = audit.settings, audit.query
    verifier = TokenVerifier(
        settings.issuer_keys_file, issuer=settings.issuer, audience=settings.audience, clock=audit.clock
    )

    def judge(by: Caller) -> Caller:
        return backed(by, query.organisation(), today(audit.clock()))

    router = read_router(
        query,
        caller=caller_dependency(verifier, judge),
        question=question_dependency(audit.clock),
        wait=wait_dependency(query.complete, wait_s=settings.min_position_wait_ms / 1000),
        rebuild=audit.rebuild,
    )

    def database() -> str | None:
        query.complete()
        return None

    return make_app(
        READER, [router], checks={"database": database, **(checks or {})}, body_bytes_max=settings.body_bytes_max
    )
