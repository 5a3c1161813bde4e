"""Ratings over HTTP: a list of many people, an organisation's own grade, what stands in each group, the closing."""

from collections.abc import Callable
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Query, Request
from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from starlette.responses import Response

from services.admissions.api.meeting_items import PersonRef
from services.admissions.api.requests import AskOf, written_response
from services.admissions.api.schemas import Body, Code, Day, DecisionBody, Identifier, Number, PeriodRated
from services.admissions.api.write_routes import UnitId, written
from services.admissions.app.handle import Ask
from services.admissions.app.rating import Ratings, RatingsView
from services.admissions.app.rating_batch import RatedPerson, RatingBatchAnswer, RatingBatches, RatingList
from services.admissions.domain.rating.commands import CloseRatings, Rated, RateUnit
from shared.contracts.facts import Actor
from shared.http.answer import answer_response
from shared.http.caller import Caller
from shared.http.documented import documented

PEOPLE_MAX = 10_000
_PAPER: JsonDict = {"body_unit_id": "xa-ta-bhing", "number": "41-QĐ/ĐU", "date": "2025-12-22"}
_LIST: JsonDict = {
    "effective_on": "2025-12-31",
    "period": "2025",
    "decision": _PAPER,
    "people": [{"person_id": "5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f", "grade": "GOOD"}],
}
_UNIT: JsonDict = {
    "body_unit_id": "xa-ta-bhing",
    "effective_on": "2025-12-31",
    "grade": "GOOD",
    "group": "village",
    "decision": _PAPER,
}
_CLOSE: JsonDict = {"effective_on": "2025-12-31", "of": "members", "decision": _PAPER}


class PeriodBody(Body):
    """What every rating of a unit carries: the period's last day, and the decision."""

    effective_on: Day
    decision: DecisionBody
    period: PeriodRated | None = None


class RatedPersonBody(Body):
    """One person, by id or by the reference of an import."""

    person_id: PersonRef | None = None
    person_ref: Number | None = None
    grade: Code = Field(examples=["GOOD"])

    @model_validator(mode="after")
    def _one_of_them(self) -> "RatedPersonBody":
        if (self.person_id is None) == (self.person_ref is None):
            raise ValueError("give person_id or person_ref")
        return self


class RatingListBody(PeriodBody):
    """The ratings of many people that the unit decided for one period, by one decision."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [_LIST]})

    people: Annotated[tuple[RatedPersonBody, ...], Field(min_length=1, max_length=PEOPLE_MAX)]

    def rating_list(self, unit_id: str) -> RatingList:
        """The list as the act takes it."""
        return RatingList(
            unit_id=unit_id,
            effective_on=self.effective_on,
            decision=self.decision.value(),
            period=self.period,
            people=[RatedPerson(where=f"/people/{index}", **one.model_dump()) for index, one in enumerate(self.people)],
        )


class UnitRatingBody(PeriodBody):
    """An organisation's own grade, by a committee above. `group`: organisations with similar tasks, a code.

    `corrects`: the position of the rating that stands, with a `ground`, when it is rated again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [_UNIT]})

    body_unit_id: Identifier
    grade: Code
    group: Code | None = None
    corrects: Annotated[int, Field(ge=1)] | None = None
    ground: Code | None = None

    def command(self, actor: Actor, unit_id: str) -> RateUnit:
        """The command."""
        rest = self.model_dump(exclude={"decision"})
        return RateUnit(actor=actor, unit_id=unit_id, decision=self.decision.value(), **rest)


class CloseRatingsBody(PeriodBody):
    """The ratings of the members, or of the organisations, are complete: the cap is checked, then they are closed."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [_CLOSE]})

    of: Rated = Rated.MEMBERS

    def command(self, actor: Actor, unit_id: str) -> CloseRatings:
        """The command."""
        return CloseRatings(
            actor=actor,
            unit_id=unit_id,
            effective_on=self.effective_on,
            of=self.of,
            decision=self.decision.value(),
            period=self.period,
        )


def rating_router(
    ratings: Ratings[Any], batches: RatingBatches[Any], ask: AskOf, caller: Callable[[Request], Caller]
) -> APIRouter:
    """The routes of the year end."""
    router = APIRouter(tags=["ratings"])
    asked = Annotated[Ask, Depends(ask)]
    who = Annotated[Caller, Depends(caller)]

    @router.post(
        "/units/{unit_id}/ratings",
        summary="Rate many people by one decision: judged whole, appended in chunks; the same list goes on",
        responses=documented(RatingBatchAnswer, "Recorded, or a dry run's verdict"),
    )
    def rate_people(
        unit_id: UnitId,
        body: RatingListBody,
        by: who,
        dry_run: Annotated[bool, Query(description="Judge only; write nothing.")] = False,
    ) -> Response:
        """Judge the whole list first; where a line is refused, nothing is written and every line at fault is told."""
        correlation_id = structlog.contextvars.get_contextvars().get("correlation_id")
        answer = batches.submit(
            by,
            body.rating_list(unit_id),
            dry_run=dry_run,
            correlation_id=None if correlation_id is None else str(correlation_id),
        )
        headers = {} if answer.position is None else {"Socai-Position": str(answer.position)}
        return answer_response(answer, headers=headers)

    @router.get(
        "/units/{unit_id}/ratings",
        summary="What stands for a period, group by group, beside the cap",
        responses=documented(RatingsView, "Counts, and whether the period is closed"),
    )
    def view(
        unit_id: UnitId,
        by: who,
        period: Annotated[str, Query(max_length=21, examples=["2025"])],
        of: Rated = Rated.MEMBERS,
    ) -> Response:
        """For each group that policy names: how many have each grade, the cap's base, how many EXCELLENT it allows."""
        return answer_response(ratings.view(by, unit_id, period, of))

    @router.post("/units/{unit_id}/rating", summary="Rate an organisation", responses=written())
    def rate_unit(unit_id: UnitId, body: UnitRatingBody, by: asked) -> Response:
        return written_response(ratings.rate_unit(by, body.command(by.caller.actor, unit_id)))

    @router.post(
        "/units/{unit_id}/ratings/close",
        summary="Close a period's ratings; the cap is checked in each group",
        responses=written(),
    )
    def close(unit_id: UnitId, body: CloseRatingsBody, by: asked) -> Response:
        return written_response(ratings.close(by, body.command(by.caller.actor, unit_id)))

    return router
