"""Members: letters and transfers, removals, profiles, restructuring."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.admissions.domain.person.commands import ChangeProfile, Restructure
from services.admissions.domain.person.commands_leaving import Remove
from services.admissions.domain.person.commands_transfer import AcceptTransfer, Arrive, IssueTransfer, LapseTransfer
from services.admissions.domain.person.state import evolve
from shared.contracts.lifecycle import (
    Enrolled,
    Erased,
    ProfileChanged,
    Removed,
    Restructured,
    TransferIssued,
    TransferLapsed,
    Transferred,
)
from shared.contracts.movement import Attributes, Kind, Standing
from tests.support.given import BORN, FIT, OFFICER, TO_DOSSIER, Life, closing, enrol, given, nominate

MARCH, APRIL, MAY, JUNE = date(2016, 3, 1), date(2016, 4, 1), date(2016, 5, 1), date(2016, 6, 1)
MEMBER = enrol(attributes=FIT)
HELD = msgspec.structs.replace(FIT, birth_year=BORN.year)


def letter(on: date = MARCH, to: str | None = "pa-lan") -> IssueTransfer:
    return IssueTransfer(actor=OFFICER, effective_on=on, to_unit_id=to)


def accept(on: date = APRIL, to: str | None = "pa-lan") -> AcceptTransfer:
    return AcceptTransfer(actor=OFFICER, effective_on=on, to_unit_id=to)


def remove(kind: Kind, on: date = MAY, reason: str | None = None) -> Remove:
    return Remove(actor=OFFICER, effective_on=on, kind=kind, reason=reason)


def change(on: date = MAY, **changes: object) -> ChangeProfile:
    return ChangeProfile(actor=OFFICER, effective_on=on, changes=changes)


def arrive(on: date, **fields: Any) -> Arrive:
    return Arrive(actor=OFFICER, effective_on=on, unit_id="prao", **fields)


def unit(life: Life, on: date) -> str | None:
    place = life.place(on)
    return None if place is None else place.unit_id


def test_a_member_counts_at_the_old_cell_until_the_new_one_accepts() -> None:
    issued = given(MEMBER).when(letter()).then(TransferIssued, to_unit_id="pa-lan", unit_id="pa-du")
    place = issued.place(MARCH)
    assert place is not None
    assert (place.unit_id, place.attributes.transfer_pending) == ("pa-du", True)
    accepted = issued.when(accept()).then(Transferred, unit_id="pa-lan")
    arrived = accepted.place(APRIL)
    assert arrived is not None
    assert (arrived.unit_id, arrived.attributes) == ("pa-lan", HELD)


def test_only_one_letter_is_open_at_a_time() -> None:
    issued = given(MEMBER, letter())
    issued.when(letter(APRIL, "prao")).refused("order-of-states")
    lapsed = issued.when(LapseTransfer(actor=OFFICER, effective_on=APRIL, reason="late")).then(TransferLapsed)
    lapsed.after(letter(MAY, "prao"), accept(JUNE, "prao"))


def test_nothing_is_accepted_or_lapses_without_an_open_letter() -> None:
    given(MEMBER).when(accept()).refused("transfer-not-open")
    given(MEMBER).when(LapseTransfer(actor=OFFICER, effective_on=APRIL)).refused("transfer-not-open")
    given(MEMBER, letter(), accept()).when(accept(MAY)).refused("transfer-not-open")


def test_a_letter_is_accepted_where_it_leads() -> None:
    given(MEMBER, letter()).when(accept(to="prao")).refused("transfer-elsewhere")
    given(MEMBER, letter()).when(accept(to=None)).refused("transfer-elsewhere")
    given(MEMBER).when(letter(to="pa-du")).refused("transfer-to-own-unit")
    given(MEMBER).when(letter(to="nam-giang")).refused("unit-not-a-cell")


def test_the_successor_of_a_cell_closed_meanwhile_accepts_in_its_place() -> None:
    life = given(MEMBER, letter(), closings=[closing("pa-lan", date(2016, 3, 15), "prao")])
    life.when(accept()).refused("unit-not-open")
    life.when(accept(to="prao")).then(Transferred, unit_id="prao")


def test_leaving_the_province_ends_at_the_outside_and_one_may_come_back() -> None:
    gone = given(MEMBER, letter(to=None)).when(accept(to=None)).then(Transferred, unit_id="pa-du")
    assert gone.place(APRIL) is None
    gone.when(change(MAY, occupation="farmer")).refused("order-of-states")
    back = gone.when(arrive(JUNE)).then(Transferred, unit_id="prao")
    place = back.place(JUNE)
    assert place is not None
    assert place.attributes == HELD


def test_a_probationer_from_outside_brings_the_date_of_their_ceremony() -> None:
    given().when(arrive(JUNE, standing=Standing.PROBATIONARY)).refused("ceremony-unknown")
    told = given().when(arrive(JUNE, standing=Standing.PROBATIONARY, ceremony_on=date(2016, 1, 5)))
    assert told.then(Transferred).state.ceremony_on(JUNE) == date(2016, 1, 5)
    given().when(arrive(JUNE, standing=Standing.APPLICANT)).refused("standing-of-member")


def test_prospects_are_not_transferred_and_not_removed() -> None:
    given(*TO_DOSSIER).when(letter(date(2018, 12, 1))).refused("standing-of-member")
    given(*TO_DOSSIER).when(remove(Kind.RESIGNED, date(2018, 12, 1))).refused("order-of-states")


@pytest.mark.parametrize("kind", [Kind.STRUCK_OFF, Kind.RESIGNED, Kind.EXPELLED, Kind.DECEASED])
def test_after_a_removal_nothing_happens_to_the_person_any_more(kind: Kind) -> None:
    gone = given(MEMBER).when(remove(kind)).then(Removed)
    assert gone.place(MAY) is None
    for later in (change(JUNE, occupation="farmer"), letter(JUNE), remove(Kind.DECEASED, JUNE)):
        gone.when(later).refused("order-of-states")
    gone.when(arrive(JUNE)).refused("order-of-states")
    gone.when(nominate(JUNE)).refused("order-of-states" if kind is Kind.DECEASED else "readmission-consent-missing")


def test_only_a_strike_off_has_a_reason_and_r7_is_for_probation() -> None:
    given(MEMBER).when(remove(Kind.STRUCK_OFF, reason="R1_ABSENCE")).then(Removed)
    given(MEMBER).when(remove(Kind.STRUCK_OFF, reason="R7_PROBATION")).refused("removal-reason")
    given(MEMBER).when(remove(Kind.DECEASED, reason="R1_ABSENCE")).refused("removal-reason")
    given(MEMBER).when(remove(Kind.STRUCK_OFF, reason="because")).refused("removal-reason")
    given(MEMBER).when(remove(Kind.RECOGNISED)).refused("removal-kind")


def test_a_reason_never_stands_in_the_event() -> None:
    told = given(MEMBER).when(remove(Kind.STRUCK_OFF, reason="R1_ABSENCE"))
    assert "R1_ABSENCE" not in repr(told.event)


def test_a_profile_changes_by_codes_only() -> None:
    life = given(MEMBER).when(change(theory_level="elementary", groups="teacher;militia")).then(ProfileChanged)
    place = life.place(MAY)
    assert place is not None
    assert (place.attributes.theory_level, place.attributes.groups) == ("elementary", ("militia", "teacher"))
    life.when(change(JUNE, theory_level="elementary")).refused("nothing-changes")
    for bad in ({"occupation": "Nông dân"}, {"sex": "x"}, {"birth_year": "90"}, {"groups": "a b"}, {"tasked": "maybe"}):
        life.when(change(JUNE, **bad)).refused("attribute-value")
    for unknown in ("religion", "transfer_pending", "rating", "full_name"):
        life.when(change(JUNE, **{unknown: "x"})).refused("attribute-unknown")


def test_a_flag_taken_away_is_absent() -> None:
    life = given(MEMBER, change(tasked=True), change(JUNE, tasked=False))
    place = life.place(JUNE)
    assert place is not None
    assert place.attributes.tasked is None


def test_the_birth_year_comes_from_the_birth_date_and_may_not_contradict_it() -> None:
    life = given().when(enrol()).then(Enrolled)
    place = life.place(MAY)
    assert place is not None
    assert place.attributes.birth_year == 1990
    given().when(enrol(attributes=Attributes(birth_year=1991))).refused("attribute-value")
    given().when(enrol(attributes=Attributes(transfer_pending=True))).refused("attribute-value")


def test_a_closing_takes_people_to_the_successor() -> None:
    life = given(MEMBER)
    told = life.when(Restructure(actor=OFFICER, effective_on=MAY, unit_id="pa-du", to_unit_id="pa-lan"))
    moved = told.then(Restructured, unit_id="pa-du")
    assert unit(moved, MAY) == "pa-lan"
    again = Restructure(actor=OFFICER, effective_on=MAY, unit_id="pa-du", to_unit_id="pa-lan")
    moved.when(again).refused("one-place")
    life.when(Restructure(actor=OFFICER, effective_on=date(2014, 1, 1), to_unit_id="pa-lan")).refused("order-of-states")


def test_nothing_happens_in_a_unit_after_its_closing() -> None:
    life = given(closings=[closing("pa-du", MAY, "pa-lan")])
    life.when(nominate(MAY)).refused("unit-not-open")


def test_of_an_erased_person_nothing_more_is_recorded() -> None:
    life = given(MEMBER)
    erased = Erased(actor=OFFICER, effective_on=MAY, movements=(), decision=None, votes=None)
    gone = Life(organisation=life.organisation, state=evolve(life.state, 200, erased), position=200)
    gone.when(change(JUNE, occupation="farmer")).refused("person-erased")


def test_an_act_in_another_unit_than_the_persons_is_refused() -> None:
    elsewhere = Remove(actor=OFFICER, effective_on=MAY, unit_id="prao", kind=Kind.RESIGNED)
    given(MEMBER).when(elsewhere).refused("one-place")
