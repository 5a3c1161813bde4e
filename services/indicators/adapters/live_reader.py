"""The role `read` in distributed mode: the batch reader catches up, sets the group's offsets, then Faust reads live."""

from collections.abc import Callable
from threading import Event
from typing import Any

import structlog

from services.indicators.adapters.faust_worker import LiveTailSettings, run_live_tail
from shared.adapters.kafka.consumer import KafkaBusReader
from shared.adapters.kafka.groups import commit_checkpoints
from shared.flow.consume import Consumer
from shared.ops.runner import run_until
from shared.ports.bus import BusReader

log = structlog.get_logger(__name__)
MakeConsumer = Callable[[BusReader | None], Consumer[Any]]


def read_live(make_consumer: MakeConsumer, settings: LiveTailSettings, stop: Event) -> None:
    """Read until stopped. `make_consumer` makes the reader on a bus, or one that is handed its records (None).

    Raises LiveTailEnded on a gap, a stall or a failure of the live tail, and whatever the fold raises: the process then
    has to end with an exit code, and whoever supervises it starts it again, here, with the batch reader.
    """
    if catch_up(make_consumer, settings, stop):
        run_live_tail(make_consumer(None), settings, stop.is_set)


def catch_up(make_consumer: MakeConsumer, settings: LiveTailSettings, stop: Event) -> bool:
    """Read by the batch reader until it is complete to the newest watermark, then set the group's offsets.

    While a partition has a gap it goes on reading the others. False when it was told to stop before.
    """
    bus = KafkaBusReader(settings.bootstrap)
    consumer = make_consumer(bus)
    done = Event()

    def step() -> bool:
        if stop.is_set():
            done.set()
            return False
        consumer.step(settings.batch_events_max)
        if consumer.caught_up():
            alone = commit_checkpoints(settings.bootstrap, settings.group, consumer.checkpoints())
            log.info("caught-up", group=settings.group, offsets_set=alone)
            done.set()
        return True

    try:
        run_until(done, step)
    finally:
        bus.close()
    return not stop.is_set()
