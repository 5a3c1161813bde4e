"""`/healthz`, `/readyz`, `/metrics` of every process. Readiness tells a dead reader from an idle one (design 8)."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from shared.core.errors import Unavailable
from shared.http.documented import shown
from shared.ops.metrics import READY

Check = Callable[[], str | None]
"""Why not ready, in a few words, or None when it is."""


def health_router(checks: Mapping[str, Check]) -> APIRouter:
    """The three routes. `/readyz` answers 503 and names each check that fails."""
    router = APIRouter(tags=["operation"])

    @router.get("/healthz", summary="The process lives", responses=shown({"status": "alive"}, "It does"))
    def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @router.get(
        "/readyz",
        summary="The process can serve",
        responses={**shown(_READY, "It can"), 503: {"description": "not ready"}},
    )
    def readyz() -> Response:
        found = _judged(checks)
        ready = all(reason is None for reason in found.values())
        return JSONResponse({"ready": ready, "checks": found}, status_code=200 if ready else 503)

    @router.get("/metrics", summary="Prometheus metrics", response_class=PlainTextResponse)
    def metrics() -> Response:
        READY.set(all(reason is None for reason in _judged(checks).values()))
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


_READY = {"ready": True, "checks": {"database": None}}


def _judged(checks: Mapping[str, Check]) -> dict[str, str | None]:
    return {name: _reason(check) for name, check in sorted(checks.items())}


def _reason(check: Check) -> str | None:
    try:
        return check()
    except Unavailable as fault:
        return fault.what.en
