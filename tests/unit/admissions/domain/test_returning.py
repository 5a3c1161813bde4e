"""Coming back: a removal overturned, and the road to a second and last admission."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.admissions.domain.person.commands import Correct, PersonCommand
from shared.contracts.dossiers import ConsentGiven
from shared.contracts.lifecycle import Readmitted, Restored
from shared.contracts.movement import Kind, Standing
from tests.support.given import (
    OFFICER,
    Life,
    closing,
    enrol,
    nominate,
    open_dossier,
    organisation,
    paper,
    step,
    train,
)
from tests.support.leaving import consented, removed, restored

LEFT = date(2016, 3, 10)
MAY = date(2019, 3, 10)
"""36 months later."""
TODAY = date(2026, 12, 31)


def member(*commands: PersonCommand, cell: str = "school", **fields: Any) -> Life:
    return Life(organisation=organisation(), today=TODAY).after(enrol(cell=cell, **fields), *commands)


def left(kind: Kind = Kind.STRUCK_OFF, reason: str | None = "R2_DUES") -> Life:
    return member(removed(LEFT, kind, reason))


AGAIN: tuple[PersonCommand, ...] = (
    consented(MAY),
    nominate(date(2019, 4, 1), "school"),
    train(date(2019, 5, 1)),
    open_dossier(date(2019, 6, 1)),
    step("C1", date(2019, 7, 1)),
    step("C4", date(2019, 8, 1)),
)


def test_someone_who_left_is_admitted_again_after_the_consent_and_serves_a_full_probation() -> None:
    life = left().after(*AGAIN)
    back = life.when(step("C6", date(2019, 8, 20))).then(Readmitted, step="C6")
    moved = back.state.in_force[-1].movement
    assert (moved.kind, moved.from_ and moved.from_.standing) == (Kind.READMITTED, Standing.APPLICANT)
    back.when(step("D5", date(2020, 8, 19))).refused("probation-running")
    official = back.after(step("D5", date(2020, 8, 20)), step("D8", date(2020, 9, 1))).place(date(2020, 8, 20))
    assert official is not None
    assert official.standing is Standing.OFFICIAL


def test_without_the_consent_nobody_who_left_is_listed_again() -> None:
    refused = left().when(nominate(MAY, "school")).refused("readmission-consent-missing")
    assert refused.mend is not None
    assert "readmission_consented" in refused.mend.vi
    left().after(consented(MAY), nominate(MAY, "school"))
    late = left().after(consented(date(2019, 5, 1)))
    late.when(nominate(date(2019, 4, 30), "school")).refused("readmission-consent-missing")


def test_thirty_six_months_must_have_passed() -> None:
    refused = left().when(consented(date(2019, 3, 9))).refused("readmission-too-early")
    assert refused.values["first"] == MAY
    left().when(consented(MAY)).then(ConsentGiven, body_unit_id="quang-nam")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Kind.STRUCK_OFF, "R1_ABSENCE"),
        (Kind.RESIGNED, "own_wish"),
        (Kind.EXPELLED, "disunity"),
        (Kind.EXPELLED, "corruption"),
        (Kind.EXPELLED, "serious_offence"),
    ],
)
def test_five_reasons_bar_for_ever_and_the_refusal_does_not_tell_which(kind: Kind, reason: str) -> None:
    refused = left(kind, reason).when(consented(date(2026, 1, 1))).refused("readmission-barred")
    assert reason not in refused.what.vi + refused.what.en


def test_extreme_family_hardship_does_not_bar_who_resigned() -> None:
    left(Kind.RESIGNED, "family_hardship").when(consented(MAY)).then(ConsentGiven)


def test_an_exit_without_a_reason_must_first_be_given_one() -> None:
    life = left(reason=None)
    refused = life.when(consented(MAY)).refused("readmission-reason-unknown")
    assert refused.values["position"] == 102
    instead = removed(LEFT, Kind.STRUCK_OFF, "R2_DUES")
    decision = paper("nam-giang", LEFT)
    mended = life.after(
        Correct(actor=OFFICER, position=102, ground="clerical_error", instead=instead, decision=decision)
    )
    mended.after(consented(MAY))


def test_after_a_less_serious_offence_sixty_months_count_from_the_cleared_record() -> None:
    life = left(Kind.EXPELLED, "less_serious_offence")
    life.when(consented(date(2022, 5, 1))).refused("readmission-record-cleared")
    life.when(consented(date(2022, 5, 1), date(2017, 5, 2))).refused("readmission-record-cleared")
    told = life.when(consented(date(2022, 5, 1), date(2017, 5, 1)))
    done = told.then(ConsentGiven)
    assert done.sealed["record_cleared_on"] == "2017-05-01"
    assert "2017-05-01" not in repr(told.event)
    assert "2017, 5, 1" not in repr(told.event)


def test_only_once_in_a_lifetime() -> None:
    life = left().after(*AGAIN, step("C6", date(2019, 8, 20)), removed(date(2020, 1, 5), Kind.STRUCK_OFF, "R2_DUES"))
    life.when(consented(date(2025, 1, 5))).refused("readmission-once")


def test_only_the_provinces_board_consents_and_in_writing() -> None:
    left().when(consented(MAY, body="nam-giang")).refused("body-not-competent")
    left().when(replace(consented(MAY), decision=None)).refused("decision-needed")


def test_the_living_who_left_are_admitted_again_and_nobody_else() -> None:
    member().when(consented(MAY)).refused("readmission-not-left")
    member(removed(LEFT, Kind.DECEASED)).when(consented(MAY)).refused("readmission-not-left")
    member(removed(LEFT, Kind.DECEASED)).when(nominate(MAY, "school")).refused("order-of-states")


def test_a_strike_off_overturned_restores_cell_standing_and_probation() -> None:
    began = date(2016, 1, 10)
    life = member(
        removed(LEFT, Kind.STRUCK_OFF, "R3_CARD"),
        on=date(2016, 1, 20),
        standing=Standing.PROBATIONARY,
        ceremony_on=began,
    )
    back = life.when(restored(date(2016, 6, 1))).then(Restored, unit_id="school", body_unit_id="nam-giang")
    place = back.place(date(2016, 6, 1))
    assert place is not None
    assert (place.unit_id, place.standing) == ("school", Standing.PROBATIONARY)
    assert back.state.ceremony_on(date(2016, 6, 1)) == began
    back.after(step("D5", date(2017, 1, 10)), step("D8", date(2017, 2, 1)))


def test_who_is_restored_goes_to_the_successor_of_a_cell_closed_meanwhile() -> None:
    ended = closing("school", date(2016, 5, 1), "prao")
    life = replace(left(), organisation=organisation(ended))
    life.when(restored(date(2016, 6, 1), "dong-giang")).then(Restored, unit_id="prao")


def test_only_the_committee_that_handled_the_complaint_restores_and_only_who_was_struck_off_or_expelled() -> None:
    left().when(restored(MAY, "school")).refused("body-not-competent")
    left().when(replace(restored(MAY), decision=None)).refused("decision-needed")
    left(Kind.RESIGNED, None).when(restored(MAY)).refused("restored-after-strike-off")
    member().when(restored(MAY)).refused("restored-after-strike-off")
    left(Kind.EXPELLED, None).when(restored(MAY)).then(Restored)


def test_a_correction_does_not_take_the_consent_from_under_what_followed() -> None:
    life = left().after(*AGAIN[:2])
    position = next(fact.position for fact in life.state.facts if fact.name == "consent_given")
    cancel = Correct(actor=OFFICER, position=position, ground="clerical_error", decision=paper("quang-nam", MAY))
    life.when(cancel).refused("facts-build-on-it")
