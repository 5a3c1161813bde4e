"""Topic `socai.dossiers`: what happens to a dossier and moves nobody. Steps that move someone are in lifecycle."""

from datetime import date

from msgspec import Struct

from shared.contracts.facts import PersonFact


class Introducer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An official member who introduces an applicant (B4). `together_since`: attested, in the same unit.

    `replacement`: took over from an introducer who could not go on; then `together_since` is not asked for.
    """

    person_id: str
    together_since: date | None = None
    replacement: bool = False


class StepRecorded(PersonFact, frozen=True, kw_only=True):
    """One step of the dossier procedure was done (`step`: A2, B1 to B6, C1 to C5, C7, D1 to D8), outcome as a code.

    `outcome`: `approved`, `refused` or `short` (two thirds not reached). `codes`: waivers of a background check, or
    `by_secretary` where the cell has no committee. `class_id`: the class to which A2 sends, or that D1 was held in.
    """

    outcome: str = "approved"
    codes: tuple[str, ...] = ()
    introducers: tuple[Introducer, ...] = ()
    class_id: str | None = None


class DossierChecked(PersonFact, frozen=True, kw_only=True):
    """Staff of the competent committee checked the dossier. `outcome`: `complete`, or `returned` with what is missing.

    `codes`: ids of the steps or papers that are missing. `form`: the paper sent back, where there is one.
    """

    outcome: str
    codes: tuple[str, ...] = ()
    form: str | None = None


class MentorAssigned(PersonFact, frozen=True, kw_only=True):
    """The cell named an official member to help the person. `mentor_id`: that member's person id."""

    mentor_id: str


class ListReviewed(PersonFact, frozen=True, kw_only=True):
    """The cell reviewed its list of prospects and keeps this one. Added is `nominated`, removed is `delisted`."""

    codes: tuple[str, ...] = ()


class ExtensionGranted(PersonFact, frozen=True, kw_only=True):
    """The one extension of a deadline. `extends`: the step whose deadline it is (C4, D8)."""

    extends: str


class ConsentGiven(PersonFact, frozen=True, kw_only=True):
    """A body above agreed in writing to what the rules forbid without it.

    `kind`: late_ceremony, over_60, education_exception, readmission, dossier_alteration.
    """

    kind: str


class ReferralSettled(PersonFact, frozen=True, kw_only=True):
    """The competent committee settled a vote short of two thirds. `outcome`: approved, returned or closed."""

    outcome: str


class ReviewOpened(PersonFact, frozen=True, kw_only=True):
    """A case for removal was opened, or a task to find someone. `kind`: a code. `dates`: those of the case, no text."""

    kind: str
    dates: tuple[date, ...] = ()


class ReviewClosed(PersonFact, frozen=True, kw_only=True):
    """A review ended without removal. `kind`: as in ReviewOpened. `outcome`: kept, withdrawn or settled."""

    kind: str
    outcome: str


class ReviewStepRecorded(PersonFact, frozen=True, kw_only=True):
    """One step of a strike-off or resignation (`step`: X1 self-review, X2 cell, X3 sub-committee, X4 grassroots, X5).

    `outcome`: `asked` or `received` for X1; else `approved`, `refused` or `short`. X5 approved is `removed`.
    """

    outcome: str


class DisciplineRecorded(PersonFact, frozen=True, kw_only=True):
    """A disciplinary decision stands; its kind, body, number and dates travel sealed in people."""


class SuspensionRecorded(PersonFact, frozen=True, kw_only=True):
    """Party activity was suspended by a decision (`outcome` suspended), or goes on (lifted). No reason is kept."""

    outcome: str
