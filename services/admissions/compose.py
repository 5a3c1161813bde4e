"""Composition root: Settings to a wired service. The only chooser of adapters; both modes wire the same parts."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, FastAPI, Request
from sqlalchemy import Connection

from services.admissions.adapters.due_reads import SqlDueReads
from services.admissions.adapters.key_travel import KeyBundles
from services.admissions.adapters.scratch import SqlScratch
from services.admissions.adapters.work import SqlWork, make_metadata
from services.admissions.api.arrival_routes import arrival_router
from services.admissions.api.calendar_routes import calendar_router
from services.admissions.api.case_routes import case_router
from services.admissions.api.due_routes import due_router
from services.admissions.api.identity_routes import identity_router
from services.admissions.api.import_routes import IMPORTS_PATH, import_router
from services.admissions.api.log_routes import KEYS_LOAD_PATH, LOG_PATH, key_router, log_router
from services.admissions.api.meeting_routes import meeting_router
from services.admissions.api.next_routes import next_router
from services.admissions.api.office_routes import office_router
from services.admissions.api.policy_routes import policy_router
from services.admissions.api.rating_routes import rating_router
from services.admissions.api.read_routes import read_router
from services.admissions.api.reconcile_routes import RECONCILE_PATH, reconcile_router
from services.admissions.api.requests import AskOf, ask_dependency
from services.admissions.api.training_routes import training_router
from services.admissions.api.write_routes import person_router, unit_router
from services.admissions.app.appending import ChunkedAppend
from services.admissions.app.case import CaseQuery
from services.admissions.app.due import DueQuery
from services.admissions.app.duplicates import Duplicates
from services.admissions.app.folder.table import FolderLimits
from services.admissions.app.handle import CommandHandler
from services.admissions.app.imports import Imports
from services.admissions.app.judge import FolderJudge
from services.admissions.app.log_transfer import LogTransfer
from services.admissions.app.meeting import Meetings
from services.admissions.app.next_steps import NextSteps
from services.admissions.app.offices import OfficeDesk
from services.admissions.app.opening import Opening
from services.admissions.app.particulars import Particulars
from services.admissions.app.policy_acts import PolicyActs
from services.admissions.app.policy_trial import PolicyTrial
from services.admissions.app.query import PersonQuery
from services.admissions.app.rating import Ratings
from services.admissions.app.rating_batch import RatingBatches
from services.admissions.app.reconcile import Reconcile
from services.admissions.app.together import Together
from services.admissions.app.training import Classes
from services.admissions.app.undo import UndoJudge
from services.admissions.settings import Settings
from shared.adapters.crypto.master_key import load_master_key
from shared.adapters.crypto.sealing import AesGcmSeal
from shared.adapters.sql.access_log import SqlAccessLog
from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.key_store import MIGRATIONS, SqlKeyStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from shared.adapters.sql.relay_store import SqlRelayStore
from shared.core.clock import Clock, today
from shared.flow.append import Writer
from shared.flow.recover import check_log, published, recover
from shared.flow.relay import request_resend
from shared.http.app import make_app
from shared.http.caller import Caller, TokenVerifier, backed, caller_dependency
from shared.http.health import Check
from shared.http.question import question_dependency
from shared.ops.observer import WriterMetrics
from shared.ports.bus import Topics
from shared.ports.observer import WriterObserver

LARGE_PATHS = (IMPORTS_PATH, RECONCILE_PATH, LOG_PATH, KEYS_LOAD_PATH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admissions:
    """The service's parts on one database."""

    settings: Settings
    clock: Clock
    database: Database
    store: SqlEventStore
    outbox: SqlOutbox
    relay_store: SqlRelayStore
    work: SqlWork
    opening: Opening[Connection]
    handler: CommandHandler[Connection]
    imports: Imports[Connection]
    rating_batches: RatingBatches[Connection]
    query: PersonQuery[Connection]
    due: DueQuery
    transfer: LogTransfer[Connection]
    limits: FolderLimits
    policy_trial: PolicyTrial[Connection]

    def close(self) -> None:
        """End an import after the chunk at hand, and let go of the database."""
        self.imports.close()
        self.database.dispose()


@contextmanager
def open_keys(settings: Settings, *, make_master_key: bool = False) -> Iterator[SqlKeyStore]:
    """The key store that the settings name. Raises Unavailable. `make_master_key`: at a first start, where wanted."""
    if settings.keystore_url is None or settings.master_key_file is None:
        raise SystemExit("ADMISSIONS_KEYSTORE_URL and ADMISSIONS_MASTER_KEY_FILE are not set")
    database = Database(settings.keystore_url)
    try:
        migrate(database, MIGRATIONS)
        yield SqlKeyStore(database, load_master_key(settings.master_key_file, make=make_master_key))
    finally:
        database.dispose()


def wire(
    settings: Settings,
    keys: SqlKeyStore,
    *,
    topics: Topics | None = None,
    observer: WriterObserver | None = None,
    grown: Callable[[], None] = lambda: None,
    clock: Clock | None = None,
) -> Admissions:
    """The service on its database, brought to the newest schema. Raises Unavailable.

    `topics`: where the log is published; None where it is the bus itself. `grown` hears of events that were loaded or
    read back, `observer` of those appended.
    """
    clock = clock or settings.clock()
    database = Database(settings.database_url)
    migrate(database, "admissions")
    store, outbox = SqlEventStore(database, clock), SqlOutbox(database)
    metadata = make_metadata()
    work = SqlWork(database, metadata)
    work.catch_up()
    writer = Writer(store, within=work.apply, observer=observer or WriterMetrics())
    particulars = Particulars(keys, AesGcmSeal())
    opening = Opening(writer, partial(_compare, store, outbox, topics), settings.first_officers)
    limits = _limits(settings)
    faults_max = settings.import_faults_max
    chunks = ChunkedAppend(writer, particulars, chunk_events_max=settings.import_chunk_events_max)
    return Admissions(
        settings=settings,
        clock=clock,
        database=database,
        store=store,
        outbox=outbox,
        relay_store=SqlRelayStore(database),
        work=work,
        opening=opening,
        handler=CommandHandler(writer, work, particulars, opening, clock),
        imports=Imports(
            FolderJudge(store, work, particulars, clock, scratch=SqlScratch, faults_max=faults_max),
            chunks,
            work,
            opening,
            undo_judge=UndoJudge(store, outbox, work, clock, faults_max=faults_max),
            scratch=SqlScratch,
            limits=limits,
        ),
        rating_batches=RatingBatches(store, work, particulars, chunks, opening, clock=clock, faults_max=faults_max),
        query=PersonQuery(store, work, particulars, SqlAccessLog(database), clock),
        due=DueQuery(SqlDueReads(database, metadata, work.due), SqlAccessLog(database), clock),
        transfer=LogTransfer(
            store,
            outbox,
            work,
            KeyBundles(keys),
            recover=partial(_recover, store, topics),
            loaded=grown,
        ),
        limits=limits,
        policy_trial=PolicyTrial(store, outbox, work, particulars, SqlAccessLog(database), clock=clock),
    )


def _limits(settings: Settings) -> FolderLimits:
    return FolderLimits(
        bytes_max=settings.import_bytes_max,
        rows_max=settings.import_rows_max,
        line_bytes_max=settings.import_line_bytes_max,
        faults_max=settings.import_faults_max,
    )


def make_api(admissions: Admissions, checks: Mapping[str, Check] | None = None) -> FastAPI:
    """The HTTP application; `checks` are readiness checks besides those of the database and the log."""
    settings = admissions.settings
    verifier = TokenVerifier(
        settings.issuer_keys_file, issuer=settings.issuer, audience=settings.audience, clock=admissions.clock
    )

    def judge(by: Caller) -> Caller:
        return backed(by, admissions.work.organisation(), today(admissions.clock()))

    caller = caller_dependency(verifier, judge)
    ask = ask_dependency(caller, admissions.work, admissions.clock)

    def database() -> str | None:
        admissions.store.head()
        return None

    return make_app(
        "admissions",
        [
            unit_router(admissions.handler, ask),
            calendar_router(admissions.handler, admissions.work.organisation, ask, caller),
            policy_router(
                PolicyActs(admissions.handler, admissions.work, admissions.clock), admissions.policy_trial, ask, caller
            ),
            person_router(admissions.handler, ask),
            *_group_routers(admissions, ask, caller),
            arrival_router(admissions.handler, admissions.work.organisation, ask, caller, admissions.clock),
            office_router(OfficeDesk(admissions.handler, admissions.work, admissions.clock), ask, caller),
            read_router(admissions.query, admissions.store.head, caller),
            next_router(NextSteps(admissions.query), caller),
            case_router(CaseQuery(admissions.query), caller),
            identity_router(
                admissions.handler, Duplicates(admissions.store, admissions.work, admissions.clock), ask, caller
            ),
            due_router(
                admissions.due,
                caller=caller,
                question=question_dependency(admissions.clock),
                rebuild=admissions.work.rebuild,
            ),
            import_router(admissions.imports, admissions.limits, caller),
            reconcile_router(_reconcile(admissions), caller),
            log_router(admissions.transfer, partial(request_resend, admissions.relay_store), caller),
            key_router(admissions.transfer, caller),
        ],
        checks={"database": database, "log": admissions.opening.check, **(checks or {})},
        body_bytes_max=settings.body_bytes_max,
        large_paths=frozenset(f"/admissions{path}" for path in LARGE_PATHS),
        large_bytes_max=settings.log_bytes_max,
    )


def _group_routers(admissions: Admissions, ask: AskOf, caller: Callable[[Request], Caller]) -> list[APIRouter]:
    """Acts on many people: meetings, classes, ratings."""
    together = Together(admissions.handler)
    classes = Classes(admissions.handler, together, admissions.store, admissions.work, admissions.clock)
    return [
        meeting_router(Meetings(together, admissions.work, admissions.clock), ask),
        training_router(classes, ask, caller),
        rating_router(
            Ratings(admissions.handler, admissions.store, admissions.work, admissions.clock),
            admissions.rating_batches,
            ask,
            caller,
        ),
    ]


def _reconcile(admissions: Admissions) -> Reconcile[Connection]:
    asked = admissions.query
    return Reconcile(
        admissions.store,
        admissions.work,
        asked.particulars,
        asked.access_log,
        admissions.clock,
        scratch=SqlScratch,
        limits=admissions.limits,
    )


def _compare(store: SqlEventStore, outbox: SqlOutbox, topics: Topics | None) -> None:
    if topics is not None:
        check_log(outbox, store.head().position, published(topics))


def _recover(store: SqlEventStore, topics: Topics | None) -> int:
    return 0 if topics is None else recover(topics, store.head().position, store.append_raw)
