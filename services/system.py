"""The embedded system put together: four services on SQLite, the log as the bus, readers and monitor in threads."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread

import structlog
from sqlalchemy import Connection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from services.admissions import compose as admissions
from services.admissions.settings import Settings as AdmissionsSettings
from services.audit import compose as audit
from services.audit.app.ports import Counted, Counts
from services.audit.settings import Settings as AuditSettings
from services.indicators import compose as indicators
from services.indicators.app.measure import measure_members
from services.indicators.settings import Settings as IndicatorsSettings
from services.members import compose as members
from services.members.settings import Settings as MembersSettings
from shared.adapters.sql.bus import LogBusReader
from shared.adapters.sql.key_store import SqlKeyStore
from shared.core.clock import system_clock
from shared.core.stream import Position
from shared.flow.consume import Consumer
from shared.flow.doorbell import Doorbell
from shared.flow.watermark import LogMarks
from shared.ops.observer import WriterMetrics
from shared.ops.runner import Heartbeat, run_until

log = structlog.get_logger(__name__)
JOIN_S_MAX = 30.0
MEASURE_S = 15.0


class System:
    """The applications behind one door, and the threads that keep the read models up to the log."""

    def __init__(self, apps: dict[str, ASGIApp]) -> None:
        self.apps = apps
        self._stop = Event()
        self._threads: list[Thread] = []

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand each request to the service that its path names; health routes are the writer's, which are all alike."""
        if scope["type"] != "http":
            return
        service = scope["path"].split("/", 2)[1]
        app = self.apps.get(service if service in self.apps else "admissions")
        await (app or JSONResponse({}, 404))(scope, receive, send)

    def keep(self, name: str, step: Callable[[], bool], *, idle_s: float = 0.0) -> Heartbeat:
        """Run a step again and again in a thread; an exception ends that thread, loudly, and readiness says so."""
        heart = Heartbeat()

        def beating() -> bool:
            busy = step()
            heart.beat()
            return busy

        def run() -> None:
            try:
                run_until(self._stop, beating, idle_s=idle_s)
            except Exception:  # whatever it is: nobody else sees what ended a thread
                log.exception("thread-ended", thread=name)
                raise

        self._threads.append(Thread(target=run, name=name, daemon=True))
        return heart

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop the threads and wait for them."""
        self._stop.set()
        for thread in self._threads:
            thread.join(JOIN_S_MAX)

    @classmethod
    @contextmanager
    def embedded(cls, var: Path, *, issuer_keys_file: Path) -> Iterator["System"]:
        """Everything on files under `var`, started; stopped and closed at the end. Raises Unavailable."""
        with ExitStack() as stack:
            system = _wire(stack, var, issuer_keys_file)
            system.start()
            stack.callback(system.stop)
            yield system


class _RingingMetrics(WriterMetrics):
    """Wakes the readers of this process as soon as something was appended."""

    def __init__(self, ring: Callable[[], None]) -> None:
        super().__init__()
        self._ring = ring

    def appended(self, events: Mapping[str, int], head: Position, seconds: float) -> None:
        """One transaction."""
        super().appended(events, head, seconds)
        self._ring()


def _wire(stack: ExitStack, var: Path, issuer_keys_file: Path) -> System:
    """Top to bottom: writer, the log as the bus, readers, applications."""
    var.mkdir(parents=True, exist_ok=True)
    doorbell = Doorbell()
    writer, keys = _writer(stack, var, issuer_keys_file, doorbell)
    # Hashed anew from the log at each start: what was altered in its file since shows as another root.
    marks = LogMarks(writer.outbox, system_clock)
    lists = members.wire(MembersSettings(database_url=_file(var, "members"), issuer_keys_file=issuer_keys_file), keys)
    stack.callback(lists.close)
    ledger = indicators.wire(
        IndicatorsSettings(database_url=_file(var, "indicators"), issuer_keys_file=issuer_keys_file)
    )
    stack.callback(ledger.close)
    trail = audit.wire(
        AuditSettings(database_url=_file(var, "audit"), issuer_keys_file=issuer_keys_file),
        totals=(_members_total(lists), _ledger_total(ledger)),
    )
    stack.callback(trail.close)

    def bus() -> LogBusReader:
        return LogBusReader(writer.outbox, marks, doorbell)

    consumers = {"members": members.make_reader(lists, bus()), "indicators": indicators.make_reader(ledger, bus())}
    consumers["audit"], watch = audit.make_reader(trail, bus())
    steps = {name: _step(consumer, writer.settings) for name, consumer in consumers.items()}
    steps["audit"] = _step(consumers["audit"], writer.settings, watch.look)
    # Before anything is answered: the writer's root for the log as it lies there now.
    steps["audit"]()
    system = System({})
    hearts = {name: system.keep(f"{name}-read", step).check for name, step in steps.items()}
    hearts["monitor"] = system.keep("monitor", partial(_measure, trail, ledger), idle_s=MEASURE_S).check
    system.apps.update(
        admissions=admissions.make_api(writer, hearts),
        members=members.make_api(lists),
        indicators=indicators.make_api(ledger),
        audit=audit.make_api(trail),
    )
    return system


def _writer(
    stack: ExitStack, var: Path, issuer_keys_file: Path, doorbell: Doorbell
) -> tuple[admissions.Admissions, SqlKeyStore]:
    """The only writer, and the key store, whose master key is made at the first start."""
    settings = AdmissionsSettings(
        database_url=_file(var, "admissions"),
        keystore_url=_file(var, "keystore"),
        master_key_file=var / "keys" / "master.key",
        issuer_keys_file=issuer_keys_file,
    )
    keys = stack.enter_context(admissions.open_keys(settings, make_master_key=True))
    writer = admissions.wire(settings, keys, observer=_RingingMetrics(doorbell.ring), grown=doorbell.ring)
    stack.callback(writer.close)
    return writer, keys


def _step(
    consumer: Consumer[Connection], settings: AdmissionsSettings, look: Callable[[], None] | None = None
) -> Callable[[], bool]:
    def step() -> bool:
        applied = consumer.step(settings.batch_events_max, settings.poll_timeout_ms / 1000).applied
        if look is not None:
            look()
        return applied > 0

    return step


def _measure(trail: audit.Audit, ledger: indicators.Indicators) -> bool:
    """The monitor's round: the two totals, and members by top-level unit."""
    trail.monitor.compare()
    measure_members(ledger.query)
    return False


def _file(var: Path, name: str) -> str:
    return f"sqlite:///{(var / name).resolve()}.sqlite"


def _members_total(service: members.Members) -> Counts:
    def total(position: Position | None) -> Counted:
        answer = service.query.counts(position)
        return Position(answer.position), {(row.unit_id, row.standing): row.count for row in answer.counts}

    return total


def _ledger_total(service: indicators.Indicators) -> Counts:
    def total(position: Position | None) -> Counted:
        answer = service.query.counts(position)
        return answer.position, {(row.unit_id, row.standing): row.count for row in answer.counts}

    return total
