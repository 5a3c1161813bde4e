"""The questions over HTTP: indicators, forms, counts for the monitor; and the rebuild of the ledger."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.indicators.app.query import Counts, IndicatorsQuery
from shared.contracts.answers import IndicatorsAnswer, StatisticsAnswer
from shared.core.stream import Position
from shared.flow.question import Question
from shared.http.answer import answer_response
from shared.http.caller import Caller, Permission
from shared.http.documented import documented, shown

UnitId = Annotated[str, Path(max_length=200, examples=["nam-giang"])]


def read_router(
    query: IndicatorsQuery,
    *,
    caller: Callable[[Request], Caller],
    question: Callable[..., Question],
    wait: Callable[..., None],
    rebuild: Callable[[], None],
) -> APIRouter:
    """The routes. `caller`, `question` and `wait` are FastAPI dependencies; `rebuild` empties the ledger."""
    router = APIRouter(tags=["indicators"], dependencies=[Depends(wait)])
    who = Annotated[Caller, Depends(caller)]
    asked = Annotated[Question, Depends(question)]

    @router.get(
        "/units/{unit_id}/indicators",
        summary="Every indicator of a unit's subtree",
        responses=documented(IndicatorsAnswer, "Values by id, with numerator, denominator, target and status"),
    )
    def indicators(unit_id: UnitId, by: who, about: asked) -> Response:
        by.require(Permission.READ)
        return answer_response(query.indicators(unit_id, about, lambda tree: by.require_unit(tree, unit_id)))

    @router.get(
        "/units/{unit_id}/statistics/{form}",
        summary="A statistics form of a unit's subtree",
        responses=documented(StatisticsAnswer, "The form's rows in order"),
    )
    def statistics(
        unit_id: UnitId, form: Annotated[str, Path(max_length=50, examples=["1-TCTW"])], by: who, about: asked
    ) -> Response:
        by.require(Permission.READ)
        return answer_response(query.statistics(form, unit_id, about, lambda tree: by.require_unit(tree, unit_id)))

    @router.get(
        "/counts",
        summary="The ledger's stock by unit and standing at a position, for the monitor",
        responses=documented(Counts, "Counts by unit and standing"),
    )
    def counts(by: who, position: Annotated[int | None, Query(ge=0, le=2**63 - 1)] = None) -> Response:
        by.require(Permission.VERIFY)
        return answer_response(query.counts(None if position is None else Position(position)))

    @router.post(
        "/rebuild",
        status_code=202,
        summary="Empty the ledger and read everything again",
        responses=shown({"rebuilding": "indicators"}, "Emptied; the reader begins at the first event", 202),
    )
    def start_over(by: who) -> Response:
        by.require(Permission.OPERATE)
        rebuild()
        return answer_response({"rebuilding": "indicators"}, 202)

    return router
