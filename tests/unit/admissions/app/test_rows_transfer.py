"""What the rows of letters, arrivals and stays mean: the code column carries dates, papers, purposes and reasons."""

from datetime import date
from typing import Any

import pytest

from services.admissions.app.folder.rows import EventRow
from services.admissions.app.person_rows import command_of
from services.admissions.app.row_context import RowContext
from services.admissions.domain.person.commands_transfer import (
    AcceptTransfer,
    Arrive,
    Away,
    EndAway,
    ExtendAway,
    IssueTransfer,
    LapseTransfer,
    PresentTransfer,
    Purpose,
    RecordAway,
    ReturnTransfer,
)
from shared.contracts.facts import Actor
from shared.contracts.movement import Attributes, Standing
from shared.core.errors import Malformed

ACTOR = Actor(officer_id="o", office="province_officer", unit_id="*")
INSIDE = RowContext(actor=ACTOR, home="cell-1", attributes=Attributes(sex="f"))
OUTSIDE = RowContext(actor=ACTOR, home=None, attributes=Attributes(sex="f"))
ON = date(2026, 3, 1)


def row(kind: str, code: str | None = None, to: str | None = "cell-2", **more: Any) -> EventRow:
    empty: dict[str, Any] = dict.fromkeys(EventRow.__struct_fields__)
    given = {"line": 7, "person_ref": "p", "type": kind, "effective_on": ON, "to_unit_id": to, "code": code}
    return EventRow(**{**empty, **given, **more})


def test_a_letter_tells_the_move_that_it_follows_and_its_papers() -> None:
    def letter(code: str | None) -> IssueTransfer:
        command = command_of(row("transfer_issued", code), INSIDE)
        assert isinstance(command, IssueTransfer)
        assert command.to_unit_id == "cell-2"
        return command

    assert (letter(None).moved_on, letter(None).codes) == (None, ())
    assert letter("2026-01-05").moved_on == date(2026, 1, 5)
    both = letter("2026-01-05:letter;old_cell_remarks")
    assert (both.moved_on, both.codes) == (date(2026, 1, 5), ("letter", "old_cell_remarks"))
    assert letter(":letter").codes == ("letter",)


def test_reasons_stand_in_the_code_and_the_receiving_cell_in_to_unit_id() -> None:
    expected = {
        "transfer_presented": PresentTransfer(actor=ACTOR, effective_on=ON, to_unit_id="cell-2", reason="illness"),
        "transferred": AcceptTransfer(actor=ACTOR, effective_on=ON, to_unit_id="cell-2", reason="illness"),
        "transfer_returned": ReturnTransfer(actor=ACTOR, effective_on=ON, to_unit_id="cell-2", reason="illness"),
        "transfer_lapsed": LapseTransfer(actor=ACTOR, effective_on=ON, reason="illness"),
        "away_ended": EndAway(actor=ACTOR, effective_on=ON, reason="illness"),
    }
    for kind, command in expected.items():
        assert command_of(row(kind, "illness"), INSIDE) == command
    assert command_of(row("transferred", "OFFICIAL"), INSIDE) == AcceptTransfer(
        actor=ACTOR, effective_on=ON, to_unit_id="cell-2"
    )


def test_an_arrival_from_outside_tells_standing_and_dates() -> None:
    official = command_of(row("transferred", "OFFICIAL:2020-05-05"), OUTSIDE)
    assert isinstance(official, Arrive)
    assert (official.unit_id, official.standing, official.official_on) == (
        "cell-2",
        Standing.OFFICIAL,
        date(2020, 5, 5),
    )
    on_probation = command_of(row("transferred", "PROBATIONARY", decision_date=date(2026, 1, 1)), OUTSIDE)
    assert isinstance(on_probation, Arrive)
    assert (on_probation.standing, on_probation.ceremony_on) == (Standing.PROBATIONARY, date(2026, 1, 1))


def test_a_stay_tells_kind_purpose_and_return_and_its_host_in_to_unit_id() -> None:
    stay = command_of(row("away_recorded", "temporary:study;2027-01-20"), INSIDE)
    assert isinstance(stay, RecordAway)
    assert (stay.away, stay.purpose, stay.until, stay.host_unit_id) == (
        Away.TEMPORARY,
        Purpose.STUDY,
        date(2027, 1, 20),
        "cell-2",
    )
    gone = command_of(row("away_recorded", "untransferred", to=None), INSIDE)
    assert isinstance(gone, RecordAway)
    assert (gone.away, gone.purpose, gone.until, gone.host_unit_id) == (Away.UNTRANSFERRED, None, None, None)
    longer = command_of(row("away_extended", "2027-06-30"), INSIDE)
    assert isinstance(longer, ExtendAway)
    assert longer.until == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("transfer_issued", "05/01/2026"),
        ("transfer_issued", "20260105"),
        ("away_recorded", "somewhere"),
        ("away_recorded", "temporary:holiday;2027-01-20"),
        ("away_extended", None),
    ],
)
def test_a_code_that_means_nothing_is_placed_in_its_column(kind: str, code: str | None) -> None:
    with pytest.raises(Malformed) as unclear:
        command_of(row(kind, code), INSIDE)
    assert unclear.value.where == "events.csv:7:code"
