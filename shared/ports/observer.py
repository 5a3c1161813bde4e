"""What the flow tells whoever watches it: counts and standings, named by partition. Metrics subclass it."""

from shared.core.stream import Position


class ReaderObserver:
    """Told by a reader what it met. As it stands it watches nothing; a subclass overrides. MUST NOT raise."""

    def held(self, partition: str) -> None:
        """An event came again that is applied already."""

    def gap(self, partition: str) -> None:
        """An event came and the one before it is missing; told once for each gap."""

    def discarded(self, partition: str) -> None:
        """An event came and was not applied, because one before it is missing."""

    def unreadable(self, topic: str, code: str) -> None:
        """A message could not be believed; `code` says why. It has not arrived."""

    def folded(self, events: int, seconds: float) -> None:
        """Events were applied and committed, in so many seconds."""

    def standing(self, *, complete: Position, verified: Position, behind: int, gaps: int, mismatches: int) -> None:
        """Where the reader stands after a batch: positions, events that watermarks name and that are not applied,
        partitions with a gap, running hashes that differ from the writer's."""

    def fenced(self) -> None:
        """Another reader moved the checkpoint."""

    def unavailable(self) -> None:
        """The bus or the database cannot serve; the reader waits and tries again."""
