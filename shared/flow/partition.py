"""One partition as a reader has read it: what is next, what the writer's word says of it, and whether hashes agree.

Pure. verify hands in events that arrived whole; consume writes the checkpoint that comes out.
"""

from bisect import insort
from collections import deque
from dataclasses import dataclass, replace
from enum import Enum

from shared.contracts.topics import partition_name
from shared.core.hashing import ZERO_HASH, running_hash
from shared.core.stream import Offset, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.checkpoint import Checkpoint

MARKS_WAITING_MAX = 64
"""Watermarks that wait for their sequence; beyond that one in the middle is forgotten, for a newer one covers it."""
MISMATCHES_NAMED_MAX = 8
"""Enough to see where it began; while the first stands, every later one differs too."""
HASHES_KEPT_MAX = 1_024
"""Running hashes kept after the newest verified one; a watermark that names an older sequence is not compared."""


class Verdict(Enum):
    """What becomes of an event."""

    APPLY = "apply"
    HELD = "held"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """The writer's running hash and ours differ: something before `sequence` was altered on the way."""

    partition: str
    sequence: SequenceNumber
    position: Position
    written: str
    read: str


@dataclass(frozen=True, slots=True, order=True)
class _Mark:
    sequence: SequenceNumber
    position: Position
    hash: bytes


class PartitionReading:
    """The fold of one partition. Starts at a checkpoint; `checkpoint` is where it stands now."""

    __slots__ = ("_at", "_hash", "_kept", "_offset", "_sequence", "mismatches", "waiting")

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._at = checkpoint
        self._sequence, self._hash, self._offset = checkpoint.sequence, checkpoint.hash, checkpoint.offset
        self.waiting: list[_Mark] = []
        self._kept: deque[tuple[SequenceNumber, bytes]] = deque(maxlen=HASHES_KEPT_MAX)
        self.mismatches: list[Mismatch] = []

    @property
    def checkpoint(self) -> Checkpoint:
        """Where this partition stands."""
        if self._at.sequence != self._sequence:
            self._at = replace(self._at, sequence=self._sequence, hash=self._hash, offset=self._offset)
        return self._at

    @property
    def name(self) -> str:
        """`topic/number`."""
        return partition_name(self._at.topic, self._at.partition)

    @property
    def behind(self) -> int:
        """Events that the newest watermark names and that have not been applied, gap seen or not."""
        return self.waiting[-1].sequence - self._sequence if self.waiting else 0

    def judge(self, sequence: SequenceNumber) -> Verdict:
        """Whether an event is the next one, is held already, or lies beyond one that is missing."""
        if sequence <= self._sequence:
            return Verdict.HELD
        return Verdict.APPLY if sequence == self._sequence + 1 else Verdict.GAP

    def apply(self, leaf: bytes, offset: Offset) -> None:
        """Take the next event."""
        sequence = SequenceNumber(self._sequence + 1)
        digest = running_hash(self._hash, leaf)
        self._sequence, self._hash, self._offset = sequence, digest, offset
        if not self.waiting:
            self._kept.append((sequence, digest))
        while self.waiting and self.waiting[0].sequence == sequence:
            self._reach(self.waiting.pop(0), digest)

    def mark(self, position: Position, sequence: SequenceNumber, digest: bytes) -> None:
        """Take the writer's word: up to `position`, this partition ends at `sequence` with this running hash."""
        mark = _Mark(sequence, position, digest)
        if sequence <= self._sequence:
            self._reach(mark, self._hash_at(sequence))
        elif mark not in self.waiting:
            insort(self.waiting, mark)
            if len(self.waiting) > MARKS_WAITING_MAX:
                del self.waiting[MARKS_WAITING_MAX // 2]

    def resume(self, earlier: "PartitionReading") -> None:
        """Take over the marks that an earlier reading of this partition was waiting for."""
        for mark in earlier.waiting:
            self.mark(mark.position, mark.sequence, mark.hash)

    def _reach(self, mark: _Mark, ours: bytes | None) -> None:
        if mark.position > self._at.complete:
            self._at = replace(self._at, complete=mark.position)
            if ours is not None:
                self._at = replace(self._at, complete_sequence=mark.sequence, complete_hash=ours)
        if ours is None or mark.position <= self._at.verified:
            return
        if ours == mark.hash:
            self._at = replace(self._at, verified=mark.position)
            self.mismatches = [known for known in self.mismatches if known.position > mark.position]
            while self._kept and self._kept[0][0] <= mark.sequence:
                self._kept.popleft()
        elif len(self.mismatches) < MISMATCHES_NAMED_MAX:
            self.mismatches.append(
                Mismatch(
                    partition=self.name,
                    sequence=mark.sequence,
                    position=mark.position,
                    written=mark.hash.hex(),
                    read=ours.hex(),
                )
            )

    def _hash_at(self, sequence: SequenceNumber) -> bytes | None:
        """Our running hash at a sequence that is held, where it is still known."""
        if sequence == self._sequence:
            return self._hash
        if sequence == 0:
            return ZERO_HASH
        if sequence == self._at.complete_sequence:
            return self._at.complete_hash
        return next((digest for held, digest in self._kept if held == sequence), None)
