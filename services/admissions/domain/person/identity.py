"""Decisions on who someone is: corrections as approved acts, particulars altered, duplicates merged and unmerged."""

from dataclasses import replace

from services.admissions.domain.person.act import Act
from services.admissions.domain.person.commands import ChangeProfile
from services.admissions.domain.person.commands_identity import AlterParticulars, Merge, Unmerge
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import checked
from services.admissions.domain.person.state import Held, PersonState
from services.admissions.domain.person.timeline import Rewrite, again, rewrite, taken_back
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import attributes, identity
from services.admissions.domain.rules.bodies import body_of
from services.admissions.domain.rules.units import open_unit
from shared.contracts.facts import Decision
from shared.contracts.lifecycle import Merged, Unmerged


def approved(ground: str, decision: Decision | None, unit_id: str | None, context: Context, *, step: str) -> str:
    """The body whose paper approves an alteration of a record: a competent committee. Source: domain 4.2, 12.3.

    `unit_id` None: nothing stands of the record any more, so no cell tells whose committee that is.
    """
    identity.in_writing(decision)
    assert decision is not None
    organisation, on, asked = context.organisation, decision.date, decision.body_unit_id
    identity.grounded(ground, policies_on(organisation, unit_id or asked, on).codes("correction_grounds"))
    if unit_id is None:
        return open_unit(organisation, asked, on, where="/decision/body_unit_id").unit_id
    return body_of(organisation, "competent", unit_id, on, asked, step=step).unit_id


def merge(state: PersonState, act: Merge, context: Context) -> Merged:
    """One person was recorded twice: all that moved the duplicate is taken back, so that the person counts once.

    Nothing is lost: what was recorded of the duplicate stands aside until the merge is taken back. Source: domain 12.3.
    """
    checked(act, context)
    identity.not_merged(state.merged_into)
    identity.two_persons(context.person_id, act.into)
    other = context.others.get(act.into)
    identity.goes_on(
        act.into,
        known=other is not None and other.version > 0,
        erased=other is not None and other.erased,
        merged_into=None if other is None else other.merged_into,
    )
    body = approved(act.ground, act.decision, _unit_of(state.in_force), context, step="merged")
    return Merged(
        actor=act.actor,
        effective_on=act.effective_on,
        movements=taken_back(state.in_force),
        decision=act.decision,
        votes=None,
        unit_id=_unit_of(state.in_force),
        body_unit_id=body,
        into=act.into,
        ground=act.ground,
    )


def unmerge(state: PersonState, act: Unmerge, context: Context) -> Unmerged:
    """The merge was wrong: every movement stands again, with what closings have done to its unit since. Domain 12.3."""
    checked(act, context)
    identity.is_merged(state.merged_into)
    held = state.aside.in_force
    body = approved(act.ground, act.decision, _unit_of(held), context, step="unmerged")
    lines = rewrite((), Rewrite(own=[again(each) for each in held]), context.organisation)
    return Unmerged(
        actor=act.actor,
        effective_on=act.effective_on,
        movements=lines.movements,
        restates=lines.restates,
        decision=act.decision,
        votes=None,
        unit_id=_unit_of(held),
        body_unit_id=body,
        ground=act.ground,
    )


def altered(state: PersonState, act: AlterParticulars, context: Context) -> ChangeProfile | None:
    """Judges an alteration of particulars; the change of profile that a new birth year brings with it, if any.

    It holds from the day on which the person came in, as the year was wrong all along. Source: domain 4.2, 12.3.
    """
    checked(act, context)
    identity.not_merged(state.merged_into)
    unit_id = _unit_of(state.in_force)
    approved(act.ground, act.decision, unit_id, context, step="particulars_altered")
    entry = next((held for held in reversed(state.in_force) if held.movement.from_ is None), None)
    place = None if entry is None else entry.movement.to
    if act.birth_year is None or entry is None or place is None or place.attributes.birth_year == act.birth_year:
        return None
    attributes.typed("birth_year", act.birth_year)
    common = {field: getattr(act, field) for field in Act.__dataclass_fields__ if field != "unit_id"}
    change = ChangeProfile(**common, unit_id=place.unit_id, changes={"birth_year": act.birth_year})
    return replace(change, effective_on=entry.movement.effective_on)


def _unit_of(in_force: tuple[Held, ...]) -> str | None:
    """Where the person stands, or stood last; None when nothing of that stands."""
    last = in_force[-1].movement if in_force else None
    place = None if last is None else last.to or last.from_
    return None if place is None else place.unit_id
