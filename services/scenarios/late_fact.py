"""A fact that reaches the register after the import: it changes what is known of a past day, and no published total."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.scenarios.catalogue import SEED_DEFAULT, find
from services.scenarios.folder import generate


@dataclass(frozen=True, slots=True, kw_only=True)
class LateFact:
    """What to record, in the terms of events.csv, and where it shows.

    `falls_away` are the types of the person's recorded events that the fact makes impossible, to be named when it is
    recorded; `unit_ids` are the units, from the cell up, whose stock on `shown_on` drops by one.
    """

    person_ref: str
    type: str
    code: str
    effective_on: date
    unit_id: str
    reported_on: date
    falls_away: tuple[str, ...]
    shown_on: date
    unit_ids: tuple[str, ...]


def late_death(name: str, *, scale: Decimal = Decimal(1), seed: int = SEED_DEFAULT) -> LateFact:
    """The death of a member whose transfer out of the province was confirmed in good faith weeks after it.

    At the end of the year of the death the district has one member fewer than was known. From the confirmed transfer
    on nothing changes: one loss takes the place of another, and the movement table still closes at the same total.
    """
    scenario = find(name, scale)
    folder = generate(scenario, seed)
    story = scenario.late_death
    cell = next(
        row.unit_id for row in folder.events if row.person_ref == folder.late_ref and row.type == "transfer_issued"
    )
    committee = scenario.structure.committee_of(cell)
    return LateFact(
        person_ref=folder.late_ref,
        type="removed",
        code="deceased",
        effective_on=story.died_on,
        unit_id=cell,
        reported_on=story.reported_on,
        falls_away=("transferred",),
        shown_on=date(story.died_on.year, 12, 31),
        unit_ids=(cell, *([committee] if committee else []), scenario.structure.district_id),
    )
