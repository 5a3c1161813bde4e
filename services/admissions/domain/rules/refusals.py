"""How a rule says no: its id and source, the values compared, and how to mend it, in both languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.core.errors import Fault, Refusal
from shared.core.text import Text

_OWN_PAGES = re.compile(r"(?:^|;\s*)(?:domain|contracts|design)\s[^;(]*(?:\([^)]*\)[^;(]*)*")
"""Where a source refers to this system's own documents, which no cell secretary has at hand."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's stable id, listed in docs/problems.md, and the regulation or decision that it comes from."""

    id: str
    source: str


def cited(rule: Rule, regulation: str) -> Rule:
    """The rule with the regulation in force on the day first, as policies cite it; a cell secretary reads this."""
    return Rule(rule.id, f"{regulation}; {rule.source}") if regulation else rule


def told_source(source: str) -> str:
    """The source as a refusal tells it: the regulations, without references to this system's own documents."""
    return _OWN_PAGES.sub("", source).strip("; ") or source


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
        rule.id,
        what,
        source=told_source(rule.source),
        mend=mend,
        where=where,
        values=values,
        faults=faults,
        content=content,
    )
