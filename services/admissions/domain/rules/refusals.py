"""How a rule says no: its id and source, the values compared, and how to mend it, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.core.errors import Fault, Refusal
from shared.core.text import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's stable id, listed in docs/problems.md, and the regulation or decision that it comes from."""

    id: str
    source: str


def cited(rule: Rule, regulation: str) -> Rule:
    """The rule with the regulation in force on the day first, as policies cite it; a cell secretary reads this."""
    return Rule(rule.id, f"{regulation}; {rule.source}") if regulation else rule


def refusal(
    rule: Rule,
    what: Text,
    mend: Text,
    *,
    where: str | None = None,
    values: Mapping[str, object] | None = None,
    faults: Sequence[Fault] = (),
    content: bool = False,
) -> Refusal:
    """The Refusal of a rule. `content`: the command makes no sense in itself, whatever the state."""
    return Refusal(
        rule.id, what, source=rule.source, mend=mend, where=where, values=values, faults=faults, content=content
    )
