"""What may be asked about one person: frozen data, decided by decide.py on the person's state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.admissions.domain.person.act import Act as Act  # noqa: PLC0414 - told on, with the commands
from services.admissions.domain.person.act import LineRef as LineRef  # noqa: PLC0414 - as above
from services.admissions.domain.person.commands_dossier import DossierFact
from services.admissions.domain.person.commands_identity import Identity
from services.admissions.domain.person.commands_leaving import LeavingFact
from services.admissions.domain.person.commands_rating import AssignTask, Rate, Suspend
from services.admissions.domain.person.commands_transfer import TransferFact
from shared.contracts.dossiers import Introducer
from shared.contracts.facts import Actor, Decision
from shared.contracts.movement import NO_ATTRIBUTES, Attributes, Standing


class Step(StrEnum):
    """The steps of the dossier procedure, by the ids of domain 5.

    A1 is the event `nominated`, A3 `trained`, C6 `admitted`, D8 `probation_passed`; the others are `step_recorded`.
    """

    LISTING = "A1"
    LIST_APPROVAL = "A2"
    AWARENESS_CLASS = "A3"
    APPLICATION = "B1"
    PERSONAL_PROFILE = "B2"
    BACKGROUND_CHECK = "B3"
    INTRODUCTION = "B4"
    YOUTH_UNION_RESOLUTION = "B5a"
    TRADE_UNION_RESOLUTION = "B5b"
    OPINIONS = "B6"
    CELL_REVIEW = "C1"
    APPRAISAL = "C2"
    GRASSROOTS_REVIEW = "C3"
    ADMISSION_DECISION = "C4"
    NOTICE = "C5"
    CEREMONY = "C6"
    MEMBER_FILE = "C7"
    MEMBER_CLASS = "D1"
    SELF_REVIEW = "D2"
    MENTOR_REMARKS = "D3"
    PROBATION_OPINIONS = "D4"
    CELL_RECOGNITION = "D5"
    RECOGNITION_APPRAISAL = "D6"
    GRASSROOTS_RECOGNITION = "D7"
    RECOGNITION_DECISION = "D8"


class Outcome(StrEnum):
    """What a body concluded. `short` (the votes did not suffice) is worked out, never asked for."""

    APPROVED = "approved"
    REFUSED = "refused"
    SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol(Act):
    """Take over from the register kept before; `effective_on` is the cut-over date, `unit_id` is required.

    `ceremony_on` is required for a probationary member: recognition is dated from it.
    """

    standing: Standing = Standing.OFFICIAL
    attributes: Attributes = NO_ATTRIBUTES
    ceremony_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominate(Act):
    """A cell (`unit_id`, required) lists a prospect, for the first time or after taking the person off its list."""

    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Delist(Act):
    """A cell takes a prospect off its list; `reason` is a code."""

    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Train(Act):
    """The awareness class was passed; `effective_on` is the certificate's date. A second one renews the certificate.

    `class_id`: the class in which it was earned; then the class's roster and dates are checked.
    """

    class_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDossier(Act):
    """The cell allows a dossier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDossier(Act):
    """The dossier ends without admission. The person stays a prospect, or leaves the list when `off_list`."""

    reason: str | None = None
    off_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStep(Act):
    """One step of the procedure on its own date. C6 admits; D8 recognises from ceremony + 12 months, however late.

    `codes`: for B3 the waivers used, for B2 further papers filed. `introducers`: for B4. `class_id`: for A2 and D1.
    """

    step: Step
    outcome: Outcome = Outcome.APPROVED
    codes: tuple[str, ...] = ()
    introducers: tuple[Introducer, ...] = ()
    class_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProfile(Act):
    """Attributes of the place change: name of the attribute to its new value, None to make it unknown."""

    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restructure(Act):
    """What the closing of the person's unit does: from `effective_on`, the day of closing, they are in `to_unit_id`."""

    to_unit_id: str


Fact = (
    Enrol
    | Nominate
    | Delist
    | Train
    | OpenDossier
    | CloseDossier
    | RecordStep
    | DossierFact
    | TransferFact
    | LeavingFact
    | ChangeProfile
    | Restructure
    | Rate
    | AssignTask
    | Suspend
)
"""A fact that can be recorded, and recorded again otherwise by a correction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """A fact already recorded (the event at `position`) was wrong.

    `instead` states it as it should have been (the same sort of fact, judged as if new, its own `drop` unused), or None
    cancels it. `ground` is a code. `drop` as in Act.
    """

    actor: Actor
    position: int
    ground: str
    instead: Fact | None = None
    decision: Decision | None = None
    drop: tuple[LineRef, ...] = ()


PersonCommand = Fact | Correct | Identity
