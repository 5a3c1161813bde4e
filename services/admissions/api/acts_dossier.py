"""HTTP bodies of the dossier: its steps A1 to D8, the check by staff, mentors, the list, consents, votes settled."""

from typing import Annotated, Literal

from pydantic import Field

from services.admissions.api.act_base import ActBody
from services.admissions.api.schemas import Body, Code, Day, DecisionBody, Identifier
from services.admissions.domain.person import commands
from services.admissions.domain.person import commands_dossier as asked
from services.admissions.domain.person.commands import Outcome, Step
from shared.contracts.dossiers import Introducer
from shared.contracts.facts import Actor
from shared.http import patterns

PersonRef = Annotated[
    str,
    Field(pattern=patterns.UUID, examples=["5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f"]),
]
Codes = Annotated[tuple[Code, ...], Field(max_length=32)]


class IntroducerBody(Body):
    """An official member who introduces. `together_since`: worked, studied or lived in the same unit since that day.

    `replacement`: takes over from an earlier introducer; then `together_since` is not needed.
    """

    person_id: PersonRef
    together_since: Day | None = None
    replacement: bool = False

    def value(self) -> Introducer:
        """As the event has it."""
        return Introducer(person_id=self.person_id, together_since=self.together_since, replacement=self.replacement)


class StepBody(ActBody):
    """A step of the procedure on its own date. A1 lists, A3 certifies, C6 is the ceremony and admits, D8 recognises.

    `codes`: waivers of the check (B3), further papers filed (B2). `introducers`: for B4. `class_id`: for A2, A3 and D1.
    """

    act: Literal["step"]
    step: Step = Field(examples=["C1"])
    outcome: Literal["approved", "refused"] = "approved"
    codes: Codes = Field(default=(), examples=[["own_side_member"]])
    introducers: Annotated[tuple[IntroducerBody, ...], Field(max_length=4)] = ()
    class_id: Identifier | None = None

    def command(self, actor: Actor) -> commands.RecordStep | commands.Nominate | commands.Train:
        """The command: of A1 and A3 the act of that name, else the step."""
        if self.step is Step.LISTING:
            return commands.Nominate(**self.common(actor))
        if self.step is Step.AWARENESS_CLASS:
            return commands.Train(**self.common(actor), class_id=self.class_id)
        return commands.RecordStep(
            **self.common(actor),
            step=self.step,
            outcome=Outcome(self.outcome),
            codes=self.codes,
            introducers=tuple(each.value() for each in self.introducers),
            class_id=self.class_id,
        )


class DossierCheckedBody(ActBody):
    """Staff of the competent committee checked the dossier: complete, or returned with codes of what is missing.

    `codes`: ids of steps, or codes of the policy's `dossier_faults`. `form`: the paper sent back.
    """

    act: Literal["dossier_checked"]
    outcome: Literal["complete", "returned"]
    codes: Codes = Field(default=(), examples=[["B3", "seal_missing"]])
    form: Code | None = None

    def command(self, actor: Actor) -> asked.CheckDossier:
        """The command."""
        return asked.CheckDossier(**self.common(actor), outcome=self.outcome, codes=self.codes, form=self.form)


class MentorAssignedBody(ActBody):
    """The cell names the official member who helps the prospect, applicant or probationary member."""

    act: Literal["mentor_assigned"]
    mentor_id: PersonRef

    def command(self, actor: Actor) -> asked.AssignMentor:
        """The command."""
        return asked.AssignMentor(**self.common(actor), mentor_id=self.mentor_id)


class ListReviewedBody(ActBody):
    """The cell reviewed its list by resolution and keeps the prospect. Added is `nominated`, removed is `delisted`."""

    act: Literal["list_reviewed"]
    codes: Codes = Field(default=(), examples=[["maturing"]])
    decision: DecisionBody

    def command(self, actor: Actor) -> asked.ReviewList:
        """The command."""
        return asked.ReviewList(**self.common(actor), codes=self.codes)


class ExtensionGrantedBody(ActBody):
    """The one extension of the time to decide; granted by the due day, counted from it."""

    act: Literal["extension_granted"]
    extends: Literal["C4", "D8"]
    decision: DecisionBody

    def command(self, actor: Actor) -> asked.GrantExtension:
        """The command."""
        return asked.GrantExtension(**self.common(actor), extends=self.extends)


class ConsentGivenBody(ActBody):
    """A body above agreed in writing: to a late ceremony, an applicant over 60, an exception on education, …"""

    act: Literal["consent_given"]
    kind: Literal["late_ceremony", "over_60", "education_exception", "dossier_alteration"]
    decision: DecisionBody

    def command(self, actor: Actor) -> asked.GiveConsent:
        """The command."""
        return asked.GiveConsent(**self.common(actor), kind=self.kind)


class ReferralSettledBody(ActBody):
    """The competent committee settled a vote that fell short of two thirds."""

    act: Literal["referral_settled"]
    outcome: Literal["approved", "returned", "closed"]
    decision: DecisionBody

    def command(self, actor: Actor) -> asked.SettleReferral:
        """The command."""
        return asked.SettleReferral(**self.common(actor), outcome=self.outcome)


DossierBody = (
    StepBody
    | DossierCheckedBody
    | MentorAssignedBody
    | ListReviewedBody
    | ExtensionGrantedBody
    | ConsentGivenBody
    | ReferralSettledBody
)
