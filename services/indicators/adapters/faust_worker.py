"""The live tail: a Faust agent as a thin shell around the fold that the batch reader uses (design 5, stack notes 3).

topics -> Faust (assignment, back-pressure) -> Consumer.accept -> rows and checkpoint. State lives in the database only;
an event is acknowledged after its commit. On a gap the worker ends, and the batch reader takes over at the checkpoint.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import faust
import mode
import structlog

from shared.adapters.kafka.consumer import KafkaBusReader
from shared.adapters.kafka.wire import record_of
from shared.contracts.topics import EVENT_TOPICS
from shared.core.errors import Unavailable
from shared.core.stream import Partition
from shared.flow.consume import Consumer
from shared.ports.bus import Record

log = structlog.get_logger(__name__)
METADATA_AGE_MS_MAX = 5_000
TICK_S = 0.05
STOP_LIMIT_S = 15.0
MARKS_MAX = 200


class LiveTailEnded(Exception):
    """The live tail cannot go on: a gap, a stall, a failure. The batch reader has to take over at the checkpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTailSettings:
    """`group`: the consumer group. `stall_s`: how long owned partitions may stay behind the writer's word without
    anything being applied. `session_timeout_s`: after this the broker gives a dead worker's partitions away."""

    bootstrap: str
    group: str
    batch_events_max: int = 2_000
    session_timeout_s: float = 45.0
    stall_s: float = 30.0


class LiveTail:
    """Buffers what Faust brings, and folds it under one lock: by count, by time, never across a rebalance."""

    def __init__(self, consumer: Consumer[Any], settings: LiveTailSettings) -> None:
        self._consumer = consumer
        self._settings = settings
        self._marks = KafkaBusReader(settings.bootstrap, events=False)
        self._buffer: list[tuple[Any, Record]] = []
        self._lock = asyncio.Lock()
        self._acknowledge: Callable[[Any], Awaitable[object]] | None = None
        self._ticker: asyncio.Task[None] | None = None
        self._moved_s = monotonic()

    async def run(self, stream: Any) -> None:
        """The agent's body: events into the buffer; the ticker takes them out when nothing more comes."""
        self._acknowledge = stream.ack
        await asyncio.to_thread(self._marks.seek, ())
        self._ticker = asyncio.create_task(self._tick())
        async for event in stream.noack().events():
            if self._ticker.done():
                self._ticker.result()
            message = event.message
            headers = list(message.headers.items()) if isinstance(message.headers, dict) else message.headers
            value = message.value
            record = record_of(message.topic, message.partition, message.offset, value, headers)
            self._buffer.append((event, record))
            while len(self._buffer) >= self._settings.batch_events_max:
                # While the database is down nothing more is taken: Faust then stops fetching.
                await self._flush()
                await asyncio.sleep(0 if len(self._buffer) < self._settings.batch_events_max else TICK_S)

    async def own(self, assigned: set[Any]) -> None:
        """Partitions were assigned, or taken away: what is buffered may be another's now."""
        async with self._lock:
            self._buffer.clear()
            self._consumer.own([(each.topic, Partition(each.partition)) for each in assigned])
            self._moved_s = monotonic()
        if assigned:
            log.info("live-tail-assigned", group=self._settings.group, partitions=len(assigned))

    def failure(self) -> BaseException | None:
        """Why the ticker ended, when it has."""
        if self._ticker is None or not self._ticker.done() or self._ticker.cancelled():
            return None
        return self._ticker.exception()

    async def close(self) -> None:
        """Stop the ticker. What is buffered is not acknowledged and comes again."""
        if self._ticker is not None:
            self._ticker.cancel()
            await asyncio.gather(self._ticker, return_exceptions=True)
        await asyncio.to_thread(self._marks.close)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            await self._flush()

    async def _flush(self) -> None:
        """Fold what is buffered and the newest watermarks in one transaction, then acknowledge what is settled."""
        async with self._lock:
            try:
                marks = await asyncio.to_thread(self._marks.poll, MARKS_MAX, 0.0)
                taken = len(self._buffer)
                events = [event for event, _ in self._buffer]
                records = [record for _, record in self._buffer]
                progress = await asyncio.to_thread(self._consumer.accept, [*records, *marks])
            except Unavailable as fault:
                # The buffer stays as it is: order is kept.
                log.warning("dependency-unavailable", code=fault.code, reason=fault.what.en)
                self._moved_s = monotonic()
                return
            if progress.fenced:
                return
            # Only what was taken: events went on arriving while the database worked.
            del self._buffer[:taken]
            for index, event in enumerate(events):
                if index not in progress.unsettled:
                    assert self._acknowledge is not None
                    await self._acknowledge(event)
            self._check(bool(progress.applied))

    def _check(self, moved: bool) -> None:
        gaps = self._consumer.gaps()
        if gaps:
            raise LiveTailEnded(f"a gap: {', '.join(f'{name} lacks {gap.missing}' for name, gap in gaps.items())}")
        behind = self._consumer.behind()
        if moved or not behind:
            self._moved_s = monotonic()
        elif monotonic() - self._moved_s > self._settings.stall_s:
            raise LiveTailEnded(f"behind the writer's word and nothing comes: {', '.join(sorted(behind))}")


def make_app(tail: LiveTail, settings: LiveTailSettings) -> Any:
    """The Faust application: one agent, concurrency one, nothing of Faust's that keeps state."""
    app = faust.App(
        settings.group,
        broker=f"kafka://{settings.bootstrap}",
        store="memory://",
        # Nothing is kept there, but Faust makes the folder where it stands, and an image is read-only.
        datadir=Path(tempfile.gettempdir()) / f"socai-{settings.group}",
        key_serializer="raw",
        value_serializer="raw",
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        stream_wait_empty=False,
        consumer_auto_offset_reset="earliest",
        # A broker that has just come back may not know its topics yet: the group then has nothing to read until the
        # next look, which by default is five minutes later.
        consumer_metadata_max_age_ms=METADATA_AGE_MS_MAX,
        broker_session_timeout=settings.session_timeout_s,
        broker_heartbeat_interval=settings.session_timeout_s / 6,
        broker_commit_interval=1.0,
        stream_buffer_maxsize=settings.batch_events_max * 2,
    )
    topic = app.topic(*(each.name for each in EVENT_TOPICS), key_type=bytes, value_type=bytes)

    @app.agent(topic, concurrency=1, supervisor_strategy=mode.CrashingSupervisor)
    async def live(stream: Any) -> None:
        await tail.run(stream)

    async def on_assigned(_app: Any, /, *assigned: set[Any], **_kwargs: Any) -> None:
        await tail.own(set().union(*assigned))

    async def on_revoked(_app: Any, /, *_revoked: set[Any], **_kwargs: Any) -> None:
        await tail.own(set())

    app.on_partitions_assigned.connect(on_assigned)
    app.on_partitions_revoked.connect(on_revoked)
    return app


async def _run(consumer: Consumer[Any], settings: LiveTailSettings, stopping: Callable[[], bool]) -> None:
    tail = LiveTail(consumer, settings)
    app = make_app(tail, settings)
    app.finalize()
    reason: BaseException | None = None
    try:
        await app.start()
        while not stopping() and not app.crashed and reason is None:
            await asyncio.sleep(TICK_S)
            reason = tail.failure()
        if app.crashed and reason is None:
            reason = app.crash_reason or LiveTailEnded("the Faust application crashed")
    finally:
        await tail.close()
        try:
            await asyncio.wait_for(app.stop(), STOP_LIMIT_S)
        except TimeoutError:
            log.warning("faust-does-not-stop")
    if reason is not None:
        raise LiveTailEnded(str(reason)) from reason


def run_live_tail(consumer: Consumer[Any], settings: LiveTailSettings, stopping: Callable[[], bool]) -> None:
    """Read live until `stopping` says so. The consumer must have no bus of its own.

    Raises LiveTailEnded when it cannot go on: the process then has to end and start again with the batch reader.
    """
    asyncio.run(_run(consumer, settings, stopping))
