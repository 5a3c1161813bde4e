"""Corrections in a dossier kept whole: mended where nothing rests on it, refused where later steps do."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.admissions.domain.person.act import Act
from services.admissions.domain.person.commands import Correct, RecordStep
from services.admissions.domain.person.commands_dossier import GiveConsent
from shared.contracts.lifecycle import Corrected
from tests.support.given import OFFICER, Life, paper
from tests.support.whole import INTRODUCER_1, INTRODUCER_2, TODAY, introducers, life, road, step

WAY = road()
WHOLE = life().after(*WAY.whole())


def position_of(lived: Life, name: str) -> int:
    """Of the newest fact of this step, or event name."""
    return next(fact.position for fact in reversed(lived.state.facts) if name in {fact.step, fact.name})


def corrected(lived: Life, name: str, instead: Any = None) -> Correct:
    place = lived.place(TODAY)
    agreed = paper("dong-giang" if place is not None and place.unit_id == "prao" else "nam-giang", TODAY)
    return Correct(
        actor=OFFICER,
        position=position_of(lived, name),
        ground="clerical_error",
        instead=instead,
        decision=agreed,
    )


@pytest.mark.parametrize("name", ["B1", "B2", "B3", "B4", "B6", "C1", "C3", "dossier_checked", "C4", "C5", "D1", "D4"])
def test_what_later_steps_rest_on_cannot_be_cancelled(name: str) -> None:
    WHOLE.when(corrected(WHOLE, name)).refused("facts-build-on-it")


@pytest.mark.parametrize("name", ["A2", "C7"])
def test_what_nothing_in_the_dossier_rests_on_can_be_cancelled(name: str) -> None:
    told = WHOLE.when(corrected(WHOLE, name))
    if name == "A2":
        told.refused("facts-build-on-it")  # the certificate rests on it
        return
    told.then(Corrected, states=None)


def test_a_step_restated_keeps_what_it_carries() -> None:
    told = WHOLE.when(corrected(WHOLE, "B3", step("B3", date(2026, 3, 1), codes=("spouse_side_member",))))
    told.then(Corrected, states="step_recorded", step="B3", codes=("spouse_side_member",), outcome="approved")
    named = introducers(INTRODUCER_2, INTRODUCER_1, since=date(2019, 1, 1))
    mended = WHOLE.when(corrected(WHOLE, "B4", step("B4", date(2026, 3, 5), introducers=named)))
    life_after = mended.then(Corrected, introducers=named)
    life_after.when(corrected(life_after, "B4")).refused("facts-build-on-it")


def test_a_correction_is_judged_like_the_fact_itself() -> None:
    one = introducers(INTRODUCER_1)
    WHOLE.when(corrected(WHOLE, "B4", step("B4", date(2026, 3, 5), introducers=one))).refused("facts-build-on-it")
    recent = introducers(INTRODUCER_1, INTRODUCER_2, since=date(2026, 1, 1))
    WHOLE.when(corrected(WHOLE, "B4", step("B4", date(2026, 3, 5), introducers=recent))).refused("introducer-months")


def test_a_paper_cannot_be_moved_behind_the_review_that_needs_it() -> None:
    moved: Act = step("B6", date(2026, 4, 2))
    assert isinstance(moved, RecordStep)
    WHOLE.when(corrected(WHOLE, "B6", moved)).refused("facts-build-on-it")
    WHOLE.when(corrected(WHOLE, "B6", replace(moved, effective_on=date(2026, 3, 30)))).then(Corrected)


def test_a_consent_on_which_the_review_rests_cannot_be_cancelled() -> None:
    way = road("grassroots cell")
    agreed = GiveConsent(
        actor=OFFICER,
        effective_on=date(2026, 3, 30),
        kind="over_60",
        body_unit_id="quang-nam",
        decision=paper("quang-nam", date(2026, 3, 30)),
    )
    before_review = way.whole()[:9]
    lived = life(birth_date=date(1960, 1, 1)).after(*before_review, agreed)
    lived.when(corrected(lived, "consent_given")).then(Corrected)
    reviewed = lived.after(step("C1", date(2026, 4, 1)))
    reviewed.when(corrected(reviewed, "consent_given")).refused("facts-build-on-it")
