"""Sends the log's tail to the topics, with watermarks that say how far; the one active relay is fenced by an epoch.

outbox -> relay -> bus (design 4). What is not acknowledged is sent again from the last watermark on; readers skip it.
"""

from collections.abc import Callable, Sequence
from time import monotonic

from shared.contracts.topics import PARTITION_COUNTS
from shared.core.clock import Clock
from shared.core.errors import Malformed, Unavailable
from shared.core.hashing import leaf_hash
from shared.core.stream import Offset, Partition, Position
from shared.core.stream import Sequence as SequenceNumber
from shared.core.text import Text
from shared.flow.recover import check_log, published, short_partitions
from shared.flow.watermark import LogEdge, Pace, watermark_record
from shared.ports.bus import BusWriter, Record, Topics
from shared.ports.event_store import StoredEvent
from shared.ports.observer import RelayObserver
from shared.ports.outbox import Outbox
from shared.ports.relay import RelayStore, ResendRequest

BATCH_EVENTS_MAX = 2_000
"""Events sent and acknowledged together."""


class Relay:
    """One relay. `start`, then `step` again and again; Superseded ends it, after Unavailable step again later.

    `head` tells the log's last position; `open_writer` makes a new producer each time it is called.
    """

    def __init__(
        self,
        outbox: Outbox,
        store: RelayStore,
        topics: Topics,
        open_writer: Callable[[], BusWriter],
        *,
        head: Callable[[], Position],
        clock: Clock,
        observer: RelayObserver | None = None,
        pace: Pace | None = None,
        steady: Callable[[], float] = monotonic,
    ) -> None:
        self._outbox = outbox
        self._store = store
        self._topics = topics
        self._open_writer = open_writer
        self._head = head
        self._clock = clock
        self._observer = observer or RelayObserver()
        self._pace = pace or Pace()
        self._steady = steady
        self._writer: BusWriter | None = None
        self._epoch: int | None = None
        self._edge = LogEdge()
        self._marked = self._edge.to_bytes()
        self._marked_position = Position(0)
        self._marked_s: float | None = None

    @property
    def position(self) -> Position:
        """Everything up to here is sent and acknowledged."""
        return self._edge.position

    @property
    def covered(self) -> Position:
        """Up to here a watermark has said so, since this relay started."""
        return self._marked_position

    def start(self) -> None:
        """Take over from whoever relayed before, and find where to go on. Raises Refusal when the log is behind the
        topics (`recover`), Unavailable."""
        epoch = self._store.claim()
        found = published(self._topics)
        check_log(self._outbox, self._head(), found)
        hint = self._store.hint()
        edge = LogEdge() if hint is None else LogEdge.from_bytes(hint)
        said = edge.position if found.watermark is None else Position(found.watermark.position)
        if edge.position > said:
            # What was sent after the last watermark that is still there is sent again, so the edge has to go back.
            edge = LogEdge()
        self._read_to(edge, said)
        for (topic, partition), first in short_partitions(found, edge.sequence).items():
            self._store.request_resend(topic, partition, SequenceNumber(first))
        self._edge, self._epoch = edge, epoch
        self._marked, self._marked_position, self._marked_s = edge.to_bytes(), edge.position, None
        self._observer.active(True)

    def step(self) -> bool:
        """Serve what is asked for, send what is new, say how far. Returns whether something was sent.

        Raises Unavailable (what is after the last watermark will be sent again), Superseded, or Refusal at a start.
        """
        if self._epoch is None:
            self.start()
        try:
            resent = self._serve_requests()
            events = self._outbox.read(self._edge.position, BATCH_EVENTS_MAX)
            if events:
                self._send([event_record(event) for event in events])
                self._edge.advance(events)
            marked = self._mark_when_due()
        except Unavailable:
            self._abandon()
            raise
        self._observer.standing(position=self._edge.position, head=max(self._head(), self._edge.position))
        return bool(resent or events or marked)

    def close(self) -> None:
        """Let go of the producer and of nothing else: another relay takes over by raising the epoch."""
        self._observer.active(False)
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _mark_when_due(self) -> bool:
        news = self._edge.position > self._marked_position
        if self._pace.wait_s(news=news, last_s=self._marked_s, now_s=self._steady()) > 0:
            return False
        assert self._epoch is not None
        self._writing().send([watermark_record(self._edge.watermark(self._clock()))])
        self._marked_s = self._steady()
        self._marked, self._marked_position = self._edge.to_bytes(), self._edge.position
        self._store.save(self._epoch, self._marked)
        self._observer.watermark()
        return True

    def _serve_requests(self) -> bool:
        requests = self._store.requests()
        for request in requests:
            assert self._epoch is not None
            self._resend(request)
            self._store.fulfilled(self._epoch, request)
        return bool(requests)

    def _resend(self, request: ResendRequest) -> None:
        """From the first missing sequence to the last one sent, so that the partition ends with its highest."""
        last = self._edge.sequence(request.topic, request.partition)
        following = request.first
        while following <= last:
            limit = min(BATCH_EVENTS_MAX, last - following + 1)
            events = self._outbox.read_partition(request.topic, request.partition, following, limit)
            if not events:
                return
            self._send([event_record(event) for event in events])
            following = SequenceNumber(events[-1].sequence + 1)

    def _send(self, records: Sequence[Record]) -> None:
        self._writing().send(records)
        self._observer.sent(len(records))

    def _writing(self) -> BusWriter:
        if self._writer is None:
            self._writer = self._open_writer()
        return self._writer

    def _abandon(self) -> None:
        """Drop the producer without waiting; nothing is known of what it had not acknowledged."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            self._observer.failure()
        self._edge = LogEdge.from_bytes(self._marked)

    def _read_to(self, edge: LogEdge, position: Position) -> None:
        while edge.position < position:
            events = self._outbox.read(edge.position, min(BATCH_EVENTS_MAX, position - edge.position))
            assert events, f"the log ends at {edge.position}, before {position}"
            edge.advance(events)


def event_record(event: StoredEvent) -> Record:
    """A stored event as it travels: its bytes, and the headers that let a reader believe them."""
    leaf = leaf_hash(event.value)
    return Record(event.topic, event.partition, event.sequence, leaf, event.value, Offset(event.sequence - 1))


def request_resend(store: RelayStore, topic: str, partition: int, first: int) -> None:
    """Ask for a partition to be sent again from a sequence on. Raises Malformed when there is no such place."""
    if not 0 <= partition < PARTITION_COUNTS.get(topic, 0) or first < 1:
        raise Malformed(
            "resend-place-unknown",
            Text(
                vi=f"Không có phân vùng {topic}/{partition} hoặc số thứ tự {first}.",
                en=f"There is no partition {topic}/{partition}, or no sequence {first}.",
            ),
            mend=Text(
                vi="Phân vùng và số thứ tự còn thiếu có trong số đo socai_reader_gap_sequence.",
                en="The metric socai_reader_gap_sequence names the partition and the missing sequence.",
            ),
            where=f"{topic}/{partition}",
        )
    store.request_resend(topic, Partition(partition), SequenceNumber(first))
