"""The answers that contracts 5 fixes: command line `--json` and HTTP alike. What does not apply is null."""

from datetime import date

from msgspec import UNSET, Struct, UnsetType

from shared.contracts.facts import Actor, Decision, Votes
from shared.contracts.movement import Attributes


class Stamp(Struct, frozen=True, kw_only=True):
    """What an answer rests on. `time`: of the event at `position`. `tree`: the date of the tree used."""

    position: int
    time: str | None
    as_of: date
    as_known: str | None
    tree: date | None
    policy: int | None
    batch_open: bool


class MemberRow(Struct, frozen=True, kw_only=True):
    """One member. `since`: when the unbroken stay in that unit and standing began. `name` only for those allowed."""

    person_id: str
    unit_id: str
    standing: str
    since: date
    attributes: Attributes
    name: str | UnsetType | None = UNSET


class MembersAnswer(Struct, frozen=True, kw_only=True):
    """Everyone of the standings asked in the unit's subtree on the stamp's tree, by (unit_id, person_id)."""

    stamp: Stamp
    unit: str
    members: tuple[MemberRow, ...]


class TargetRange(Struct, frozen=True, kw_only=True):
    """A target: at least `low`, at most `high`; decimal strings or null."""

    low: str | None
    high: str | None


class IndicatorValue(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One indicator: a fraction of integers, its value to four places half up, its target and status."""

    id: str
    numerator: int | None
    denominator: int | None
    value: str | None
    target: TargetRange | None
    status: str | None
    from_: date | None
    to: date | None


class IndicatorsAnswer(Struct, frozen=True, kw_only=True):
    """Every indicator defined on the date, by id."""

    stamp: Stamp
    unit: str
    values: tuple[IndicatorValue, ...]


class StatisticsRow(Struct, frozen=True, kw_only=True):
    """One line of a form."""

    code: str
    label_vi: str
    label_en: str
    value: int


class StatisticsAnswer(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A form for a unit's subtree and a period, rows in the form's order."""

    stamp: Stamp
    unit: str
    form: str
    from_: date
    to: date
    rows: tuple[StatisticsRow, ...]


class TrailStep(Struct, frozen=True, kw_only=True):
    """One recorded step of a person: who, in which body, by what vote and decision, and its leaf in the tree (hex)."""

    position: int
    time: str
    effective_on: date | None
    step: str
    body_unit_id: str | None
    decision: Decision | None
    actor: Actor | None
    votes: Votes | None
    leaf: str


class Overlap(Struct, frozen=True, kw_only=True):
    """One person, by whichever accounts, who acted in several capacities on a record: what was done, and where."""

    officer_ids: tuple[str, ...]
    capacities: tuple[str, ...]
    positions: tuple[int, ...]


class TrailAnswer(Struct, frozen=True, kw_only=True):
    """Everything recorded about a person, by position. `overlaps`: since offices are in the log."""

    stamp: Stamp
    person_id: str
    steps: tuple[TrailStep, ...]
    overlaps: tuple[Overlap, ...] = ()


class PartitionState(Struct, frozen=True, kw_only=True):
    """How far a partition has been read at the stamp's position, and its running hash there (hex)."""

    sequence: int
    hash: str


class Problem(Struct, frozen=True, kw_only=True):
    """One thing found wrong: a stable code, where, and a sentence in both languages."""

    code: str
    where: str
    vi: str
    en: str


class VerifyAnswer(Struct, frozen=True, kw_only=True):
    """The tree rebuilt from the topics alone, and whether it is what the writer says it is."""

    stamp: Stamp
    size: int
    root: str
    partitions: dict[str, PartitionState]
    ok: bool
    problems: tuple[Problem, ...]
