"""Time limits across Tết of eleven years, and under policies and cells that change while they run (domain 12.1)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.admissions.app.policy_file import read_policy
from services.admissions.domain.due import rules
from services.admissions.domain.due.task import Asked, Task
from services.admissions.domain.due.tasks import tasks_of
from services.admissions.domain.person import commands as asked
from services.admissions.domain.person.commands_dossier import CheckDossier, GiveConsent, GrantExtension, SettleReferral
from services.admissions.domain.person.commands_transfer import AcceptTransfer, IssueTransfer, PresentTransfer
from services.admissions.domain.policy.decide import decide_policy
from shared.contracts.dossiers import ExtensionGranted, StepRecorded
from shared.contracts.lifecycle import Admitted, ProbationPassed, TransferPresented
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from tests.support.given import OFFICER, Life, closing, enrol, organisation, paper, votes
from tests.support.whole import life, listed, papers, refused, road, step

WAY = road()
C1_ON, C5_ON, MONTH_12 = date(2026, 4, 1), date(2026, 5, 6), date(2027, 5, 19)
DAYS = organisation().working_days()
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "thirtieth", "sixtieth", "extended"),
    [
        # Counted by hand from the notices: the day before Tết, between swaps, over the end of a year.
        (date(2015, 12, 31), date(2016, 2, 19), date(2016, 4, 1), date(2016, 5, 18)),
        (date(2016, 12, 30), date(2017, 2, 20), date(2017, 4, 3), date(2017, 5, 18)),
        (date(2018, 2, 13), date(2018, 4, 3), date(2018, 5, 18), date(2018, 6, 29)),
        (date(2018, 12, 28), date(2019, 2, 18), date(2019, 4, 1), date(2019, 5, 16)),
        (date(2019, 2, 1), date(2019, 3, 22), date(2019, 5, 8), date(2019, 6, 19)),
        (date(2019, 4, 26), date(2019, 6, 11), date(2019, 7, 23), date(2019, 9, 4)),
        (date(2019, 12, 2), date(2020, 1, 14), date(2020, 3, 3), date(2020, 4, 15)),
        (date(2020, 1, 22), date(2020, 3, 11), date(2020, 4, 23), date(2020, 6, 8)),
        (date(2021, 2, 9), date(2021, 3, 30), date(2021, 5, 14), date(2021, 6, 25)),
        (date(2021, 12, 31), date(2022, 2, 21), date(2022, 4, 4), date(2022, 5, 19)),
        (date(2022, 1, 28), date(2022, 3, 18), date(2022, 5, 4), date(2022, 6, 15)),
        (date(2023, 1, 19), date(2023, 3, 9), date(2023, 4, 20), date(2023, 6, 6)),
        (date(2023, 4, 28), date(2023, 6, 14), date(2023, 7, 26), date(2023, 9, 8)),
        (date(2024, 2, 10), date(2024, 3, 27), date(2024, 5, 13), date(2024, 6, 24)),
        (date(2024, 4, 26), date(2024, 6, 11), date(2024, 7, 23), date(2024, 9, 5)),
        (date(2025, 1, 24), date(2025, 3, 14), date(2025, 4, 26), date(2025, 6, 11)),
        (date(2025, 4, 25), date(2025, 6, 10), date(2025, 7, 22), date(2025, 9, 4)),
        (date(2025, 12, 31), date(2026, 2, 12), date(2026, 4, 2), date(2026, 5, 19)),
        (date(2026, 2, 13), date(2026, 4, 3), date(2026, 5, 20), date(2026, 7, 1)),
        (date(2026, 8, 21), date(2026, 10, 6), date(2026, 11, 17), date(2026, 12, 29)),
    ],
    ids=str,
)
def test_thirty_and_sixty_working_days_and_the_extension_of_thirty(
    start: date, thirtieth: date, sixtieth: date, extended: date
) -> None:
    assert [DAYS.due(start, 30).on, DAYS.due(start, 60).on] == [thirtieth, sixtieth]
    assert DAYS.due(start, 60, 30).on == DAYS.due(sixtieth, 30).on == extended
    assert DAYS.between(start, extended) == 90
    assert not DAYS.due(start, 60, 30).provisional


def test_what_ends_in_a_year_without_a_notice_is_provisional_and_the_last_day_before_it_is_not() -> None:
    last = date(2026, 10, 8)
    assert (DAYS.due(last, 60).on, DAYS.due(last, 60).provisional) == (date(2026, 12, 31), False)
    assert DAYS.due(last + ONE_DAY, 60).provisional


def under(lived: Life, *changes: tuple[date, str]) -> Life:
    """The life, with central versions published now that begin on these days with these values."""
    continues = date(2025, 7, 1)
    for begins, value in changes:
        text = f"policy: central\nfrom: {begins}\ncontinues: {continues}\nvalues:\n  source: Quy định thử\n  {value}\n"
        publish(lived.organisation, text)
        continues = begins
    return lived


def publish(held: Organisation, text: str) -> None:
    (event,) = decide_policy(held, read_policy(text.encode(), OFFICER))
    held.apply(Position(held.position + 1), event.policy_id, event)


def resolved() -> Life:
    """C1 on 1 April 2026, C3 after it."""
    return life().after(*listed("pa-du"), *papers(), *WAY.resolved())


def extend(step_id: str, on: date) -> GrantExtension:
    return GrantExtension(actor=OFFICER, effective_on=on, extends=step_id, decision=paper("nam-giang", on))


def tasks_on(lived: Life, on: date) -> list[Task]:
    return tasks_of("p", lived.state, Asked(on=on, organisation=lived.organisation))


def waiting(lived: Life, on: date, rule: Any) -> Task:
    return next(task for task in tasks_on(lived, on) if task.rule is rule)


@pytest.mark.parametrize(("begins", "kept"), [(C1_ON + ONE_DAY, True), (C1_ON, False)])
def test_the_time_to_decide_and_its_extension_are_of_the_day_of_the_resolution(begins: date, *, kept: bool) -> None:
    lived = under(resolved(), (begins, "deadlines: {C4: {working_days: 20, extension: 0}}"))
    last = DAYS.due(C1_ON, 60 if kept else 20).on
    assert waiting(lived, date(2026, 4, 20), rules.DECISION).until == last
    told = lived.when(extend("C4", date(2026, 4, 20)))
    if not kept:
        told.refused("extension-not-provided")
        return
    extended = told.then(ExtensionGranted)
    assert waiting(extended, date(2026, 4, 20), rules.DECISION).until == DAYS.due(last, 30).on
    lived.when(extend("C4", last)).then(ExtensionGranted)
    lived.when(extend("C4", last + ONE_DAY)).refused("extension-too-late")


def test_an_extension_that_came_later_into_the_law_does_not_reach_a_time_limit_that_runs() -> None:
    none = (date(2026, 3, 1), "deadlines: {C4: {extension: 0}}")
    lived = under(resolved(), none, (date(2026, 4, 10), "deadlines: {C4: {extension: 30}}"))
    lived.when(extend("C4", date(2026, 4, 20))).refused("extension-not-provided")


def test_what_is_published_later_and_backdated_is_the_law_from_then_on() -> None:
    """As known at the append: what was recorded stands, what is asked now is judged by what is known now."""
    lived = resolved()
    assert waiting(lived, date(2026, 4, 20), rules.DECISION).until == DAYS.due(C1_ON, 60).on
    under(lived, (C1_ON, "deadlines: {C4: {working_days: 20}}"))
    assert waiting(lived, date(2026, 4, 20), rules.DECISION).until == DAYS.due(C1_ON, 20).on


@pytest.mark.parametrize(("begins", "days"), [(C5_ON + ONE_DAY, 30), (C5_ON, 10)])
def test_the_ceremony_is_in_time_by_the_law_of_the_day_of_receipt(begins: date, days: int) -> None:
    decided = resolved().after(WAY.checked(), WAY.decided(), step("C5", C5_ON))
    lived = under(decided, (begins, "deadlines: {C6: {working_days: 10}}"))
    last = DAYS.due(C5_ON, days).on
    lived.when(step("C6", last)).then(Admitted)
    lived.when(step("C6", last + ONE_DAY)).refused("ceremony-late")
    assert waiting(lived, C5_ON, rules.CEREMONY).until == last


def probation() -> Life:
    """Admitted on 19 May 2026, with D1 to D4 up to month 12 and after."""
    return resolved().after(WAY.checked(), *WAY.admitted(), *WAY.probation())


@pytest.mark.parametrize(("begins", "months"), [(date(2026, 5, 20), 12), (date(2026, 5, 19), 18)])
def test_a_probation_that_runs_keeps_the_law_of_its_ceremony(begins: date, months: int) -> None:
    lived = under(resolved().after(WAY.checked(), *WAY.admitted()), (begins, "probation_months: 18"))
    ends = MONTH_12 if months == 12 else date(2027, 11, 19)
    steps = [step("D1", date(2026, 12, 1)), step("D2", ends), step("D3", ends), step("D4", ends)]
    lived = lived.after(steps[0])
    lived.when(step("D2", ends - ONE_DAY)).refused("probation-running")
    done = lived.after(*steps[1:], step("D5", ends), step("D7", ends))
    decided = date(2027, 12, 1)
    done.when(step("D8", decided, decision=paper("nam-giang", decided))).then(ProbationPassed, effective_on=ends)
    assert waiting(lived, ends, rules.RECOGNITION).since == ends


def test_a_short_vote_does_not_move_the_cells_time_to_recognise() -> None:
    lived = probation()
    last = DAYS.due(MONTH_12, 30)
    assert waiting(lived, MONTH_12, rules.RECOGNITION).until == last.on
    short = lived.after(step("D5", date(2027, 6, 1), votes=votes(5)))
    task = waiting(short, date(2027, 6, 2), rules.RECOGNITION)
    assert (task.step, task.until) == ("D5", last.on)


def test_no_time_to_decide_on_recognition_runs_from_a_vote_that_fell_short() -> None:
    lived = probation().after(step("D5", date(2027, 6, 1), votes=votes(5)))
    lived.when(extend("D8", date(2027, 6, 2))).refused("extension-nothing-runs")
    twice = lived.after(step("D5", date(2027, 6, 8), votes=votes(5)), step("D5", date(2027, 6, 15), votes=votes(5)))
    twice.when(extend("D8", date(2027, 6, 16))).then(ExtensionGranted)
    lived.after(step("D5", date(2027, 6, 8))).when(extend("D8", date(2027, 6, 9))).then(ExtensionGranted)


@pytest.mark.parametrize("by", ["D5", "D8"])
def test_what_a_body_refuses_goes_back_to_the_vote_and_keeps_the_papers_of_the_probation(by: str) -> None:
    voted = probation().after(step("D5", date(2027, 6, 1)), step("D7", date(2027, 6, 8)))
    no_on = date(2027, 6, 15)
    no = refused(step("D8", no_on, decision=paper("nam-giang", no_on)))
    back = voted.after(no) if by == "D8" else probation().after(refused(step("D5", no_on)))
    assert rules.NEW_MEMBER_CLASS.id not in {task.rule.id for task in tasks_on(back, no_on)}
    yes_on = date(2027, 7, 1)
    yes = step("D8", yes_on, decision=paper("nam-giang", yes_on))
    assert back.when(step("D7", yes_on)).refused("step-before-missing").values["missing"] == ["D5"]
    again = back.after(step("D5", yes_on))
    assert again.when(yes).refused("step-before-missing").values["missing"] == ["D7"]
    again.after(step("D7", yes_on)).when(yes).then(ProbationPassed, effective_on=MONTH_12)


@pytest.mark.parametrize(
    ("agreed_on", "counts"), [(date(2026, 3, 30), False), (date(2026, 5, 3), False), (date(2026, 5, 4), True)]
)
def test_a_consent_to_a_late_ceremony_is_given_once_there_is_a_decision_to_be_late_with(
    agreed_on: date, *, counts: bool
) -> None:
    """The decision is of 4 May 2026: nobody agrees beforehand that a ceremony may be as late as it likes."""
    agreed = GiveConsent(
        actor=OFFICER, effective_on=agreed_on, kind="late_ceremony", decision=paper("nam-giang", agreed_on)
    )
    lived = resolved().after(WAY.checked(), *((WAY.decided(), agreed) if counts else (agreed, WAY.decided())))
    told = lived.after(step("C5", C5_ON)).when(step("C6", date(2026, 9, 7)))
    if counts:
        told.then(Admitted)
    else:
        told.refused("ceremony-late")


LOCAL = """\
policy: zuoih-faster
scope: zuoih
from: 2026-01-01
values:
  source: Nghị quyết của Đảng ủy xã
  deadlines: {C4: {working_days: 15, extension: 0}, D8: {working_days: 10, extension: 0}}
"""


def test_a_limit_keeps_the_law_of_the_cell_in_which_it_started_when_the_person_moves() -> None:
    lived = probation()
    publish(lived.organisation, LOCAL)
    lived = lived.after(step("D5", date(2027, 6, 1)))
    last = DAYS.due(date(2027, 6, 1), 10).on
    assert waiting(lived, date(2027, 6, 3), rules.RECOGNITION_DECISION).until == last
    letter = IssueTransfer(actor=OFFICER, effective_on=date(2027, 6, 2), to_unit_id="prao", codes=("old_cell_remarks",))
    moved = lived.after(letter, AcceptTransfer(actor=OFFICER, effective_on=date(2027, 6, 3), to_unit_id="prao"))
    task = waiting(moved, date(2027, 6, 3), rules.RECOGNITION_DECISION)
    assert (task.unit_id, task.step, task.until) == ("prao", "D8", last)
    by = paper("dong-giang", date(2027, 6, 4))
    asked_there = GrantExtension(actor=OFFICER, effective_on=date(2027, 6, 4), extends="D8", decision=by)
    moved.when(asked_there).refused("extension-not-provided")


def test_a_dossier_keeps_its_time_limit_when_its_cell_is_abolished_while_it_runs() -> None:
    lived = resolved()
    publish(lived.organisation, LOCAL)
    last = DAYS.due(C1_ON, 15).on
    abolished = date(2026, 4, 10)
    lived.organisation.apply(Position(lived.organisation.position + 1), "pa-du", closing("pa-du", abolished, "prao"))
    moved = lived.after(asked.Restructure(actor=OFFICER, effective_on=abolished, unit_id="pa-du", to_unit_id="prao"))
    task = waiting(moved, abolished, rules.DECISION)
    assert (task.unit_id, task.office, task.until) == ("prao", "dong-giang", last)


def test_where_a_returned_dossier_restarts_the_clock_the_extension_follows_it() -> None:
    lived = under(resolved(), (date(2026, 3, 1), "clock_on_return: restarts"))
    returned = CheckDossier(actor=OFFICER, effective_on=date(2026, 6, 1), outcome="returned", codes=("seal_missing",))
    back = lived.after(returned)
    back.when(extend("C4", date(2026, 6, 2))).refused("extension-nothing-runs")
    complete = back.after(WAY.checked(date(2026, 6, 15)))
    last = DAYS.due(date(2026, 6, 15), 60).on
    assert waiting(complete, date(2026, 6, 16), rules.DECISION).until == last
    complete.when(extend("C4", last)).then(ExtensionGranted)
    complete.when(extend("C4", last + ONE_DAY)).refused("extension-too-late")


@pytest.mark.parametrize(("begins", "months"), [(date(2026, 2, 3), 12), (date(2026, 2, 2), 6)])
def test_the_months_to_a_stale_dossier_are_those_of_the_day_it_was_opened(begins: date, months: int) -> None:
    lived = under(life(), (begins, "dossier_stale_months_max: 6")).after(*listed("pa-du"), *papers())
    last = date(2027, 2, 2) if months == 12 else date(2026, 8, 2)
    assert waiting(lived, date(2026, 4, 1), rules.STALE).until == last
    lived.when(step("C1", last)).then(StepRecorded)
    lived.when(step("C1", last + ONE_DAY)).refused("dossier-stale")


def test_a_vote_of_the_cell_is_a_review_from_which_twelve_months_count_again() -> None:
    lived = life().after(*listed("pa-du"), *papers(), step("C1", date(2027, 1, 31), votes=votes(5)))
    on = date(2027, 2, 15)
    returned = SettleReferral(actor=OFFICER, effective_on=on, outcome="returned", decision=paper("nam-giang", on))
    again = lived.after(returned)
    last = date(2028, 1, 31)
    assert waiting(again, on, rules.STALE).until == last
    later = replace(again, today=date(2028, 12, 31))
    later.when(step("C1", last)).then(StepRecorded)
    later.when(step("C1", last + ONE_DAY)).refused("dossier-stale")


@pytest.mark.parametrize(("begins", "days"), [(date(2026, 1, 21), 30), (date(2026, 1, 20), 10)])
def test_a_letter_is_in_time_by_the_law_of_the_day_of_its_issue(begins: date, days: int) -> None:
    issued = date(2026, 1, 20)
    member = life().after(enrol(), IssueTransfer(actor=OFFICER, effective_on=issued, to_unit_id="pa-lan"))
    lived = under(member, (begins, "deadlines: {transfer_presenting: {working_days: 10}}"))
    last = DAYS.due(issued, days).on

    def shown(on: date) -> PresentTransfer:
        return PresentTransfer(actor=OFFICER, effective_on=on, to_unit_id="pa-lan")

    lived.when(shown(last)).then(TransferPresented)
    lived.when(shown(last + ONE_DAY)).refused("transfer-presented-late")
