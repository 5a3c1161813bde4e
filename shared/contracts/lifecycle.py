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
    """An introduction letter was issued; `decision` is the letter. `to_unit_id`: absent when outside the province.

    `moved_on`: the decision or the move that it follows. `codes`: the papers that go along.
    """

    to_unit_id: str | None = None
    moved_on: date | None = None
    codes: tuple[str, ...] = ()


class TransferPresented(PersonFact, frozen=True, kw_only=True):
    """The letter was shown to the receiving cell (`to_unit_id`); the person still counts in `unit_id`.

    `reason`: a code, why it came late; then `decision` is the competent committee's ruling.
    """

    to_unit_id: str
    reason: str | None = None


class TransferReturned(PersonFact, frozen=True, kw_only=True):
    """The receiving cell (absent: outside the province) sent the letter back: the transfer is over, the person stays.

    `reason`: a code.
    """

    to_unit_id: str | None = None
    reason: str | None = None


class TransferLapsed(PersonFact, frozen=True, kw_only=True):
    """The open transfer ended without acceptance; the person stays. `reason`: a code."""

    reason: str | None = None


class Transferred(PersonFact, frozen=True, kw_only=True):
    """Accepted at the new cell; or gone from the province (`to` null), or arrived from outside it (`from` null).

    `ceremony_on`, `official_on`: from outside, what the letter says. `reason`: a code, why a letter that was not
    presented before came late; then `decision` is the competent committee's ruling.
    """

    ceremony_on: date | None = None
    official_on: date | None = None
    reason: str | None = None


class AwayRecorded(PersonFact, frozen=True, kw_only=True):
    """A member lives elsewhere and counts at home. `away`: temporary (a stay with a host), or untransferred.

    Of a temporary stay: `host_unit_id` (absent: outside the province; it never counts the person), `purpose` (move,
    study) and `until`, the day of return planned.
    """

    away: str
    host_unit_id: str | None = None
    purpose: str | None = None
    until: date | None = None


class AwayExtended(PersonFact, frozen=True, kw_only=True):
    """The temporary stay goes on to `until`; `decision`: what the host's committee agreed to."""

    until: date


class AwayEnded(PersonFact, frozen=True, kw_only=True):
    """The member is back, or was found. `reason`: a code."""

    reason: str | None = None


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
    moved_on: date | None = None
    official_on: date | None = None
    away: str | None = None
    host_unit_id: str | None = None
    purpose: str | None = None
    until: date | None = None


class Merged(PersonFact, frozen=True, kw_only=True):
    """The person is the same as `into`, whose record goes on: what is in force is taken back. `ground`: a code."""

    into: str
    ground: str


class Unmerged(PersonFact, frozen=True, kw_only=True):
    """A merge was wrong: the movements that it took back are stated again. `ground`: a code."""

    ground: str


class Erased(PersonFact, frozen=True, kw_only=True):
    """The person's key was destroyed. What the statute wants kept stays."""
