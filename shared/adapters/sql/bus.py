"""The embedded bus: the log itself, read by (topic, partition, sequence). Nothing is copied, nothing lost between.

log -> here -> consume. It hands out the same records, with the same watermarks, as the topics would.
"""

from collections.abc import Sequence
from time import monotonic

from shared.core.stream import Position
from shared.core.stream import Sequence as SequenceNumber
from shared.flow.doorbell import Doorbell
from shared.flow.relay import event_record
from shared.flow.watermark import LogMarks
from shared.ports.bus import Record
from shared.ports.checkpoint import Checkpoint
from shared.ports.outbox import Outbox

LOOK_AGAIN_S = 0.25
"""The longest sleep of an idle reader, should the log have grown without the bell being rung."""


class LogBusReader:
    """Reads the log in its order. One for each reader; all of a process share the marks and the doorbell."""

    def __init__(self, outbox: Outbox, marks: LogMarks, doorbell: Doorbell) -> None:
        self._outbox = outbox
        self._marks = marks
        self._doorbell = doorbell
        self._after = Position(0)
        self._mark_seen = 0

    def seek(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Continue before the first event that some partition lacks. Raises Unavailable."""
        missing = [
            event.position
            for at in checkpoints
            for event in self._outbox.read_partition(at.topic, at.partition, SequenceNumber(at.sequence + 1), 1)
        ]
        # Where nothing is missing all is held, and a log is as long as its partitions together.
        self._after = Position(min(missing) - 1 if missing else sum(at.sequence for at in checkpoints))
        self._mark_seen = 0

    def poll(self, limit: int, timeout_s: float) -> Sequence[Record]:
        """The next events of the log, and a watermark when a newer one is due. Raises Unavailable."""
        deadline = monotonic() + timeout_s
        while True:
            ticket = self._doorbell.ticket()
            events = self._outbox.read(self._after, limit)
            if events:
                self._after = events[-1].position
            records = [event_record(event) for event in events]
            newer = self._marks.after(self._mark_seen, self._after)
            if newer is not None:
                self._mark_seen, mark = newer
                records.append(mark)
            left = deadline - monotonic()
            if records or left <= 0:
                return records
            self._doorbell.wait(ticket, min(left, LOOK_AGAIN_S, self._marks.wait_s(self._after)))

    def close(self) -> None:
        """Nothing is held."""
