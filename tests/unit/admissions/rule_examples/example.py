"""What an example of a rule is: one case just inside its boundary, and one just outside that the rule refuses."""

from collections.abc import Callable
from dataclasses import dataclass

from services.admissions.domain.rules.refusals import Rule


@dataclass(frozen=True, slots=True)
class Example:
    """`accepted` must not raise; `refused` must raise the refusal of `rule`. Choose the two nearest to each other."""

    rule: Rule
    accepted: Callable[[], object]
    refused: Callable[[], object]
