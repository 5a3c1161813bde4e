"""A hunt: SIGKILL at random moments to relay, readers, broker and database while a writer works; then the checker."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic

from deploy.parts import LocalKafka, LocalPostgres
from tests.fault.check import differences, read_model, undisturbed
from tests.fault.system import READERS, RUNNING, System
from tests.support.databases import create_database

PARTS = ("broker", "postgres")
TARGETS = (*(role.name for role in RUNNING), *PARTS)
PROGRESS_S_MAX = 300.0
"""A role that has not moved for so long after a kill, its own or another's, is stuck: that is a finding."""
LOOK_S = 0.15
DELAY_S_MAX = 0.4


class Hunt:
    """`kills` of each target in random order. Everything random comes from `seed`, but the processes' own timing."""

    def __init__(self, system: System, kills: int, seed: int, say: Callable[[str], None]) -> None:
        self._system = system
        self._chance = Random(seed)
        self._order = [target for target in TARGETS for _ in range(kills)]
        self._chance.shuffle(self._order)
        self._say = say
        self._wait = Event()
        self._moved: dict[str, int] = dict.fromkeys((role.name for role in RUNNING), 0)
        self._pool = ThreadPoolExecutor(len(PARTS))
        self._coming: dict[str, Future[None]] = {}
        self.done: Counter[str] = Counter()

    def run(self) -> None:
        """Kill, each time after the target has moved since it was killed last, so that it dies at work."""
        for number, target in enumerate(self._order, start=1):
            self._until_moved(target)
            self._wait.wait(self._chance.random() * DELAY_S_MAX)
            self._kill(target)
            self.done[target] += 1
            if number % 10 == 0:
                head = self._system.writer.acknowledged
                self._say(f"{number}/{len(self._order)} kills, log at {head}: {dict(sorted(self.done.items()))}")

    def parts_back(self) -> None:
        """Wait until broker and database serve again."""
        for coming in self._coming.values():
            coming.result(PROGRESS_S_MAX)
        self._pool.shutdown()

    def settle(self, head: int) -> None:
        """Wait until every reader is verified to the head."""
        self._until(lambda: all(self._system.verified(reader) == head for reader in READERS), f"verified to {head}")

    def _kill(self, target: str) -> None:
        match target:
            case "broker":
                self._system.kafka.kill()
                # It comes back while others are being killed: outages overlap, as they do.
                self._coming[target] = self._pool.submit(self._system.kafka.start)
            case "postgres":
                self._system.postgres.kill()
                self._coming[target] = self._pool.submit(self._system.postgres.start)
            case _:
                self._system.roles[target].kill()
                self._system.keep()

    def _until_moved(self, target: str) -> None:
        """A role: itself. A part: it is back, and so are all roles, for they all hang on it."""
        names = [target] if target in self._moved else list(self._moved)
        if target in self._coming:
            self._coming[target].result(PROGRESS_S_MAX)
        self._until(lambda: all(self._system.progress(name) > self._moved[name] for name in names), f"{names} move")
        for name in names:
            self._moved[name] = self._system.progress(name)

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = monotonic() + PROGRESS_S_MAX
        while not condition():
            self._system.keep()
            assert monotonic() < deadline, f"not within {PROGRESS_S_MAX:.0f} s: {what}\n{self._system.last_words()}"
            self._wait.wait(LOOK_S)


def hunt(
    folder: Path, kafka: LocalKafka, postgres: LocalPostgres, *, kills: int, seed: int, say: Callable[[str], None]
) -> Counter[str]:
    """Run one hunt and judge it. Answers how many kills each target got; raises AssertionError on any difference."""
    say(f"seed {seed}, {kills} kills of each of {', '.join(TARGETS)}")
    system = System(folder, kafka, postgres, seed)
    try:
        system.start()
        hunting = Hunt(system, kills, seed, say)
        hunting.run()
        hunting.parts_back()
        head = system.stop_writing()
        assert head == system.writer.acknowledged, "the log holds other than what was acknowledged"
        hunting.settle(head)
        system.close_roles()
        for reader in READERS:
            judge(system, reader, head)
        say(f"log of {head} events, every read model as undisturbed; kills {dict(sorted(hunting.done.items()))}")
        return hunting.done
    finally:
        system.close()


def judge(system: System, reader: str, head: int) -> None:
    """Compare a reader's database with one that nothing has disturbed."""
    fresh = create_database(system.postgres.url(), f"undisturbed_{reader}")
    keys = system.folder / "keys" / "issuer-public.json"
    expected = undisturbed(reader, fresh, system.log_database, head, keys)
    found = differences(read_model(system.urls[reader]), expected)
    assert not found, f"{reader}: {'; '.join(found)}"
