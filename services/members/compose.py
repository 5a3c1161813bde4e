"""Composition root: Settings to a wired service. The only chooser of adapters; both modes wire the same parts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import FastAPI
from sqlalchemy import Connection

from services.members.adapters.read_model import SqlReadModel
from services.members.adapters.stay_store import SqlStayStore
from services.members.adapters.tables import members_metadata
from services.members.adapters.unseal import KeyedUnsealer, NoNames
from services.members.api.read_routes import read_router
from services.members.app.names import NameIndex
from services.members.app.project import MembersProjector
from services.members.app.query import MembersQuery
from services.members.app.search import NameSearch
from services.members.app.sight import AccessWriter
from services.members.settings import Settings
from shared.adapters.crypto.master_key import load_master_key
from shared.adapters.crypto.sealing import AesGcmSeal
from shared.adapters.sql.access_log import SqlAccessLog
from shared.adapters.sql.checkpoint import SqlCheckpointStore
from shared.adapters.sql.engine import Database
from shared.adapters.sql.key_store import MIGRATIONS, SqlKeyStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.organisation import OrganisationTable
from shared.core.clock import Clock, today
from shared.flow.consume import Consumer
from shared.flow.rebuild import rebuild
from shared.http.app import make_app
from shared.http.caller import Caller, TokenVerifier, backed, caller_dependency
from shared.http.health import Check
from shared.http.question import question_dependency, wait_dependency
from shared.ops.metrics import READER_UNKNOWN_TYPES
from shared.ops.observer import MetricsObserver
from shared.ports.bus import BusReader
from shared.ports.key_store import KeyStore
from shared.ports.observer import ReaderObserver

READER = "members"
"""The reader's name in metrics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """The service's parts on one database."""

    settings: Settings
    clock: Clock
    database: Database
    store: SqlCheckpointStore
    projector: MembersProjector[Connection]
    query: MembersQuery
    search: NameSearch

    def rebuild(self) -> None:
        """Empty the derived tables; the reader at work is fenced and begins at the first event. Raises Unavailable."""
        rebuild(self.store, self.projector)

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()


@contextmanager
def open_keys(settings: Settings) -> Iterator[KeyStore]:
    """The key store that the settings name. Raises Unavailable."""
    if settings.keystore_url is None or settings.master_key_file is None:
        raise SystemExit("MEMBERS_KEYSTORE_URL and MEMBERS_MASTER_KEY_FILE are not set")
    database = Database(settings.keystore_url)
    try:
        migrate(database, MIGRATIONS)
        yield SqlKeyStore(database, load_master_key(settings.master_key_file))
    finally:
        database.dispose()


def wire(settings: Settings, keys: KeyStore | None = None, *, clock: Clock | None = None) -> Members:
    """The service on its database, brought to the newest schema. Raises Unavailable.

    `keys`: what names are unsealed with; the reader needs none, and nobody has a name then.
    """
    clock = clock or settings.clock()
    database = Database(settings.database_url)
    migrate(database, "members")
    metadata = members_metadata()
    organisation = OrganisationTable(metadata)
    model = SqlReadModel(database, metadata, organisation)
    names = NameIndex(NoNames() if keys is None else KeyedUnsealer(keys, AesGcmSeal()))
    access = AccessWriter(SqlAccessLog(database), clock)
    unknown = READER_UNKNOWN_TYPES.labels(reader=READER)
    return Members(
        settings=settings,
        clock=clock,
        database=database,
        store=SqlCheckpointStore(database),
        projector=MembersProjector(
            SqlStayStore(database.dialect, metadata, organisation), on_unknown=lambda _type: unknown.inc()
        ),
        query=MembersQuery(model, names, access, clock),
        search=NameSearch(model, names, access, clock),
    )


def make_reader(members: Members, bus: BusReader, observer: ReaderObserver | None = None) -> Consumer[Connection]:
    """The reader, in both modes: it catches up, and goes on live."""
    return Consumer(members.store, members.projector, reader=bus, observer=observer or MetricsObserver(READER))


def make_api(members: Members, checks: Mapping[str, Check] | None = None) -> FastAPI:
    """The HTTP application. `checks`: readiness checks besides that of the database.

    Call `members.search.warm()` before serving, so that no search waits for the index of names.
    """
    settings, query = members.settings, members.query
    verifier = TokenVerifier(
        settings.issuer_keys_file, issuer=settings.issuer, audience=settings.audience, clock=members.clock
    )

    def judge(by: Caller) -> Caller:
        return backed(by, query.organisation(), today(members.clock()))

    router = read_router(
        query,
        members.search,
        caller=caller_dependency(verifier, judge),
        question=question_dependency(members.clock),
        wait=wait_dependency(query.complete, wait_s=settings.min_position_wait_ms / 1000),
        rebuild=members.rebuild,
    )

    def database() -> str | None:
        query.complete()
        return None

    return make_app(
        "members", [router], checks={"database": database, **(checks or {})}, body_bytes_max=settings.body_bytes_max
    )
