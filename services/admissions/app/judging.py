"""One judging of a folder: the stage that its rows change one after the other, who acts, and what was found wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID, uuid5

from services.admissions.app.alike_rows import AlikeRows
from services.admissions.app.authority import Reach
from services.admissions.app.files import PersonFile
from services.admissions.app.folder.findings import Findings
from services.admissions.app.particulars import Particulars
from services.admissions.app.staging import Stage
from services.admissions.app.verdicts import Verdicts
from shared.contracts.facts import Actor

REFERENCES_KEPT_MAX = 8_192
IMPORT_ADDS = "Quy ước của sổ: nhập chỉ thêm điều chưa có, không đổi điều đã ghi"
"""The source of refusing a row that says otherwise than the register of what stands already."""


class References:
    """person_ref -> person id, worked out again rather than kept for everyone."""

    def __init__(self, particulars: Particulars) -> None:
        self.id_of = lru_cache(maxsize=REFERENCES_KEPT_MAX)(particulars.reference())


@dataclass(slots=True, kw_only=True)
class Judging:
    """`references`: whom a person_ref means.

    `alike`: which rows may mean someone twice.
    `people_of`: a unit to everyone who has ever stood in it, by the log; `load`: reads files the stage lacks.
    """

    stage: Stage
    reach: Reach
    today: date
    batch_id: UUID
    references: References
    particulars: Particulars
    findings: Findings
    verdicts: Verdicts
    people_of: Callable[[str], frozenset[str]]
    load: Callable[[frozenset[str]], Mapping[str, PersonFile]]
    notices: Findings
    alike: AlikeRows
    broken: set[str] = field(default_factory=set)

    @property
    def actor(self) -> Actor:
        """Who stands in every event."""
        return self.reach.caller.actor

    def person_id(self, person_ref: str) -> str:
        """Whom a reference means."""
        return self.references.id_of(person_ref)

    def held(self, person_id: str) -> Mapping[str, str]:
        """The particulars of a person in the log, in clear; none for who was erased."""
        return self.particulars.open({person_id: self.stage.file(person_id)}).get(person_id, {})

    def command_id(self, where: str) -> UUID:
        """The command of a row: the same row of the same import is the same command."""
        return uuid5(self.batch_id, where)
