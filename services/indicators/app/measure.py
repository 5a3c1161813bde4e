"""How many members there are, as a metric by top-level unit; measured now and then by whoever runs the reader."""

from threading import Event

import structlog

from services.indicators.app.query import IndicatorsQuery
from shared.core.errors import Unavailable
from shared.ops.metrics import MEMBERS_COUNT

log = structlog.get_logger(__name__)


def measure_members(query: IndicatorsQuery) -> None:
    """Set the metric from the ledger; a unit that is no longer there disappears. Raises Unavailable."""
    found = query.members_by_top_unit()
    MEMBERS_COUNT.clear()
    for unit_id, members in found.items():
        MEMBERS_COUNT.labels(unit=unit_id).set(members)


def keep_measuring(query: IndicatorsQuery, stop: Event, interval_s: float) -> None:
    """Measure until told to stop; while the database is down the metric keeps its last value."""
    while not stop.is_set():
        try:
            measure_members(query)
        except Unavailable as fault:
            log.warning("members-not-measured", code=fault.code, reason=fault.what.en)
        stop.wait(interval_s)
