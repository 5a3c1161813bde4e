"""Duties are kept apart on a dossier kept whole: by the person, in both orders, through delegates and corrections."""

from datetime import date
from typing import Any

import pytest

from services.admissions.domain.person import duties
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from services.admissions.domain.rules.separation import ALWAYS, Capacity, capacity_of, pairs_of
from shared.contracts.dossiers import DossierChecked, ExtensionGranted, Introducer, StepRecorded
from shared.contracts.facts import Actor, PersonFact
from shared.contracts.lifecycle import Admitted, Corrected, Correction, DossierOpened, Merged, Unmerged
from shared.contracts.offices import OfficeGranted, OfficerRegistered
from shared.core.errors import Refusal
from shared.core.stream import Position
from shared.tree.organisation import Organisation
from shared.tree.roles import Permission
from tests.support import given as g

SUBJECT, MEMBER = "5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f", "9a1e40b4-5815-4a99-99e2-d15364c7a500"
TWICE = "3c0c8a55-1d0e-4f0a-9d58-7e2a1b2c3d4e"
DAY = date(2026, 3, 2)


def by(officer_id: str, *chain: str) -> Actor:
    """An officer of the ward, or who stands in for one."""
    return Actor(officer_id=officer_id, office="committee_officer", unit_id="nam-giang", chain=chain)


def opened(officer: str = "secretary") -> DossierOpened:
    """The dossier is opened, after dossiers came to be kept whole."""
    return DossierOpened(**fields(by(officer), date(2025, 9, 1)))


def fields(actor: Actor, on: date = DAY) -> dict[str, Any]:
    """The common part of an event."""
    return {
        "actor": actor, "effective_on": on, "movements": (), "decision": None, "votes": None, "unit_id": "pa-du",
    }  # fmt: skip


def paper(officer: str, *introducers: str) -> StepRecorded:
    """A paper of the dossier, or the introduction by these members."""
    named = tuple(Introducer(person_id=each) for each in introducers)
    return StepRecorded(**fields(by(officer)), step="B4" if named else "B2", introducers=named)


def checked(officer: str, *chain: str) -> DossierChecked:
    """The check by staff."""
    return DossierChecked(**fields(by(officer, *chain)), outcome="complete")


def signed(officer: str, *chain: str) -> StepRecorded:
    """The decision."""
    return StepRecorded(**fields(by(officer, *chain)), step="C4")


def corrected(officer: str, position: int, states: str | None = None, step: str | None = None) -> Corrected:
    """A fact taken back, or stated otherwise."""
    return Corrected(
        **fields(by(officer)), step=step, corrects=Correction(position=position, ground="clerical"), states=states
    )


def state(*facts: PersonFact, live: bool = False) -> PersonState:
    """A dossier after these facts, from position 101 on. `live`: they were recorded one by one, not brought along."""
    found = INITIAL
    for position, fact in enumerate(facts, start=101):
        found = evolve(found, position, fact, live=live)
    return found


def context(*, live: bool = True, founded: bool = True, persons: dict[str, str] | None = None) -> Context:
    """The small organisation; `founded`: an office of the log is in force; `persons`: whose accounts they are."""
    organisation: Organisation = g.organisation()
    facts: list[OfficerRegistered | OfficeGranted] = [
        OfficerRegistered(actor=by("an"), effective_on=DAY, officer_id=officer, person_id=person)
        for officer, person in (persons or {}).items()
    ]
    if founded:
        facts.append(
            OfficeGranted(
                actor=by("an"),
                effective_on=DAY,
                office_id="o",
                officer_id="an",
                role="auditor",
                unit_id="*",
                granted_on=DAY,
            )
        )
    for position, fact in enumerate(facts, start=organisation.position + 1):
        organisation.apply(Position(position), "x", fact)
    return Context(organisation=organisation, today=DAY, live=live)


def merged(around: Context, into: str) -> Context:
    """The same, with the record TWICE merged into another."""
    organisation = around.organisation
    position = Position(organisation.position + 1)
    organisation.apply(position, TWICE, Merged(**fields(by("an")), into=into, ground="same_person"))
    return around


def unmerged(around: Context) -> Context:
    """The same, with that merge taken back."""
    organisation = around.organisation
    position = Position(organisation.position + 1)
    organisation.apply(position, TWICE, Unmerged(**fields(by("an")), ground="same_person"))
    return around


def judge(before: PersonState, fact: PersonFact, around: Context | None = None) -> None:
    """Refused with `duties-apart`, or let pass."""
    duties.keep_apart(before, fact, SUBJECT, around or context())


@pytest.mark.parametrize(
    ("before", "fact"),
    [
        ((opened(),), checked("secretary")),
        ((opened(), paper("clerk")), checked("clerk")),
        ((opened(), checked("x")), signed("x")),
        ((opened(),), signed("secretary")),
        ((opened(), checked("deputy", "head")), signed("head")),
        ((opened(), checked("head")), signed("deputy", "head")),
        ((opened(), checked("deputy", "head")), signed("clerk", "head")),
        ((opened(), checked("x"), signed("y")), checked("y")),
        ((opened(), checked("x"), signed("y")), paper("y")),
        ((opened(), checked("x"), signed("y")), paper("x")),
        ((opened(), signed("y")), corrected("y", 101, "dossier_opened")),
        ((opened(), checked("x"), corrected("z", 102, "dossier_checked")), signed("x")),
        ((opened(), checked("x"), signed("y")), corrected("x", 103, "step_recorded", "C4")),
        ((opened(), checked("x"), signed("y")), corrected("y", 102)),
    ],
)
def test_one_hand_in_two_duties_is_refused(before: tuple[PersonFact, ...], fact: PersonFact) -> None:
    with pytest.raises(Refusal, match="duties-apart"):
        judge(state(*before), fact)


def test_different_hands_pass_and_one_hand_may_prepare_and_attest() -> None:
    judge(state(opened(), paper("secretary"), checked("x")), signed("y"))
    judge(state(opened()), paper("secretary"))
    judge(state(opened()), StepRecorded(**fields(by("secretary")), step="C1"))
    judge(state(opened(), checked("x"), corrected("z", 102)), signed("x"))


@pytest.mark.parametrize(
    ("before", "fact", "persons"),
    [
        ((opened(), checked("k")), signed("k-2"), {"k": MEMBER, "k-2": MEMBER}),
        ((opened(),), checked("k"), {"k": SUBJECT}),
        ((opened(), paper("clerk", MEMBER)), signed("k"), {"k": MEMBER}),
        ((opened(), checked("k")), paper("clerk", MEMBER), {"k": MEMBER}),
    ],
)
def test_it_is_the_person_behind_the_account_that_counts(
    before: tuple[PersonFact, ...], fact: PersonFact, persons: dict[str, str]
) -> None:
    judge(state(*before), fact)
    with pytest.raises(Refusal, match="duties-apart"):
        judge(state(*before), fact, context(persons=persons))


@pytest.mark.parametrize(
    ("before", "fact", "persons", "into"),
    [
        ((opened(),), checked("k"), {"k": TWICE}, SUBJECT),
        ((opened(),), signed("deputy", "k"), {"k": TWICE}, SUBJECT),
        ((opened(), checked("k")), signed("k-2"), {"k": MEMBER, "k-2": TWICE}, MEMBER),
        ((opened(), paper("clerk", TWICE)), signed("k"), {"k": MEMBER}, MEMBER),
        ((opened(), paper("clerk", MEMBER)), checked("k"), {"k": TWICE}, MEMBER),
        ((opened(), checked("k")), paper("clerk", TWICE), {"k": MEMBER}, MEMBER),
        ((opened(),), paper("clerk", TWICE), {}, SUBJECT),
    ],
)
def test_two_records_of_a_person_are_one_hand_from_their_merge_until_it_is_taken_back(
    before: tuple[PersonFact, ...], fact: PersonFact, persons: dict[str, str], into: str
) -> None:
    judge(state(*before), fact, context(persons=persons))
    with pytest.raises(Refusal, match="duties-apart"):
        judge(state(*before), fact, merged(context(persons=persons), into))
    judge(state(*before), fact, unmerged(merged(context(persons=persons), into)))


@pytest.mark.parametrize(
    ("introducer", "checker", "into"), [(MEMBER, TWICE, MEMBER), (TWICE, MEMBER, SUBJECT), (MEMBER, TWICE, SUBJECT)]
)
def test_the_ceremony_knows_who_turned_out_to_be_the_same_person_since(
    introducer: str, checker: str, into: str
) -> None:
    """A checker whose other record introduced; an introducer, or a checker, who is the applicant."""
    ready = state(opened(), paper("clerk", introducer), checked("k"), signed("y"))
    ceremony = Admitted(**fields(by("secretary")), step="C6")
    judge(ready, ceremony, context(persons={"k": checker}))
    with pytest.raises(Refusal, match="duties-apart"):
        judge(ready, ceremony, merged(context(persons={"k": checker}), into))


def test_the_ceremony_asks_once_more_by_who_is_known_to_be_who_today() -> None:
    ready = state(opened(), checked("k"), signed("k-2"))
    ceremony = Admitted(**fields(by("secretary")), step="C6")
    judge(ready, ceremony)
    with pytest.raises(Refusal, match="duties-apart"):
        judge(ready, ceremony, context(persons={"k": MEMBER, "k-2": MEMBER}))


@pytest.mark.parametrize(
    ("live", "founded", "whole", "binds"),
    [
        (True, False, True, True),
        (True, False, False, False),
        (True, True, False, True),
        (False, False, True, False),
        (False, True, True, True),
        (False, True, False, False),
    ],
)
def test_when_it_binds(live: bool, founded: bool, whole: bool, binds: bool) -> None:
    earlier = opened() if whole else DossierOpened(**fields(by("secretary"), date(2019, 1, 7)))
    around = context(live=live, founded=founded)
    if not binds:
        judge(state(earlier), signed("secretary"), around)
        return
    with pytest.raises(Refusal, match="duties-apart"):
        judge(state(earlier), signed("secretary"), around)


def test_a_removal_is_signed_by_another_than_who_opened_the_case_and_a_death_is_nobodys_decision() -> None:
    assert capacity_of("step_recorded", "X5") is Capacity.SIGNED
    assert capacity_of("removed", None) is Capacity.SIGNED
    assert capacity_of("removed", None, deceased=True) is None
    assert capacity_of("profile_changed", None) is None


def test_a_policy_adds_pairs_and_takes_none_away() -> None:
    assert pairs_of([]) == pairs_of(["check/decide", "nonsense", "a/b"]) == ALWAYS
    assert pairs_of(["cell_vote/decide"]) - ALWAYS == {frozenset({Capacity.CELL_VOTE, Capacity.SIGNED})}


def test_what_an_office_must_be_allowed_follows_from_the_event() -> None:
    ready = state(opened(), checked("x"))
    assert duties.needed(ready, checked("x")) == {Permission.CHECK}
    assert duties.needed(ready, signed("x")) == {Permission.SIGN}
    assert duties.needed(ready, paper("x")) == {Permission.WRITE}
    assert duties.needed(ready, ExtensionGranted(**fields(by("x")), extends="C4")) == {Permission.SIGN}
    assert duties.needed(ready, corrected("x", 102)) == {Permission.CHECK}
    assert duties.needed(ready, corrected("x", 101, "step_recorded", "C4")) == {Permission.WRITE, Permission.SIGN}


def test_before_offices_an_import_attests_history_but_does_not_finish_what_its_own_hand_began_live() -> None:
    before = context(live=False, founded=False)
    judge(state(opened("x"), checked("x")), signed("x"), before)
    with pytest.raises(Refusal, match="duties-apart"):
        judge(state(opened("x"), checked("x"), live=True), signed("x"), before)
    judge(state(opened("x"), checked("x"), live=True), signed("y"), before)
    paper_only = DossierOpened(**fields(by("x"), date(2019, 1, 7)))
    judge(state(paper_only, live=True), signed("x"), before)
