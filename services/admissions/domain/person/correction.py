"""Decisions on corrections: a fact is taken back and, unless cancelled, judged and stated as it should have been."""

from dataclasses import replace
from datetime import date

from services.admissions.domain.person.commands import Correct, LineRef
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft
from services.admissions.domain.person.drafting import drafted
from services.admissions.domain.person.foundations import keep_foundations
from services.admissions.domain.person.identity import approved
from services.admissions.domain.person.state import PersonState, Recorded, about_of
from services.admissions.domain.person.timeline import Rewrite, rewrite, without
from services.admissions.domain.person.whole import kept_whole
from services.admissions.domain.policy.in_force import policies_on
from services.admissions.domain.rules import corrections, dates
from shared.contracts.data import replaced
from shared.contracts.facts import PersonFact
from shared.contracts.lifecycle import Admitted, Corrected, Correction, Enrolled, Readmitted, Transferred
from shared.contracts.movement import Kind
from shared.contracts.registry import TYPE_OF, event_name

CARRIED = tuple(
    name
    for name in Corrected.__struct_fields__
    if name not in {*PersonFact.__struct_fields__, "corrects", "states", "ceremony_on", "about"}
)
"""What a correction carries of the event that would have stated the fact, under the same name."""


def correct(state: PersonState, command: Correct, context: Context) -> Corrected:
    """The one event that takes a fact back, states it otherwise, and restates what came after. Source: domain 12.3.

    Refused when a fact recorded later rests on it: a movement that becomes impossible and is not in `drop`, or a step
    whose foundation goes.
    """
    fact = state.fact_at(command.position)
    if fact is None:
        raise corrections.refuse_unknown(command.position)
    _require_approval(state, fact, command, context)
    if command.decision is not None:
        dates.not_in_future(command.decision.date, context.today, where="/decision/date")
    draft = _stated_otherwise(state, fact, command, context)
    change = Rewrite(
        own=() if draft is None else draft.lines,
        corrects=fact.position,
        drop=frozenset(command.drop),
        moved_to={} if draft is None else _recognition_moved(state, fact, draft, context),
    )
    lines = rewrite(state.in_force, change, context.organisation)
    data = _event(fact, command, draft)
    data = replaced(data, movements=lines.movements, restates=lines.restates)
    keep_foundations(state, data, context)
    return data


def _require_approval(state: PersonState, fact: Recorded, command: Correct, context: Context) -> None:
    """What is kept whole is altered on a legal ground, by a paper of the competent committee. Source: domain 4.2, 12.3.

    A batch that is taken back whole is none of these: what it recorded was never in force for anybody but the importer.
    """
    if fact.unit_id is None or not context.live or not kept_whole(state, fact.effective_on, context.organisation):
        return
    approved(command.ground, command.decision, fact.unit_id, context, step="corrected")


def _stated_otherwise(state: PersonState, fact: Recorded, command: Correct, context: Context) -> Draft | None:
    if command.instead is None:
        return None
    # What later facts did with the person stays in sight only as far as it holds without the fact.
    basis = replace(
        state,
        in_force=without(state.in_force, fact.position, frozenset(command.drop), context.organisation),
        facts=tuple(each for each in state.facts if each.position != fact.position),
    )
    draft = drafted(basis, command.instead, context)
    corrections.same_sort(fact.step or fact.name, draft.data.step or _name(draft.data))
    return draft


def _recognition_moved(state: PersonState, fact: Recorded, draft: Draft, context: Context) -> dict[LineRef, date]:
    """When the ceremony gets another date, so does the recognition that counts from it. Source: contracts 4."""
    before, after = fact.ceremony_on, _ceremony(draft.data)
    if before is None or after is None or before == after or draft.data.unit_id is None:
        return {}
    policies = policies_on(context.organisation, draft.data.unit_id, after)
    was, now = dates.official_on(before, policies), dates.official_on(after, policies)
    return {
        held.ref: now
        for held in state.in_force
        if held.movement.kind is Kind.RECOGNISED and held.movement.effective_on == was
    }


def _event(fact: Recorded, command: Correct, draft: Draft | None) -> Corrected:
    corrects = Correction(position=command.position, ground=command.ground)
    if draft is None:
        return Corrected(
            actor=command.actor,
            effective_on=fact.effective_on,
            movements=(),
            decision=command.decision,
            votes=None,
            unit_id=fact.unit_id,
            corrects=corrects,
        )
    data = draft.data
    return Corrected(
        actor=command.actor,
        effective_on=data.effective_on,
        movements=(),
        decision=command.decision or data.decision,
        votes=data.votes,
        unit_id=data.unit_id,
        body_unit_id=data.body_unit_id,
        step=data.step,
        policy=data.policy,
        corrects=corrects,
        states=_name(data),
        ceremony_on=_ceremony(data),
        about=about_of(data),
        **{name: getattr(data, name) for name in CARRIED if hasattr(data, name)},
    )


def _name(data: PersonFact) -> str:
    return event_name(TYPE_OF[type(data)])


def _ceremony(data: PersonFact) -> date | None:
    match data:
        case Admitted() | Readmitted():
            return data.effective_on
        case Enrolled() | Transferred():
            return data.ceremony_on
        case _:
            return None
