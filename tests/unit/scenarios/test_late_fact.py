"""The late death: it changes what was known of a day in the past, and no figure that was published."""

from datetime import date
from decimal import Decimal

from services.scenarios.late_fact import LateFact, late_death
from tests.unit.scenarios.register import Register, Row, bytes_of, rows_of
from tests.unit.scenarios.samples import folder, register


def test_the_person_was_a_member_whose_departure_is_recorded_after_the_death() -> None:
    late = late_death("nam-giang")
    life = register().lives[late.person_ref]
    assert [row["type"] for row in life] == ["enrolled", "transfer_issued", "transferred"]
    assert life[1]["effective_on"] < late.effective_on.isoformat() < life[2]["effective_on"]
    assert (life[2]["to_unit_id"], late.falls_away) == ("", ("transferred",))
    assert late.unit_id == life[0]["unit_id"] == late.unit_ids[0]
    assert late.unit_ids[-1] == "nam-giang"
    assert late.reported_on > date(2019, 12, 31)


def test_the_day_shown_loses_one_member_and_the_published_figures_stay() -> None:
    late = late_death("nam-giang")
    before = register()
    files = folder().files()
    after = Register(
        {**files, "events.csv": bytes_of([told_rightly(row, late) for row in rows_of(files["events.csv"])])}
    )
    assert after.members(late.shown_on) == before.members(late.shown_on) - 1
    assert after.answer() == before.answer()


def told_rightly(row: Row, late: LateFact) -> Row:
    if row["person_ref"] != late.person_ref or row["type"] not in late.falls_away:
        return row
    return {**row, "type": late.type, "code": late.code, "effective_on": late.effective_on.isoformat()}


def test_the_same_person_is_named_for_the_same_seed_at_any_scale() -> None:
    small = late_death("nam-giang", scale=Decimal("0.01"), seed=9)
    assert small == late_death("nam-giang", scale=Decimal("0.01"), seed=9)
    assert small.person_ref in {row.person_ref for row in folder(9, "0.01").people}
