"""A dossier kept whole: every step in order for each shape of organisation, and nothing without what it needs."""

from dataclasses import replace
from datetime import date

import pytest

from services.admissions.domain.person import commands as asked
from services.admissions.domain.person import commands_dossier as beside
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.missing import outlook
from services.admissions.domain.person.procedure import BY_SECRETARY
from services.admissions.domain.person.whole import kept_whole
from shared.contracts.dossiers import DossierChecked, StepRecorded
from shared.contracts.lifecycle import Admitted, ProbationPassed
from shared.contracts.movement import Standing
from tests.support.given import FIT, OFFICER, Life, paper, votes
from tests.support.whole import BORN, OPEN_ON, SHAPES, life, listed, papers, refused, road, step, without


def standing(lived: Life, on: date) -> Standing | None:
    place = lived.place(on)
    return None if place is None else place.standing


@pytest.mark.parametrize("shape", SHAPES)
def test_the_whole_road_ends_in_an_official_member_dated_to_month_12(shape: str) -> None:
    lived = life().after(*road(shape).whole())
    assert standing(lived, date(2027, 5, 18)) is Standing.PROBATIONARY
    assert standing(lived, date(2027, 5, 19)) is Standing.OFFICIAL


@pytest.mark.parametrize("shape", SHAPES)
def test_every_step_has_the_body_of_its_shape(shape: str) -> None:
    way = road(shape)
    lived = life().after(*way.whole())
    bodies = {data.step: data.body_unit_id for _, data in lived.events if data.step is not None}
    assert bodies["C1"] == bodies["C6"] == bodies["D5"] == bodies["B6"] == way.cell
    assert bodies["C4"] == bodies["C5"] == bodies["D8"] == way.decides
    assert bodies.get("C2") == bodies.get("D6") == way.sub
    assert bodies.get("C3") == bodies.get("D7") == way.grassroots
    certifies = {"grassroots cell": way.cell, "authorised committee": way.decides}.get(shape, "zuoih")
    assert bodies["B3"] == bodies["C7"] == certifies
    assert bodies["B1"] is bodies["B4"] is bodies["D1"] is None


@pytest.mark.parametrize(("shape", "alone"), [("subordinate cell", True), ("cell below a sub-committee", False)])
def test_where_the_cell_has_no_committee_its_secretary_acts_for_it(shape: str, alone: bool) -> None:
    lived = life().after(*road(shape).whole())
    acted = {data.step: BY_SECRETARY in data.codes for _, data in lived.events if isinstance(data, StepRecorded)}
    assert [step for step, by in acted.items() if by] == (["B6", "D4"] if alone else [])


NEEDED = ["A2", "B1", "B2", "B3", "B4", "B6", "C1", "C2", "C3", "C4", "C5", "C6", "D1", "D2", "D3", "D4", "D5", "D6"]


@pytest.mark.parametrize("left_out", [*NEEDED, "D7"])
def test_no_road_leads_past_a_step_left_out(left_out: str) -> None:
    lived = life()
    for command in without(road("cell below a sub-committee").whole(), left_out):
        told = lived.when(command)
        if told.refusal is not None:
            assert told.refusal.code in {"step-before-missing", "introduction-incomplete", "certificate-missing"} or (
                told.refusal.code == "order-of-states"
            )
            missing = told.refusal.values.get("missing", [left_out])
            assert isinstance(missing, list)
            assert left_out in missing
            assert told.refusal.source is not None
            return
        lived = told.life
    pytest.fail(f"{left_out} was not missed")


def test_the_refusal_cites_the_regulation_of_the_day() -> None:
    told = life().after(*listed("pa-du"), *papers("B1", "B2", "B3", "B6")[:3]).when(step("C1", date(2026, 4, 1)))
    source = told.refused("step-before-missing").source
    assert source is not None
    assert source.startswith("QĐ 294-QĐ/TW")


@pytest.mark.parametrize("shape", ["grassroots cell", "subordinate cell", "authorised committee"])
def test_steps_that_a_shape_does_not_have_are_refused(shape: str) -> None:
    way = road(shape)
    lived = life().after(*listed(way.cell), *papers(), step("C1", date(2026, 4, 1)))
    lived.when(step("C2", date(2026, 4, 8))).refused("step-not-here")
    if shape == "grassroots cell":
        lived.when(step("C3", date(2026, 4, 15))).refused("step-not-here")


def test_an_authorised_committee_decides_by_two_thirds_of_the_whole_without_a_resolution_before() -> None:
    way = road("authorised committee")
    lived = life().after(*listed(way.cell), *papers(), *way.resolved(), way.checked())
    lived.when(way.decided(votes=votes(5))).then(StepRecorded, outcome="short", body_unit_id="duoc-quyen")
    lived.when(way.decided(votes=votes(6))).then(StepRecorded, outcome="approved", body_unit_id="duoc-quyen")


def test_a_standing_board_decides_by_more_than_half() -> None:
    way = road()
    lived = life().after(*listed(way.cell), *papers(), *way.resolved(), way.checked())
    lived.when(way.decided(votes=votes(4, base=8))).then(StepRecorded, outcome="short")
    lived.when(way.decided(votes=votes(5, base=8))).then(StepRecorded, outcome="approved")


# The dossier check


def test_the_decision_is_of_the_body_that_decides() -> None:
    way = road()
    lived = life().after(*listed(way.cell), *papers(), *way.resolved(), way.checked())
    of_the_cell = replace(way.decided(), decision=paper(way.cell, date(2026, 5, 4)))
    lived.when(of_the_cell).refused("decision-of-another-body")
    lived.after(way.decided())


def test_the_decision_waits_for_a_complete_check_after_the_last_return() -> None:
    way = road()
    lived = life().after(*listed(way.cell), *papers(), *way.resolved())
    assert lived.when(way.decided()).refused("step-before-missing").values["missing"] == ["check"]
    returned = beside.CheckDossier(
        actor=OFFICER, effective_on=date(2026, 4, 21), outcome="returned", codes=("B3", "seal_missing")
    )
    again = lived.after(way.checked(), returned)
    assert again.when(way.decided()).refused("step-before-missing").values["missing"] == ["check"]
    renewed = again.after(step("B3", date(2026, 4, 27)))
    told = renewed.when(replace(returned, effective_on=date(2026, 4, 28), outcome="complete", codes=()))
    told.then(DossierChecked, body_unit_id="nam-giang").when(way.decided()).then(StepRecorded, step="C4")


def returned_for(*codes: str, on: date = date(2026, 4, 21)) -> Life:
    """A resolved dossier that staff returned."""
    way = road()
    back = beside.CheckDossier(actor=OFFICER, effective_on=on, outcome="returned", codes=codes)
    return life().after(*listed(way.cell), *papers(), *way.resolved(), back)


def test_a_paper_for_which_the_dossier_was_returned_is_recorded_again_before_it_is_complete() -> None:
    lived, complete = returned_for("B3", "B6", "seal_missing"), road().checked(date(2026, 4, 28))
    refusal = lived.when(complete).refused("returned-paper-not-renewed")
    assert refusal.values == {"returned_on": date(2026, 4, 21), "missing": ["B3", "B6"]}
    # On the day of the return, after it, is in time; what is dated before it was there when it was returned.
    once = lived.after(step("B3", date(2026, 4, 21)), step("B6", date(2026, 4, 20)))
    assert once.when(complete).refused("returned-paper-not-renewed").values["missing"] == ["B6"]
    once.after(step("B6", date(2026, 4, 28))).when(complete).then(DossierChecked, outcome="complete")
    refused_again = lived.after(step("B6", date(2026, 4, 22)), refused(step("B3", date(2026, 4, 23))))
    assert refused_again.when(complete).refused("returned-paper-not-renewed").values["missing"] == ["B3"]


def test_a_returned_paper_is_among_the_next_steps_until_it_is_recorded_again() -> None:
    def next_steps(lived: Life) -> dict[str, list[str]]:
        context = Context(organisation=lived.organisation, today=date(2026, 4, 27), birth_date=BORN)
        return {each.step: [why.code for why in each.missing] for each in outlook(lived.state, context).steps}

    lived = returned_for("B3")
    told = next_steps(lived)
    assert (told["B3"], told["check"]) == ([], ["returned-paper-not-renewed"])
    assert "B6" not in told
    renewed = next_steps(lived.after(step("B3", date(2026, 4, 27))))
    assert (renewed.get("B3"), renewed["check"]) == (None, [])


def test_what_has_no_record_of_its_own_is_for_the_next_check_to_say() -> None:
    returned_for("seal_missing", "C1").when(road().checked(date(2026, 4, 28))).then(DossierChecked, outcome="complete")


def test_a_later_return_for_something_else_leaves_the_first_paper_awaited() -> None:
    other = beside.CheckDossier(
        actor=OFFICER, effective_on=date(2026, 4, 23), outcome="returned", codes=("seal_missing",)
    )
    lived = returned_for("B3").after(other)
    lived.when(road().checked(date(2026, 4, 28))).refused("returned-paper-not-renewed")


def test_a_dossier_opened_anew_awaits_nothing_from_the_one_before() -> None:
    closed = asked.CloseDossier(actor=OFFICER, effective_on=date(2026, 4, 22), reason="withdrawn")
    opened = asked.OpenDossier(actor=OFFICER, effective_on=date(2026, 5, 4))
    made = (each for each in papers() if isinstance(each, asked.RecordStep))
    again = [replace(each, effective_on=date(2026, 5, 5)) for each in made]
    lived = returned_for("B3").after(closed, opened, *again, step("C1", date(2026, 6, 1)), step("C3", date(2026, 6, 8)))
    lived.when(road().checked(date(2026, 6, 15))).then(DossierChecked, outcome="complete")


def test_the_paper_recorded_again_cannot_be_taken_from_under_the_complete_check() -> None:
    lived = returned_for("B3").after(step("B3", date(2026, 4, 27)), road().checked(date(2026, 4, 28)))
    newest = [fact for fact in lived.state.facts if fact.step == "B3"][-1]
    approved = paper("nam-giang", date(2026, 4, 30))
    cancel = asked.Correct(actor=OFFICER, position=newest.position, ground="clerical_error", decision=approved)
    lived.when(cancel).refused("facts-build-on-it")


@pytest.mark.parametrize(
    ("outcome", "codes"), [("complete", ("B3",)), ("returned", ()), ("lost", ()), ("returned", ("a-relative",))]
)
def test_a_check_says_complete_or_what_is_missing_by_code(outcome: str, codes: tuple[str, ...]) -> None:
    way = road()
    lived = life().after(*listed(way.cell), *papers(), *way.resolved())
    check = beside.CheckDossier(actor=OFFICER, effective_on=date(2026, 4, 21), outcome=outcome, codes=codes)
    refusal = lived.when(check).refusal
    assert refusal is not None
    assert refusal.code in {"check-codes", "code-not-of-policy"}


def test_there_is_nothing_to_check_before_the_cells_resolution_or_after_the_decision() -> None:
    way = road()
    lived = life().after(*listed(way.cell), *papers())
    lived.when(way.checked(date(2026, 3, 25))).refused("step-before-missing")
    lived.after(*way.resolved(), way.checked(), way.decided()).when(way.checked(date(2026, 5, 5))).refused(
        "step-already-taken"
    )


# Refused, withdrawn, expired


def test_a_refused_decision_puts_the_dossier_back_and_the_cell_is_told() -> None:
    way = road()
    lived = life().after(*listed(way.cell), *papers(), *way.resolved(), way.checked(), refused(way.decided()))
    assert standing(lived, date(2026, 5, 5)) is Standing.APPLICANT
    told = lived.when(step("C5", date(2026, 5, 6))).then(StepRecorded, step="C5")
    told.when(step("C5", date(2026, 5, 7))).refused("step-already-taken")
    assert told.when(step("C6", date(2026, 5, 19))).refused("step-before-missing").values["missing"] == ["C4", "C5"]
    again = told.after(step("C1", date(2026, 6, 1)), step("C3", date(2026, 6, 8)))
    missing = again.when(way.decided(date(2026, 6, 20))).refused("step-before-missing").values["missing"]
    assert missing == ["check"]
    decided = again.after(way.checked(date(2026, 6, 15)), way.decided(date(2026, 6, 20)))
    assert decided.when(step("C6", date(2026, 6, 25))).refused("step-before-missing").values["missing"] == ["C5"]
    decided.after(step("C5", date(2026, 6, 22))).when(step("C6", date(2026, 6, 25))).then(Admitted)


def test_a_dossier_closed_leaves_its_papers_behind() -> None:
    closed = asked.CloseDossier(actor=OFFICER, effective_on=date(2026, 4, 2), reason="withdrawn")
    lived = life().after(*listed("pa-du"), *papers())
    lived.when(replace(closed, reason="because")).refused("code-not-of-policy")
    lived.when(replace(closed, reason=None)).refused("code-not-of-policy")
    again = lived.after(closed, asked.OpenDossier(actor=OFFICER, effective_on=date(2026, 5, 4)))
    missing = again.when(step("C1", date(2026, 5, 20))).refused("step-before-missing").values["missing"]
    assert missing == ["B1", "B2", "B3", "B4", "B6"]


def test_after_the_decision_a_dossier_is_no_longer_withdrawn_nor_expired() -> None:
    way = road()
    lived = life().after(*listed(way.cell), *papers(), *way.resolved(), way.checked())
    closed = asked.CloseDossier(actor=OFFICER, effective_on=date(2026, 6, 1), reason="withdrawn")
    lived.after(closed)
    decided = lived.after(way.decided())
    decided.when(closed).refused("order-of-states")
    decided.when(replace(closed, reason="expired")).refused("order-of-states")
    assert standing(decided.after(replace(closed, reason="other")), date(2026, 6, 1)) is Standing.PROSPECT


# What is whole


def test_a_dossier_opened_before_the_day_of_policy_is_asked_for_the_seven_alone() -> None:
    older = (
        asked.Nominate(actor=OFFICER, effective_on=date(2025, 1, 2), unit_id="prao", attributes=FIT),
        asked.Train(actor=OFFICER, effective_on=date(2025, 3, 3)),
    )
    before = life().after(*older, asked.OpenDossier(actor=OFFICER, effective_on=date(2025, 6, 30)))
    assert not kept_whole(before.state, date(2026, 1, 1), before.organisation)
    decided = paper("dong-giang", date(2025, 10, 1))
    way = (step("C1", date(2025, 8, 1)), step("C4", date(2025, 10, 1), decision=decided), step("C6", date(2025, 12, 1)))
    assert standing(before.after(*way), date(2025, 12, 1)) is Standing.PROBATIONARY
    after = life().after(*older, asked.OpenDossier(actor=OFFICER, effective_on=date(2025, 7, 1)))
    assert kept_whole(after.state, date(2025, 7, 1), after.organisation)
    after.when(way[0]).refused("step-before-missing")


def test_one_paper_recorded_makes_an_older_dossier_whole() -> None:
    older = life().after(
        asked.Nominate(actor=OFFICER, effective_on=date(2025, 1, 2), unit_id="prao"),
        asked.Train(actor=OFFICER, effective_on=date(2025, 3, 3)),
        asked.OpenDossier(actor=OFFICER, effective_on=date(2025, 6, 30)),
        step("B1", date(2025, 7, 1)),
    )
    assert kept_whole(older.state, date(2025, 7, 1), older.organisation)
    assert not kept_whole(older.state, date(2025, 6, 30), older.organisation)


def test_who_was_enrolled_on_probation_needs_no_papers_of_a_dossier_that_is_not_here() -> None:
    enrolled = asked.Enrol(
        actor=OFFICER,
        effective_on=date(2026, 1, 1),
        unit_id="prao",
        standing=Standing.PROBATIONARY,
        ceremony_on=date(2025, 8, 1),
    )
    lived = life().after(enrolled, step("D5", date(2026, 8, 3)))
    decided = paper("dong-giang", date(2026, 9, 1))
    lived.when(step("D8", date(2026, 9, 1), decision=decided)).then(ProbationPassed, effective_on=date(2026, 8, 1))


def test_the_dossier_is_opened_only_for_someone_certified_and_certified_only_when_sent() -> None:
    nominated, sent, certified, opened = listed("pa-du")
    assert life().after(nominated).when(certified).refused("step-before-missing").values["missing"] == ["A2"]
    life().after(nominated).when(opened).refused("certificate-missing")
    assert standing(life().after(nominated, sent, certified, opened), OPEN_ON) is Standing.APPLICANT
