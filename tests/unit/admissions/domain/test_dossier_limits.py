"""The limits of a dossier kept whole: introducers, roads, stale papers, short votes, extensions, consents."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from services.admissions.domain.person import commands as asked
from services.admissions.domain.person import commands_dossier as beside
from services.admissions.domain.person.commands import PersonCommand
from shared.contracts.dossiers import (
    ConsentGiven,
    ExtensionGranted,
    Introducer,
    ListReviewed,
    MentorAssigned,
    ReferralSettled,
    StepRecorded,
)
from shared.contracts.facts import Votes
from shared.contracts.lifecycle import Admitted, Merged, ProbationPassed, Unmerged
from shared.core.stream import Position
from tests.support.given import FIT, OFFICER, Life, paper, votes
from tests.support.whole import (
    INTRODUCER_1,
    INTRODUCER_2,
    OPEN_ON,
    introducers,
    life,
    listed,
    official,
    papers,
    road,
    step,
)

WAY = road()
B4_ON = date(2026, 3, 5)


def applicant(*named: str, **fields: Any) -> Life:
    """A dossier with these papers, or all."""
    return life(**fields).after(*listed("pa-du"), *papers(*named))


def consent(kind: str, on: date, body: str = "nam-giang") -> beside.GiveConsent:
    return beside.GiveConsent(actor=OFFICER, effective_on=on, kind=kind, decision=paper(body, on))


def settle(outcome: str, on: date) -> beside.SettleReferral:
    return beside.SettleReferral(actor=OFFICER, effective_on=on, outcome=outcome, decision=paper("nam-giang", on))


def extend(step_id: str, on: date) -> beside.GrantExtension:
    return beside.GrantExtension(actor=OFFICER, effective_on=on, extends=step_id, decision=paper("nam-giang", on))


# Introducers and roads (domain 4.1)


@pytest.mark.parametrize(
    ("named", "rule"),
    [
        ((), "introducers-count"),
        (introducers(INTRODUCER_1, INTRODUCER_1), "introducers-count"),
        (introducers("self"), "introducer-is-applicant"),
        (introducers("nobody"), "introducer-not-official"),
        (introducers(INTRODUCER_1, since=date(2025, 3, 6)), "introducer-months"),
        ((Introducer(person_id=INTRODUCER_1),), "introducer-months"),
        ((Introducer(person_id=INTRODUCER_1, replacement=True),), "introducer-replaces-nobody"),
    ],
)
def test_who_may_not_introduce(named: tuple[Introducer, ...], rule: str) -> None:
    applicant("B1", "B2", "B3").when(step("B4", B4_ON, introducers=named)).refused(rule)


def test_an_introducer_is_official_on_the_day_itself() -> None:
    lived = applicant("B1", "B2", "B3", others={INTRODUCER_1: official(since=date(2026, 3, 6))})
    lived.when(step("B4", B4_ON, introducers=introducers(INTRODUCER_1))).refused("introducer-not-official")
    told = lived.when(step("B4", date(2026, 3, 6), introducers=introducers(INTRODUCER_1)))
    told.then(StepRecorded, step="B4")


def test_twelve_months_together_are_full_on_their_last_day() -> None:
    together = introducers(INTRODUCER_1, since=date(2025, 3, 5))
    applicant("B1", "B2", "B3").when(step("B4", B4_ON, introducers=together)).then(StepRecorded)


def test_a_replacement_is_not_bound_by_the_twelve_months() -> None:
    replaced = (*introducers(INTRODUCER_1), Introducer(person_id=INTRODUCER_2, replacement=True))
    applicant("B1", "B2", "B3", "B4").when(step("B4", B4_ON, introducers=replaced)).then(StepRecorded)


@pytest.mark.parametrize(("union", "origin", "other"), [("B5a", "youth_union", "B5b"), ("B5b", "trade_union", "B5a")])
def test_one_member_and_the_resolution_of_ones_union_suffice(union: str, origin: str, other: str) -> None:
    attributes = replace_origin(origin)
    one = step("B4", B4_ON, introducers=introducers(INTRODUCER_1))
    lived = life().after(*listed("pa-du", attributes), *papers("B1", "B2", "B3"), one)
    lived.when(step("B6", date(2026, 3, 20))).refused("introduction-incomplete")
    lived.when(step(other, date(2026, 3, 10))).refused("union-not-of-applicant")
    lived.after(step(union, date(2026, 3, 10))).when(step("B6", date(2026, 3, 20))).then(StepRecorded)


def test_two_records_of_one_member_are_one_introducer_until_their_merge_is_taken_back() -> None:
    lived = applicant("B1", "B2", "B3", "B4")
    known = lived.organisation
    common: dict[str, Any] = {
        "actor": OFFICER, "effective_on": B4_ON, "movements": (), "decision": None, "votes": None, "ground": "x",
    }  # fmt: skip
    known.apply(Position(known.position + 1), INTRODUCER_2, Merged(**common, into=INTRODUCER_1))
    refused = lived.when(step("B6", date(2026, 3, 20))).refused("introduction-incomplete")
    assert refused.values["introducers"] == 1
    known.apply(Position(known.position + 1), INTRODUCER_2, Unmerged(**common))
    lived.when(step("B6", date(2026, 3, 20))).then(StepRecorded)


def replace_origin(origin: str) -> Any:
    return msgspec.structs.replace(FIT, origin=origin)


def test_a_waiver_of_the_background_check_is_a_code_and_a_failed_check_stops_the_dossier() -> None:
    lived = applicant("B1", "B2")
    lived.when(step("B3", date(2026, 3, 2), codes=("brother-tran-van-a",))).refused("code-not-of-policy")
    lived.when(step("B1", date(2026, 3, 2), codes=("own_side_member",))).refused("field-not-for-step")
    failed = applicant().after(step("B3", date(2026, 3, 25), outcome=asked.Outcome.REFUSED))
    missing = failed.when(step("C1", date(2026, 4, 1))).refused("step-before-missing").values["missing"]
    assert missing == ["B3"]


# Twelve months without a review (domain 4.2)


def test_a_dossier_is_fresh_on_the_last_day_of_its_twelve_months_and_stale_after() -> None:
    lived = applicant()
    last = OPEN_ON.replace(year=2027)
    lived.when(step("C1", last)).then(StepRecorded)
    refusal = lived.when(step("C1", last + timedelta(days=1))).refused("dossier-stale")
    assert refusal.values["renew"] == ["B3", "B6"]
    early = lived.after(step("B3", last), step("B6", last))
    assert early.when(step("C1", last + timedelta(days=9))).refused("dossier-stale").values["renew"] == ["B3", "B6"]
    renewed = lived.after(step("B3", last + timedelta(days=1)))
    assert renewed.when(step("C1", last + timedelta(days=9))).refused("dossier-stale").values["renew"] == ["B6"]
    renewed.after(step("B6", last + timedelta(days=2))).when(step("C1", last + timedelta(days=9))).then(StepRecorded)


# Votes (contracts 4, domain 5)


@settings(max_examples=60)
@examples(st.integers(1, 60).flatmap(lambda base: st.tuples(st.just(base), st.integers(0, base))))
def test_two_thirds_are_counted_in_integers_of_the_whole_base(counts: tuple[int, int]) -> None:
    base, in_favour = counts
    vote = Votes(base=base, present=base, for_=in_favour, against=base - in_favour)
    told = APPLICANT.when(step("C1", date(2026, 4, 1), votes=vote))
    told.then(StepRecorded, outcome="approved" if 3 * in_favour >= 2 * base else "short")


APPLICANT = applicant()


def test_a_short_vote_waits_above_and_its_settlement_replaces_the_two_thirds() -> None:
    short = applicant().after(step("C1", date(2026, 4, 1), votes=votes(5)))
    short.when(step("C1", date(2026, 4, 8))).refused("referral-open")
    short.when(step("C3", date(2026, 4, 15))).refused("referral-open")
    short.when(settle("maybe", date(2026, 4, 20))).refused("referral-outcome")
    approved = short.when(settle("approved", date(2026, 4, 20))).then(ReferralSettled, body_unit_id="nam-giang")
    approved.when(settle("approved", date(2026, 4, 21))).refused("referral-nothing-short")
    checked = approved.after(WAY.checked(date(2026, 4, 21)))
    checked.when(WAY.decided()).then(StepRecorded, outcome="approved")


def test_a_short_vote_returned_is_voted_again_and_one_closed_ends_the_dossier() -> None:
    short = applicant().after(step("C1", date(2026, 4, 1), votes=votes(5)))
    returned = short.after(settle("returned", date(2026, 4, 20)))
    again = returned.after(step("C1", date(2026, 4, 27)), step("C3", date(2026, 4, 28)), WAY.checked(date(2026, 4, 29)))
    again.when(WAY.decided()).then(StepRecorded, outcome="approved")
    closed = short.after(settle("closed", date(2026, 4, 20)))
    closed.when(step("C1", date(2026, 4, 27))).refused("referral-closed")
    closed.after(asked.CloseDossier(actor=OFFICER, effective_on=date(2026, 4, 27), reason="refused_above"))


def test_only_what_fell_short_is_settled() -> None:
    applicant().when(settle("approved", date(2026, 4, 20))).refused("referral-nothing-short")


def probationer() -> Life:
    """Admitted on 19/05/2026, with D1 to D4."""
    return applicant().after(*WAY.resolved(), WAY.checked(), *WAY.admitted(), *WAY.probation())


def test_after_three_short_votes_on_recognition_the_bodies_above_decide() -> None:
    lived = probationer()
    d7, d8 = step("D7", date(2027, 6, 28)), step("D8", date(2027, 7, 5), decision=paper("nam-giang", date(2027, 7, 5)))
    for day in (1, 8):
        lived = lived.after(step("D5", date(2027, 6, day), votes=votes(5)))
        lived.when(d7).refused("step-before-missing")
    third = lived.after(step("D5", date(2027, 6, 15), votes=votes(5)))
    third.after(d7).when(d8).then(ProbationPassed, effective_on=date(2027, 5, 19))


def test_recognition_waits_for_month_12_and_its_papers_too() -> None:
    lived = applicant().after(*WAY.resolved(), WAY.checked(), *WAY.admitted(), step("D1", date(2026, 12, 1)))
    for name in ("D2", "D3"):
        lived.when(step(name, date(2027, 5, 18))).refused("probation-running")
        lived.when(step(name, date(2027, 5, 19))).then(StepRecorded)


# Working days: the extension and the ceremony (item 4.1, 4.3.1)


def test_the_decisions_time_is_extended_once_by_its_due_day() -> None:
    days = APPLICANT.organisation.working_days()
    resolved = applicant().after(*WAY.resolved())
    last = days.due(date(2026, 4, 1), 60).on
    applicant().when(extend("C4", date(2026, 3, 30))).refused("extension-nothing-runs")
    resolved.when(extend("C4", last + timedelta(days=1))).refused("extension-too-late")
    extended = resolved.when(extend("C4", last)).then(ExtensionGranted, extends="C4", body_unit_id="nam-giang")
    extended.when(extend("C4", last)).refused("extension-only-once")
    resolved.when(extend("C6", last)).refused("extension-not-provided")
    unwritten = replace(extend("C4", last), decision=None)
    resolved.when(unwritten).refused("consent-in-writing")


def test_a_late_decision_is_taken_and_never_refused() -> None:
    late = date(2026, 12, 1)
    applicant().after(*WAY.resolved(), WAY.checked()).when(WAY.decided(late)).then(StepRecorded, outcome="approved")


def test_the_ceremony_is_in_time_on_the_thirtieth_working_day_and_later_needs_consent() -> None:
    lived = applicant().after(*WAY.resolved(), WAY.checked(), WAY.decided(), step("C5", date(2026, 5, 6)))
    last = lived.organisation.working_days().due(date(2026, 5, 6), 30)
    assert not last.provisional
    lived.when(step("C6", last.on)).then(Admitted)
    next_day = last.on + timedelta(days=1)
    assert lived.when(step("C6", next_day)).refused("ceremony-late").values["due_on"] == last.on
    agreed = lived.when(consent("late_ceremony", next_day)).then(ConsentGiven, body_unit_id="nam-giang")
    agreed.when(step("C6", next_day)).then(Admitted)


# Consents (domain 4.1)


@pytest.mark.parametrize(("years", "needs"), [(60, False), (61, True)])
def test_over_60_the_province_agrees_in_writing_first(years: int, *, needs: bool) -> None:
    born = date(2026 - years, 4, 1)
    way = road("grassroots cell")
    lived = life(birth_date=born).after(*listed(way.cell), *papers())
    told = lived.when(step("C1", date(2026, 4, 1)))
    if not needs:
        told.then(StepRecorded)
        return
    told.refused("entry-age")
    district = replace(consent("over_60", date(2026, 3, 30)), body_unit_id="dong-giang")
    lived.when(district).refused("body-not-competent")
    agreed = lived.after(replace(consent("over_60", date(2026, 3, 30)), body_unit_id="quang-nam"))
    agreed.when(step("C1", date(2026, 4, 1))).then(StepRecorded)


def test_the_consent_lifts_no_lower_limit_of_a_local_rule() -> None:
    lived = applicant(birth_date=date(1965, 1, 1))
    agreed = lived.after(replace(consent("over_60", date(2026, 3, 30)), body_unit_id="quang-nam"))
    agreed.when(step("C1", date(2026, 4, 1))).refused("entry-age")


@pytest.mark.parametrize(("education", "passes"), [("primary", True), ("none", False)])
def test_an_exception_on_education_lowers_the_limit_and_does_not_remove_it(education: str, *, passes: bool) -> None:
    way = road("grassroots cell")
    lived = life().after(*listed(way.cell, msgspec.structs.replace(FIT, education=education)), *papers())
    lived.when(step("C1", date(2026, 4, 1))).refused("entry-education")
    agreed = lived.after(consent("education_exception", date(2026, 3, 30), "dong-giang"))
    told = agreed.when(step("C1", date(2026, 4, 1)))
    if passes:
        told.then(StepRecorded, step="C1")
    else:
        told.refused("entry-education")


# Beside the steps


def test_a_mentor_is_an_official_member_and_someone_else() -> None:
    lived = applicant()

    def mentor(person_id: str) -> beside.AssignMentor:
        return beside.AssignMentor(actor=OFFICER, effective_on=B4_ON, mentor_id=person_id)

    lived.when(mentor(INTRODUCER_1)).then(MentorAssigned, body_unit_id="pa-du", mentor_id=INTRODUCER_1)
    assert "không phải là đảng viên chính thức" in lived.when(mentor("nobody")).refused("mentor-not-official").what.vi
    assert "không ai tự giúp đỡ mình" in lived.when(mentor("self")).refused("mentor-not-official").what.vi


def test_a_list_is_reviewed_by_resolution() -> None:
    prospect = life().after(*listed("pa-du")[:1])
    on = date(2025, 11, 3)
    review = beside.ReviewList(actor=OFFICER, effective_on=on, decision=paper("pa-du", on), codes=("maturing",))
    prospect.when(review).then(ListReviewed, body_unit_id="pa-du", codes=("maturing",))
    prospect.when(replace(review, decision=None)).refused("consent-in-writing")
    delisted = asked.Delist(actor=OFFICER, effective_on=on, reason="moved_away")
    assert prospect.when(delisted).refusal is None
    prospect.when(replace(delisted, reason="whim")).refused("code-not-of-policy")


# No road around a step


def moves() -> list[PersonCommand]:
    way = road("cell below a sub-committee")
    return [each for each in way.whole() if isinstance(each, asked.RecordStep)]


@settings(max_examples=40)
@examples(st.sets(st.integers(0, len(moves()) - 1), max_size=2), st.lists(st.integers(0, len(moves()) - 2), max_size=3))
def test_no_walk_over_the_steps_reaches_the_ceremony_without_what_it_needs(out: set[int], swaps: list[int]) -> None:
    walk = [index for index in range(len(moves())) if index not in out]
    for at in swaps:
        walk[at : at + 2] = reversed(walk[at : at + 2])
    lived, day, done = LISTED, date(2026, 2, 2), set[str]()
    for index in walk:
        command = moves()[index]
        assert isinstance(command, asked.RecordStep)
        day += timedelta(days=1)
        if "C3" in done and "check" not in done:
            lived = lived.after(WAY.checked(day))
            done.add("check")
        decision = None if command.decision is None else replace_date(command.decision, day)
        told = lived.when(replace(command, effective_on=day, decision=decision))
        if told.refusal is not None:
            continue
        lived, name = told.life, command.step.value
        if name == "C6":
            assert {"B1", "B2", "B3", "B4", "B6", "C1", "C2", "C3", "C4", "C5", "check"} <= done
        done.add(name)


LISTED = life().after(*listed("pa-sub"))


def replace_date(decision: Any, day: date) -> Any:
    return msgspec.structs.replace(decision, date=day)
