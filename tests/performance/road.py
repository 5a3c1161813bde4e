"""One database of each reader on a road: a log, the bus, and how fast what is on it becomes rows and answers."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import Connection

from services.audit import compose as audit
from services.audit.settings import Settings as AuditSettings
from services.indicators import compose as indicators
from services.indicators.settings import Settings as IndicatorsSettings
from services.members import compose as members
from services.members.settings import Settings as MembersSettings
from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.migrate import migrate
from shared.adapters.sql.outbox import SqlOutbox
from shared.core.clock import system_clock
from shared.core.stream import Position
from shared.flow.append import Writer
from shared.flow.consume import Consumer
from shared.ops.runner import run_until
from shared.ports.bus import BusReader
from tests.performance.load import chunks
from tests.support.log_events import append_of, person_stream, step
from tests.support.waiting import wait_until

READERS = ("members", "indicators", "audit")
VISIBLE, PER_SECOND = 200, 20


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader on its own database."""

    consumer: Consumer[Connection]
    complete: Callable[[], Position]
    verify: Callable[[], object] | None = None

    def read_to(self, head: Position) -> None:
        """Step until complete to the head."""
        while self.complete() < head:
            self.consumer.step(timeout_s=0.05)


@contextmanager
def log_on(url: str) -> Iterator[tuple[Database, SqlEventStore, SqlOutbox]]:
    """An empty log."""
    database = Database(url)
    migrate(database, "admissions")
    yield database, SqlEventStore(database, system_clock), SqlOutbox(database)
    database.dispose()


def fill(store: SqlEventStore, events: int) -> Position:
    """Append so many events; answers the head."""
    for chunk in chunks(events):
        store.append_chunk(chunk)
    return store.head().position


@contextmanager
def reader_on(name: str, url: str, bus: BusReader) -> Iterator[Reader]:
    """The reader of a service as its role wires it. Nobody asks, so no issuer is needed."""
    nobody = Path("no-issuer")
    with ExitStack() as stack:
        match name:
            case "members":
                lists = members.wire(MembersSettings(database_url=url, issuer_keys_file=nobody))
                stack.callback(lists.close)
                yield Reader(members.make_reader(lists, bus), lists.query.complete)
            case "indicators":
                ledger = indicators.wire(IndicatorsSettings(database_url=url, issuer_keys_file=nobody))
                stack.callback(ledger.close)
                yield Reader(indicators.make_reader(ledger, bus), ledger.query.complete)
            case _:
                settings = AuditSettings(database_url=url, issuer_keys_file=nobody)
                trail = audit.wire(settings, totals=(lambda at: (at or Position(0), {}),) * 2)
                stack.callback(trail.close)
                yield Reader(audit.make_reader(trail, bus)[0], trail.query.complete, trail.query.verify)
        bus.close()


@contextmanager
def kept_going(*steps: Callable[[], bool]) -> Iterator[None]:
    """Each step again and again in a thread of its own, as roles do it."""
    stop = Event()
    threads = [Thread(target=run_until, args=(stop, each), daemon=True) for each in steps]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join(10)


def visible_ms(store: SqlEventStore, complete: Callable[[], Position], appended: Callable[[], None]) -> list[float]:
    """Milliseconds from an append's start to its event being complete in the reader, at a steady rate, sorted."""
    writer, found = Writer(store), list[float]()
    began = time.perf_counter()
    for number in range(VISIBLE):
        # The rate is what is asked for: one append each twentieth of a second, however fast the last was visible.
        time.sleep(max(0.0, began + number / PER_SECOND - time.perf_counter()))
        name, at = f"visible {number}", time.perf_counter()
        writer.append(append_of(name, [step(name)], {person_stream(name): 0}))
        appended()
        wait_until(partial(_complete_to, store.head().position, complete), what=name, poll_s=0.001)
        found.append((time.perf_counter() - at) * 1000)
    return sorted(found)


def _complete_to(head: Position, complete: Callable[[], Position]) -> bool:
    return complete() >= head


def percentile(ordered: list[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
