"""`socai serve`: the embedded system on 127.0.0.1:8080 (`SOCAI_PORT`), until it is told to stop."""

import os
from typing import Annotated

import typer

from services.cli.ask import language
from services.cli.errors import UsedWrongly
from services.cli.location import Location
from services.cli.output import notes, say


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port; SOCAI_PORT or 8080 when absent.")] = None,
) -> None:
    """Serve the embedded system over HTTP."""
    from services.embedded import EmbeddedServer, acquire_lock
    from shared.ops.logging import configure_logging
    from shared.ops.runner import stop_on_signals

    var = Location.from_environment().var
    held = acquire_lock(var, wait_s=10.0)
    if held is None:
        raise UsedWrongly(say(f"Đã có một serve đang giữ {var}.", f"Another serve holds {var}."))
    configure_logging("embedded")
    stop = stop_on_signals()
    with held, EmbeddedServer.on_port(var, host, port or int(os.environ.get("SOCAI_PORT") or 8080)) as server:
        text = say(f"Đang phục vụ tại http://{host}:{server.port}", f"Serving at http://{host}:{server.port}")
        notes.print(text.of(language()), markup=False)
        stop.wait()
