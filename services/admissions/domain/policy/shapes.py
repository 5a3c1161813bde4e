"""What a policy value can be, and when one value is at least as strict as another: the arithmetic behind overrides."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Shape(StrEnum):
    """How a value is written: in the YAML file, in the event and in docs/rules.md."""

    NUMBER = "whole number"
    DAYS = "whole number from 1"
    RATIO = "decimal in quotes"
    FLAG = "true or false"
    DATE = "date YYYY-MM-DD"
    CODE = "code"
    CODES = "list of codes"
    TEXT = "one line of text"
    VOTES = "votes by step"
    RANKS = "codes by attribute, lowest first"
    STEPS = "steps by id"
    DEADLINES = "deadlines by step"
    PAPERS = "step by paper"


class Tightens(StrEnum):
    """Which way a local override may go (domain 12.2)."""

    RISES = "only rises"
    FALLS = "only falls"
    EARLIER = "only moves to an earlier date"
    GROWS = "only gets more entries"
    SHRINKS = "only loses entries"
    RANK_RISES = "only rises in the order of its ranks"
    VOTES_RISE = "shares only rise"
    SHORTENS = "deadlines only shorten"
    NEEDS_GROW = "only needs more before a step"
    NEVER = "central only"
    FREE = "free: the nearest unit's value counts"


Ranks = Mapping[str, Any]
"""The policy's own value `ranks`: for each attribute its codes from the lowest to the highest."""


def tighter(name: str, how: Tightens, base: Any, override: Any, ranks: Ranks) -> Any:
    """The stricter of the two values, part by part: what holds where an override stands over a base.

    `name` is the value's own name: a `…_min` of an attribute is compared by the attribute's ranks.
    """
    if base is None or how is Tightens.FREE:
        return override
    found = _CHOOSE.get(how)
    if found is not None:
        return found(base, override)
    if how is Tightens.RANK_RISES:
        order = list(ranks.get(name.removesuffix("_min").removesuffix("_exception"), ()))
        return max(base, override, key=lambda code: order.index(code) if code in order else -1)
    return base


def loosens(name: str, how: Tightens, base: Any, override: Any, ranks: Ranks) -> bool:
    """Whether an override asks for less than the base, anywhere in it. Source: domain 12.2.

    Of lists and steps that only grow, an override states what it adds; of others, what is to hold.
    """
    if base is None or how is Tightens.FREE:
        return False
    if how is Tightens.NEVER:
        return bool(override != base)
    if how is Tightens.GROWS:
        return isinstance(base, Mapping) and any(base.get(part, at) != at for part, at in override.items())
    return bool(_comparable(tighter(name, how, base, override, ranks)) != _comparable(_over(how, base, override)))


def _over(how: Tightens, base: Any, override: Any) -> Any:
    """The base with what the override states put over it, whichever is stricter."""
    if how not in {Tightens.VOTES_RISE, Tightens.SHORTENS, Tightens.NEEDS_GROW}:
        return override
    found = {**base, **{part: {**base.get(part, {}), **rule} for part, rule in override.items()}}
    for part in override if how is Tightens.NEEDS_GROW else ():
        found[part]["needs"] = _more(base.get(part, {}).get("needs", ()), override[part].get("needs", ()))
    return found


def _comparable(value: Any) -> Any:
    """Sets for lists, as their order says nothing here."""
    if isinstance(value, list | tuple):
        return frozenset(value)
    if isinstance(value, Mapping):
        return {name: _comparable(each) for name, each in value.items()}
    return value


def _more(base: Any, override: Any) -> Any:
    if isinstance(base, Mapping):
        return {**base, **{name: value for name, value in override.items() if name not in base}}
    return [*base, *(code for code in override if code not in base)]


def _fewer(base: Any, override: Any) -> Any:
    return [code for code in base if code in override]


def _votes(base: Any, override: Any) -> Any:
    found = {name: dict(rule) for name, rule in base.items()}
    for name, asked in override.items():
        held = found.setdefault(name, dict(asked))
        old, new = vote_strength(held), vote_strength({**held, **asked})
        if new > old:
            held |= {part: asked[part] for part in ("share", "rule") if part in asked}
        held["needed"] = bool(held.get("needed")) or bool(asked.get("needed"))
    return found


def vote_strength(rule: Mapping[str, Any]) -> tuple[Fraction, bool]:
    """Votes compared: the greater share is stricter; of one share, more than it is stricter than at least it."""
    return Fraction(rule["share"]), rule["rule"] == "more_than"


def _deadlines(base: Any, override: Any) -> Any:
    found = {name: dict(rule) for name, rule in base.items()}
    for name, asked in override.items():
        held = found.setdefault(name, dict(asked))
        for part in ("working_days", "extension"):
            if part in asked:
                held[part] = min(held.get(part, asked[part]), asked[part])
    return found


def _steps(base: Any, override: Any) -> Any:
    found = {step: dict(rule) for step, rule in base.items()}
    for step, asked in override.items():
        held = found.setdefault(step, dict(asked))
        held["needs"] = _more(held.get("needs", ()), asked.get("needs", ()))
    return found


_CHOOSE: Mapping[Tightens, Callable[[Any, Any], Any]] = {
    Tightens.RISES: lambda base, override: max(base, override, key=_measure),
    Tightens.FALLS: lambda base, override: min(base, override, key=_measure),
    Tightens.EARLIER: min,
    Tightens.GROWS: _more,
    Tightens.SHRINKS: _fewer,
    Tightens.VOTES_RISE: _votes,
    Tightens.SHORTENS: _deadlines,
    Tightens.NEEDS_GROW: _steps,
}


def _measure(value: Any) -> Fraction:
    return Fraction(value) if isinstance(value, str) else Fraction(int(value))
