"""Structured logs: one JSON object a line on stderr, with the request's or import's correlation id.

What is logged is codes, counts and ids. Bodies, names and particulars never are.
"""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor


def configure_logging(role: str, *, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """One JSON line for each record of structlog and the standard library. `role`: for instance `members.read`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # The client warns of its own slow tasks and of topics that are about to be made.
    logging.getLogger("kafka.net").setLevel(logging.CRITICAL)
    logging.getLogger("kafka.cluster").setLevel(logging.CRITICAL)
    for noisy in ("kafka", "uvicorn.access", "httpx2", "httpcore2", "aiokafka", "alembic", "faust", "mode"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(role=role)
