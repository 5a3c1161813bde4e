"""Topic `socai.lifecycle`: what changes where a person is, or as what. Every class carries movements (contracts 3)."""

from datetime import date

from msgspec import Struct

from shared.contracts.dossiers import Introducer
from shared.contracts.facts import PersonFact


class Nominated(PersonFact, frozen=True, kw_only=True):
    """A cell listed a prospect."""


class Delisted(PersonFact, frozen=True, kw_only=True):
    """A cell took a prospect off its list. `reason`: a code."""

    reason: str | None = None


class Trained(PersonFact, frozen=True, kw_only=True):
    """The awareness class was passed; `effective_on` is the certificate's date. `class_id`: the class, where known."""

    class_id: str | None = None


class DossierOpened(PersonFact, frozen=True, kw_only=True):
    """The cell allowed a dossier: the prospect is an applicant."""


class DossierClosed(PersonFact, frozen=True, kw_only=True):
    """The dossier ended without admission. `reason`: a code."""

    reason: str | None = None


class Admitted(PersonFact, frozen=True, kw_only=True):
    """The ceremony was held (step C6); `effective_on` is its date, and probation runs from it."""


class ProbationPassed(PersonFact, frozen=True, kw_only=True):
    """Recognised as official (step D8); `effective_on` is the ceremony + 12 months however late the decision."""


class TransferIssued(PersonFact, frozen=True, kw_only=True):
    """An introduction letter was issued. `to_unit_id`: the receiving cell, absent when it lies outside the province."""

    to_unit_id: str | None = None


class TransferLapsed(PersonFact, frozen=True, kw_only=True):
    """The open transfer ended without acceptance; the person stays. `reason`: a code."""

    reason: str | None = None


class Transferred(PersonFact, frozen=True, kw_only=True):
    """Accepted at the new cell; or gone from the province (`to` null), or arrived from outside it (`from` null).

    `ceremony_on`: for a probationary member from outside, when probation began.
    """

    ceremony_on: date | None = None


class Removed(PersonFact, frozen=True, kw_only=True):
    """The membership ended; the movement's kind says how. The reason of a strike-off travels sealed in people."""


class Enrolled(PersonFact, frozen=True, kw_only=True):
    """Taken over from the register kept before. `ceremony_on`: for a probationary member, when probation began."""

    ceremony_on: date | None = None


class Readmitted(PersonFact, frozen=True, kw_only=True):
    """Admitted for the second and last time."""


class Restored(PersonFact, frozen=True, kw_only=True):
    """A removal was overturned; membership continues."""


class ProfileChanged(PersonFact, frozen=True, kw_only=True):
    """An attribute of the place changed."""


class Rated(PersonFact, frozen=True, kw_only=True):
    """The yearly quality rating; `effective_on` is the last day of the period rated."""


class Restructured(PersonFact, frozen=True, kw_only=True):
    """The unit was closed or merged: its people went to the successor."""


class Correction(Struct, frozen=True, kw_only=True):
    """The event that a correction changes, and on what ground (a code)."""

    position: int
    ground: str


class Corrected(PersonFact, frozen=True, kw_only=True):
    """A fact already recorded was wrong: it is taken back and, where it still holds, stated as it should have been.

    `states`: the own name of the event that would have stated the fact (absent: cancelled); what that event carries
    besides stands in the fields after it. `about`: the kind of a consent or review, the step extended, or the mentor.
    """

    corrects: Correction
    states: str | None = None
    outcome: str | None = None
    to_unit_id: str | None = None
    ceremony_on: date | None = None
    reason: str | None = None
    codes: tuple[str, ...] = ()
    introducers: tuple[Introducer, ...] = ()
    class_id: str | None = None
    about: str | None = None


class Erased(PersonFact, frozen=True, kw_only=True):
    """The person's key was destroyed. What the statute wants kept stays."""
