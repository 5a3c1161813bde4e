"""One way to make an application: routers, problems, limits, health; OpenAPI at /<service>/openapi.json."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, FastAPI

from shared.http.health import Check, health_router
from shared.http.limits import Limits
from shared.http.problem import MEDIA_TYPE, add_problem_handlers

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "rule": {"type": "string"},
        "source": {"type": "string"},
        "trace_id": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
PROBLEMS: dict[int | str, dict[str, object]] = {
    status: {"description": text, "content": {MEDIA_TYPE: {"schema": PROBLEM}}}
    for status, text in (
        (400, "The bytes cannot be read"),
        (401, "Not signed in"),
        (403, "Not allowed"),
        (404, "No such id"),
        (409, "A rule or the state says no"),
        (412, "The stream has moved on"),
        (413, "Too large"),
        (422, "The content makes no sense"),
        (503, "A dependency is down; see Retry-After"),
    )
}
LARGE_BYTES_MAX = 1_073_741_824


def make_app(
    service: str,
    routers: Sequence[APIRouter],
    *,
    checks: Mapping[str, Check],
    body_bytes_max: int,
    large_paths: frozenset[str] = frozenset(),
    large_bytes_max: int = LARGE_BYTES_MAX,
    version: str = "1",
) -> FastAPI:
    """A service's application, with its routes under `/<service>` and the health routes at its root.

    `large_paths`: full paths whose bodies may be up to `large_bytes_max` bytes (imports, log loads).
    """
    prefix = f"/{service}"
    app = FastAPI(
        title=f"Sổ Cái: {service}",
        version=version,
        openapi_url=f"{prefix}/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
    )
    for router in routers:
        app.include_router(router, prefix=prefix)
    app.include_router(health_router(checks))
    add_problem_handlers(app)
    app.add_middleware(
        Limits, service=service, body_bytes_max=body_bytes_max, large=large_paths, large_bytes_max=large_bytes_max
    )
    return app
