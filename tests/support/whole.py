"""Dossiers kept whole, step by step: the shapes of organisation, the papers of each, and members who introduce."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from services.admissions.domain.person import commands as asked
from services.admissions.domain.person import commands_dossier as beside
from services.admissions.domain.person.commands import Outcome, PersonCommand, Step
from services.admissions.domain.person.state import PersonState
from shared.contracts.dossiers import Introducer
from shared.contracts.movement import Attributes
from shared.contracts.organisation import CellKind, UnitCreated, UnitFactRecorded, UnitKind
from shared.core.dates import add_months
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from tests.support.given import FIT, OFFICER, OPENED, Life, organisation, paper, votes

TODAY = date(2027, 12, 31)
BORN = date(2000, 5, 20)
INTRODUCER_1, INTRODUCER_2 = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
PROSPECT_SINCE = date(2025, 9, 1)
OPEN_ON = date(2026, 2, 2)

SHAPES: dict[str, tuple[str, str | None, str | None, str]] = {
    "subordinate cell": ("pa-du", None, "zuoih", "nam-giang"),
    "grassroots cell": ("prao", None, None, "dong-giang"),
    "cell below a sub-committee": ("pa-sub", "bo-phan", "zuoih", "nam-giang"),
    "authorised committee": ("pa-quyen", None, None, "duoc-quyen"),
}
"""Shape to: the cell, its sub-committee, the grassroots committee that resolves, who decides."""


def tree() -> Organisation:
    """The small province, with a sub-committee, an authorised committee, and a cell that has a committee of its own."""
    found = organisation()
    units = (
        ("bo-phan", UnitKind.SUB_COMMITTEE, "zuoih"),
        ("pa-sub", UnitKind.SUBORDINATE_CELL, "bo-phan"),
        ("duoc-quyen", UnitKind.GRASSROOTS_COMMITTEE, "dong-giang"),
        ("pa-quyen", UnitKind.SUBORDINATE_CELL, "duoc-quyen"),
    )
    for index, (unit_id, kind, parent_id) in enumerate(units):
        cell_kind = CellKind.VILLAGE if "cell" in kind else None
        unit = UnitCreated(
            actor=OFFICER,
            effective_on=OPENED,
            unit_id=unit_id,
            kind=kind,
            name_vi=unit_id,
            parent_id=parent_id,
            cell_kind=cell_kind,
        )
        found.apply(Position(60 + index), unit_id, unit)
    for index, (unit_id, fact) in enumerate((("duoc-quyen", "authorised"), ("pa-sub", "has_committee"))):
        stated = UnitFactRecorded(actor=OFFICER, effective_on=OPENED, unit_id=unit_id, fact=fact, value="true")
        found.apply(Position(70 + index), unit_id, stated)
    return found


TREE = tree()
"""One for those who only stand somewhere; nobody changes it."""


def official(cell: str = "pa-du", since: date = date(2014, 12, 31)) -> PersonState:
    """An official member in the register."""
    enrolled = asked.Enrol(actor=OFFICER, effective_on=since, unit_id=cell)
    return Life(organisation=TREE, today=TODAY).after(enrolled).state


def life(**fields: Any) -> Life:
    """Nobody yet, in the tree, with two members who can introduce."""
    others = {INTRODUCER_1: official(), INTRODUCER_2: official("pa-lan")}
    return Life(**{"organisation": tree(), "today": TODAY, "birth_date": BORN, "others": others, **fields})


def introducers(*ids: str, since: date = date(2020, 1, 1), **fields: Any) -> tuple[Introducer, ...]:
    """Members together with the applicant since a day."""
    return tuple(Introducer(person_id=each, together_since=since, **fields) for each in ids)


def step(name: str, on: date, **fields: Any) -> asked.RecordStep:
    """A step as recorded; the votes that it needs, unless told."""
    if name in {"C1", "C3", "C4", "D5", "D7", "D8"}:
        fields.setdefault("votes", votes(9))
    return asked.RecordStep(actor=OFFICER, effective_on=on, step=Step(name), **fields)


def listed(cell: str, attributes: Attributes = FIT) -> tuple[PersonCommand, ...]:
    """A1, A2, A3, and the dossier allowed."""
    return (
        asked.Nominate(actor=OFFICER, effective_on=PROSPECT_SINCE, unit_id=cell, attributes=attributes),
        step("A2", date(2025, 10, 1)),
        asked.Train(actor=OFFICER, effective_on=date(2025, 12, 1)),
        asked.OpenDossier(actor=OFFICER, effective_on=OPEN_ON),
    )


def papers(*named: str) -> tuple[PersonCommand, ...]:
    """B1 to B6, by two members; or of those named."""
    found = {
        "B1": step("B1", OPEN_ON),
        "B2": step("B2", date(2026, 2, 10)),
        "B3": step("B3", date(2026, 3, 2), codes=("own_side_member",)),
        "B4": step("B4", date(2026, 3, 5), introducers=introducers(INTRODUCER_1, INTRODUCER_2)),
        "B6": step("B6", date(2026, 3, 20)),
    }
    return tuple(command for name, command in found.items() if not named or name in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """The whole way in one shape, in order."""

    cell: str
    sub: str | None
    grassroots: str | None
    decides: str

    def resolved(self) -> tuple[PersonCommand, ...]:
        """C1, and the bodies between the cell and the decision."""
        found = [step("C1", date(2026, 4, 1))]
        if self.sub is not None:
            found.append(step("C2", date(2026, 4, 8), body_unit_id=self.sub))
        if self.grassroots is not None:
            found.append(step("C3", date(2026, 4, 15)))
        return tuple(found)

    def checked(self, on: date = date(2026, 4, 20)) -> beside.CheckDossier:
        """Found complete."""
        return beside.CheckDossier(actor=OFFICER, effective_on=on, outcome="complete")

    def decided(self, on: date = date(2026, 5, 4), **fields: Any) -> asked.RecordStep:
        """C4."""
        return step("C4", on, decision=paper(self.decides, on), **fields)

    def admitted(self) -> tuple[PersonCommand, ...]:
        """C4 to C7."""
        return (
            self.decided(),
            step("C5", date(2026, 5, 6)),
            step("C6", date(2026, 5, 19)),
            step("C7", date(2026, 5, 25)),
        )

    def probation(self) -> tuple[PersonCommand, ...]:
        """D1 to D4."""
        month_12 = add_months(date(2026, 5, 19), 12)
        return (
            step("D1", date(2026, 12, 1)),
            step("D2", month_12),
            step("D3", month_12 + timedelta(days=1)),
            step("D4", month_12 + timedelta(days=5)),
        )

    def recognised(self) -> tuple[PersonCommand, ...]:
        """D5 to D8."""
        found = [step("D5", date(2027, 6, 1))]
        if self.sub is not None:
            found.append(step("D6", date(2027, 6, 3)))
        if self.grassroots is not None:
            found.append(step("D7", date(2027, 6, 8)))
        decided_on = date(2027, 6, 22)
        return (*found, step("D8", decided_on, decision=paper(self.decides, decided_on)))

    def whole(self) -> tuple[PersonCommand, ...]:
        """All of it."""
        return (
            *listed(self.cell),
            *papers(),
            *self.resolved(),
            self.checked(),
            *self.admitted(),
            *self.probation(),
            *self.recognised(),
        )


def road(shape: str = "subordinate cell") -> Road:
    """The way of a shape."""
    cell, sub, grassroots, decides = SHAPES[shape]
    return Road(cell=cell, sub=sub, grassroots=grassroots, decides=decides)


def without(commands: Sequence[PersonCommand], name: str) -> tuple[PersonCommand, ...]:
    """The commands but for the step of this id."""
    return tuple(each for each in commands if not (isinstance(each, asked.RecordStep) and each.step.value == name))


def refused(command: PersonCommand) -> PersonCommand:
    """The same step with the outcome refused."""
    assert isinstance(command, asked.RecordStep)
    return replace(command, outcome=Outcome.REFUSED)
