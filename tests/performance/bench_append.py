"""Speed of the append: single, grouped, in chunks; each as a ratio to the raw limit of the same database, same run.

`python -m tests.performance.bench_append [URL…]`; without a URL on a SQLite file in a temporary folder.
The raw limits insert rows of the same size with the bare driver: no lock, no judgement, one commit each or in bulk.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import text

from shared.adapters.sql.engine import Database
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.log_statements import insert_rows
from shared.adapters.sql.migrate import migrate
from shared.core.clock import system_clock
from shared.core.stream import Partition, Position, StreamId, StreamVersion
from shared.core.stream import Sequence as SequenceNumber
from shared.flow.append import Writer
from shared.flow.place import Placed
from shared.ports.event_store import CHUNK_EVENTS_MAX, Append, StoredEvent
from tests.support.log_events import append_of, person_stream, step

SINGLE, GROUPED, CHUNKS = 1_500, 6_000, 6
THREADS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measurement: events a second, and beside it the raw limit's."""

    name: str
    events_per_s: float
    raw_per_s: float

    def __str__(self) -> str:
        return (
            f"{self.name:<44}{self.events_per_s:>10,.0f}/s   raw {self.raw_per_s:>10,.0f}/s"
            f"   ratio {self.events_per_s / self.raw_per_s:.2f}"
        )


def measure(url: str) -> Iterator[Line]:
    """Every append measurement on one empty database."""
    database = Database(url, pool_size=THREADS)
    try:
        migrate(database, "admissions")
        with database.write() as tx:
            tx.execute(text("CREATE TABLE raw_log AS SELECT * FROM log"))
        raw_single = _rate(SINGLE, lambda: _raw(database, SINGLE, 1))
        raw_bulk = _rate(CHUNKS * CHUNK_EVENTS_MAX, lambda: _raw(database, CHUNKS, CHUNK_EVENTS_MAX))
        store = SqlEventStore(database, system_clock)
        kind = database.dialect
        single = _prepared("single", SINGLE)
        yield _line(f"{kind}: append, single", SINGLE, lambda: [store.append([one]) for one in single], raw_single)
        grouped, writer = _prepared("grouped", GROUPED), Writer(store)
        with ThreadPoolExecutor(THREADS) as pool:

            def run() -> object:
                return list(pool.map(writer.append, grouped))

            yield _line(f"{kind}: append, {THREADS} callers grouped", GROUPED, run, raw_single)
        chunks = [_prepared(f"chunk {n}", CHUNK_EVENTS_MAX) for n in range(CHUNKS)]
        count = CHUNKS * CHUNK_EVENTS_MAX
        yield _line(
            f"{kind}: append, chunks of 5,000", count, lambda: [store.append_chunk(c) for c in chunks], raw_bulk
        )
    finally:
        database.dispose()


def raw_bulk(url: str, rows: int) -> float:
    """Rows a second by the bare driver in chunks, on an empty database."""
    database = Database(url)
    try:
        migrate(database, "admissions")
        with database.write() as tx:
            tx.execute(text("CREATE TABLE raw_log AS SELECT * FROM log"))
        return _rate(rows, lambda: _raw(database, rows // CHUNK_EVENTS_MAX, CHUNK_EVENTS_MAX))
    finally:
        database.dispose()


def _prepared(name: str, count: int) -> list[Append]:
    people = [f"{name} {n}" for n in range(count)]
    return [append_of(person, [step(person)], {person_stream(person): 0}, name) for person in people]


def _raw(database: Database, transactions: int, rows: int) -> None:
    value = bytes(600)
    for number in range(transactions):
        first = number * rows
        batch = [
            Placed(
                StoredEvent(Position(n), "socai.dossiers", Partition(0), SequenceNumber(n), value),
                StreamId(f"person-{n:036}"),
                StreamVersion(1),
                f"{n:036}",
                n,
            )
            for n in range(first, first + rows)
        ]
        with database.write() as tx:
            insert_rows(tx, database.dialect, batch, "raw_log")


def _rate(events: int, run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return events / (time.perf_counter() - began)


def _line(name: str, events: int, run: Callable[[], object], raw_per_s: float) -> Line:
    return Line(name=name, events_per_s=_rate(events, run), raw_per_s=raw_per_s)


def main(urls: Sequence[str]) -> None:
    """Print every measurement."""
    with tempfile.TemporaryDirectory() as folder:
        for url in urls or [f"sqlite:///{folder}/log.db"]:
            for line in measure(url):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
