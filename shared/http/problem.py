"""Error family -> status and `application/problem+json` (RFC 9457). The only place where the two meet."""

import json

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shared.core.errors import (
    Conflict,
    Forbidden,
    Malformed,
    NotAllowed,
    NotFound,
    Refusal,
    SocaiError,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from shared.core.text import Language, Text
from shared.http.field_faults import field_fault
from shared.ops.metrics import REFUSALS

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"


def status_of(error: SocaiError) -> int:
    """The HTTP status of an error's family."""
    match error:
        case Refusal():
            return 422 if error.content else 409
        case Conflict():
            return 412 if error.code == "version-stale" else 409
        case Unavailable():
            return 503
        case Unauthenticated():
            return 401
        case Forbidden():
            return 403
        case NotFound():
            return 404
        case NotAllowed():
            return 405
        case TooLarge():
            return 413
        case Malformed():
            return 400
        case _:
            return 500


def language_of(request: Request) -> Language:
    """Vietnamese, unless the caller prefers English."""
    wanted = request.headers.get("accept-language", "").strip().lower()
    return "en" if wanted.startswith("en") else "vi"


def problem_body(error: SocaiError, status: int, instance: str, trace_id: str, language: Language) -> dict[str, object]:
    """The members of the problem document; sentences in the asked language, and in both under `texts`."""
    body: dict[str, object] = {
        "type": f"urn:socai:problem:{error.code}",
        "title": error.what.of(language),
        "status": status,
        "detail": _detail(error, language),
        "instance": instance,
        "rule": error.code,
        "trace_id": trace_id,
        "texts": {"vi": _detail(error, "vi"), "en": _detail(error, "en")},
        "errors": [
            {"pointer": f.where, "detail": f.what.of(language), "vi": f.what.vi, "en": f.what.en} for f in error.faults
        ],
    }
    if error.where:
        body["where"] = error.where
    if error.mend:
        body["mend"] = error.mend.of(language)
    if error.values:
        body["values"] = {name: _plain(value) for name, value in error.values.items()}
    if error.source:
        body["source"] = error.source
    return body


def problem_response(request: Request, error: SocaiError) -> Response:
    """The response for an error, with Retry-After, WWW-Authenticate where they belong."""
    status = status_of(error)
    if isinstance(error, Refusal):
        REFUSALS.labels(rule=error.code).inc()
    headers: dict[str, str] = {}
    if isinstance(error, Unavailable):
        headers["Retry-After"] = str(error.retry_after_s)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    trace_id = str(structlog.contextvars.get_contextvars().get("correlation_id", ""))
    body = problem_body(error, status, request.url.path, trace_id, language_of(request))
    return Response(json.dumps(body, ensure_ascii=False, sort_keys=True), status, headers, MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error as a problem document; a defect becomes a 500 that is logged whole and told in brief."""

    async def on_socai_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, SocaiError)
        return problem_response(request, error)

    async def on_invalid_body(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return problem_response(request, _invalid(error))

    async def on_http_exception(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        response = problem_response(request, _of_http(error, request.method))
        response.headers.update(error.headers or {})
        return response

    async def on_defect(request: Request, error: Exception) -> Response:
        log.error("defect", path=request.url.path, exc_info=error)
        return problem_response(request, SocaiError("defect", _DEFECT))

    app.add_exception_handler(SocaiError, on_socai_error)
    app.add_exception_handler(RequestValidationError, on_invalid_body)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(Exception, on_defect)


_DEFECT = Text(
    vi="Hệ thống gặp lỗi; không có gì được ghi. Báo cho người vận hành mã trace_id.",
    en="The system failed; nothing was written. Tell the operator the trace_id.",
)


def _invalid(error: RequestValidationError) -> SocaiError:
    """A body or parameter that does not fit its schema: 400 when it is not JSON at all, else 422, place by place."""
    if any(str(fault.get("type", "")).startswith("json_") for fault in error.errors()):
        return Malformed(
            "body-not-json",
            Text(vi="Nội dung gửi lên không phải JSON hợp lệ.", en="The body is not valid JSON."),
            mend=Text(vi="Gửi JSON mã hóa UTF-8.", en="Send JSON encoded as UTF-8."),
        )
    faults = [field_fault(fault) for fault in error.errors()]
    return Refusal(
        "body-invalid",
        Text(vi="Nội dung gửi lên không đúng khuôn dạng.", en="The request does not fit its schema."),
        mend=Text(vi="Sửa các mục nêu trong errors.", en="Mend the entries listed under errors."),
        faults=faults,
        content=True,
    )


def _of_http(error: HTTPException, method: str) -> SocaiError:
    detail, allowed = str(error.detail), (error.headers or {}).get("Allow", "")
    if error.status_code == 405:
        return NotAllowed(
            "method-not-allowed",
            Text(vi=f"Đường dẫn này không nhận {method}.", en=f"This path does not take {method}."),
            mend=Text(vi=f"Dùng: {allowed}.", en=f"Use: {allowed}."),
        )
    if error.status_code == 404:
        return NotFound(
            "path-unknown",
            Text(vi="Không có đường dẫn này.", en="There is no such path."),
            mend=Text(
                vi="Xem các đường dẫn ở /<dịch vụ>/openapi.json.", en="See the paths at /<service>/openapi.json."
            ),
        )
    return Malformed(
        "request-unreadable",
        Text(vi=f"Không đọc được yêu cầu: {detail}.", en=f"The request cannot be read: {detail}."),
        mend=Text(
            vi="Gửi JSON mã hóa UTF-8, không lồng quá sâu.", en="Send JSON encoded as UTF-8, not nested too deep."
        ),
    )


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value if isinstance(value, (int, str, bool, type(None))) else str(value)


def _detail(error: SocaiError, language: Language) -> str:
    parts = [error.what.of(language)]
    if error.mend:
        parts.append(error.mend.of(language))
    return " ".join(parts)
