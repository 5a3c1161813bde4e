"""The command line of a service's process roles: which one runs, and what its end means to whoever started it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import structlog

from shared.core.errors import Unavailable
from shared.ops.logging import configure_logging

Settings = TypeVar("Settings")
log = structlog.get_logger(__name__)


def run_role(
    service: str,
    roles: Mapping[str, Callable[[Settings], int | None]],
    settings: Callable[[], Settings],
    arguments: Sequence[str],
) -> int:
    """Run the role named, with the settings of the environment. The exit code is the role's, 0 when it returns none.

    As on the command line, 2: used wrongly; 3: something it depends on is down at the start.
    """
    if len(arguments) != 1 or arguments[0] not in roles:
        sys.stderr.write(f"python -m services.{service} {' | '.join(roles)}\n")
        return 2
    configure_logging(f"{service}.{arguments[0]}")
    try:
        return roles[arguments[0]](settings()) or 0
    except Unavailable as fault:
        log.error("dependency-down", code=fault.code, reason=fault.what.en)
        return 3
