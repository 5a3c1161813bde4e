"""A log in memory, a relay to a real broker, and reader processes on databases of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from shared.adapters.kafka.ends import KafkaTopics
from shared.adapters.kafka.groups import committed_offsets
from shared.adapters.kafka.producer import KafkaBusWriter
from shared.adapters.kafka.topics import ensure_topics
from shared.adapters.memory.event_store import MemoryEventStore
from shared.adapters.memory.relay_store import MemoryRelayStore
from shared.adapters.sql.checkpoint import SqlCheckpointStore
from shared.adapters.sql.engine import Database
from shared.core.clock import system_clock
from shared.flow.relay import Relay
from shared.flow.watermark import Pace
from shared.ports.checkpoint import Checkpoint
from tests.support import journal
from tests.support.bus_works import appends
from tests.support.relaying import publish
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]


class KafkaWorld:
    """The writer's side on a broker."""

    def __init__(self, bootstrap: str) -> None:
        ensure_topics(bootstrap)
        self.bootstrap = bootstrap
        self.log = MemoryEventStore(system_clock)
        self.store = MemoryRelayStore()
        self._seed = 0
        self.relay = Relay(
            self.log,
            self.store,
            KafkaTopics(bootstrap),
            lambda: KafkaBusWriter(bootstrap),
            head=lambda: self.log.head().position,
            clock=system_clock,
            pace=Pace(0.0, 0.0),
        )

    def append(self, commands: int = 60) -> None:
        """Append so many commands and send them, with a watermark."""
        self._seed += 1
        self.log.append_chunk(appends(commands, self._seed))
        publish(self.relay, self.log)

    def undisturbed(self) -> list[tuple[int, str, bytes]]:
        """What a reader's journal must be."""
        return journal.undisturbed(list(self.log.read_all()))


class ReaderDatabase:
    """One reader's database, looked at from outside."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._database = Database(url)
        journal.make_tables(self._database)

    def rows(self) -> list[tuple[int, str, bytes]]:
        """What was applied."""
        return journal.rows(self._database)

    def checkpoints(self) -> list[Checkpoint]:
        """Where the reader stands."""
        with self._database.read() as tx:
            return SqlCheckpointStore(self._database).load(tx)

    def complete(self) -> int:
        """The position that every partition is complete to."""
        return min(at.complete for at in self.checkpoints())

    def verified(self) -> int:
        """The position that every partition is verified to."""
        return min(at.verified for at in self.checkpoints())

    def assert_offsets_not_passed(self, bootstrap: str, group: str) -> None:
        """The group's committed offsets are hints: none is beyond the checkpoint. Committed first, then compared."""
        committed = committed_offsets(bootstrap, group)
        reached = {
            (at.topic, int(at.partition)): 0 if at.offset is None else at.offset + 1 for at in self.checkpoints()
        }
        passed = {key: (offset, reached[key]) for key, offset in committed.items() if offset > reached[key]}
        assert not passed, f"committed offsets beyond the checkpoint: {passed}"

    def close(self) -> None:
        """Let go."""
        self._database.dispose()


class ReaderProcess:
    """A reader process: `live` (batch, then Faust), `faust` alone, or `batch` alone."""

    def __init__(self, mode: str, bootstrap: str, database: ReaderDatabase, group: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / f"{mode}-{len(list(folder.iterdir()))}.log"
        command = [sys.executable, "-m", "tests.support.live_reader", mode, bootstrap, database.url, group]
        with self._log.open("wb") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=dict(os.environ))

    def said(self) -> str:
        """What it has logged."""
        return self._log.read_text("utf-8", errors="replace")

    def ready(self) -> "ReaderProcess":
        """Wait until its agent has partitions, or it has gone on as a batch reader."""
        wait_until(
            lambda: "live-tail-assigned" in self.said() or self.process.poll() is not None,
            what=f"a live tail with partitions\n{self.said()[-2000:]}",
        )
        return self

    def stop(self) -> int:
        """End it in order; answers its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.wait(30)

    def wait(self) -> int:
        """Wait for its end; answers its exit code."""
        return self.process.wait(60)


Start = Callable[..., ReaderProcess]
