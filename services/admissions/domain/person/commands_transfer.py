"""Commands about where a member belongs: letters, arrivals from outside, stays away from home (domain 7)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.admissions.domain.person.act import Act
from shared.contracts.movement import NO_ATTRIBUTES, Attributes, Standing


class Away(StrEnum):
    """How a member is away from the cell that counts them."""

    TEMPORARY = "temporary"
    UNTRANSFERRED = "untransferred"


class Purpose(StrEnum):
    """What a temporary stay is for; each has limits of its own."""

    MOVE = "move"
    STUDY = "study"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTransfer(Act):
    """An introduction letter is issued; `to_unit_id` None means a cell outside the province.

    `decision` is the letter, `body_unit_id` its issuer. `moved_on`: the decision or move that it follows. `codes`: the
    papers that go along, for a probationary member with the remarks of the old cell.
    """

    to_unit_id: str | None = None
    moved_on: date | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentTransfer(Act):
    """The letter is shown to the receiving cell, `to_unit_id` (required).

    Late, it needs `reason`, a code, and as `decision` the ruling of the competent committee above that cell.
    """

    to_unit_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptTransfer(Act):
    """The new cell accepted; `to_unit_id` None means that the departure from the province was confirmed.

    A letter that was not presented before is presented by this; `reason` and `decision` then as in PresentTransfer.
    """

    to_unit_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTransfer(Act):
    """The receiving cell (None: one outside the province) sends the letter back. `reason`, a code, is required."""

    to_unit_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseTransfer(Act):
    """The open transfer ends without acceptance; the person stays. `reason` is a code."""

    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrive(Act):
    """Accepted in `unit_id` (required) from outside the province: a `transferred` event whose movement has no `from`.

    What the letter says: `standing`; `ceremony_on` (required on probation); `official_on`, of an official member.
    """

    standing: Standing = Standing.OFFICIAL
    attributes: Attributes = NO_ATTRIBUTES
    ceremony_on: date | None = None
    official_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAway(Act):
    """A member is away and goes on counting at home.

    TEMPORARY is a temporary transfer: to `host_unit_id` (None: outside the province), for `purpose`, back `until`;
    `decision` is its letter. UNTRANSFERRED is what a cell notices: away, with no letter; a date, and no reason.
    """

    away: Away
    host_unit_id: str | None = None
    purpose: Purpose | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendAway(Act):
    """The temporary stay is to last `until`; asked of the host, whose answer is `decision`, and reported home."""

    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAway(Act):
    """The member is back, or was found. `reason` is a code."""

    reason: str | None = None


TransferFact = (
    IssueTransfer
    | PresentTransfer
    | AcceptTransfer
    | ReturnTransfer
    | LapseTransfer
    | Arrive
    | RecordAway
    | ExtendAway
    | EndAway
)
