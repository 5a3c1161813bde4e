"""The acts of the field as HTTP bodies, told apart by `act`, each made into one command about a person."""

from typing import Annotated, Literal

from pydantic import Field

from services.admissions.api.act_base import ActBody, LineBody
from services.admissions.api.acts_dossier import DossierBody
from services.admissions.api.acts_identity import MergedBody, UnmergedBody
from services.admissions.api.acts_leaving import LeavingBody
from services.admissions.api.acts_rating import YearBody
from services.admissions.api.acts_transfer import ArrivedBody, TransferBody
from services.admissions.api.schemas import (
    AttributesBody,
    Body,
    Code,
    Day,
    DecisionBody,
    Identifier,
    ParticularsBody,
)
from services.admissions.domain.person import commands
from services.admissions.domain.person.commands import Fact, LineRef, PersonCommand
from shared.contracts.facts import Actor
from shared.contracts.movement import Standing

ENTRY_STANDINGS = Literal["PROSPECT", "TRAINED", "APPLICANT", "PROBATIONARY", "OFFICIAL"]


class NominatedBody(ActBody):
    """Listed by a cell again, after the cell took the person off its list."""

    act: Literal["nominated"]
    unit_id: Identifier
    attributes: AttributesBody = AttributesBody()

    def command(self, actor: Actor) -> Fact:
        """The command."""
        return commands.Nominate(**self.common(actor), attributes=self.attributes.value())


class EnrolledBody(ActBody):
    """Taken over from the register kept before; `effective_on` is the cut-over date."""

    act: Literal["enrolled"]
    unit_id: Identifier
    standing: ENTRY_STANDINGS = "OFFICIAL"
    attributes: AttributesBody = AttributesBody()
    ceremony_on: Day | None = None

    def command(self, actor: Actor) -> Fact:
        """The command."""
        return commands.Enrol(
            **self.common(actor),
            standing=Standing(self.standing),
            attributes=self.attributes.value(),
            ceremony_on=self.ceremony_on,
        )


class TrainedBody(ActBody):
    """The awareness class was passed; `effective_on` is the certificate's date."""

    act: Literal["trained"]
    class_id: Identifier | None = None

    def command(self, actor: Actor) -> Fact:
        """The command."""
        return commands.Train(**self.common(actor), class_id=self.class_id)


class DossierOpenedBody(ActBody):
    """The cell allows a dossier."""

    act: Literal["dossier_opened"]

    def command(self, actor: Actor) -> Fact:
        """The command."""
        return commands.OpenDossier(**self.common(actor))


class DossierClosedBody(ActBody):
    """The dossier ends without admission."""

    act: Literal["dossier_closed"]
    reason: Code | None = None
    off_list: bool = False

    def command(self, actor: Actor) -> Fact:
        """The command."""
        return commands.CloseDossier(**self.common(actor), reason=self.reason, off_list=self.off_list)


class DelistedBody(ActBody):
    """The cell takes a prospect off its list."""

    act: Literal["delisted"]
    reason: Code | None = None

    def command(self, actor: Actor) -> Fact:
        """The command."""
        return commands.Delist(**self.common(actor), reason=self.reason)


class ProfileChangedBody(ActBody):
    """Attributes change: those named, to these values; null makes one unknown."""

    act: Literal["profile_changed"]
    changes: AttributesBody = Field(examples=[{"education": "THPT"}])

    def command(self, actor: Actor) -> Fact:
        """The command."""
        value = self.changes.value()
        named = self.changes.model_fields_set
        return commands.ChangeProfile(
            **self.common(actor), changes={name: getattr(value, name) for name in sorted(named)}
        )


FactBody = Annotated[
    NominatedBody
    | EnrolledBody
    | TrainedBody
    | DossierOpenedBody
    | DossierClosedBody
    | DelistedBody
    | DossierBody
    | TransferBody
    | LeavingBody
    | ProfileChangedBody
    | YearBody,
    Field(discriminator="act"),
]


class CorrectedBody(Body):
    """The fact at `position` was wrong: `instead` states it as it should have been; absent, it is cancelled."""

    act: Literal["corrected"]
    position: Annotated[int, Field(ge=1)]
    ground: Code = Field(examples=["clerical_error"])
    instead: FactBody | None = None
    decision: DecisionBody | None = None
    drop: Annotated[tuple[LineBody, ...], Field(max_length=100)] = ()

    def command(self, actor: Actor) -> PersonCommand:
        """The command."""
        return commands.Correct(
            actor=actor,
            position=self.position,
            ground=self.ground,
            instead=None if self.instead is None else self.instead.command(actor),
            decision=None if self.decision is None else self.decision.value(),
            drop=tuple(LineRef(line.position, line.line) for line in self.drop),
        )


PersonActBody = Annotated[FactBody | CorrectedBody | MergedBody | UnmergedBody, Field(discriminator="act")]


class NewPersonBody(Body):
    """A person of whom nothing is recorded yet: particulars, and the first act."""

    particulars: ParticularsBody
    first: Annotated[NominatedBody | EnrolledBody | ArrivedBody, Field(discriminator="act")]
