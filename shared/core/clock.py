"""Time as an argument: instants are UTC with six decimals, civil dates are of UTC+7 (contracts 2 and 4)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from shared.core.errors import Malformed
from shared.core.text import Text

Clock = Callable[[], datetime]
"""Gives the present instant, aware, in UTC. Production wires `system_clock`; tests give their own."""

VIETNAM = timezone(timedelta(hours=7))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def system_clock() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


def today(now: datetime) -> date:
    """The civil date in Viet Nam at this instant (contracts 4)."""
    return now.astimezone(VIETNAM).date()


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970-01-01T00:00:00Z; the form in which stores keep instants."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """The instant that `to_micros` came from."""
    return EPOCH + timedelta(microseconds=micros)


def format_instant(instant: datetime) -> str:
    """`2026-01-01T00:00:00.000001Z`: always UTC, six decimals and `Z` (contracts 2)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant. Raises Malformed when it is none, or has no offset."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or "T" not in text.upper().replace(" ", "T"):
        raise Malformed(
            "instant-unreadable",
            Text(vi=f"“{text}” không phải là thời điểm RFC 3339.", en=f"“{text}” is not an RFC 3339 instant."),
            mend=Text(
                vi="Viết như 2020-06-30T17:00:00Z hoặc 2020-07-01T00:00:00+07:00.",
                en="Write it as 2020-06-30T17:00:00Z or 2020-07-01T00:00:00+07:00.",
            ),
        )
    return instant.astimezone(UTC)
