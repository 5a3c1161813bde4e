"""Commands about a dossier beside its steps: the check by staff, mentors, the list, consents, extensions, referrals."""

from dataclasses import dataclass

from services.admissions.domain.person.act import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDossier(Act):
    """Staff of the competent committee checked the dossier. `outcome`: complete, or returned.

    `codes`: what is missing of one returned, as codes of the policy or ids of steps. `form`: the paper sent back.
    """

    outcome: str
    codes: tuple[str, ...] = ()
    form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignMentor(Act):
    """The cell names the official member who helps the prospect, applicant or probationary member."""

    mentor_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewList(Act):
    """The cell reviewed its list by resolution (`decision`) and keeps the prospect on it; `codes`: on what grounds."""

    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantExtension(Act):
    """The one extension of the time to decide, in writing (`decision`). `extends`: C4 or D8."""

    extends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent(Act):
    """A body above agreed in writing (`decision`). `kind`: as rules/consents.py lists them."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleReferral(Act):
    """The competent committee settled a vote that fell short. `outcome`: approved, returned or closed."""

    outcome: str


DossierFact = CheckDossier | AssignMentor | ReviewList | GrantExtension | GiveConsent | SettleReferral
