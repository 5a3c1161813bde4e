"""What may be asked about classes. Certificates are acts about people: Train, and step D1."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.facts import Actor
from shared.contracts.organisation import ClassKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClass:
    """`unit_id` organises a class from `starts_on` to `ends_on`, both inclusive; it may lie in the future.

    Its roster is not part of it: for an awareness class those whom an approved list (A2) sends there, for a new-member
    class the probationary members of the organiser's subtree.
    """

    actor: Actor
    class_id: str
    kind: ClassKind
    unit_id: str
    starts_on: date
    ends_on: date
