"""HTTP bodies of what happens to introduction letters, of arrivals from outside, and of stays away from home."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from services.admissions.api.act_base import ActBody
from services.admissions.api.schemas import AttributesBody, Code, Day, Identifier
from services.admissions.domain.person import commands_transfer as asked
from shared.contracts.facts import Actor
from shared.contracts.movement import Standing

PlannedDay = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31), examples=["2026-12-31"])]
Papers = Annotated[tuple[Code, ...], Field(max_length=20, examples=[["letter", "old_cell_remarks"]])]


class TransferIssuedBody(ActBody):
    """An introduction letter; without `to_unit_id` to a cell outside the province.

    `decision` is the letter (issuer, number, date), `moved_on` the decision or move that it follows, `codes` the papers
    that go along.
    """

    act: Literal["transfer_issued"]
    to_unit_id: Identifier | None = None
    moved_on: PlannedDay | None = None
    codes: Papers = ()

    def command(self, actor: Actor) -> asked.IssueTransfer:
        """The command."""
        return asked.IssueTransfer(
            **self.common(actor), to_unit_id=self.to_unit_id, moved_on=self.moved_on, codes=self.codes
        )


class TransferPresentedBody(ActBody):
    """The letter is shown to the receiving cell `to_unit_id`. After 30 working days from its issue it needs `reason`,
    and as `decision` the ruling of the competent committee.
    """

    act: Literal["transfer_presented"]
    to_unit_id: Identifier
    reason: Code | None = Field(default=None, examples=["illness"])

    def command(self, actor: Actor) -> asked.PresentTransfer:
        """The command."""
        return asked.PresentTransfer(**self.common(actor), to_unit_id=self.to_unit_id, reason=self.reason)


class TransferredBody(ActBody):
    """Accepted at the new cell; without `to_unit_id` the departure from the province was confirmed.

    `reason` and `decision` as in `transfer_presented`, where the letter was not presented before.
    """

    act: Literal["transferred"]
    to_unit_id: Identifier | None = None
    reason: Code | None = None

    def command(self, actor: Actor) -> asked.AcceptTransfer:
        """The command."""
        return asked.AcceptTransfer(**self.common(actor), to_unit_id=self.to_unit_id, reason=self.reason)


class TransferReturnedBody(ActBody):
    """The receiving cell sends the letter back; without `to_unit_id` one outside the province did. The person stays."""

    act: Literal["transfer_returned"]
    to_unit_id: Identifier | None = None
    reason: Code = Field(examples=["wrong_cell"])

    def command(self, actor: Actor) -> asked.ReturnTransfer:
        """The command."""
        return asked.ReturnTransfer(**self.common(actor), to_unit_id=self.to_unit_id, reason=self.reason)


class TransferLapsedBody(ActBody):
    """The open transfer ends without acceptance."""

    act: Literal["transfer_lapsed"]
    reason: Code | None = None

    def command(self, actor: Actor) -> asked.LapseTransfer:
        """The command."""
        return asked.LapseTransfer(**self.common(actor), reason=self.reason)


class ArrivedBody(ActBody):
    """Accepted in `unit_id` from outside the province; the rest is what the letter says."""

    act: Literal["arrived"]
    unit_id: Identifier
    standing: Literal["PROBATIONARY", "OFFICIAL"] = "OFFICIAL"
    attributes: AttributesBody = AttributesBody()
    ceremony_on: Day | None = None
    official_on: Day | None = None

    def command(self, actor: Actor) -> asked.Arrive:
        """The command."""
        return asked.Arrive(
            **self.common(actor),
            standing=Standing(self.standing),
            attributes=self.attributes.value(),
            ceremony_on=self.ceremony_on,
            official_on=self.official_on,
        )


class AwayRecordedBody(ActBody):
    """A member is away and goes on counting at home.

    `temporary` is a temporary transfer: `purpose`, `until` (the day of return) and the host, absent outside the
    province; `decision` is its letter. `untransferred`: the cell notices it; a date and nothing else.
    """

    act: Literal["away_recorded"]
    away: asked.Away
    host_unit_id: Identifier | None = None
    purpose: asked.Purpose | None = None
    until: PlannedDay | None = None

    def command(self, actor: Actor) -> asked.RecordAway:
        """The command."""
        return asked.RecordAway(
            **self.common(actor),
            away=self.away,
            host_unit_id=self.host_unit_id,
            purpose=self.purpose,
            until=self.until,
        )


class AwayExtendedBody(ActBody):
    """The temporary stay is to last `until`; `decision` is what the host's committee answered."""

    act: Literal["away_extended"]
    until: PlannedDay

    def command(self, actor: Actor) -> asked.ExtendAway:
        """The command."""
        return asked.ExtendAway(**self.common(actor), until=self.until)


class AwayEndedBody(ActBody):
    """The member is back at home, or was found."""

    act: Literal["away_ended"]
    reason: Code | None = Field(default=None, examples=["returned"])

    def command(self, actor: Actor) -> asked.EndAway:
        """The command."""
        return asked.EndAway(**self.common(actor), reason=self.reason)


TransferBody = (
    TransferIssuedBody
    | TransferPresentedBody
    | TransferredBody
    | TransferReturnedBody
    | TransferLapsedBody
    | ArrivedBody
    | AwayRecordedBody
    | AwayExtendedBody
    | AwayEndedBody
)
