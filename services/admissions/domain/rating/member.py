"""Decisions on one member's year: the quality rating, the task assigned by a resolution, a suspended activity."""

from services.admissions.domain.person.change import Change
from services.admissions.domain.person.commands_rating import AssignTask, Rate, Suspend
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft, common, place_of
from services.admissions.domain.person.state import PersonState
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rating.breach import rating_for
from services.admissions.domain.rating.commands import Rated as RatedOf
from services.admissions.domain.rating.grade import period_ending
from services.admissions.domain.rating.suspension import LIFTED, SUSPENDED, changes_state, suspended_on
from services.admissions.domain.rules import acts, attributes, ratings
from shared.contracts.dossiers import SuspensionRecorded
from shared.contracts.lifecycle import ProfileChanged, Rated
from shared.contracts.movement import Kind, Rating

SCHEME_UNKNOWN = "unknown"


def of_year(state: PersonState, act: Rate | AssignTask | Suspend, context: Context) -> Draft:
    """The decision that takes the act."""
    match act:
        case Rate():
            return rate(state, act, context)
        case AssignTask():
            return assign_task(state, act, context)
        case Suspend():
            return suspend(state, act, context)


def rate(state: PersonState, act: Rate, context: Context) -> Draft:
    """One member rated for one period, under the scheme in force on the period's last day. Source: domain 9.

    A numbered decision is needed of a live act; a register taken over may not have kept it.
    """
    place = place_of(state, act, context, Kind.RATED)
    ratings.of_members(place.standing)
    on = act.effective_on
    policies = policies_on(context.organisation, place.unit_id, on)
    grade = ratings.grade_known(act.grade, policies)
    period = ratings.period_rated(act.period, on, policies, live=context.live)
    ratings.member_rated(place.attributes, suspended=suspended_on(state, on))
    ratings.admitted_long_enough(state.ceremony_on(on), on, policies)
    body = ratings.rating_body(context.organisation, place.unit_id, on, act.body_unit_id)
    if context.live:
        ratings.decided_in_writing(None if act.decision is None else act.decision.number)
    ratings.not_rated_yet(rating_for(state, period), period)
    given = Rating(scheme=policies.code("rating_scheme") or SCHEME_UNKNOWN, period=period, grade=grade)
    line = Line(kind=Kind.RATED, effective_on=on, effect=Change(attributes={"rating": given}))
    fields = common(act, place.unit_id, body_unit_id=body.unit_id, policies=policies)
    return Draft(data=Rated(**fields), lines=(line,))


def require_open(state: PersonState, act: Rate, context: Context) -> None:
    """A first rating comes before its period is closed where the member stands; a correction may come later."""
    place = state.place_at(act.effective_on)
    if place is None:
        return
    period = act.period or period_ending(act.effective_on)
    of = RatedOf.MEMBERS.value
    ratings.still_open(context.organisation, place.unit_id, period, of, act.effective_on)


def assign_task(state: PersonState, act: AssignTask, context: Context) -> Draft:
    """The dated flag `tasked`, by a resolution with its number. Source: domain 10.1 (HP8); contracts 3."""
    place = place_of(state, act, context, Kind.CHANGED)
    ratings.of_members(place.standing)
    acts.decision_needed(act.decision)
    changes = {"tasked": attributes.typed("tasked", act.assigned)}
    attributes.require_change(place.attributes, changes)
    line = Line(kind=Kind.CHANGED, effective_on=act.effective_on, effect=Change(attributes=changes))
    return Draft(data=ProfileChanged(**common(act, place.unit_id)), lines=(line,))


def suspend(state: PersonState, act: Suspend, context: Context) -> Draft:
    """Party activity is suspended, or goes on again; the decision's number and date only. Source: domain 3 (flags)."""
    place = place_of(state, act, context, Kind.CHANGED)
    ratings.of_members(place.standing)
    acts.decision_needed(act.decision)
    changes_state(suspended_on(state, act.effective_on), act.effective_on, lifted=act.lifted)
    outcome = LIFTED if act.lifted else SUSPENDED
    return Draft(data=SuspensionRecorded(**common(act, place.unit_id), outcome=outcome))
