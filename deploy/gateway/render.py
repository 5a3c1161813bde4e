"""Fills in nginx.conf.in from the table of roles; `python -m deploy.gateway.render` prints it for the image."""

import sys
from collections.abc import Callable
from pathlib import Path

from deploy.roles import SERVICES, Role, api_of

TEMPLATE = Path(__file__).parent / "nginx.conf.in"


def render(*, listen: str, run: str, log: str, host_of: Callable[[Role], str], shift: int = 0) -> str:
    """The configuration. `listen`: address:port; `run`: a folder for its files; `host_of`: where a role is found.

    `shift` is added to the table's ports: several clusters on one machine.
    """
    apis = [(service, api_of(service)) for service in SERVICES]
    locations = "\n".join(
        f"        location /{service}/ {{ proxy_pass http://{host_of(api)}:{api.port + shift}; }}"
        for service, api in apis
    )
    text = TEMPLATE.read_text("utf-8")
    for name, value in {"LISTEN": listen, "RUN": run, "LOG": log, "LOCATIONS": locations}.items():
        text = text.replace(f"@{name}@", value)
    return text


if __name__ == "__main__":
    sys.stdout.write(render(listen="8080", run="/tmp", log="stderr", host_of=lambda role: role.name))
