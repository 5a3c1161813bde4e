"""A scenario as an import folder: rows of the five files (contracts 6), and their bytes on disk."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path as FilePath

from services.scenarios.definition import Scenario
from services.scenarios.draw import Draw
from services.scenarios.particulars import Particulars, of_member, of_prospect
from services.scenarios.paths import Path
from services.scenarios.pipeline import plan_prospects
from services.scenarios.population import plan_members
from services.scenarios.registrar import Registrar
from services.scenarios.rows import EventRow, FactRow, PersonRow, Row, TargetRow, UnitRow, cells, columns
from services.scenarios.steps import Step, member_steps, prospect_steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Everything that a scenario says, and the reference of the person whose death is reported late."""

    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    events: tuple[EventRow, ...]
    targets: tuple[TargetRow, ...]
    facts: tuple[FactRow, ...]
    late_ref: str

    def files(self) -> dict[str, bytes]:
        """The content of each file by name."""
        return {
            "units.csv": _csv(UnitRow, self.units),
            "people.csv": _csv(PersonRow, self.people),
            "events.csv": _csv(EventRow, self.events),
            "targets.csv": _csv(TargetRow, self.targets),
            "facts.csv": _csv(FactRow, self.facts),
        }

    def write(self, out: FilePath) -> None:
        """Write the five files, each whole or not at all. Files of the same names are replaced."""
        out.mkdir(parents=True, exist_ok=True)
        for name, content in self.files().items():
            unfinished = out / f".{name}.unfinished"
            unfinished.write_bytes(content)
            unfinished.replace(out / name)


def generate(scenario: Scenario, seed: int) -> Folder:
    """The scenario's people and lives. The same seed gives the same rows."""
    draw = Draw(f"{scenario.name}/{seed}")
    members = plan_members(scenario, draw.stream("members"))
    lives = [*_members(scenario, members, draw), *_prospects(scenario, members, draw)]
    refs = draw.stream("references").shuffled([f"{scenario.ref_prefix}-{n:06d}" for n in range(1, len(lives) + 1)])
    told = sorted(
        ((ref, step) for ref, (_, steps) in zip(refs, lives, strict=True) for step in steps),
        key=lambda pair: (pair[1].on, pair[0]),
    )
    in_time = [(ref, step) for ref, step in told if step.on <= scenario.last_day]
    people = (_person_row(ref, who) for ref, (who, _) in zip(refs, lives, strict=True))
    return Folder(
        units=scenario.structure.units,
        people=tuple(sorted(people, key=lambda row: row.person_ref)),
        events=tuple(Registrar(scenario.structure, draw.stream("votes")).tell(in_time)),
        targets=scenario.targets,
        facts=scenario.facts,
        late_ref=next(ref for ref, path in zip(refs, members, strict=False) if path.late),
    )


def _members(scenario: Scenario, members: Sequence[Path], draw: Draw) -> list[tuple[Particulars, list[Step]]]:
    particulars = draw.stream("particulars")
    kinds = scenario.structure.cell_kinds
    lives = []
    for path in members:
        who = of_member(particulars, path, kinds[path.cell], scenario.entry)
        lives.append((who, list(member_steps(path, who.change, scenario.cutover))))
    return lives


def _prospects(scenario: Scenario, members: Sequence[Path], draw: Draw) -> list[tuple[Particulars, list[Step]]]:
    populated = sorted({path.cell for path in members})
    prospects = plan_prospects(scenario, populated, draw.stream("prospects"))
    particulars = draw.stream("prospects' particulars")
    kinds = scenario.structure.cell_kinds
    lives = []
    for prospect in prospects:
        review = prospect.reviews.c1 if prospect.reviews else None
        who = of_prospect(particulars, prospect.nominated, review, kinds[prospect.cell], scenario.entry)
        lives.append((who, list(prospect_steps(prospect))))
    return lives


def _person_row(ref: str, who: Particulars) -> PersonRow:
    held = {field.name: getattr(who, field.name) for field in fields(PersonRow) if field.name != "person_ref"}
    return PersonRow(person_ref=ref, **held)


def _csv(row_type: type[Row], rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns(row_type))
    writer.writerows(cells(row) for row in rows)
    return text.getvalue().encode("utf-8")
