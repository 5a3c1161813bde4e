"""Which value of a rule holds for a unit on a date: the central one, or the nearest override above (domain 12.2)."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from services.indicators.domain.number import parse_decimal
from services.indicators.domain.status import NEAR_RATIO_DEFAULT
from shared.contracts.organisation import PolicyPublished

NEAR_RATIO = "near_ratio"


def in_force(policies: Iterable[PolicyPublished], as_of: date) -> list[PolicyPublished]:
    """Of each policy the version that holds on a date, not past its own end. `policies` in the order published."""
    newest: dict[str, PolicyPublished] = {}
    for policy in policies:
        held = newest.get(policy.policy_id)
        if policy.effective_on <= as_of and (held is None or policy.effective_on >= held.effective_on):
            newest[policy.policy_id] = policy
    return [held for held in newest.values() if held.effective_to is None or as_of <= held.effective_to]


def near_ratio(policies: Iterable[PolicyPublished], path: Sequence[str], as_of: date) -> Fraction:
    """The line between near and unmet for a unit, whose `path` runs from itself to the top. Source: domain 10."""
    stated = {
        policy.scope_unit_id: ratio
        for policy in in_force(policies, as_of)
        if NEAR_RATIO in policy.values
        and (ratio := parse_decimal(str(policy.values[NEAR_RATIO]))) is not None
        and 0 < ratio <= 1
    }
    return next((stated[scope] for scope in (*path, None) if scope in stated), NEAR_RATIO_DEFAULT)
