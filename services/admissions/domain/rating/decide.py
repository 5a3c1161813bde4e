"""decide_unit_rating, decide_closing: the events of a unit's ratings, or a Refusal with its rule's id. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rating.commands import CloseRatings, Rated, RateUnit
from services.admissions.domain.rating.member import SCHEME_UNKNOWN
from services.admissions.domain.rules import dates, rating_groups, ratings
from services.admissions.domain.rules.units import open_unit
from shared.contracts.organisation import RatedGroup, RatingsClosed, UnitRated
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A grade that stands for the period: of whom, in which unit on its last day."""

    person_id: str
    unit_id: str
    grade: str


def decide_unit_rating(organisation: Organisation, command: RateUnit, today: date) -> UnitRated:
    """One organisation rated by a committee above it, once a period; another grade corrects. Source: domain 9."""
    on = command.effective_on
    dates.not_in_future(on, today)
    dates.not_in_future(command.decision.date, today, where="/decision/date")
    unit = open_unit(organisation, command.unit_id, on)
    body = open_unit(organisation, command.body_unit_id, on, where="/body_unit_id")
    rating_groups.rates_below(organisation, body, unit, on)
    policies = policies_on(organisation, unit.unit_id, on)
    grade = ratings.grade_known(command.grade, policies)
    period = ratings.period_rated(command.period, on, policies)
    ratings.decided_in_writing(command.decision.number)
    held = organisation.unit_ratings(period).get(unit.unit_id)
    rating_groups.replaces(held, command.corrects, command.ground, period)
    if held is None:
        ratings.still_open(organisation, unit.unit_id, period, Rated.UNITS.value, on)
    group = command.group or (held[1].group if held else rating_groups.default_group(unit))
    return UnitRated(
        actor=command.actor,
        effective_on=on,
        unit_id=unit.unit_id,
        body_unit_id=body.unit_id,
        scheme=policies.code("rating_scheme") or SCHEME_UNKNOWN,
        period=period,
        grade=grade,
        group=group,
        decision=command.decision,
        policy=policies.position,
        corrects=command.corrects,
        ground=command.ground,
    )


def groups_of(
    organisation: Organisation, of: Rated, unit: Unit, on: date, period: str, *, given: Iterable[Given]
) -> tuple[RatedGroup, ...]:
    """The groups of a unit's subtree with their counts, and how many EXCELLENT the cap allows in each. Domain 9."""
    policies = policies_on(organisation, unit.unit_id, on)
    counts: dict[str, Counter[str]] = {}
    if of is Rated.MEMBERS:
        rating_groups.whole_groups(organisation, unit, on, policies)
        for one in given:
            group = rating_groups.group_of_member(organisation, one.unit_id, unit, on, policies)
            counts.setdefault(group, Counter())[one.grade] += 1
    else:
        for _, rated in organisation.unit_ratings(period).values():
            if rated.body_unit_id == unit.unit_id:
                counts.setdefault(rated.group, Counter())[rated.grade] += 1
    cap = ratings.Cap(policies=policies)
    return tuple(cap.of(group, grades) for group, grades in sorted(counts.items()))


def decide_closing(
    organisation: Organisation, command: CloseRatings, today: date, given: Iterable[Given]
) -> RatingsClosed:
    """The closing of a unit's ratings, when no group has more EXCELLENT than the cap allows. Source: domain 9.

    `given`: the members' grades that stand, with their cell on the period's last day; unused for organisations.
    """
    on = command.effective_on
    dates.not_in_future(on, today)
    dates.not_in_future(command.decision.date, today, where="/decision/date")
    unit = open_unit(organisation, command.unit_id, on)
    policies = policies_on(organisation, unit.unit_id, on)
    period = ratings.period_rated(command.period, on, policies)
    ratings.decided_in_writing(command.decision.number)
    ratings.still_open(organisation, unit.unit_id, period, command.of.value, on)
    groups = groups_of(organisation, command.of, unit, on, period, given=given)
    ratings.within_cap(groups, policies, partial(organisation.label, on=on))
    return RatingsClosed(
        actor=command.actor,
        effective_on=on,
        unit_id=unit.unit_id,
        period=period,
        of=command.of.value,
        groups=groups,
        decision=command.decision,
        policy=policies.position,
    )
