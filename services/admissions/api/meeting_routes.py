"""Meetings over HTTP: one body, one date, one base; each person voted apart; everything recorded, or nothing."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict
from starlette.responses import Response

from services.admissions.api.meeting_items import ItemBody, MeetingItem
from services.admissions.api.requests import AskOf
from services.admissions.api.schemas import Body, Count, Day, Identifier, Number
from services.admissions.api.together_answer import act_response, act_written
from services.admissions.app.handle import Ask
from services.admissions.app.meeting import Meeting, Meetings
from services.admissions.app.together import Item
from shared.contracts.facts import Actor, Decision, Votes

ITEMS_MAX = 500
EXAMPLE: JsonDict = {
    "unit_id": "cb-pa-dau",
    "held_on": "2025-09-03",
    "base": 21,
    "present": 19,
    "number": "07-NQ/CB",
    "items": [
        {
            "act": "step",
            "step": "C1",
            "person_id": "5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f",
            "for": 18,
            "against": 1,
        },
        {"act": "list_reviewed", "outcome": "kept", "person_id": "1f792968-7274-4ed6-8e8a-e4235cb451be"},
    ],
}


class MeetingBody(Body):
    """A meeting of a cell or a committee. `base`: its official members, or the committee's members, not those present.

    `number`: of the minutes or resolution; an item may name its own (a decision on one person).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [EXAMPLE]})

    unit_id: Identifier
    held_on: Day
    base: Annotated[Count, Field(ge=1)]
    present: Count
    number: Number | None = None
    items: Annotated[tuple[MeetingItem, ...], Field(min_length=1, max_length=ITEMS_MAX)]

    def meeting(self, actor: Actor) -> Meeting:
        """The meeting with a command for each item, on its date, by its body, on its base."""
        items = tuple(
            Item(
                where=f"/items/{index}",
                person_id=item.person_id,
                command=item.command(self._common(actor, item)),
                version=item.version,
            )
            for index, item in enumerate(self.items)
        )
        return Meeting(unit_id=self.unit_id, held_on=self.held_on, items=items)

    def _common(self, actor: Actor, item: ItemBody) -> dict[str, Any]:
        number = item.number or self.number
        voted = item.for_ is not None or item.against is not None
        return {
            "actor": actor,
            "effective_on": self.held_on,
            "body_unit_id": self.unit_id,
            "decision": None
            if number is None
            else Decision(body_unit_id=self.unit_id, number=number, date=self.held_on),
            "votes": Votes(base=self.base, present=self.present, for_=item.for_ or 0, against=item.against or 0)
            if voted
            else None,
        }


def meeting_router(meetings: Meetings[Any], ask: AskOf) -> APIRouter:
    """The one route of meetings."""
    router = APIRouter(tags=["meetings"])
    asked = Annotated[Ask, Depends(ask)]

    @router.post(
        "/meetings",
        status_code=201,
        summary="Record one meeting: each person voted apart, all or nothing",
        responses=act_written(201),
    )
    def meeting(body: MeetingBody, by: asked) -> Response:
        return act_response(meetings.record(by, body.meeting(by.caller.actor)), 201)

    return router
