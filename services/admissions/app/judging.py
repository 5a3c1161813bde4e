"""One judging of a folder: the stage that its rows change one after the other, who acts, and what was found wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from services.admissions.app.authority import Reach
from services.admissions.app.files import PersonFile
from services.admissions.app.folder.findings import Findings
from services.admissions.app.folder.rows import PersonRow
from services.admissions.app.staging import Stage
from shared.contracts.facts import Actor
from shared.core.errors import Fault


@dataclass(slots=True, kw_only=True)
class Judging:
    """`ids`: reference to person id. `rows`: people.csv by reference. `held`: particulars in the log, in clear.

    `people_of`: a unit to everyone who has ever stood in it, by the log; `load`: reads files the stage lacks.
    """

    stage: Stage
    reach: Reach
    today: date
    batch_id: UUID
    ids: Mapping[str, str]
    rows: Mapping[str, PersonRow]
    held: Mapping[str, Mapping[str, str]]
    findings: Findings
    people_of: Callable[[str], frozenset[str]]
    load: Callable[[frozenset[str]], Mapping[str, PersonFile]]
    notices: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    @property
    def actor(self) -> Actor:
        """Who stands in every event."""
        return self.reach.caller.actor

    def command_id(self, where: str) -> UUID:
        """The command of a row: the same row of the same import is the same command."""
        return uuid5(self.batch_id, where)
