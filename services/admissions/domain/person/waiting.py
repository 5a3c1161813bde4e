"""What waits of letters, stays and expected arrivals on a day, with its age: pure, for the lists of what is due.

Nothing here removes anyone: what is `review` asks a person to look.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.admissions.domain.person.commands_transfer import Away
from services.admissions.domain.person.letters import presentation, stay
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules.ageing import Age, age
from services.admissions.domain.rules.transfers import issuing_due, presenting_due
from services.admissions.domain.rules.units import successor_of
from shared.contracts.organisation import ArrivalExpected
from shared.core.working_days import Due
from shared.tree.organisation import Organisation


class Matter(StrEnum):
    """What waits."""

    LETTER = "transfer_open"
    TEMPORARY = "away_temporary"
    UNTRANSFERRED = "away_untransferred"
    ARRIVAL = "arrival_expected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One open matter. `unit_id` counts the person, or expects them; `to_unit_id`: where the letter leads now, or the
    host, None outside the province.

    `since`: from when it ages, for a temporary stay the day of return. `due`: until when the letter is presented in
    time (None once it was), or the day of return. `issued_late`: the letter came later than its own limit.
    """

    matter: Matter
    unit_id: str
    to_unit_id: str | None
    since: date
    age: Age
    due: Due | None
    review: bool
    issued_late: bool = False


def of_person(state: PersonState, on: date, organisation: Organisation) -> tuple[Waiting, ...]:
    """What waits about a person at the end of a day: an open letter, a stay away from home."""
    place = state.place_at(on)
    if place is None:
        return ()
    found = (_letter(state, on, place.unit_id, organisation), _stay(state, on, place.unit_id, organisation))
    return tuple(each for each in found if each is not None)


def of_slip(slip: ArrivalExpected, on: date, organisation: Organisation) -> Waiting:
    """A slip whose arrival is not settled; it asks for a review while it is open."""
    unit_id = successor_of(organisation, slip.unit_id, on) or slip.unit_id
    policies = policies_on(organisation, unit_id, slip.effective_on)
    days = organisation.working_days()
    return Waiting(
        matter=Matter.ARRIVAL,
        unit_id=unit_id,
        to_unit_id=slip.from_unit_id,
        since=slip.effective_on,
        age=age(slip.effective_on, on, policies, days),
        due=None,
        review=True,
    )


def _letter(state: PersonState, on: date, unit_id: str, organisation: Organisation) -> Waiting | None:
    letter = state.open_transfer(on)
    if letter is None or letter.unit_id is None:
        return None
    days, policies = organisation.working_days(), policies_on(organisation, letter.unit_id, letter.effective_on)
    shown = presentation(state, letter, on) is not None
    inside = letter.to_unit_id is not None
    old = age(letter.effective_on, on, policies, days)
    moved_on = letter.moved_on
    return Waiting(
        matter=Matter.LETTER,
        unit_id=unit_id,
        to_unit_id=successor_of(organisation, letter.to_unit_id, on),
        since=letter.effective_on,
        age=old,
        due=presenting_due(letter.effective_on, policies, days) if inside and not shown else None,
        review=old is Age.OVER_3_MONTHS,
        issued_late=moved_on is not None and letter.effective_on > issuing_due(moved_on, policies, days).on,
    )


def _stay(state: PersonState, on: date, unit_id: str, organisation: Organisation) -> Waiting | None:
    found = stay(state, on)
    if found is None:
        return None
    since = found.since if found.until is None else found.until
    over = found.away is Away.UNTRANSFERRED or (found.until is not None and on > found.until)
    policies = policies_on(organisation, unit_id, found.since)
    return Waiting(
        matter=Matter.UNTRANSFERRED if found.away is Away.UNTRANSFERRED else Matter.TEMPORARY,
        unit_id=unit_id,
        to_unit_id=successor_of(organisation, found.host_unit_id, on),
        since=since,
        age=age(since, on, policies, organisation.working_days()),
        due=None if found.until is None else Due(found.until, provisional=False),
        review=over,
    )
