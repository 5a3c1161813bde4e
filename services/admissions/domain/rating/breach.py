"""Ratings that stand in a person's record, and the years in breach among them (domain 8.2, R5). Pure."""

from collections.abc import Iterator
from datetime import date

from services.admissions.domain.person.change import Change
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.rating.grade import IN_BREACH, year_of
from shared.contracts.movement import Kind, Rating

BREACH_YEARS = 2
"""How many years in a row R5 asks for, where no policy says otherwise."""


def ratings(state: PersonState, on: date = date.max) -> Iterator[Rating]:
    """The ratings that stand up to a day, oldest first."""
    for held in state.in_force:
        if held.movement.kind is not Kind.RATED or held.movement.effective_on > on:
            continue
        given = held.effect.attributes.get("rating") if isinstance(held.effect, Change) else None
        if isinstance(given, Rating):
            yield given


def rating_for(state: PersonState, period: str) -> Rating | None:
    """The rating that stands for a period."""
    return next((rating for rating in ratings(state) if rating.period == period), None)


def years_in_breach(state: PersonState, on: date = date.max) -> tuple[int, ...]:
    """The years rated in breach of status up to a day, oldest first. A quarter or a term is no year."""
    years = {year_of(rating.period) for rating in ratings(state, on) if rating.grade in IN_BREACH}
    return tuple(sorted(year for year in years if year is not None))


def two_years_in_breach(state: PersonState, on: date = date.max, *, years: int = BREACH_YEARS) -> bool:
    """Whether two consecutive years were rated in breach: the ground of R5_TWO_YEARS. Source: QĐ 24 item 8.1."""
    found = set(years_in_breach(state, on))
    return any(all(first + more in found for more in range(years)) for first in found)
