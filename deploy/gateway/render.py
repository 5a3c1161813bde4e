"""Fills in nginx.conf.in from the table of roles; `python -m deploy.gateway.render` prints the containers' one."""

import sys
from collections.abc import Callable
from pathlib import Path

from deploy.roles import SERVICES, Role, api_of

TEMPLATE = Path(__file__).parent / "nginx.conf.in"
ENGINE_RESOLVER = "127.0.0.11"
"""Where a container engine answers names inside its networks."""


def render(
    *, listen: str, run: str, log: str, host_of: Callable[[Role], str], shift: int = 0, resolver: str | None = None
) -> str:
    """The configuration. `listen`: address:port; `run`: a folder for its files; `host_of`: where a role is found.

    `shift` is added to the table's ports: several clusters on one machine. With a `resolver` a role's address is asked
    for again and again, so that a container made anew is found at its new one.
    """
    apis = [(service, api_of(service)) for service in SERVICES]
    locations = "\n".join(
        f"        location /{service}/ {{ {_pass(f'{host_of(api)}:{api.port + shift}', asked=resolver is not None)} }}"
        for service, api in apis
    )
    asking = f"    resolver {resolver} valid=5s ipv6=off;\n" if resolver else ""
    text = TEMPLATE.read_text("utf-8")
    for name, value in {"LISTEN": listen, "RUN": run, "LOG": log, "RESOLVER": asking, "LOCATIONS": locations}.items():
        text = text.replace(f"@{name}@", value)
    return text


def for_containers() -> str:
    """The configuration where each role is a host of its own name: deploy/gateway/nginx.conf."""
    return render(listen="8080", run="/tmp", log="stderr", host_of=lambda role: role.name, resolver=ENGINE_RESOLVER)


def _pass(address: str, *, asked: bool) -> str:
    # nginx asks for a name again only when it stands in a variable.
    return f"set $role {address}; proxy_pass http://$role;" if asked else f"proxy_pass http://{address};"


if __name__ == "__main__":
    sys.stdout.write(for_containers())
