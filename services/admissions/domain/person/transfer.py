"""Decisions on where a member belongs: letters issued, presented, accepted, sent back; arrivals; stays away from home.

Exactly one cell counts a member at every instant: the old one until the new one accepts, home throughout a stay.
"""

from datetime import date
from typing import assert_never

from services.admissions.domain.person.change import EXIT, Change, Effect, Entry
from services.admissions.domain.person.commands_transfer import (
    AcceptTransfer,
    Arrive,
    Away,
    EndAway,
    ExtendAway,
    IssueTransfer,
    LapseTransfer,
    PresentTransfer,
    Purpose,
    RecordAway,
    ReturnTransfer,
    TransferFact,
)
from services.admissions.domain.person.context import Context
from services.admissions.domain.person.draft import Draft, common, entering, place_of
from services.admissions.domain.person.letters import presentation, stay
from services.admissions.domain.person.state import PersonState, Recorded
from services.admissions.domain.person.timeline import Line
from services.admissions.domain.person.whole import kept_whole
from services.admissions.domain.policy.in_force import Policies, policies_on
from services.admissions.domain.rules import acts, away, dates, transfers
from services.admissions.domain.rules.units import open_cell, successor_of
from shared.contracts.facts import Decision
from shared.contracts.lifecycle import (
    AwayEnded,
    AwayExtended,
    AwayRecorded,
    TransferIssued,
    TransferLapsed,
    TransferPresented,
    Transferred,
    TransferReturned,
)
from shared.contracts.movement import Kind, Place, Standing


def drafted(state: PersonState, act: TransferFact, context: Context) -> Draft:
    """The event that an act on letters or stays becomes, but for its movements."""
    match act:
        case IssueTransfer():
            return issue(state, act, context)
        case PresentTransfer():
            return present(state, act, context)
        case AcceptTransfer():
            return accept(state, act, context)
        case ReturnTransfer():
            return send_back(state, act, context)
        case LapseTransfer():
            return lapse(state, act, context)
        case Arrive():
            return arrive(state, act, context)
        case RecordAway():
            return record_away(state, act, context)
        case ExtendAway():
            return extend_away(state, act, context)
        case EndAway():
            return end_away(state, act, context)
        case _:
            assert_never(act)


def issue(state: PersonState, act: IssueTransfer, context: Context) -> Draft:
    """An introduction letter; the person counts where they are until it is accepted. Source: domain 6, 7."""
    place = place_of(state, act, context, Kind.TRANSFERRED)
    acts.member_standing(place.standing, "/act")
    if act.to_unit_id is not None:
        open_cell(context.organisation, act.to_unit_id, act.effective_on, where="/to_unit_id")
    acts.to_another_unit(context.organisation, act.to_unit_id, place.unit_id, act.effective_on)
    policies = policies_on(context.organisation, place.unit_id, act.effective_on)
    transfers.papers_known(act.codes, policies)
    if place.standing is Standing.PROBATIONARY and kept_whole(state, act.effective_on, context.organisation):
        transfers.probation_papers(act.codes, policies)
    body = _issuer(act, place, act.to_unit_id, context, policies)
    fields = common(act, place.unit_id, body_unit_id=body, policies=policies)
    return Draft(
        data=TransferIssued(
            **fields, to_unit_id=act.to_unit_id, moved_on=act.moved_on, codes=tuple(sorted(set(act.codes)))
        ),
        lines=(_changed(act.effective_on, transfer_pending=True),),
    )


def present(state: PersonState, act: PresentTransfer, context: Context) -> Draft:
    """Shown to the receiving cell; after the due day with reason and ruling. The person counts at home. Domain 7."""
    place = place_of(state, act, context, Kind.TRANSFERRED)
    letter = _open_letter(state, act.effective_on)
    to_unit_id = transfers.receiver_named(act.to_unit_id)
    _leads_there(letter, to_unit_id, act.effective_on, context)
    open_cell(context.organisation, to_unit_id, act.effective_on, where="/to_unit_id")
    shown = presentation(state, letter, act.effective_on)
    transfers.presented_once(None if shown is None else shown.effective_on)
    policies = _in_time(letter, to_unit_id, act, context)
    return Draft(
        data=TransferPresented(
            **common(act, place.unit_id, policies=policies), to_unit_id=to_unit_id, reason=act.reason
        )
    )


def accept(state: PersonState, act: AcceptTransfer, context: Context) -> Draft:
    """Accepted where the letter leads, or confirmed gone from the province. Source: domain 7; contracts 4.

    Where the old cell was closed into the receiving one, the person is there already: only the letter ends.
    """
    place = place_of(state, act, context, Kind.TRANSFERRED)
    letter = _open_letter(state, act.effective_on)
    _leads_there(letter, act.to_unit_id, act.effective_on, context)
    policies = None
    if act.to_unit_id is not None and presentation(state, letter, act.effective_on) is None:
        issued = _policies_at_issue(letter, context)
        if transfers.kept_whole(letter.effective_on, issued):
            policies = _in_time(letter, act.to_unit_id, act, context)
    line = Line(kind=Kind.TRANSFERRED, effective_on=act.effective_on, effect=_acceptance(act, context))
    if act.to_unit_id == place.unit_id:
        line = _changed(act.effective_on, transfer_pending=None)
    fields = common(act, act.to_unit_id or place.unit_id, policies=policies)
    return Draft(data=Transferred(**fields, reason=act.reason), lines=(line,))


def send_back(state: PersonState, act: ReturnTransfer, context: Context) -> Draft:
    """The receiving cell does not take the person: the transfer is over, the person stays. Source: domain 7."""
    place = place_of(state, act, context, Kind.TRANSFERRED)
    letter = _open_letter(state, act.effective_on)
    _leads_there(letter, act.to_unit_id, act.effective_on, context)
    policies = policies_on(context.organisation, place.unit_id, act.effective_on)
    transfers.reason_code(act.reason, "transfer_return_reasons", policies, needed=True)
    fields = common(act, place.unit_id, policies=policies)
    return Draft(
        data=TransferReturned(**fields, to_unit_id=act.to_unit_id, reason=act.reason),
        lines=(_changed(act.effective_on, transfer_pending=None),),
    )


def lapse(state: PersonState, act: LapseTransfer, context: Context) -> Draft:
    """The letter is void; the person stays where they count. Source: domain 7."""
    place = place_of(state, act, context, Kind.TRANSFERRED)
    _open_letter(state, act.effective_on)
    return Draft(
        data=TransferLapsed(**common(act, place.unit_id), reason=act.reason),
        lines=(_changed(act.effective_on, transfer_pending=None),),
    )


def arrive(state: PersonState, act: Arrive, context: Context) -> Draft:
    """Accepted from outside the province. Source: domain 7; contracts 4 (into it = `from` null)."""
    unit_id = acts.unit_needed(act.unit_id)
    open_cell(context.organisation, unit_id, act.effective_on)
    acts.member_standing(act.standing, "/standing")
    on_probation = act.standing is Standing.PROBATIONARY
    dates.ceremony_before(act.ceremony_on, act.effective_on, needed=on_probation or act.ceremony_on is not None)
    transfers.official_date(act.official_on, act.ceremony_on, act.effective_on, official=not on_probation)
    held = entering(state, act.attributes, context)
    place = Place(unit_id=unit_id, standing=act.standing, attributes=held)
    return Draft(
        data=Transferred(**common(act, unit_id), ceremony_on=act.ceremony_on, official_on=act.official_on),
        lines=(Line(kind=Kind.TRANSFERRED, effective_on=act.effective_on, effect=Entry(place)),),
    )


def record_away(state: PersonState, act: RecordAway, context: Context) -> Draft:
    """Away and counted at home: a temporary transfer, or what a cell notices. Source: domain 7."""
    place = place_of(state, act, context, Kind.CHANGED)
    acts.member_standing(place.standing, "/act")
    away.not_away_yet(place.attributes.away)
    away.told_fully(act)
    policies = policies_on(context.organisation, place.unit_id, act.effective_on)
    body = act.body_unit_id
    if act.away is Away.TEMPORARY:
        assert act.purpose is not None
        assert act.until is not None
        if act.host_unit_id is not None:
            open_cell(context.organisation, act.host_unit_id, act.effective_on, where="/host_unit_id")
        away.host_elsewhere(context.organisation, act.host_unit_id, place.unit_id, act.effective_on)
        away.within_term(act.purpose, act.effective_on, act.until, policies)
        body = _issuer(act, place, act.host_unit_id, context, policies)
    return Draft(
        data=AwayRecorded(
            **common(act, place.unit_id, body_unit_id=body, policies=policies),
            away=act.away.value,
            host_unit_id=act.host_unit_id,
            purpose=None if act.purpose is None else act.purpose.value,
            until=act.until,
        ),
        lines=(_changed(act.effective_on, away=act.away.value),),
    )


def extend_away(state: PersonState, act: ExtendAway, context: Context) -> Draft:
    """The stay lasts longer: asked of the host, reported home, within the limits of its purpose. Source: domain 7."""
    place = place_of(state, act, context, Kind.CHANGED)
    found = stay(state, act.effective_on)
    running = found if found is not None and found.until is not None else None
    away.is_away(None if running is None else running.away, act.effective_on)
    assert running is not None
    assert running.until is not None
    away.extension(act.until, running.until, act.decision)
    assert act.decision is not None
    away.answered_by_host(context.organisation, act.decision, running.host_unit_id, act.effective_on)
    policies = policies_on(context.organisation, place.unit_id, running.since)
    away.within_term(running.purpose or Purpose.MOVE, running.since, act.until, policies)
    return Draft(data=AwayExtended(**common(act, place.unit_id, policies=policies), until=act.until))


def end_away(state: PersonState, act: EndAway, context: Context) -> Draft:
    """Back at home, or found. Source: domain 7."""
    place = place_of(state, act, context, Kind.CHANGED)
    away.is_away(place.attributes.away, act.effective_on)
    return Draft(
        data=AwayEnded(**common(act, place.unit_id), reason=act.reason),
        lines=(_changed(act.effective_on, away=None),),
    )


def _changed(on: date, **attributes: object) -> Line:
    return Line(kind=Kind.CHANGED, effective_on=on, effect=Change(attributes=attributes))


def _acceptance(act: AcceptTransfer, context: Context) -> Effect:
    """In the new cell the letter is done, and nobody is away from it; without one, gone from the province."""
    if act.to_unit_id is None:
        return EXIT
    open_cell(context.organisation, act.to_unit_id, act.effective_on, where="/to_unit_id")
    return Change(unit_id=act.to_unit_id, attributes={"transfer_pending": None, "away": None})


def _open_letter(state: PersonState, on: date) -> Recorded:
    letter = state.open_transfer(on)
    acts.letter_open(letter is not None, on)
    assert letter is not None
    return letter


def _leads_there(letter: Recorded, to_unit_id: str | None, on: date, context: Context) -> None:
    successor = successor_of(context.organisation, letter.to_unit_id, on)
    acts.where_the_letter_leads(context.organisation, to_unit_id, letter.to_unit_id, successor, on)


def _policies_at_issue(letter: Recorded, context: Context) -> Policies:
    """An open deadline keeps the policy under which it started. Source: domain 12.1."""
    assert letter.unit_id is not None
    return policies_on(context.organisation, letter.unit_id, letter.effective_on)


def _in_time(letter: Recorded, to_unit_id: str, act: PresentTransfer | AcceptTransfer, context: Context) -> Policies:
    """The letter comes by its due day, or late with reason and ruling; the policies that say so."""
    policies = _policies_at_issue(letter, context)
    transfers.reason_code(act.reason, "transfer_late_reasons", policies)
    due = transfers.presenting_due(letter.effective_on, policies, context.organisation.working_days())
    ruling: Decision | None = act.decision
    transfers.late_with_ruling(act.effective_on, due, act.reason, ruling)
    if ruling is not None and act.reason is not None:
        transfers.ruling_by_competent(context.organisation, ruling, to_unit_id, act.effective_on)
    return policies


def _issuer(
    act: IssueTransfer | RecordAway, place: Place, to_unit_id: str | None, context: Context, policies: Policies
) -> str | None:
    if not transfers.kept_whole(act.effective_on, policies):
        return act.body_unit_id
    return transfers.issuer(context.organisation, place.unit_id, to_unit_id, act.effective_on, act.body_unit_id)
