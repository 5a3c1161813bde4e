"""Expected arrivals over HTTP: a unit records a transfer slip by its number, lists what is open, and settles it."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import uuid5

from fastapi import APIRouter, Depends, Path, Query, Request
from msgspec import Struct
from pydantic import Field
from starlette.responses import Response

from services.admissions.api.requests import AskOf, written_response
from services.admissions.api.schemas import Body, Day, Identifier, Number
from services.admissions.api.write_routes import written
from services.admissions.app.authority import Reach
from services.admissions.app.handle import Ask, CommandHandler
from services.admissions.app.query import unknown_unit
from services.admissions.app.staging import Decided
from services.admissions.domain.arrival.commands import ArrivalCommand, ExpectArrival, SettleArrival, Settled
from services.admissions.domain.arrival.decide import decide_arrival
from services.admissions.domain.person.waiting import of_slip
from shared.core.clock import Clock, today
from shared.http import patterns
from shared.http.answer import answer_response
from shared.http.caller import Caller, Permission
from shared.http.documented import documented
from shared.tree.organisation import END_OF_LOG, Organisation

ARRIVAL = "arrival"
SlipId = Annotated[
    str,
    Path(pattern=patterns.UUID, examples=["aabab0d1-8e3e-5a73-8d74-6042e65a01d6"]),
]


class ExpectArrivalBody(Body):
    """A transfer slip: who is meant stays on paper. `effective_on`: from when the unit waits."""

    unit_id: Identifier
    number: Number = Field(examples=["07-PB/ĐU"])
    effective_on: Day
    from_unit_id: Identifier | None = None


class SettleArrivalBody(Body):
    """The slip is done with."""

    outcome: Settled
    effective_on: Day


class ArrivalView(Struct, frozen=True, kw_only=True):
    """An open slip and how old it is; `from_unit_id` null: from outside the province."""

    slip_id: str
    unit_id: str
    number: str
    since: date
    from_unit_id: str | None
    age: str


class ArrivalsAnswer(Struct, frozen=True, kw_only=True):
    """The open slips of a unit's subtree, the oldest first."""

    unit: str
    as_of: date
    arrivals: tuple[ArrivalView, ...]


def arrival_router(
    handler: CommandHandler[Any],
    organisation: Callable[[], Organisation],
    ask: AskOf,
    caller: Callable[[Request], Caller],
    clock: Clock,
) -> APIRouter:
    """The routes; `organisation` is the newest."""
    router = APIRouter(tags=["transfers"])
    asked = Annotated[Ask, Depends(ask)]
    who = Annotated[Caller, Depends(caller)]

    def write(by: Ask, command: ArrivalCommand, status: int = 200) -> Response:
        """The act on a slip, by whoever reaches the unit that waits for it."""
        by.caller.require(Permission.WRITE)

        def decide(_reads: object, newest: Organisation, reach: Reach) -> list[Decided]:
            slip = newest.arrivals.slip(command.slip_id)
            unit_id = command.unit_id if isinstance(command, ExpectArrival) else None if slip is None else slip.unit_id
            if unit_id is not None:
                reach.require(unit_id)
            return [Decided(ARRIVAL, command.slip_id, decide_arrival(newest, command, today(clock())))]

        return written_response(handler.about(by, ARRIVAL, command.slip_id, decide), status)

    @router.post("/arrivals", status_code=201, summary="Record an expected arrival by its slip", responses=written(201))
    def expect(body: ExpectArrivalBody, by: asked) -> Response:
        slip_id = str(uuid5(by.command_id, ARRIVAL))
        return write(by, ExpectArrival(actor=by.caller.actor, slip_id=slip_id, **body.model_dump()), 201)

    @router.post("/arrivals/{slip_id}/settle", summary="Settle an expected arrival", responses=written())
    def settle(slip_id: SlipId, body: SettleArrivalBody, by: asked) -> Response:
        return write(by, SettleArrival(actor=by.caller.actor, slip_id=slip_id, **body.model_dump()))

    @router.get(
        "/units/{unit_id}/arrivals",
        summary="The expected arrivals of a unit and those below it, with their age",
        responses=documented(ArrivalsAnswer, "The oldest first"),
    )
    def arrivals(
        unit_id: Annotated[str, Path(pattern=patterns.IDENTIFIER, max_length=64, examples=["nam-giang"])],
        by: who,
        as_of: Annotated[date | None, Query(examples=["2026-03-31"])] = None,
    ) -> Response:
        """Slips that are not settled by the end of the day, with the bucket in which each ages. They name nobody."""
        by.require(Permission.READ)
        newest, now = organisation(), today(clock())
        Reach(by, newest, now).require(unit_id)
        if unit_id not in newest.tree(as_of or now):
            raise unknown_unit(unit_id)
        return answer_response(_open(newest, unit_id, as_of or now))

    return router


def _open(organisation: Organisation, unit_id: str, on: date) -> ArrivalsAnswer:
    within = organisation.tree(on).subtree(unit_id)
    views = [
        ArrivalView(
            slip_id=slip.slip_id,
            unit_id=slip.unit_id,
            number=slip.number,
            since=slip.effective_on,
            from_unit_id=slip.from_unit_id,
            age=of_slip(slip, on, organisation).age.value,
        )
        for slip in organisation.arrivals.open(on, END_OF_LOG)
        if slip.unit_id in within
    ]
    return ArrivalsAnswer(unit=unit_id, as_of=on, arrivals=tuple(views))
