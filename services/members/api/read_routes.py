"""The questions over HTTP: lists, one person, search by name, counts for the monitor; and the rebuild."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.members.app.answers import CountsAnswer, FoundAnswer, MemberAnswer
from services.members.app.query import MembersQuery
from services.members.app.search import NameSearch
from shared.contracts.answers import MembersAnswer
from shared.contracts.movement import Standing
from shared.core.stream import Position
from shared.flow.question import Question
from shared.http.answer import answer_response
from shared.http.caller import Caller, Permission
from shared.http.documented import documented, shown

UnitId = Annotated[str, Path(max_length=200, examples=["nam-giang"])]
PersonId = Annotated[str, Path(max_length=200)]
Why = Annotated[str | None, Query(max_length=500, description="Why personal records are read; recorded")]
Named = Annotated[bool, Query(description="Show names, where the office allows it")]
Listed = Annotated[Standing | None, Query(description="List this standing instead of the members")]
Name = Annotated[str, Query(min_length=1, max_length=100, description="Beginnings of words; accents are ignored")]
Within = Annotated[str | None, Query(max_length=200, description="Only in this unit's subtree")]
At = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


def read_router(
    query: MembersQuery,
    search: NameSearch,
    *,
    caller: Callable[[Request], Caller],
    question: Callable[..., Question],
    wait: Callable[..., None],
    rebuild: Callable[[], None],
) -> APIRouter:
    """The routes. `caller`, `question` and `wait` are FastAPI dependencies; `rebuild` empties the derived tables."""
    router = APIRouter(tags=["members"], dependencies=[Depends(wait)])
    who = Annotated[Caller, Depends(caller)]
    asked = Annotated[Question, Depends(question)]

    @router.get(
        "/units/{unit_id}/members",
        summary="The members of a unit's subtree, or those of another standing",
        responses=documented(MembersAnswer, "By unit and person, on the stamp's tree"),
    )
    def members(
        unit_id: UnitId, by: who, about: asked, *, standing: Listed = None, names: Named = False, why: Why = None
    ) -> Response:
        _require(by, names=names)
        return answer_response(query.members(unit_id, about, by, standing=standing, named=names, why=why))

    @router.get(
        "/people/{person_id}",
        summary="One person's place and history",
        responses=documented(MemberAnswer, "As far as the caller's units held this person"),
    )
    def member(person_id: PersonId, by: who, about: asked, *, names: Named = False, why: Why = None) -> Response:
        _require(by, names=names)
        return answer_response(query.member(person_id, about, by, named=names, why=why))

    @router.get(
        "/people",
        summary="Find people by name, without accents",
        responses=documented(FoundAnswer, "In the order of the Vietnamese alphabet"),
    )
    def people(name: Name, by: who, about: asked, *, unit: Within = None, why: Why = None) -> Response:
        _require(by, names=True)
        return answer_response(search.find(name, about, by, unit_id=unit, why=why))

    _add_upkeep(router, query, caller, rebuild)
    return router


def _add_upkeep(
    router: APIRouter, query: MembersQuery, caller: Callable[[Request], Caller], rebuild: Callable[[], None]
) -> None:
    """The routes of the monitor and of the operator."""
    who = Annotated[Caller, Depends(caller)]

    @router.get(
        "/counts",
        summary="How many stand in each unit and standing at a position, for the monitor",
        responses=documented(CountsAnswer, "Counts by unit and standing"),
    )
    def counts(by: who, position: At = None) -> Response:
        by.require(Permission.VERIFY)
        return answer_response(query.counts(None if position is None else Position(position)))

    @router.post(
        "/rebuild",
        status_code=202,
        summary="Empty the derived tables and read everything again",
        responses=shown({"rebuilding": "members"}, "Emptied; the reader begins at the first event", 202),
    )
    def start_over(by: who) -> Response:
        by.require(Permission.OPERATE)
        rebuild()
        return answer_response({"rebuilding": "members"}, 202)


def _require(by: Caller, *, names: bool) -> None:
    by.require(Permission.READ)
    if names:
        by.require(Permission.NAMES)
