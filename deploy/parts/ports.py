"""Free TCP ports on 127.0.0.1 for parts that are started, killed and started again on the same port."""

import random
import socket

from shared.core.errors import Unavailable
from shared.core.text import Text

# Below Linux's range for outgoing connections (32768 and up). From inside that range, a client that keeps trying a
# killed server's port can be given the same port as its own and connect to itself; the server then cannot come back.
_LOWEST, _HIGHEST = 20_000, 32_000
_TRIES_MAX = 200


def free_port() -> int:
    """A port that nothing listens on now. Raises Unavailable when none is found."""
    choice = random.SystemRandom()
    for _ in range(_TRIES_MAX):
        port = choice.randrange(_LOWEST, _HIGHEST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise Unavailable(
        "parts.no_port", Text("Không còn cổng TCP trống.", "No free TCP port is left."), where="127.0.0.1"
    )
