"""`make bench`: the speed of every stage in one run, each beside a raw limit measured in the same run.

`python -m tests.performance.bench [--scale N]`: N multiplies the 30,000 events that are sent and read. Raw limits are
those of the bare libraries on the same parts; docs/performance.md says what they mean.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from shared.adapters.kafka.consumer import KafkaBusReader
from shared.adapters.kafka.ends import KafkaTopics
from shared.adapters.kafka.producer import KafkaBusWriter
from shared.adapters.kafka.topics import ensure_topics
from shared.adapters.sql.bus import LogBusReader
from shared.adapters.sql.event_store import SqlEventStore
from shared.adapters.sql.relay_store import SqlRelayStore
from shared.core.clock import system_clock
from shared.core.stream import Position
from shared.flow.doorbell import Doorbell
from shared.flow.relay import Relay
from shared.flow.watermark import LogMarks
from tests.performance import bench_append, raw
from tests.performance.road import READERS, Reader, fill, kept_going, log_on, percentile, reader_on, visible_ms
from tests.support import databases, parts

EVENTS = 30_000
MEMORY_EVENTS = ("50000", "100000", "200000")


def main() -> None:
    """Print every measurement."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--scale", type=float, default=1.0, help="multiplies the events sent and read")
    events = int(EVENTS * arguments.parse_args().scale)
    run = parts.open_run()
    try:
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; {events:,} events sent and read")
        with tempfile.TemporaryDirectory() as folder:
            for line in measured(Path(folder), events):
                print(line, flush=True)
        print(f"load {os.getloadavg()[0]:.1f} after")
    finally:
        parts.close_run(run)


def measured(folder: Path, events: int) -> Iterator[str]:
    """Every measurement, one line each."""
    server, broker = parts.database_url(), parts.kafka_bootstrap()
    for url in (f"sqlite:///{folder}/append.db", databases.create_database(server, "append")):
        yield from (str(line) for line in bench_append.measure(url))
    with log_on(databases.create_database(server, "log")) as (database, store, outbox):
        head = fill(store, events)
        values = [event.value for event in outbox.read(Position(0), head)]
        yield f"an event is {sum(map(len, values)) / head:.0f} bytes"
        limits = raw.produce(broker, values), raw.consume(broker, head), raw.decode(values), raw.hashing(head)
        yield f"raw: produce {limits[0]:,.0f}/s, consume and decode {limits[1]:,.0f}/s"
        yield f"raw: decode {limits[2]:,.0f}/s, leaf and node {limits[3]:,.0f}/s"
        ensure_topics(broker)
        relay = Relay(
            outbox,
            SqlRelayStore(database),
            KafkaTopics(broker),
            lambda: KafkaBusWriter(broker),
            head=lambda: store.head().position,
            clock=system_clock,
        )
        with closing(relay):
            relay.start()
            yield line("relay: PostgreSQL log to Kafka", head, lambda: send(relay, head), limits[0])
            for name in READERS:
                with reader_on(name, databases.create_database(server, name), KafkaBusReader(broker)) as reader:
                    yield from replayed(f"{name}: Kafka to PostgreSQL", reader, head, limits[1])
                    if name == "members":
                        yield visible("PostgreSQL, Kafka", store, reader, relay)
    yield from embedded(folder, events, limits[2])
    yield from memory(folder)


def embedded(folder: Path, events: int, limit: float) -> Iterator[str]:
    """The same where the log on SQLite is the bus."""
    with log_on(f"sqlite:///{folder}/log.db") as (_, store, outbox):
        head = fill(store, events)
        for name in READERS:
            bell = Doorbell()
            bus = LogBusReader(outbox, LogMarks(outbox, system_clock), bell)
            with reader_on(name, f"sqlite:///{folder}/{name}.db", bus) as reader:
                yield from replayed(f"{name}: SQLite log to SQLite", reader, head, limit)
                if name == "members":
                    yield visible("SQLite, embedded", store, reader, bell)


def replayed(name: str, reader: Reader, head: Position, limit: float) -> Iterator[str]:
    """A reader from nothing to the head, with its rate beside the limit; audit then verifies."""
    yield line(f"replay, {name}", head, lambda: reader.read_to(head), limit)
    if reader.verify is not None:
        yield line(f"verify, {name}", head, reader.verify, raw.nodes(head))


def visible(name: str, store: SqlEventStore, reader: Reader, bus: Relay | Doorbell) -> str:
    """How long an append takes to be complete in members while relay and reader are at work."""

    def read() -> bool:
        return reader.consumer.step(timeout_s=0.05).applied > 0

    if isinstance(bus, Doorbell):
        with kept_going(read):
            found = visible_ms(store, reader.complete, bus.ring)
    else:
        with kept_going(read, bus.step):
            found = visible_ms(store, reader.complete, lambda: None)
    return f"append to visible, {name}: p50 {percentile(found, 0.5):.0f} ms, p99 {percentile(found, 0.99):.0f} ms"


def send(relay: Relay, head: Position) -> None:
    """Until everything is sent and acknowledged, and a watermark says so: readers wait for it."""
    while relay.covered < head:
        relay.step()


def line(name: str, events: int, run: Callable[[], object], raw_per_s: float) -> str:
    """A measurement beside its limit, and what it cost this process: that hardly depends on who else is at work."""
    before = time.process_time()
    found = bench_append.Line(name=name, events_per_s=raw.rate(events, run), raw_per_s=raw_per_s)
    return f"{found}   own CPU {(time.process_time() - before) / events * 1e6:.0f} µs an event"


def memory(folder: Path) -> Iterator[str]:
    """Each role in a process of its own, on a log that grows."""
    url = f"sqlite:///{folder}/growing.db"
    for role in ("write", *READERS):
        command = [sys.executable, "-m", "tests.performance.memory", role, url, str(folder), *MEMORY_EVENTS]
        (folder / f"{role}.db").unlink(missing_ok=True)
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        told = ", ".join(f"{int(n):,} events {mb} MB" for n, mb in map(str.split, done.stdout.splitlines()))
        yield f"memory, {role}: {told}"


if __name__ == "__main__":
    main()
