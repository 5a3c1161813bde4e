"""Whose business an act is: the unit it happens in and the body that acts stand in the caller's subtree (design 9)."""

from collections.abc import Collection
from datetime import date

from services.admissions.domain.person.commands import Correct, PersonCommand
from services.admissions.domain.person.commands_identity import Merge, Unmerge
from services.admissions.domain.person.commands_leaving import ConsentReadmission, Restore
from services.admissions.domain.person.commands_transfer import AcceptTransfer, PresentTransfer, ReturnTransfer
from services.admissions.domain.person.state import PersonState
from shared.core.stream import StreamId, stream_id
from shared.http.caller import WHOLE_REGISTRY, Caller, Permission, backed, outside
from shared.tree.organisation import Organisation

OFFICE, DELEGATION = "office", "delegation"


class Reach:
    """The units that a caller may act for, on the newest tree.

    Raises Forbidden when the caller's office is not in force on the day by the organisation that the act rests on:
    the door asked the same, but a decision may be made again.
    """

    def __init__(self, caller: Caller, organisation: Organisation, today: date) -> None:
        self.caller = caller = backed(caller, organisation, today)
        self._organisation, self._today = organisation, today
        self._by_claims = not organisation.offices.established(today)
        self._everything = caller.unit_id == WHOLE_REGISTRY
        self._units = set() if self._everything else set(organisation.tree(today).subtree(caller.unit_id))

    def covers(self, unit_id: str | None) -> bool:
        """Whether the unit is in the caller's subtree; no unit at all only for the whole registry."""
        return self._everything or unit_id in self._units

    def require_duty(self, needed: Collection[Permission]) -> None:
        """Raises Forbidden when the office does not carry these; while claims alone count, whoever writes may."""
        if not (self._by_claims and self.caller.may(Permission.WRITE)):
            for permission in sorted(needed):
                self.caller.require(permission)

    def extend(self, unit_id: str) -> None:
        """A unit that is being created below one in reach is in reach."""
        self._units.add(unit_id)

    def require(self, unit_id: str | None) -> None:
        """Raises Forbidden when the unit is outside."""
        if not self.covers(unit_id):
            raise outside(self.caller, self._organisation.tree(self._today), unit_id)

    def require_body(self, unit_id: str) -> None:
        """Raises Forbidden when the body that acts is outside: whoever is below it does not act for it."""
        if not self.covers(unit_id):
            raise outside(self.caller, self._organisation.tree(self._today), unit_id, acting=True)


DUTIES = (Permission.WRITE, Permission.CHECK, Permission.SIGN, Permission.TRAIN)
"""What an office may be allowed to record about people; which of them an act needs, its event says."""


def backing_streams(caller: Caller) -> list[StreamId]:
    """The streams of the office that backs a caller, and of the delegations through which it is held.

    Read with a decision, they must not move before its append: an office that ends meanwhile stops the act.
    """
    if not caller.rests_on:
        return []
    *delegations, office = caller.rests_on
    return [*(stream_id(DELEGATION, each) for each in delegations), stream_id(OFFICE, office)]


def require_act(reach: Reach, state: PersonState, command: PersonCommand) -> None:
    """Raises Forbidden unless the unit of the act is in reach: where the person stands, or where they are accepted."""
    if isinstance(command, Correct | Restore | ConsentReadmission | Merge | Unmerge):
        reach.require(unit_of(state))
        return
    if isinstance(command, AcceptTransfer | PresentTransfer | ReturnTransfer) and command.to_unit_id is not None:
        reach.require(command.to_unit_id)
        return
    place = state.place_at(command.effective_on)
    reach.require(command.unit_id if place is None else place.unit_id)


def unit_of(state: PersonState) -> str | None:
    """Where the person stands by the newest movement, or stood last; None when never anywhere.

    Of a merged record it is where it stood before.
    """
    for held in reversed(state.in_force or state.aside.in_force):
        place = held.movement.to or held.movement.from_
        if place is not None:
            return place.unit_id
    return None
