"""What the rows of events.csv are read with: what a row alone does not say, and how an unclear one is refused."""

from collections.abc import Callable
from dataclasses import dataclass

from services.admissions.app.folder.read import EVENTS
from services.admissions.app.folder.rows import EventRow
from shared.contracts.facts import Actor
from shared.contracts.movement import Attributes
from shared.core.errors import Malformed
from shared.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RowContext:
    """What a row alone does not say. `home`: the unit where the person stands on the row's date, None outside.

    `attributes`: of people.csv, held from the first event. `id_of`: whom a person_ref means, for those a row names.
    """

    actor: Actor
    home: str | None
    attributes: Attributes
    id_of: Callable[[str], str] = str


def unclear(row: EventRow, column: str, what: Text) -> Malformed:
    """The error of a row that means no command, placed at its column."""
    return Malformed("import-row-unclear", what, where=f"{EVENTS}:{row.line}:{column}")
