"""decide_office(organisation, command, today): the event of one command about officers, or a Refusal. Pure.

Whether the actor's office may give offices, and for which units, is the app's to judge before (app/authority.py).
"""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.admissions.domain.office.commands import (
    Delegate,
    EndDelegation,
    EndOffice,
    GrantOffice,
    OfficeCommand,
    RegisterOfficer,
)
from services.admissions.domain.rules import offices as rules
from services.admissions.domain.rules.units import open_unit
from shared.contracts.facts import Actor
from shared.contracts.offices import (
    DelegationEnded,
    DelegationGranted,
    OfficeEnded,
    OfficeGranted,
    OfficeProposed,
    OfficerRegistered,
)
from shared.tree.offices import OfficeFact, Offices
from shared.tree.organisation import Organisation
from shared.tree.roles import WHOLE_REGISTRY, by_two


def decide_office(organisation: Organisation, command: OfficeCommand, today: date) -> Sequence[OfficeFact]:
    """The one event of a command. Source: design 9."""
    offices = organisation.offices
    match command:
        case RegisterOfficer():
            return [_register(offices, command)]
        case GrantOffice():
            return [_grant(organisation, command, today)]
        case EndOffice():
            office = rules.known(offices, command.office_id)
            rules.ends_earlier(office, command.effective_on)
            return [
                OfficeEnded(
                    actor=command.actor,
                    effective_on=command.effective_on,
                    office_id=command.office_id,
                    ground=command.ground,
                )
            ]
        case Delegate():
            return [_delegate(offices, command, today)]
        case EndDelegation():
            held = rules.known(offices, command.delegation_id)
            rules.ends_earlier(held, command.effective_on)
            return [
                DelegationEnded(
                    actor=command.actor,
                    effective_on=command.effective_on,
                    delegation_id=command.delegation_id,
                    ground=command.ground,
                )
            ]
        case _:
            assert_never(command)


def genesis_officers(founders: Sequence[str], actor: Actor, on: date) -> list[OfficerRegistered]:
    """The genesis act: it names the first people, who together give the first offices."""
    return [OfficerRegistered(actor=actor, effective_on=on, officer_id=each, founder=True) for each in founders]


def _register(offices: Offices, command: RegisterOfficer) -> OfficerRegistered:
    rules.not_registered_so(offices, command.officer_id, command.person_id)
    return OfficerRegistered(
        actor=command.actor,
        effective_on=command.effective_on,
        officer_id=command.officer_id,
        person_id=command.person_id,
    )


def _grant(organisation: Organisation, command: GrantOffice, today: date) -> OfficeGranted | OfficeProposed:
    """What checks, signs or gives offices is given by two people, one after the other; until two people hold the
    province's office, everything is, by the two of the genesis act. Any other office is given at once.
    """
    offices, giver = organisation.offices, command.actor
    rules.grantable(command.role)
    rules.lasts(command.effective_on, command.until)
    rules.registered(offices, command.officer_id)
    if command.unit_id != WHOLE_REGISTRY:
        open_unit(organisation, command.unit_id, max(command.effective_on, today))
    rules.not_given(offices, command.office_id)
    founding = offices.founding(today)
    if founding:
        rules.one_of_the_first(offices, giver)
    else:
        rules.in_own_right(giver)
        rules.within_own(command.role, giver.office)
        rules.not_to_oneself(offices, giver, command.officer_id)
        if not by_two(command.role):
            return _granted(command, today, proposed_by=None)
    proposal = offices.proposal(command.office_id)
    if proposal is None or proposal.until != command.until:
        return OfficeProposed(
            actor=giver,
            effective_on=command.effective_on,
            office_id=command.office_id,
            officer_id=command.officer_id,
            role=command.role,
            unit_id=command.unit_id,
            until=command.until,
        )
    rules.confirmed_by_the_other(offices, giver, proposal.actor)
    return _granted(command, today, proposed_by=proposal.actor.officer_id)


def _granted(command: GrantOffice, today: date, *, proposed_by: str | None) -> OfficeGranted:
    return OfficeGranted(
        actor=command.actor,
        effective_on=command.effective_on,
        office_id=command.office_id,
        officer_id=command.officer_id,
        role=command.role,
        unit_id=command.unit_id,
        granted_on=today,
        until=command.until,
        proposed_by=proposed_by,
    )


def _delegate(offices: Offices, command: Delegate, today: date) -> DelegationGranted:
    """Never further than the giver's own authority: not longer, not wider, and to nobody whom it came through."""
    held = rules.known(offices, command.office_id)
    rules.holds(held, command.actor.officer_id, today)
    rules.lasts(command.effective_on, command.until)
    rules.within_the_term(held, command.effective_on, command.until)
    rules.registered(offices, command.officer_id)
    rules.chain_without_loop(offices, held, command.officer_id)
    rules.not_given(offices, command.delegation_id)
    return DelegationGranted(
        actor=command.actor,
        effective_on=command.effective_on,
        delegation_id=command.delegation_id,
        office_id=command.office_id,
        officer_id=command.officer_id,
        until=command.until,
    )
