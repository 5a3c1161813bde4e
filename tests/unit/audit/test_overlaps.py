"""Who did several things on a record is shown, by person, of what was recorded since offices are in the log."""

from datetime import date

from services.audit.domain.overlaps import overlaps
from shared.contracts.answers import TrailStep
from shared.contracts.facts import Actor

SINCE = date(2026, 3, 2)


def step(position: int, name: str, officer: str, *chain: str, day: str = "2026-03-02") -> TrailStep:
    """A step recorded by someone."""
    return TrailStep(
        position=position,
        time=f"{day}T03:00:00.000000Z",
        effective_on=SINCE,
        step=name,
        body_unit_id=None,
        decision=None,
        actor=Actor(officer_id=officer, office="cell_secretary", unit_id="cell", chain=chain),
        votes=None,
        leaf="",
    )


def recorded_on(of: TrailStep) -> date:
    """The day it was recorded; the tests keep clear of midnight."""
    return date.fromisoformat(of.time[:10])


STEPS = [
    step(1, "dossier_opened", "secretary"),
    step(2, "B1", "secretary"),
    step(3, "C1", "deputy", "secretary"),
    step(4, "C3", "base"),
    step(5, "C4", "signer"),
    step(6, "profile_changed", "signer"),
]


def test_who_acted_in_two_capacities_is_shown_also_through_a_deputy() -> None:
    (found,) = overlaps(STEPS, SINCE, lambda officer: officer, recorded_on)
    assert found.officer_ids == ("secretary",)
    assert found.capacities == ("cell_vote", "prepare")
    assert found.positions == (1, 2, 3)


def test_two_accounts_of_one_person_overlap() -> None:
    people = {"base": "person", "signer": "person"}
    found = overlaps(STEPS, SINCE, lambda officer: people.get(officer, officer), recorded_on)
    assert ("base", "signer") in {each.officer_ids for each in found}


def test_before_offices_are_in_the_log_nothing_is_said() -> None:
    assert overlaps(STEPS, None, lambda officer: officer, recorded_on) == ()
    early = [step(1, "dossier_opened", "secretary", day="2026-03-01"), *STEPS[2:]]
    assert {each.officer_ids for each in overlaps(early, SINCE, lambda officer: officer, recorded_on)} == set()
