"""Serving: a whole process for an API, a thread for the health routes of a role that answers nothing else."""

from collections.abc import Mapping
from threading import Thread
from types import TracebackType

import uvicorn
from fastapi import FastAPI

from shared.http.health import Check, health_router
from shared.http.problem import add_problem_handlers

STOP_S_MAX = 10.0


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished."""
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=int(STOP_S_MAX))


class HealthServer:
    """`/healthz`, `/readyz`, `/metrics` of a role, in a thread, while the role works."""

    def __init__(self, checks: Mapping[str, Check], *, host: str, port: int) -> None:
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        app.include_router(health_router(checks))
        add_problem_handlers(app)
        self._server = uvicorn.Server(
            uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, lifespan="off")
        )
        self._thread = Thread(target=self._server.run, name="health", daemon=True)

    def __enter__(self) -> "HealthServer":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(STOP_S_MAX)
