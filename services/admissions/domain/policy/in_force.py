"""The values in force on a date in a unit, as known at the append: the central base, tightened by local overrides.

On which date, the guard says: age, schooling and votes are judged by the day of the step that they guard. A deadline is
read on the day on which it STARTED (`policies_on(organisation, unit_id, started_on)`), so that an open one keeps the
policy under which it started, whatever is published while it runs. Source: domain 12.1; contracts 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from services.admissions.domain.policy.shapes import Tightens, tighter
from services.admissions.domain.policy.values import VALUES
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.organisation import PolicyPublished
from shared.core.dates import parse_date
from shared.core.text import Text
from shared.tree.organisation import Organisation

MISSING = Rule("policy-missing", "Quy ước của sổ: quy định có hiệu lực vào ngày của bước; domain 12.1")
SOURCE = "source"
LAID_KEPT_MAX = 256


_share = lru_cache(maxsize=64)(Fraction)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRule:
    """What a body's vote must reach: at least, or more than, a share of its base. `needed`: no step without a count."""

    share: Fraction
    at_least: bool
    needed: bool

    def met(self, in_favour: int, base: int) -> bool:
        """Whether the votes suffice; in integers, as `for * 3 >= base * 2` (contracts 4)."""
        left, right = in_favour * self.share.denominator, base * self.share.numerator
        return left >= right if self.at_least else left > right


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """A time limit: so many working days from where it `starts` (a step or a day), and once that many more."""

    starts: str
    working_days: int
    extension_working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """One step of domain 5: who takes it, on which form, what must stand before it, its vote and its time limit.

    `needs`: step ids, and `check` for the dossier check; where the organisation or the person's road lacks one of them
    (no sub-committee, no Youth Union) it is not asked for. `papers`: further papers that a local policy asks for.
    """

    actor: str
    form: str | None
    needs: tuple[str, ...]
    vote: VoteRule | None
    deadline: DeadlineRule | None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """The values of one date and unit; `position`: of the newest policy among them, stored with the event.

    `cited`: for each value the regulation or local rule that gave it. `steps`: rules read from these values before.
    """

    values: Mapping[str, Any]
    position: int
    on: date
    cited: Mapping[str, str]
    steps: dict[str, StepRule] = field(default_factory=dict, compare=False, repr=False)

    @property
    def source(self) -> str:
        """The regulation in force that the steps follow, as cited: `QĐ 232-QĐ/TW (20/01/2025)`."""
        return self.source_of("steps")

    def source_of(self, name: str) -> str:
        """The regulation or local rule that gave this value."""
        return self.cited.get(name, "")

    def number(self, name: str) -> int:
        """A value that is a whole number. Raises a Refusal when no policy in force gives it."""
        return int(self._value(name))

    def ratio(self, name: str) -> Fraction:
        """A value that is a share, exact. Raises a Refusal when no policy in force gives it."""
        return Fraction(self._value(name))

    def day(self, name: str) -> date:
        """A value that is a date. Raises a Refusal when no policy in force gives it."""
        return parse_date(self._value(name))

    def flag(self, name: str) -> bool:
        """A value that is true or false; false where no policy gives it."""
        return bool(self.values.get(name, False))

    def code(self, name: str) -> str | None:
        """A value that is a code, or None when no policy in force asks for it."""
        value = self.values.get(name)
        return None if value is None else str(value)

    def ranks(self, attribute: str) -> tuple[str, ...]:
        """The codes of an attribute from the lowest to the highest."""
        return tuple(self._value("ranks").get(attribute, ()))

    def codes(self, name: str) -> tuple[str, ...]:
        """A list of codes; empty when no policy in force gives one."""
        return tuple(self.values.get(name, ()))

    def vote(self, name: str) -> VoteRule:
        """What the vote of a step (`C1`), or of an `authorised` committee, must reach."""
        rule = self._part("votes", name)
        return VoteRule(share=_share(rule["share"]), at_least=rule["rule"] == "at_least", needed=rule["needed"])

    def deadline(self, name: str) -> DeadlineRule:
        """The time limit of a step (`C4`) or of an act (`transfer_presenting`). Read it on the day it started."""
        rule = self._part("deadlines", name)
        return DeadlineRule(
            starts=rule["starts"], working_days=rule["working_days"], extension_working_days=rule["extension"]
        )

    def step(self, step_id: str) -> StepRule:
        """One step of the procedure. Raises a Refusal when no policy in force has the step."""
        if step_id not in self.steps:
            self.steps[step_id] = self._step(step_id)
        return self.steps[step_id]

    def _step(self, step_id: str) -> StepRule:
        rule = self._part("steps", step_id)
        vote, limit = rule.get("vote"), rule.get("deadline")
        papers = self.values.get("extra_papers", {})
        return StepRule(
            actor=rule["actor"],
            form=rule.get("form"),
            needs=tuple(rule["needs"]),
            vote=None if vote is None else self.vote(vote),
            deadline=None if limit is None else self.deadline(limit),
            papers=tuple(sorted(paper for paper, at in papers.items() if at == step_id)),
        )

    def _part(self, name: str, part: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] | None = self._value(name).get(part)
        if found is None:
            raise _missing(f"{name}.{part}", self.on)
        return found

    def _value(self, name: str) -> Any:
        if name not in self.values:
            raise _missing(name, self.on)
        return self.values[name]


def policies_on(organisation: Organisation, unit_id: str, on: date) -> Policies:
    """The policies that a guard uses: in force on a date in the unit, as known now. Source: contracts 4.

    Of each policy id the version of that date counts. The central ones come first, then overrides from the top of the
    tree down to the unit; an override only tightens (domain 12.2), each value as values.py says. That of a closed unit
    has ended with it: its successor stands in the path, and must have adopted the override for it to go on.
    """
    return organisation.derived((policies_on, unit_id, on), lambda: _in_force(organisation, unit_id, on))


def _in_force(organisation: Organisation, unit_id: str, on: date) -> Policies:
    depth = {
        unit.unit_id: index
        for index, unit in enumerate(reversed(path(organisation, unit_id, on)))
        if unit.closing is None or on < unit.closing.effective_on
    }
    in_scope = [
        (-1 if policy.scope_unit_id is None else depth[policy.scope_unit_id], position, policy)
        for position, policy in organisation.derived((versions_on, on), lambda: versions_on(organisation, on))
        if policy.scope_unit_id is None or policy.scope_unit_id in depth
    ]
    versions = [(position, policy) for _, position, policy in sorted(in_scope, key=lambda found: found[:2])]
    of_these = (merged, *(id(policy) for _, policy in versions))
    return replace(organisation.derived(of_these, lambda: merged(versions, on)), on=on)


def versions_on(organisation: Organisation, on: date) -> list[tuple[int, PolicyPublished]]:
    """Of each policy id the version in force on a date, with its position; one past its own end is in force nowhere.

    Of versions that begin on the same day the one published last counts: it corrects the other.
    """
    newest: dict[str, tuple[int, PolicyPublished]] = {}
    for position, policy in organisation.policies():
        held = newest.get(policy.policy_id)
        if policy.effective_on <= on and (held is None or policy.effective_on >= held[1].effective_on):
            newest[policy.policy_id] = position, policy
    return [held for held in newest.values() if held[1].effective_to is None or on <= held[1].effective_to]


def merged(versions: Sequence[tuple[int, PolicyPublished]], on: date) -> Policies:
    """Versions laid one over the other, the central ones first; of each value the stricter counts."""
    values, cited = _laid(tuple(policy for _, policy in versions))
    position = max((position for position, _ in versions), default=0)
    return Policies(values=values, position=position, on=on, cited=cited)


@lru_cache(maxsize=LAID_KEPT_MAX)
def _laid(versions: tuple[PolicyPublished, ...]) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The values and who gave each. Kept, as every step of every person asks, and few combinations exist."""
    values: dict[str, Any] = {}
    cited: dict[str, str] = {}
    for policy in versions:
        source = str(policy.values.get(SOURCE, policy.policy_id))
        for name, value in policy.values.items():
            if name == SOURCE:
                continue
            known = VALUES.get(name)
            how = Tightens.NEVER if known is None else known.tightens
            chosen = tighter(name, how, values.get(name), value, values.get("ranks", {}))
            if name not in values or chosen != values[name]:
                values[name], cited[name] = chosen, source
    return values, cited


def _missing(name: str, on: date) -> Exception:
    """A step is judged by a policy that holds on its day, never by none. Source: domain 12.1."""
    asked, known = written(on), VALUES.get(name.partition(".")[0])
    what = Text(vi=f"“{name}”", en=f"“{name}”")
    if known is not None:
        what = Text(vi=f"{what.vi} ({known.meaning.vi})", en=f"{what.en} ({known.meaning.en})")
    return refusal(
        MISSING,
        Text(vi=f"Ngày {asked.vi} chưa có quy định nào nêu {what.vi}.", en=f"On {asked.en} no policy gives {what.en}."),
        Text(
            vi="Kiểm tra ngày; nếu đúng, cấp có thẩm quyền ban hành quy định áp dụng cho ngày đó trước.",
            en="Check the date; if it is right, a policy for that date is published first.",
        ),
        values={"value": name, "on": on},
    )
