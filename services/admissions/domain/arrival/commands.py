"""What may be asked about an expected arrival."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contracts.facts import Actor


class Settled(StrEnum):
    """How a slip ends."""

    ARRIVED = "arrived"
    SENT_ON = "sent_on"
    NOT_COMING = "not_coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectArrival:
    """A slip says that someone is due in `unit_id`; `from_unit_id` None: from outside the province. Never a name."""

    actor: Actor
    slip_id: str
    effective_on: date
    unit_id: str
    number: str
    from_unit_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleArrival:
    """The slip is done with, from `effective_on` on."""

    actor: Actor
    slip_id: str
    effective_on: date
    outcome: Settled


ArrivalCommand = ExpectArrival | SettleArrival
