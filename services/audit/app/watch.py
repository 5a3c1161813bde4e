"""What the reader at work met, kept where the answering process finds it: gaps, silent losses, mismatching hashes."""

import time
from collections.abc import Callable
from typing import Any

from services.audit.app.ports import AuditStore, ReaderNote
from shared.flow.consume import Consumer

GAP, BEHIND, MISMATCH = "partition-gap", "partition-behind", "hash-mismatch"


class Watch:
    """Looks at a consumer after each step; writes only when something changed.

    `newest`: position and root of the newest watermark. One for a tree that has that size already is kept too: a writer
    whose log was altered after it was read says another root than before.

    A partition that a watermark names more of is merely behind while it moves; when it has not moved for
    `behind_after_s` seconds something was lost, gap seen or not.
    """

    def __init__(
        self,
        consumer: Consumer[Any],
        store: AuditStore,
        newest: Callable[[], tuple[int, bytes] | None],
        *,
        behind_after_s: float = 5.0,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._consumer = consumer
        self._store = store
        self._newest = newest
        self._told: tuple[int, bytes] | None = None
        self._behind_after_s = behind_after_s
        self._steady = steady
        self._since: dict[str, tuple[int, float]] = {}
        self._kept: tuple[ReaderNote, ...] | None = None

    def look(self) -> None:
        """Keep what is to be seen now, if it is not what was kept last. Raises Unavailable."""
        told = self._newest()
        if told is not None and told != self._told:
            self._store.keep_root(*told)
            self._told = told
        notes = tuple(sorted(self._notes(), key=lambda note: (note.partition, note.code)))
        if notes != self._kept:
            self._store.keep_notes(notes)
            self._kept = notes

    def _notes(self) -> list[ReaderNote]:
        found = [
            ReaderNote(code=GAP, partition=gap.partition, figure=gap.missing) for gap in self._consumer.gaps().values()
        ]
        gapped = {note.partition for note in found}
        behind, now = self._consumer.behind(), self._steady()
        self._since = {
            name: self._since[name] if name in self._since and self._since[name][0] == count else (count, now)
            for name, count in behind.items()
        }
        found += [
            ReaderNote(code=BEHIND, partition=name, figure=count)
            for name, (count, since) in self._since.items()
            if name not in gapped and now - since >= self._behind_after_s
        ]
        began: dict[str, int] = {}  # once hashes differ, every later one does: only where it began says something
        for one in self._consumer.problems():
            began[one.partition] = min(one.position, began.get(one.partition, one.position))
        return found + [ReaderNote(code=MISMATCH, partition=name, figure=at) for name, at in began.items()]
