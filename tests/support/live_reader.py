"""`python -m tests.support.live_reader MODE BOOTSTRAP DATABASE_URL GROUP`: a reader process to start and to kill.

MODE `live`: the role as it is, batch reader then Faust. `faust`: Faust alone. `batch`: the batch reader alone.
"""

import sys

from sqlalchemy import Connection

from services.indicators.adapters.faust_worker import LiveTailEnded, LiveTailSettings, run_live_tail
from services.indicators.adapters.live_reader import read_live
from shared.adapters.kafka.consumer import KafkaBusReader
from shared.adapters.sql.checkpoint import SqlCheckpointStore
from shared.adapters.sql.engine import Database
from shared.flow.consume import Consumer
from shared.ops.logging import configure_logging
from shared.ops.runner import run_until, stop_on_signals
from shared.ports.bus import BusReader
from tests.support.journal import SqlJournal


def main(mode: str, bootstrap: str, url: str, group: str) -> int:
    """Exit codes: 0 stopped by a signal, 4 the live tail ended."""
    configure_logging("test.read")
    database = Database(url)
    settings = LiveTailSettings(bootstrap=bootstrap, group=group, session_timeout_s=6.0)
    stop = stop_on_signals()

    def make_consumer(bus: BusReader | None) -> Consumer[Connection]:
        return Consumer(SqlCheckpointStore(database), SqlJournal(), reader=bus)

    try:
        match mode:
            case "live":
                read_live(make_consumer, settings, stop)
            case "faust":
                run_live_tail(make_consumer(None), settings, stop.is_set)
            case _:
                batch = make_consumer(KafkaBusReader(bootstrap))
                run_until(stop, lambda: bool(batch.step(timeout_s=0.2)), idle_s=0.0)
    except LiveTailEnded as ended:
        sys.stderr.write(f"ended: {ended}\n")
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
