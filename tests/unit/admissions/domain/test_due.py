"""What is due, on each side of every boundary: whose turn, since when, until when, and overdue only after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.admissions.domain.due import rules
from services.admissions.domain.due.lists import by_cell
from services.admissions.domain.due.task import Asked, DueRule, Task
from services.admissions.domain.due.tasks import tasks_of, unit_tasks
from services.admissions.domain.person.commands_transfer import IssueTransfer
from services.admissions.domain.person.state import PersonState, evolve
from shared.contracts.dossiers import (
    DossierChecked,
    ExtensionGranted,
    ListReviewed,
    ReviewClosed,
    ReviewOpened,
    ReviewStepRecorded,
)
from shared.contracts.facts import PersonFact
from shared.contracts.organisation import ArrivalExpected, CalendarPublished, PolicyPublished
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from tests.support.given import (
    C1_ON,
    C3_ON,
    OFFICER,
    TO_CEREMONY,
    TO_DECISION,
    TO_DOSSIER,
    TO_OFFICIAL,
    Life,
    enrol,
    founding,
    given,
    nominate,
    step,
    train,
    votes,
)

PERSON = "p"
C1_DUE = date(2018, 12, 24)
"""60 working days after 1 October 2018."""


FOUNDING = founding()


def counted(*years: int) -> Organisation:
    """The organisation of `given`, with the calendars of these years only; of all when none is named."""
    found = Organisation()
    kept = [
        (subject, data)
        for subject, data in FOUNDING
        if not isinstance(data, CalendarPublished) or not years or data.year in years
    ]
    for position, (subject, data) in enumerate(kept, start=1):
        found.apply(Position(position), subject, data)
    return found


def waiting(life: Life | PersonState, on: date, organisation: Organisation | None = None) -> list[Task]:
    """The tasks about the person on a day, as known with every calendar."""
    state = life.state if isinstance(life, Life) else life
    return tasks_of(PERSON, state, Asked(on=on, organisation=organisation or counted()))


def only(tasks: Sequence[Task], rule: DueRule) -> Task:
    """The one task by a rule."""
    (found,) = [task for task in tasks if task.rule is rule]
    return found


def rules_of(tasks: Sequence[Task]) -> set[str]:
    """By which rules something waits."""
    return {task.rule.id for task in tasks}


def later(life: Life, data: PersonFact) -> PersonState:
    """The person after one event more."""
    return evolve(life.state, life.position + 1, data)


def fact(on: date, **fields: Any) -> dict[str, Any]:
    """The common fields of an event of dossiers."""
    return {"actor": OFFICER, "effective_on": on, "movements": (), "decision": None, "votes": None, **fields}


def test_the_decision_is_due_sixty_working_days_after_the_cells_resolution_and_passes_through_each_body() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON))
    below = only(waiting(life, C1_ON), rules.DECISION)
    assert (below.step, below.office, below.since, below.until) == ("C3", "zuoih", C1_ON, C1_DUE)
    assert below.limit is not None
    assert (below.limit.starts_on, below.limit.working_days, below.provisional) == (C1_ON, 60, False)
    above = only(waiting(life.after(step("C3", C3_ON)), C3_ON), rules.DECISION)
    assert (above.step, above.office, above.since, above.until) == ("C4", "nam-giang", C3_ON, C1_DUE)


def test_a_task_is_in_time_on_its_last_day_and_overdue_the_day_after() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON))
    assert not only(waiting(life, C1_DUE), rules.DECISION).overdue(C1_DUE)
    after = date(2018, 12, 25)
    assert only(waiting(life, after), rules.DECISION).overdue(after)


def test_the_resolution_of_a_grassroots_cell_goes_straight_up() -> None:
    life = given(nominate(cell="prao"), *TO_DOSSIER[1:], step("C1", C1_ON))
    task = only(waiting(life, C1_ON), rules.DECISION)
    assert (task.step, task.office, task.actor) == ("C4", "dong-giang", "competent")


def test_nothing_waits_before_it_begins_nor_after_it_is_done() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON), step("C3", C3_ON))
    assert rules_of(waiting(life, date(2018, 9, 30))) == {rules.STALE.id}
    assert only(waiting(life, date(2018, 10, 14)), rules.DECISION).step == "C3"
    assert waiting(given(*TO_OFFICIAL), date(2020, 6, 1)) == []


def test_one_extension_counts_from_the_first_due_day_once_it_is_granted() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON))
    state = later(life, ExtensionGranted(**fact(date(2018, 12, 20), unit_id="pa-du"), extends="C4"))
    assert only(waiting(state, date(2018, 12, 19)), rules.DECISION).until == C1_DUE
    extended = only(waiting(state, date(2018, 12, 20)), rules.DECISION)
    assert extended.until == date(2019, 2, 12), "30 more from 24/12/2018: over 31/12, Tết, and Saturday 05/01 worked"
    assert extended.limit is not None
    assert (extended.limit.extension, extended.limit.extendable) == (30, None)


@pytest.mark.parametrize(("on", "days"), [(C1_ON, 30), (C1_DUE, 30), (C1_DUE + timedelta(days=1), None)])
def test_a_decision_may_be_extended_on_its_due_day_and_no_longer_after_it(on: date, days: int | None) -> None:
    task = only(waiting(given(*TO_DOSSIER, step("C1", C1_ON)), on), rules.DECISION)
    assert task.limit is not None
    assert (task.limit.extension, task.limit.extendable) == (None, days)


def test_the_time_for_a_ceremony_is_never_extended() -> None:
    task = only(waiting(given(*TO_DECISION), date(2018, 11, 5)), rules.CEREMONY)
    assert task.limit is not None
    assert task.limit.extendable is None


def test_the_ceremony_is_due_thirty_working_days_after_the_decision_reached_the_cell() -> None:
    task = only(waiting(given(*TO_DECISION), date(2018, 11, 5)), rules.CEREMONY)
    assert (task.step, task.office, task.until) == ("C6", "pa-du", date(2018, 12, 17))


def test_an_unreviewed_dossier_grows_stale_after_twelve_months() -> None:
    life = given(*TO_DOSSIER)
    task = only(waiting(life, date(2019, 9, 1)), rules.STALE)
    assert (task.step, task.office, task.until) == ("C1", "pa-du", date(2019, 9, 1))
    assert not task.overdue(date(2019, 9, 1))
    assert task.overdue(date(2019, 9, 2))


def test_a_vote_short_of_two_thirds_waits_for_the_committee_above() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON, votes=votes(5)))
    task = only(waiting(life, C1_ON), rules.REFERRAL)
    assert (task.kind, task.office, task.until) == ("referral", "nam-giang", C1_DUE)


@pytest.mark.parametrize(("on", "listed"), [(date(2019, 8, 19), False), (date(2019, 8, 20), True)])
def test_from_month_nine_a_probation_without_the_class_is_listed(on: date, *, listed: bool) -> None:
    tasks = waiting(given(*TO_CEREMONY), on)
    assert (rules.NEW_MEMBER_CLASS.id in rules_of(tasks)) is listed
    if listed:
        task = only(tasks, rules.NEW_MEMBER_CLASS)
        assert (task.since, task.until) == (date(2019, 8, 20), date(2019, 11, 20))


@pytest.mark.parametrize(("on", "listed"), [(date(2019, 11, 19), False), (date(2019, 11, 20), True)])
def test_at_month_twelve_the_cell_has_thirty_working_days(on: date, *, listed: bool) -> None:
    tasks = waiting(given(*TO_CEREMONY), on)
    assert (rules.RECOGNITION.id in rules_of(tasks)) is listed
    if listed:
        task = only(tasks, rules.RECOGNITION)
        assert (task.step, task.office, task.until) == ("D5", "pa-du", date(2020, 1, 2))


def test_a_recognition_waits_until_the_day_it_was_decided_though_it_counts_from_month_twelve() -> None:
    life = given(*TO_OFFICIAL)
    before = only(waiting(life, date(2020, 1, 9)), rules.RECOGNITION_DECISION)
    assert (before.step, before.office, before.since) == ("D8", "nam-giang", date(2019, 12, 16))
    assert before.until == date(2020, 1, 14), "30 working days after 2 December 2019"
    assert waiting(life, date(2020, 1, 10)) == []
    assert only(waiting(life, date(2019, 11, 25)), rules.RECOGNITION).step == "D5"


@pytest.mark.parametrize(
    ("on", "listed", "overdue"),
    [
        (date(2022, 11, 30), False, False),
        (date(2022, 12, 1), True, False),
        (date(2023, 6, 1), True, False),
        (date(2023, 6, 2), True, True),
    ],
)
def test_a_certificate_is_listed_half_a_year_before_it_lapses(on: date, *, listed: bool, overdue: bool) -> None:
    found = [task for task in waiting(given(nominate(), train()), on) if task.rule is rules.CERTIFICATE]
    assert [(task.until, task.overdue(on)) for task in found] == ([(date(2023, 6, 1), overdue)] if listed else [])


def test_a_certificate_no_longer_matters_once_the_cell_has_resolved() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON))
    assert rules.CERTIFICATE.id not in rules_of(waiting(life, date(2023, 5, 1)))


def test_a_cells_list_is_due_three_months_after_the_one_reviewed_longest_ago_and_is_one_task() -> None:
    first, second = given(nominate(date(2018, 1, 10))), given(nominate(date(2018, 3, 1)))
    on = date(2018, 4, 11)
    (task,) = by_cell([*waiting(first, on), *waiting(second, on)])
    assert (task.unit_id, task.people, task.until, task.person_id) == ("pa-du", 2, date(2018, 4, 10), None)
    assert task.overdue(on)
    kept = later(first, ListReviewed(**fact(date(2018, 4, 2), unit_id="pa-du")))
    (task,) = by_cell([*waiting(kept, on), *waiting(second, on)])
    assert (task.people, task.until, task.overdue(on)) == (2, date(2018, 6, 1), False)


def test_an_open_letter_waits_for_the_cell_it_leads_to_and_ages() -> None:
    letter = IssueTransfer(actor=OFFICER, effective_on=date(2019, 1, 21), to_unit_id="prao")
    life = given(enrol(), letter)
    young = only(waiting(life, date(2019, 3, 8)), rules.LETTER)
    assert (young.office, young.unit_id, young.age, young.until) == (
        "prao",
        "pa-du",
        "within_30_working_days",
        date(2019, 3, 11),
    )
    assert only(waiting(life, date(2019, 3, 12)), rules.LETTER).age == "over_30_working_days"
    old = only(waiting(life, date(2019, 4, 22)), rules.LETTER)
    assert (old.age, old.review) == ("over_3_months", True)


def test_an_announced_arrival_waits_for_the_unit_and_names_nobody() -> None:
    organisation = counted()
    slip = ArrivalExpected(
        actor=OFFICER, effective_on=date(2019, 1, 2), slip_id="s1", unit_id="prao", number="12-PB/TU"
    )
    organisation.apply(Position(organisation.position + 1), "s1", slip)
    (task,) = unit_tasks(Asked(on=date(2019, 1, 2), organisation=organisation))
    assert (task.rule, task.office, task.person_id, task.review) == (rules.ARRIVAL, "prao", None, True)
    assert unit_tasks(Asked(on=date(2019, 1, 1), organisation=organisation)) == []


def shortened(organisation: Organisation, on: date) -> Organisation:
    """From a day on the decision is due in 20 working days, everywhere."""
    central = [policy for _, policy in organisation.policies() if policy.policy_id == "central"]
    was = max((policy for policy in central if policy.effective_on <= on), key=lambda policy: policy.effective_on)
    deadlines = {**was.values["deadlines"], "C4": {**was.values["deadlines"]["C4"], "working_days": 20}}
    newer = PolicyPublished(
        actor=OFFICER, effective_on=on, policy_id="central", values={**was.values, "deadlines": deadlines}
    )
    organisation.apply(Position(organisation.position + 1), "central", newer)
    return organisation


def test_an_open_deadline_keeps_the_policy_under_which_it_started() -> None:
    changed = shortened(counted(), date(2018, 10, 2))
    running = given(*TO_DOSSIER, step("C1", C1_ON))
    assert only(waiting(running, date(2018, 11, 1), changed), rules.DECISION).until == C1_DUE
    begun = given(*TO_DOSSIER, step("C1", date(2018, 10, 2)))
    assert only(waiting(begun, date(2018, 11, 1), changed), rules.DECISION).until == date(2018, 10, 30)


def test_a_deadline_through_a_year_without_a_calendar_is_provisional_and_is_counted_again_when_there_is_one() -> None:
    life = given(*TO_DOSSIER, step("C1", date(2018, 11, 30)))
    provisional = only(waiting(life, date(2018, 12, 3), counted(2018)), rules.DECISION)
    assert (provisional.until, provisional.provisional) == (date(2019, 2, 26), True)
    known = only(waiting(life, date(2018, 12, 3), counted(2018, 2019)), rules.DECISION)
    assert (known.until, known.provisional) == (date(2019, 3, 4), False), "five days of Tết, less 05/01 worked"


def returning(life: Life, organisation: Organisation) -> list[Task]:
    """What waits after the dossier was returned in December and completed in January."""
    back = later(life, DossierChecked(**fact(date(2018, 12, 3), unit_id="pa-du"), outcome="returned", codes=("B6",)))
    done = DossierChecked(**fact(date(2019, 1, 14), unit_id="pa-du"), outcome="complete")
    return waiting(evolve(back, life.position + 2, done), date(2019, 1, 20), organisation)


def test_a_returned_dossier_runs_on_or_starts_anew_as_the_policy_says() -> None:
    life = given(*TO_DOSSIER, step("C1", C1_ON), step("C3", C3_ON))
    assert only(returning(life, counted()), rules.DECISION).until == C1_DUE
    organisation = counted()
    for _, policy in list(organisation.policies()):
        if policy.policy_id == "central":
            values = {**policy.values, "clock_on_return": "restarts"}
            again = replace_policy(policy, values)
            organisation.apply(Position(organisation.position + 1), "central", again)
    anew = only(returning(life, organisation), rules.DECISION)
    assert anew.limit is not None
    assert anew.limit.starts_on == date(2019, 1, 14)


def replace_policy(policy: PolicyPublished, values: dict[str, Any]) -> PolicyPublished:
    """The policy of the same day with other values."""
    return PolicyPublished(
        actor=policy.actor, effective_on=policy.effective_on, policy_id=policy.policy_id, values=values
    )


def test_every_rule_says_itself_in_both_languages_and_names_its_source() -> None:
    assert len({rule.id for rule in rules.DUE_RULES}) == len(rules.DUE_RULES)
    assert all(rule.source and rule.says.vi and rule.says.en for rule in rules.DUE_RULES)


def test_an_erased_person_waits_for_nothing() -> None:
    life = given(*TO_DOSSIER)
    assert waiting(replace(life.state, erased=True), date(2018, 9, 10)) == []


def test_an_open_case_of_removal_waits_for_the_next_body_and_ends_when_it_is_closed() -> None:
    life = given(enrol())
    opened = later(life, ReviewOpened(**fact(date(2019, 3, 4), unit_id="pa-du"), kind="strike_off"))
    first = only(waiting(opened, date(2019, 3, 4)), rules.REVIEW)
    assert (first.step, first.office, first.review, first.until) == ("X1", "pa-du", True, None)
    heard = evolve(
        opened,
        life.position + 2,
        ReviewStepRecorded(**fact(date(2019, 3, 11), unit_id="pa-du", step="X1"), outcome="received"),
    )
    assert only(waiting(heard, date(2019, 3, 12)), rules.REVIEW).step == "X2"
    resolved = evolve(
        heard,
        life.position + 3,
        ReviewStepRecorded(**fact(date(2019, 4, 1), unit_id="pa-du", step="X2"), outcome="approved"),
    )
    above = only(waiting(resolved, date(2019, 4, 2)), rules.REVIEW)
    assert (above.step, above.office, above.since) == ("X4", "zuoih", date(2019, 4, 1))
    closed = ReviewClosed(**fact(date(2019, 4, 8), unit_id="pa-du"), kind="strike_off", outcome="kept")
    assert waiting(evolve(resolved, life.position + 4, closed), date(2019, 4, 8)) == []


def test_a_case_of_discipline_is_on_no_list() -> None:
    life = given(enrol())
    opened = later(life, ReviewOpened(**fact(date(2019, 3, 4), unit_id="pa-du"), kind="discipline"))
    assert waiting(opened, date(2019, 3, 4)) == []


def test_where_no_policy_gives_a_limit_nothing_makes_a_list_due() -> None:
    bare = Organisation()
    for position, (subject, data) in enumerate(FOUNDING, start=1):
        if not isinstance(data, PolicyPublished):
            bare.apply(Position(position), subject, data)
    assert waiting(given(nominate()), date(2018, 5, 1), bare) == []
