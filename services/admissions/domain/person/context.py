"""What a decision about a person may know besides the person: looked up by the app, passed in as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.admissions.domain.person.state import PersonState
from shared.tree.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`organisation`: units and policies as known at the append. `today`: by UTC+7. `birth_date`: unsealed, or None.

    Without a birth date no cell can review the person, as the age cannot be judged. `live`: recorded by those who act;
    False for history that an importer attests. `sealed`: the person's particulars in clear, by field, for the guards
    that need one (why someone left); nothing of them may stand in an event or a refusal. `person_id`: whom it is about.
    `others`: the introducers and mentors that the command names, as far as the register has them.
    """

    organisation: Organisation
    today: date
    birth_date: date | None = None
    live: bool = True
    person_id: str = ""
    others: Mapping[str, PersonState] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
