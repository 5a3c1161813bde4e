"""Place and movement: the atom that every reader applies without knowing a rule of the field (contracts 3)."""

from datetime import date
from enum import StrEnum

from msgspec import Struct, field


class Standing(StrEnum):
    """What a person is, in one unit, at one time."""

    PROSPECT = "PROSPECT"
    TRAINED = "TRAINED"
    APPLICANT = "APPLICANT"
    PROBATIONARY = "PROBATIONARY"
    OFFICIAL = "OFFICIAL"


MEMBERS = frozenset({Standing.PROBATIONARY, Standing.OFFICIAL})
"""The standings that count as members (contracts 5)."""


class Kind(StrEnum):
    """Why a person moved. The kind stays the same under undo."""

    ENROLLED = "enrolled"
    ADMITTED = "admitted"
    READMITTED = "readmitted"
    RESTORED = "restored"
    RECOGNISED = "recognised"
    TRANSFERRED = "transferred"
    RESTRUCTURED = "restructured"
    STRUCK_OFF = "struck_off"
    RESIGNED = "resigned"
    EXPELLED = "expelled"
    DECEASED = "deceased"
    CHANGED = "changed"
    RATED = "rated"
    NOMINATED = "nominated"
    TRAINED = "trained"
    DOSSIER_OPENED = "dossier_opened"
    DOSSIER_CLOSED = "dossier_closed"
    DELISTED = "delisted"


class Rating(Struct, frozen=True, kw_only=True):
    """A grade given under a scheme for a period; grade and scheme are codes."""

    scheme: str
    period: str
    grade: str


class Attributes(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What indicators and forms slice by; absent when unknown or default. Codes come from policy."""

    sex: str | None = None
    birth_year: int | None = None
    origin: str | None = None
    occupation: str | None = None
    groups: tuple[str, ...] = ()
    sector: str | None = None
    education: str | None = None
    expertise: str | None = None
    theory_level: str | None = None
    rating: Rating | None = None
    tasked: bool | None = None
    exempt: bool | None = None
    transfer_pending: bool | None = None
    away: str | None = None


NO_ATTRIBUTES = Attributes()


class Place(Struct, frozen=True, kw_only=True):
    """Where a person is and as what: the leaf unit, the standing, the attributes."""

    unit_id: str
    standing: Standing
    attributes: Attributes = field(default=NO_ATTRIBUTES)


class Undo(Struct, frozen=True, kw_only=True):
    """The movement taken back: the position of its event, and its line in it from 0."""

    position: int
    line: int


class Movement(Struct, frozen=True, kw_only=True):
    """A person leaves one place and arrives in another, or the outside (null), on a date.

    With `undo`, it takes that movement back and repeats its kind, date, from and to.
    """

    kind: Kind
    effective_on: date
    from_: Place | None = field(name="from")
    to: Place | None
    undo: Undo | None
