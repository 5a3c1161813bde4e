"""The values in force on a date in a unit, as known at the append: the central base, tightened by local overrides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.organisation import PolicyPublished
from shared.core.text import Text
from shared.tree.organisation import Organisation

MISSING = Rule("policy-missing", "domain 12.1")


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
class Policies:
    """The values of one date and unit; `position`: of the newest policy among them, stored with the event."""

    values: Mapping[str, Any]
    position: int
    on: date

    def number(self, name: str) -> int:
        """A value that is a whole number. Raises a Refusal when no policy in force gives it."""
        return int(self._value(name))

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
        rule = self._value("votes")[name]
        return VoteRule(share=Fraction(rule["share"]), at_least=rule["rule"] == "at_least", needed=rule["needed"])

    def _value(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        asked = written(self.on)
        raise refusal(
            MISSING,
            Text(
                vi=f"Ngày {asked.vi} chưa có quy định nào cho “{name}”.",
                en=f"On {asked.en} no policy gives “{name}”.",
            ),
            Text(vi="Ban hành quy định cho ngày đó trước.", en="Publish a policy for that date first."),
            values={"value": name, "on": self.on},
        )


def policies_on(organisation: Organisation, unit_id: str, on: date) -> Policies:
    """The policies that a guard uses: in force on the step's date in the unit, as known now. Source: contracts 4.

    Of each policy id its newest version counts. The base comes first, then overrides from the top of the tree down to
    the unit; an override only tightens (domain 12.2): a `…_min` only rises, a `…_max` only falls.
    """
    newest: dict[str, tuple[int, PolicyPublished]] = {}
    for position, policy in organisation.policies():
        held = newest.get(policy.policy_id)
        if policy.effective_on <= on and (held is None or policy.effective_on >= held[1].effective_on):
            newest[policy.policy_id] = position, policy
    depth = {unit.unit_id: index for index, unit in enumerate(reversed(list(path(organisation, unit_id, on))))}
    in_scope = [
        (-1 if policy.scope_unit_id is None else depth[policy.scope_unit_id], position, policy)
        for position, policy in newest.values()
        if policy.scope_unit_id is None or policy.scope_unit_id in depth
    ]
    values: dict[str, Any] = {}
    for _, _, policy in sorted(in_scope, key=lambda found: found[:2]):
        for name, value in policy.values.items():
            values[name] = _tightened(name, values.get(name), value)
    return Policies(values=values, position=max((found[1] for found in in_scope), default=0), on=on)


def _tightened(name: str, base: Any, override: Any) -> Any:
    if isinstance(base, int) and isinstance(override, int):
        if name.endswith("_min"):
            return max(base, override)
        if name.endswith("_max"):
            return min(base, override)
    return override
