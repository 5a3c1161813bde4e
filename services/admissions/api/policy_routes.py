"""Policies over HTTP: which hold, what a draft would be refused for, its publication. The body is the YAML file."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.admissions.api.requests import AskOf, raw_body, written_response
from services.admissions.api.write_routes import written
from services.admissions.app.handle import Ask
from services.admissions.app.policy_acts import CheckView, PoliciesView, PolicyActs
from services.admissions.app.policy_file import read_policy
from services.admissions.app.policy_trial import PolicyTrial, TrialView
from services.admissions.app.yaml_lines import BYTES_MAX
from shared.http import patterns
from shared.http.answer import answer_response
from shared.http.caller import Caller
from shared.http.documented import documented

EXAMPLE = """\
policy: zuoih-entry
scope: zuoih
from: 2026-01-01
values:
  source: Quy định của Đảng ủy xã Zuôih (15/12/2025)
  certificate_months_max: 48
"""
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/yaml": {"schema": {"type": "string", "minLength": 1}, "example": EXAMPLE}},
    }
}
UnitId = Annotated[
    str | None,
    Query(pattern=patterns.IDENTIFIER, max_length=64, description="A unit; everywhere, where absent."),
]


def policy_router(
    acts: PolicyActs[Any], trial: PolicyTrial[Any], ask: AskOf, caller: Callable[[Request], Caller]
) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["policies"])
    who = Annotated[Caller, Depends(caller)]
    asked = Annotated[Ask, Depends(ask)]
    body = Annotated[bytes, Depends(raw_body(BYTES_MAX))]

    @router.get(
        "/policies",
        summary="What holds on a day, everywhere or in a unit, each value with the regulation that gave it",
        responses=documented(PoliciesView, "Versions and values in force"),
    )
    def policies(
        by: who,
        unit: UnitId = None,
        as_of: Annotated[date | None, Query(description="The day; today, where absent.")] = None,
    ) -> Response:
        return answer_response(acts.list(by, unit, as_of))

    @router.post(
        "/policies",
        status_code=201,
        summary="Publish a version of a policy, from the date that its file names",
        responses=written(201),
        openapi_extra=_BODY,
    )
    def publish(by: asked, file: body) -> Response:
        return written_response(acts.publish(by, read_policy(file, by.caller.actor)), 201)

    @router.post(
        "/policies/check",
        summary="Judge a draft and write nothing: every fault with its line, and where too few people could keep it",
        responses=documented(CheckView, "The draft could be published"),
        openapi_extra=_BODY,
    )
    def check(by: who, file: body) -> Response:
        return answer_response(acts.check(by, read_policy(file, by.actor)))

    @router.post(
        "/policies/try",
        summary="Replay a subtree under a draft: each case that would have gone otherwise; nothing is written",
        responses=documented(TrialView, "The cases, by date"),
        openapi_extra=_BODY,
    )
    def attempt(
        by: who,
        file: body,
        unit: Annotated[str, Query(pattern=patterns.IDENTIFIER, max_length=64, description="Whose subtree.")],
        since: Annotated[date, Query(description="Facts from this day on are judged.")],
    ) -> Response:
        """Decide the facts of everyone who ever stood in the subtree again; erased people are listed as undecidable."""
        return answer_response(trial.attempt(by, read_policy(file, by.actor), unit, since))

    return router
