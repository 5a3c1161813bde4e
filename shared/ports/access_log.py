"""Every read of a personal record is written down before it is answered (design 9). Not derived; never rebuilt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who read what, when, for which unit, why. `person_id` is None when a whole list was read."""

    at: datetime
    officer_id: str
    office: str
    unit_id: str
    person_id: str | None
    what: str
    why: str | None


class AccessLog(Protocol):
    """Append-only."""

    def record(self, access: Access) -> None:
        """MUST be durable before it returns. Raises Unavailable; then the read MUST NOT be answered."""
