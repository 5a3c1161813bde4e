"""A reader's checkpoints and rows in memory, changed together or not at all: for unit tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from shared.contracts.topics import EVENT_PARTITIONS
from shared.core.stream import Partition, Position
from shared.ports.checkpoint import INITIAL, Checkpoint, Fenced


@dataclass(slots=True)
class MemoryRows:
    """What a database would hold: checkpoints, the time line, and whatever tables a projector keeps."""

    checkpoints: dict[tuple[str, Partition], Checkpoint] = field(
        default_factory=lambda: {(at.topic, at.partition): at for at in INITIAL}
    )
    times: dict[str, Position] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)


class MemoryCheckpointStore:
    """Checkpoints with the fence of the real ones; the transaction is a copy that replaces the rows at its end."""

    def __init__(self) -> None:
        self.rows = MemoryRows()
        self._lock = RLock()

    @contextmanager
    def transaction(self) -> Iterator[MemoryRows]:
        """Keeps others out while it lasts; what is raised in it undoes it."""
        with self._lock:
            working = deepcopy(self.rows)
            yield working
            self.rows = working

    def load(self, tx: MemoryRows) -> list[Checkpoint]:
        """As the port says."""
        return [tx.checkpoints[key] for key in EVENT_PARTITIONS]

    def advance(self, tx: MemoryRows, before: Sequence[Checkpoint], after: Sequence[Checkpoint]) -> None:
        """As the port says."""
        for old, new in zip(before, after, strict=True):
            held = tx.checkpoints[old.topic, old.partition]
            if (held.sequence, held.complete) != (old.sequence, old.complete):
                raise Fenced(f"{old.topic}/{old.partition} was moved by another reader")
            tx.checkpoints[new.topic, new.partition] = new

    def note_times(self, tx: MemoryRows, times: Sequence[tuple[str, Position]]) -> None:
        """As the port says."""
        for time, position in times:
            tx.times[time] = max(position, tx.times.get(time, Position(0)))

    def reset(self, tx: MemoryRows) -> None:
        """As the port says."""
        tx.checkpoints = {(at.topic, at.partition): at for at in INITIAL}
        tx.times = {}
