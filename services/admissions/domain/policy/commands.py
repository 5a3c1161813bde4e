"""What may be asked about policies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.contracts.facts import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPolicy:
    """Publish the values of a policy from a date on, everywhere or for the subtree of `scope_unit_id`.

    A later version of the same `policy_id` replaces it whole from its own date on.
    """

    actor: Actor
    effective_on: date
    policy_id: str
    values: Mapping[str, Any]
    scope_unit_id: str | None = None
