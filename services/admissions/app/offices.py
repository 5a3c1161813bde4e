"""Acts on officers and offices: who may do them, then the domain. And who holds what, and where too few people do."""

from collections.abc import Sequence
from datetime import date
from typing import Generic, TypeVar, assert_never

from msgspec import Struct

from services.admissions.app.authority import DELEGATION, OFFICE, Reach
from services.admissions.app.files import person_stream
from services.admissions.app.handle import Ask, CommandHandler, Written
from services.admissions.app.opening import OFFICER
from services.admissions.app.ports import Work
from services.admissions.app.query import unknown_unit
from services.admissions.app.staging import Decided
from services.admissions.domain.office.commands import (
    Delegate,
    EndDelegation,
    EndOffice,
    GrantOffice,
    OfficeCommand,
    RegisterOfficer,
)
from services.admissions.domain.office.coverage import too_few
from services.admissions.domain.office.decide import decide_office
from services.admissions.domain.rules import offices as rules
from shared.core.clock import Clock, today
from shared.core.errors import NotFound
from shared.core.stream import stream_id
from shared.core.text import Text
from shared.flow.append import Reads
from shared.http.caller import WHOLE_REGISTRY, Caller, Permission
from shared.tree.offices import Office
from shared.tree.organisation import Organisation

Tx = TypeVar("Tx")
ROWS_MAX = 1_000
"""No list answers with more; a smaller unit's is shorter."""


class OfficeView(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """An office, or a delegation of one (`delegated_from`), with the chain through which it is held."""

    office_id: str
    officer_id: str
    role: str
    unit_id: str
    from_: date
    until: date | None
    chain: tuple[str, ...]
    delegated_from: str | None


class OfficesAnswer(Struct, frozen=True, kw_only=True):
    """The offices in force on a day. `established_on`: since when they, not claims alone, give authority."""

    as_of: date
    unit: str
    established_on: date | None
    founders: tuple[str, ...]
    offices: tuple[OfficeView, ...]
    more: bool


class ShortageView(Struct, frozen=True, kw_only=True):
    """A cell and the duties that nobody holds for it; `distinct`: too few different people hold them."""

    unit_id: str
    lacking: tuple[str, ...]


class CoverageAnswer(Struct, frozen=True, kw_only=True):
    """Where too few people hold offices on a day. `established_on`: null while claims alone count."""

    as_of: date
    unit: str
    established_on: date | None
    too_few: tuple[ShortageView, ...]
    more: bool


class OfficeDesk(Generic[Tx]):
    """Officers and offices. Raises Refusal, Forbidden, NotFound, Conflict, Unavailable."""

    def __init__(self, handler: CommandHandler[Tx], work: Work[Tx], clock: Clock) -> None:
        self._handler = handler
        self._work = work
        self._clock = clock

    def act(self, ask: Ask, command: OfficeCommand) -> Written:
        """One act: judged by the caller's own office first, then by the rules of design 9."""
        category, key = _stream_of(command)

        def decide(reads: Reads[Tx], organisation: Organisation, reach: Reach) -> Sequence[Decided]:
            _require(command, organisation, reach)
            _read(command, reads, organisation)
            day = today(self._clock())
            return [Decided(category, key, data) for data in decide_office(organisation, command, day)]

        return self._handler.about(ask, category, key, decide)

    def offices(self, caller: Caller, unit_id: str | None, as_of: date | None) -> OfficesAnswer:
        """Who holds what in a unit's subtree on a day, by unit and role."""
        organisation, on, within, unit = self._asked(caller, unit_id, as_of)
        held = [each for each in organisation.offices.all(on) if within is None or each.unit_id in within]
        held.sort(key=lambda each: (each.unit_id, each.role, each.officer_id, each.office_id))
        return OfficesAnswer(
            as_of=on,
            unit=unit,
            established_on=organisation.offices.established_on(),
            founders=organisation.offices.founders(),
            offices=tuple(_view(each) for each in held[:ROWS_MAX]),
            more=len(held) > ROWS_MAX,
        )

    def coverage(self, caller: Caller, unit_id: str | None, as_of: date | None) -> CoverageAnswer:
        """The cells of a unit's subtree whose dossiers too few people could prepare, check and sign."""
        organisation, on, within, unit = self._asked(caller, unit_id, as_of)
        found = too_few(organisation, on, within)
        return CoverageAnswer(
            as_of=on,
            unit=unit,
            established_on=organisation.offices.established_on(),
            too_few=tuple(ShortageView(unit_id=each.unit_id, lacking=each.lacking) for each in found[:ROWS_MAX]),
            more=len(found) > ROWS_MAX,
        )

    def _asked(
        self, caller: Caller, unit_id: str | None, as_of: date | None
    ) -> tuple[Organisation, date, frozenset[str] | None, str]:
        """The organisation, the day, the units asked about (None: all), what was asked. Raises Forbidden, NotFound."""
        caller.require_any((Permission.READ, Permission.GRANT))
        organisation, day = self._work.organisation(), today(self._clock())
        on, unit = as_of or day, unit_id or caller.unit_id
        Reach(caller, organisation, day).require(None if unit == WHOLE_REGISTRY else unit)
        if unit_id is not None and unit != WHOLE_REGISTRY and unit not in organisation.tree(on):
            raise unknown_unit(unit)
        within = None if unit == WHOLE_REGISTRY else organisation.tree(on).subtree(unit)
        return organisation, on, within, unit


def _stream_of(command: OfficeCommand) -> tuple[str, str]:
    match command:
        case RegisterOfficer():
            return OFFICER, command.officer_id
        case GrantOffice() | EndOffice():
            return OFFICE, command.office_id
        case Delegate() | EndDelegation():
            return DELEGATION, command.delegation_id
        case _:
            assert_never(command)


def _require(command: OfficeCommand, organisation: Organisation, reach: Reach) -> None:
    """Whose act it is: of who may give offices there; an office is given up, and delegated, by its holder too."""
    caller = reach.caller
    match command:
        case RegisterOfficer():
            caller.require(Permission.GRANT)
        case GrantOffice():
            caller.require(Permission.GRANT)
            reach.require(None if command.unit_id == WHOLE_REGISTRY else command.unit_id)
        case EndOffice() | EndDelegation():
            held_id = command.office_id if isinstance(command, EndOffice) else command.delegation_id
            held = rules.known(organisation.offices, held_id)
            if caller.officer_id in (held.officer_id, *held.chain):
                return
            caller.require(Permission.GRANT)
            reach.require(None if held.unit_id == WHOLE_REGISTRY else held.unit_id)
            rules.within_own(held.role, caller.office)
        case Delegate():
            pass  # who holds an office delegates it: the rules ask for that
        case _:
            assert_never(command)


def _read(command: OfficeCommand, reads: Reads[Tx], organisation: Organisation) -> None:
    """The streams that the act rests on: they must not move before its append."""
    match command:
        case RegisterOfficer():
            if command.person_id is not None and not reads.events([stream := person_stream(command.person_id)])[stream]:
                raise NotFound(
                    "person-unknown",
                    Text(vi=f"Không có người {command.person_id}.", en=f"There is no person {command.person_id}."),
                    mend=Text(vi="Kiểm tra mã người.", en="Check the person's id."),
                    where="/person_id",
                )
        case GrantOffice():
            reads.events([stream_id(OFFICER, command.officer_id)])
        case Delegate():
            held = rules.known(organisation.offices, command.office_id)
            *delegations, office = held.rests_on
            streams = [stream_id(OFFICER, command.officer_id), stream_id(OFFICE, office)]
            reads.events([*streams, *(stream_id(DELEGATION, each) for each in delegations)])
        case _:
            pass


def _view(held: Office) -> OfficeView:
    return OfficeView(
        office_id=held.office_id,
        officer_id=held.officer_id,
        role=held.role,
        unit_id=held.unit_id,
        from_=held.first,
        until=held.last,
        chain=held.chain,
        delegated_from=held.rests_on[1] if len(held.rests_on) > 1 else None,
    )
