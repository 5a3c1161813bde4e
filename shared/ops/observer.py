"""What a reader meets, as metrics: the observer that every composition root gives its reader."""

import time
from collections.abc import Mapping

import structlog

from shared.core.stream import Position
from shared.core.stream import Sequence as SequenceNumber
from shared.ops import metrics
from shared.ports.observer import ReaderObserver, RelayObserver, WriterObserver

log = structlog.get_logger(__name__)


class MetricsObserver(ReaderObserver):
    """Feeds the reader's metrics, and logs what an operator must see. `reader`: members, indicators or audit."""

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._head = metrics.READER_HEAD.labels(reader=reader)
        self._duplicates = metrics.READER_DUPLICATES.labels(reader=reader)
        self._applied = metrics.READER_APPLIED.labels(reader=reader)
        self._fold = metrics.FOLD_SECONDS.labels(reader=reader)
        self._malformed = metrics.READER_MALFORMED.labels(reader=reader)
        self._gap_events = metrics.READER_GAP_EVENTS.labels(reader=reader)
        self._mismatches = metrics.READER_MISMATCHES.labels(reader=reader)
        self.standing(complete=Position(0), verified=Position(0), behind=0, gaps=0, mismatches=0)

    def watermark(self, position: Position) -> None:
        """The newest word of the writer: while it moves and the reader does not, the reader is dead."""
        self._head.set(position)

    def held(self, partition: str) -> None:
        """A duplicate was skipped."""
        self._duplicates.inc()
        log.debug("duplicate", reader=self._reader, partition=partition)

    def gap(self, partition: str, missing: SequenceNumber) -> None:
        """A sequence is missing: nothing of the partition is applied until it arrives."""
        self._gap_events.inc()
        metrics.READER_GAP_AT.labels(self._reader, partition).set(missing)
        log.error("gap", reader=self._reader, partition=partition, missing=missing, mend="socai relay resend")

    def mended(self, partition: str) -> None:
        """What was missing has come."""
        metrics.READER_GAP_AT.labels(self._reader, partition).set(0)
        log.info("gap-mended", reader=self._reader, partition=partition)

    def unreadable(self, topic: str, code: str) -> None:
        """A record could not be believed."""
        self._malformed.inc()
        log.error("record-unreadable", reader=self._reader, topic=topic, code=code)

    def folded(self, events: int, seconds: float) -> None:
        """A batch was applied and committed."""
        self._applied.inc(events)
        self._fold.observe(seconds)

    def standing(self, *, complete: Position, verified: Position, behind: int, gaps: int, mismatches: int) -> None:
        """Where the reader stands."""
        metrics.READER_POSITION.labels(reader=self._reader).set(complete)
        metrics.READER_VERIFIED.labels(reader=self._reader).set(verified)
        metrics.READER_LAG.labels(reader=self._reader).set(behind)
        metrics.READER_GAPS.labels(reader=self._reader).set(gaps)
        self._mismatches.set(mismatches)
        metrics.READER_LAST_POLL.labels(reader=self._reader).set(time.time())

    def fenced(self) -> None:
        """Another reader moved the checkpoint; this one starts again from it."""
        log.warning("fenced", reader=self._reader)


class RelayMetrics(RelayObserver):
    """Feeds the relay's metrics."""

    def active(self, holds: bool) -> None:
        """1 in one process only."""
        metrics.RELAY_ACTIVE.set(int(holds))

    def sent(self, events: int) -> None:
        """Resends included."""
        metrics.RELAY_SENT.inc(events)

    def watermark(self) -> None:
        """At least one every five seconds, or the relay is dead."""
        metrics.RELAY_WATERMARKS.inc()

    def failure(self) -> None:
        """A producer was abandoned."""
        metrics.RELAY_FAILURES.inc()
        log.warning("producer-abandoned")

    def standing(self, *, position: Position, head: Position) -> None:
        """Position and lag."""
        metrics.RELAY_POSITION.set(position)
        metrics.RELAY_LAG.set(head - position)
        metrics.LOG_HEAD.set(head)


class WriterMetrics(WriterObserver):
    """Feeds the writer's metrics."""

    def appended(self, events: Mapping[str, int], head: Position, seconds: float) -> None:
        """One transaction."""
        for topic, count in events.items():
            metrics.APPENDED_EVENTS.labels(topic).inc(count)
        metrics.LOG_HEAD.set(head)
        metrics.APPEND_SECONDS.observe(seconds)

    def decided_again(self) -> None:
        """Many of these mean that several write the same streams."""
        metrics.APPEND_CONFLICTS.inc()
