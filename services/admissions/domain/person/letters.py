"""What a person's record says on a day of letters and of stays away from home; asked by decisions and by lists."""

from dataclasses import dataclass
from datetime import date

from services.admissions.domain.person.commands_transfer import Away, Purpose
from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.rules.units import successor_of
from shared.contracts.movement import Kind
from shared.tree.organisation import Organisation

RESTING = frozenset({"transfer_presented", "transferred", "away_extended"})
"""Facts that rest on a letter or a stay without moving it themselves, or on where the letter leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Someone away from home. Of a temporary stay recorded as such: its host (None: outside), purpose and end."""

    away: Away
    since: date
    host_unit_id: str | None = None
    purpose: Purpose | None = None
    until: date | None = None


def presentation(state: PersonState, letter: Recorded, day: date) -> Recorded | None:
    """When a letter was presented, by a day."""
    fact = state.last_fact(day, "transfer_presented")
    later = fact is not None and (fact.effective_on, fact.position) > (letter.effective_on, letter.position)
    return fact if later else None


def stay(state: PersonState, day: date) -> Stay | None:
    """How and since when the person is away on a day; None at home or outside.

    `away` may also have been set by a change of profile, of which only the day is known.
    """
    place = state.place_at(day)
    if place is None or place.attributes.away is None:
        return None
    away, since = Away(place.attributes.away), _away_since(state, day)
    begun = state.last_fact(day, "away_recorded")
    if begun is None or begun.effective_on < since or begun.purpose is None or away is not Away.TEMPORARY:
        return Stay(away=away, since=since)
    extended = state.last_fact(day, "away_extended")
    until = extended.until if extended is not None and extended.effective_on >= since else begun.until
    return Stay(away=away, since=since, host_unit_id=begun.host_unit_id, purpose=Purpose(begun.purpose), until=until)


def _away_since(state: PersonState, day: date) -> date:
    since = day
    for held in reversed([held for held in state.in_force if held.movement.effective_on <= day]):
        to = held.movement.to
        if to is None or to.attributes.away is None:
            break
        since = held.movement.effective_on
    return since


def rests(fact: Recorded, state: PersonState, organisation: Organisation) -> bool:
    """Whether what a fact of RESTING rests on is there: the letter that leads to its unit, or the stay extended."""
    on = fact.effective_on
    if fact.name == "away_extended":
        return any(place is not None and place.attributes.away is not None for place in state.places_during(on))
    if fact.name == "transferred" and not _moves_inside(fact, state):
        return True
    to_unit_id = fact.unit_id if fact.name == "transferred" else fact.to_unit_id
    letter = state.last_fact(on, "transfer_issued")
    pending = any(place is not None and place.attributes.transfer_pending for place in state.places_during(on))
    if letter is None or not pending:
        return False
    return to_unit_id in {letter.to_unit_id, successor_of(organisation, letter.to_unit_id, on)}


def _moves_inside(fact: Recorded, state: PersonState) -> bool:
    """Whether the acceptance leads from a cell to a cell; arrivals and departures rest on their movements alone."""
    own = [held.movement for held in state.in_force if held.fact == fact.position]
    return any(move.kind is Kind.TRANSFERRED and move.from_ is not None and move.to is not None for move in own)
