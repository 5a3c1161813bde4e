"""The road from nomination to recognition: its steps, their order, and what each of them asks."""

from datetime import date
from typing import Any

import pytest

from services.admissions.domain.person.commands import CloseDossier, Delist, Outcome
from services.admissions.domain.policy.in_force import versions_on
from shared.contracts.dossiers import StepRecorded
from shared.contracts.lifecycle import Admitted, DossierOpened, Nominated, ProbationPassed, Trained
from shared.contracts.movement import Attributes, Kind, Standing
from shared.contracts.organisation import UnitFactRecorded
from shared.core.dates import add_months
from shared.core.stream import Position
from tests.support.given import (
    C1_ON,
    C3_ON,
    C4_ON,
    C6_ON,
    CERTIFIED,
    D5_ON,
    D7_ON,
    D8_ON,
    FIT,
    OFFICER,
    OFFICIAL_ON,
    OPEN_ON,
    TO_CEREMONY,
    TO_DECISION,
    TO_DOSSIER,
    TO_OFFICIAL,
    Life,
    enrol,
    given,
    nominate,
    open_dossier,
    paper,
    step,
    train,
    votes,
)


def standing(life: Life, on: date) -> Standing | None:
    place = life.place(on)
    return None if place is None else place.standing


def test_the_whole_road_leads_from_nomination_to_official_member() -> None:
    life = given()
    life = life.when(nominate()).then(Nominated, unit_id="pa-du", step=None)
    life = life.when(train()).then(Trained, effective_on=CERTIFIED)
    life = life.when(open_dossier()).then(DossierOpened)
    life = life.when(step("C1", C1_ON)).then(StepRecorded, step="C1", outcome="approved", body_unit_id="pa-du")
    life = life.when(step("C3", C3_ON)).then(StepRecorded, step="C3", body_unit_id="zuoih")
    life = life.when(step("C4", C4_ON)).then(StepRecorded, step="C4", body_unit_id="nam-giang")
    life = life.when(step("C6", C6_ON)).then(Admitted, step="C6", effective_on=C6_ON, body_unit_id="pa-du")
    life = life.when(step("D5", D5_ON)).then(StepRecorded, step="D5")
    life = life.when(step("D7", D7_ON)).then(StepRecorded, step="D7")
    life = life.when(step("D8", D8_ON)).then(ProbationPassed, step="D8", effective_on=OFFICIAL_ON)
    assert [held.movement.kind for held in life.state.in_force] == [
        Kind.NOMINATED,
        Kind.TRAINED,
        Kind.DOSSIER_OPENED,
        Kind.ADMITTED,
        Kind.RECOGNISED,
    ]
    assert standing(life, C6_ON) is Standing.PROBATIONARY
    assert standing(life, date(2019, 11, 19)) is Standing.PROBATIONARY
    assert standing(life, OFFICIAL_ON) is Standing.OFFICIAL


def test_recognition_counts_from_the_ceremony_plus_twelve_months_however_late_the_decision() -> None:
    late = given(*TO_CEREMONY, step("D5", D5_ON), step("D7", D7_ON), step("D8", date(2021, 6, 1)))
    assert late.state.in_force[-1].movement.effective_on == OFFICIAL_ON


def test_a_step_keeps_the_position_of_the_policy_that_judged_it() -> None:
    told = given(*TO_DOSSIER).when(step("C1", C1_ON))
    assert told.event is not None
    in_force = {policy.policy_id: position for position, policy in versions_on(told.life.organisation, C1_ON)}
    assert told.event.policy == max(in_force["nam-giang-entry"], in_force["central"], in_force["ratings"])


@pytest.mark.parametrize(
    ("done", "asked", "on"),
    [
        (TO_DOSSIER, "C3", C3_ON),
        (TO_DOSSIER, "C4", C4_ON),
        ((*TO_DOSSIER, step("C1", C1_ON)), "C4", C4_ON),
        ((*TO_DOSSIER, step("C1", C1_ON), step("C3", C3_ON)), "C6", C6_ON),
        (TO_CEREMONY, "D7", D7_ON),
        (TO_CEREMONY, "D8", D8_ON),
        ((*TO_CEREMONY, step("D5", D5_ON)), "D8", D8_ON),
    ],
)
def test_no_step_comes_before_the_one_it_rests_on(done: tuple[Any, ...], asked: str, on: date) -> None:
    given(*done).when(step(asked, on)).refused("step-before-missing")


def test_a_step_must_be_approved_by_its_own_date() -> None:
    given(*TO_DOSSIER, step("C1", C1_ON)).when(step("C3", date(2018, 9, 30))).refused("step-before-missing")


def test_an_approved_step_is_not_taken_twice() -> None:
    given(*TO_DOSSIER, step("C1", C1_ON)).when(step("C1", C3_ON)).refused("step-already-taken")


@pytest.mark.parametrize("asked", ["C1", "C3", "C4", "C6", "D5", "D7", "D8"])
def test_no_step_is_taken_for_a_mere_prospect(asked: str) -> None:
    given(nominate()).when(step(asked, C1_ON)).refused("order-of-states")


def test_steps_of_admission_end_with_the_ceremony_and_steps_of_recognition_begin_with_it() -> None:
    given(*TO_CEREMONY).when(step("C1", D5_ON)).refused("order-of-states")
    given(*TO_DECISION).when(step("D5", D5_ON)).refused("order-of-states")
    given(*TO_OFFICIAL).when(step("D8", D8_ON)).refused("order-of-states")


def test_a_grassroots_cell_has_no_step_of_a_grassroots_committee() -> None:
    cell = given(nominate(cell="school"), train(), open_dossier(), step("C1", C1_ON))
    cell.when(step("C3", C3_ON)).refused("step-not-here")
    cell = cell.after(step("C4", C4_ON), step("C6", C6_ON), step("D5", D5_ON))
    cell.when(step("D7", D7_ON)).refused("step-not-here")
    cell.when(step("D8", D8_ON)).then(ProbationPassed, body_unit_id="nam-giang")


@pytest.mark.parametrize(
    ("asked", "on", "body"),
    [("C1", C1_ON, "pa-lan"), ("C1", C1_ON, "zuoih"), ("C3", C3_ON, "nam-giang"), ("C4", C4_ON, "zuoih")],
)
def test_a_body_that_may_not_take_the_step_is_refused(asked: str, on: date, body: str) -> None:
    done = {"C1": TO_DOSSIER, "C3": (*TO_DOSSIER, step("C1", C1_ON)), "C4": TO_DECISION[:-1]}[asked]
    given(*done).when(step(asked, on, body_unit_id=body)).refused("body-not-competent")


def test_the_province_may_decide_in_place_of_the_district() -> None:
    told = given(*TO_DECISION[:-1]).when(step("C4", C4_ON, body_unit_id="quang-nam"))
    told.then(StepRecorded, body_unit_id="quang-nam")


@pytest.mark.parametrize(("in_favour", "base", "outcome"), [(6, 9, "approved"), (5, 9, "short"), (7, 10, "approved")])
def test_two_thirds_are_taken_of_the_base(in_favour: int, base: int, outcome: str) -> None:
    told = given(*TO_DOSSIER).when(step("C1", C1_ON, votes=votes(in_favour, base)))
    told.then(StepRecorded, outcome=outcome)


def test_a_vote_short_of_two_thirds_is_recorded_and_a_new_one_may_be_taken() -> None:
    life = given(*TO_DOSSIER).when(step("C1", C1_ON, votes=votes(5))).then(StepRecorded, outcome="short")
    life.when(step("C3", C3_ON)).refused("step-before-missing")
    life.after(step("C1", date(2018, 10, 10)), step("C3", C3_ON))


@pytest.mark.parametrize(("in_favour", "outcome"), [(5, "approved"), (4, "short")])
def test_a_decision_above_needs_more_than_half_where_votes_are_given(in_favour: int, outcome: str) -> None:
    told = given(*TO_DECISION[:-1]).when(step("C4", C4_ON, votes=votes(in_favour, 8 if in_favour == 4 else 9)))
    told.then(StepRecorded, outcome=outcome)


def test_a_recognition_short_of_votes_moves_nobody() -> None:
    life = given(*TO_OFFICIAL[:-1]).when(step("D8", D8_ON, votes=votes(2))).then(StepRecorded, outcome="short")
    assert standing(life, D8_ON) is Standing.PROBATIONARY
    life.when(step("D8", date(2020, 2, 10))).then(ProbationPassed)


def test_a_resolution_needs_its_votes_and_a_decision_its_paper() -> None:
    given(*TO_DOSSIER).when(step("C1", C1_ON, votes=None)).refused("votes-needed")
    given(*TO_DECISION[:-1]).when(step("C4", C4_ON, decision=None)).refused("decision-needed")


@pytest.mark.parametrize(
    "impossible",
    [votes(10, 9), votes(6, 9, against=4), votes(-1, 9), votes(0, 0)],
    ids=["more than the base", "more cast than there are", "negative", "no base"],
)
def test_votes_that_cannot_be_are_refused(impossible: Any) -> None:
    given(*TO_DOSSIER).when(step("C1", C1_ON, votes=impossible)).refused("votes-impossible")


def test_after_a_refused_decision_the_cell_begins_again() -> None:
    refused = given(*TO_DECISION[:-1], step("C4", C4_ON, outcome=Outcome.REFUSED))
    assert standing(refused, C4_ON) is Standing.APPLICANT
    refused.when(step("C4", date(2018, 12, 1))).refused("step-before-missing")
    refused.after(step("C1", date(2018, 12, 1)), step("C3", date(2018, 12, 10)), step("C4", date(2018, 12, 20)))


def test_a_ceremony_has_no_other_outcome() -> None:
    given(*TO_DECISION).when(step("C6", C6_ON, outcome=Outcome.REFUSED)).refused("ceremony-not-refused")


@pytest.mark.parametrize(
    ("months", "days_more", "accepted"), [(216, 0, True), (216, 1, False), (419, 0, True), (420, 0, False)]
)
def test_age_is_judged_in_full_months_on_the_day_of_the_cells_review(
    months: int, days_more: int, accepted: bool
) -> None:
    born = add_months(C1_ON, -months).replace(day=1 + days_more)
    told = given(*TO_DOSSIER, birth_date=born).when(step("C1", C1_ON))
    if accepted:
        told.then(StepRecorded)
    else:
        told.refused("entry-age")


@pytest.mark.parametrize(("months", "accepted"), [(420, True), (720, True), (721, False)])
def test_outside_the_district_the_central_ages_hold(months: int, accepted: bool) -> None:
    life = given(
        nominate(cell="prao", attributes=Attributes()), train(), open_dossier(), birth_date=add_months(C1_ON, -months)
    )
    told = life.when(step("C1", C1_ON))
    if accepted:
        told.then(StepRecorded)
    else:
        told.refused("entry-age")


def test_an_age_that_is_not_known_cannot_be_judged() -> None:
    given(*TO_DOSSIER, birth_date=None).when(step("C1", C1_ON)).refused("birth-date-unknown")


@pytest.mark.parametrize("expertise", [None, "elementary", "no_such_code"])
def test_nam_giang_asks_for_expertise_at_least_intermediate(expertise: str | None) -> None:
    life = given(nominate(attributes=Attributes(expertise=expertise)), train(), open_dossier())
    life.when(step("C1", C1_ON)).refused("entry-expertise")


def test_elsewhere_no_expertise_is_asked_but_lower_secondary_schooling() -> None:
    road = (train(), open_dossier())
    given(nominate(cell="prao", attributes=Attributes()), *road).when(step("C1", C1_ON)).then(StepRecorded)
    schooled = given(nominate(cell="prao", attributes=Attributes(education="primary")), *road)
    schooled.when(step("C1", C1_ON)).refused("entry-education")


def test_a_certificate_is_good_for_sixty_months_its_last_day_included() -> None:
    last = add_months(date(2015, 8, 31), 60)
    trained = given(nominate(date(2015, 1, 1)), train(date(2015, 8, 31)))
    trained.when(open_dossier(last)).then(DossierOpened)
    trained.when(open_dossier(date(2020, 9, 1))).refused("certificate-expired")
    opened = trained.after(open_dossier(last))
    opened.when(step("C1", date(2020, 9, 1))).refused("certificate-expired")
    opened.after(train(date(2020, 9, 1)), step("C1", date(2020, 9, 2)))


def test_no_dossier_opens_without_a_certificate() -> None:
    given(nominate()).when(open_dossier()).refused("certificate-missing")


def test_the_cell_recognises_not_before_the_probation_has_run() -> None:
    given(*TO_CEREMONY).when(step("D5", date(2019, 11, 19))).refused("probation-running")
    given(*TO_CEREMONY).when(step("D5", OFFICIAL_ON)).then(StepRecorded)


def test_someone_enrolled_on_probation_is_recognised_from_their_ceremony() -> None:
    held = enrol(standing=Standing.PROBATIONARY, ceremony_on=date(2014, 3, 31), attributes=FIT)
    life = given(held, step("D5", date(2015, 4, 10)), step("D7", date(2015, 4, 20)), step("D8", date(2015, 5, 4)))
    assert life.state.in_force[-1].movement.effective_on == date(2015, 3, 31)


def test_a_probationer_is_not_enrolled_without_the_ceremony() -> None:
    given().when(enrol(standing=Standing.PROBATIONARY)).refused("ceremony-unknown")


def test_a_closed_dossier_leaves_a_prospect_who_may_try_again_with_the_same_certificate() -> None:
    close = CloseDossier(actor=OFFICER, effective_on=date(2018, 10, 20), reason="withdrawn")
    life = given(*TO_DOSSIER, step("C1", C1_ON), close)
    assert standing(life, date(2018, 10, 20)) is Standing.PROSPECT
    again = life.after(open_dossier(date(2019, 1, 5)))
    again.when(step("C3", date(2019, 2, 1))).refused("step-before-missing")


def test_someone_taken_off_the_list_may_be_nominated_again_with_what_is_known_of_them() -> None:
    off = Delist(actor=OFFICER, effective_on=date(2018, 3, 1), reason="moved")
    life = given(nominate(), off, nominate(date(2018, 5, 1), attributes=Attributes()))
    place = life.place(date(2018, 5, 1))
    assert place is not None
    assert place.attributes.expertise == "intermediate"


def test_a_person_is_in_one_place() -> None:
    given(nominate()).when(nominate(date(2018, 2, 1), cell="pa-lan")).refused("order-of-states")
    given(nominate()).when(enrol(date(2018, 2, 1))).refused("order-of-states")
    given(*TO_DOSSIER).when(step("C1", C1_ON, unit_id="pa-lan")).refused("one-place")


def test_nothing_is_recorded_from_the_future_or_in_a_unit_that_is_not_there() -> None:
    given().when(nominate(date(2021, 7, 1))).refused("date-in-future")
    given(*TO_DECISION[:-1]).when(step("C4", C4_ON, decision=paper("nam-giang", date(2021, 7, 1)))).refused(
        "date-in-future"
    )
    given().when(nominate(cell="no-such-cell")).refused("unit-unknown")
    given().when(nominate(cell="zuoih")).refused("unit-not-a-cell")
    given().when(nominate(date(1999, 12, 31))).refused("unit-not-open")
    given().when(enrol(cell=None)).refused("unit-needed")


def test_where_no_policy_is_in_force_no_step_is_judged() -> None:
    from services.admissions.domain.policy.in_force import policies_on
    from shared.core.errors import Refusal

    with pytest.raises(Refusal) as refused:
        policies_on(given().organisation, "pa-du", date(1989, 12, 31)).number("entry_age_months_min")
    assert refused.value.code == "policy-missing"


def test_open_on_the_same_day_as_certified_is_in_order() -> None:
    given(nominate(), train(OPEN_ON), open_dossier(OPEN_ON)).when(step("C1", OPEN_ON)).then(StepRecorded)


def test_an_authorised_committee_decides_by_two_thirds_of_the_whole() -> None:
    life = given(*TO_DECISION[:-1])
    given_power = UnitFactRecorded(
        actor=OFFICER, effective_on=OPEN_ON, unit_id="zuoih", fact="authorised", value="true"
    )
    life.organisation.apply(Position(90), "zuoih", given_power)
    life.when(step("C4", C4_ON, votes=votes(5))).then(StepRecorded, body_unit_id="zuoih", outcome="short")
    life.when(step("C4", C4_ON, votes=votes(6))).then(StepRecorded, body_unit_id="zuoih", outcome="approved")
    life.when(step("C4", C4_ON, votes=votes(5), body_unit_id="nam-giang")).then(StepRecorded, outcome="approved")


def test_who_was_taken_over_after_month_12_is_recognised_from_the_day_they_came() -> None:
    began, taken = date(2019, 9, 25), date(2020, 10, 1)
    probationer = given(enrol(taken, standing=Standing.PROBATIONARY, ceremony_on=began))
    resolved = probationer.after(step("D5", date(2020, 10, 5)), step("D7", date(2020, 10, 9)))
    official = resolved.when(step("D8", date(2020, 10, 20))).then(ProbationPassed, effective_on=date(2020, 9, 25))
    place = official.place(taken)
    assert place is not None
    assert place.standing is Standing.OFFICIAL
    assert official.place(date(2020, 9, 30)) is None
