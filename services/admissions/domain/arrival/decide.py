"""decide_arrival(organisation, command, today): the event of a slip, or a Refusal with its rule's id. Pure."""

from datetime import date

from services.admissions.domain.arrival.commands import ArrivalCommand, ExpectArrival, SettleArrival
from services.admissions.domain.rules import arrivals, dates
from services.admissions.domain.rules.units import known_unit, open_unit
from shared.contracts.organisation import ArrivalExpected, ArrivalSettled
from shared.tree.organisation import END_OF_LOG, Organisation


def decide_arrival(
    organisation: Organisation, command: ArrivalCommand, today: date
) -> ArrivalExpected | ArrivalSettled:
    """The one event of a command. Source: domain 7 (transfer slips are checked to trace members due to arrive)."""
    dates.not_in_future(command.effective_on, today)
    if isinstance(command, ExpectArrival):
        return _expected(organisation, command)
    return _settled(organisation, command)


def _expected(organisation: Organisation, command: ExpectArrival) -> ArrivalExpected:
    arrivals.new_slip(organisation.arrivals.slip(command.slip_id))
    unit = open_unit(organisation, command.unit_id, command.effective_on)
    if command.from_unit_id is not None:
        known_unit(organisation, command.from_unit_id, where="/from_unit_id")
    arrivals.from_elsewhere(command.from_unit_id, unit)
    return ArrivalExpected(
        actor=command.actor,
        effective_on=command.effective_on,
        slip_id=command.slip_id,
        unit_id=command.unit_id,
        number=command.number,
        from_unit_id=command.from_unit_id,
    )


def _settled(organisation: Organisation, command: SettleArrival) -> ArrivalSettled:
    slip = arrivals.known_slip(organisation.arrivals.slip(command.slip_id), command.slip_id)
    arrivals.still_open(organisation.arrivals.settled_on(command.slip_id, END_OF_LOG))
    arrivals.not_before(command.effective_on, slip.effective_on)
    return ArrivalSettled(
        actor=command.actor,
        effective_on=command.effective_on,
        slip_id=command.slip_id,
        outcome=command.outcome.value,
    )
