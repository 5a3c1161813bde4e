"""What may be asked about policies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shared.contracts.facts import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPolicy:
    """Publish a version of a policy from a date on, everywhere or for the subtree of `scope_unit_id`.

    It holds until `effective_to`, or until the next version of the same `policy_id`, which replaces it whole.
    `continues`: the date of the version whose values it keeps where it states none. `corrects`: it states the version
    of the same date again. `lines`: the line of the file in which each part stands (`values.steps.C4`), for refusals.
    """

    actor: Actor
    effective_on: date
    policy_id: str
    values: Mapping[str, Any]
    scope_unit_id: str | None = None
    effective_to: date | None = None
    continues: date | None = None
    corrects: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)
