"""What a decision about a person may know besides the person: looked up by the app, passed in as values."""

from dataclasses import dataclass
from datetime import date

from shared.tree.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`organisation`: units and policies as known at the append. `today`: by UTC+7. `birth_date`: unsealed, or None.

    Without a birth date no cell can review the person, as the age cannot be judged.
    """

    organisation: Organisation
    today: date
    birth_date: date | None = None
