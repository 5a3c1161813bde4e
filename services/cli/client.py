"""How a command reaches the system: `SOCAI_URL`, a running `serve`, or the embedded system started for the command.

All three speak HTTP; the embedded one listens on a private Unix socket while the command runs.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx2

from services.cli.errors import CommandFailed, DependencyDown
from services.cli.location import Location
from shared.ops.logging import configure_logging

READ_TIMEOUT_S = 600.0
JUDGED_WITHIN_S = 14_400.0
"""How long a folder may take to be judged: an import is answered only then."""
CATCH_UP_S_MAX = 300.0


TAR = {"Content-Type": "application/x-tar"}


class Client:
    """HTTP with the caller's token; reads are complete to the head of the log as it was when they were asked."""

    def __init__(self, http: httpx2.Client) -> None:
        self._http = http

    def get(
        self, path: str, params: Mapping[str, str | None] | None = None, *, to_head: bool = True
    ) -> httpx2.Response:
        """A read. Waits for the readers to reach the head first, unless `to_head` is false."""
        asked = {name: value for name, value in (params or {}).items() if value is not None}
        headers = {"Socai-Min-Position": str(self.head())} if to_head else {}
        deadline = time.monotonic() + CATCH_UP_S_MAX
        while True:
            response = self._send("GET", path, params=asked, headers=headers)
            if response.status_code != 503 or time.monotonic() > deadline or not to_head:
                return checked(response)
            time.sleep(min(float(response.headers.get("retry-after", "1")), 0.2))

    def post(self, path: str, **request: Any) -> httpx2.Response:
        """A write."""
        return checked(self._send("POST", path, **request))

    def post_folder(self, path: str, content: Iterator[bytes]) -> httpx2.Response:
        """A folder to import."""
        return self.post(path, content=content, headers=TAR, timeout=_judging())

    @contextmanager
    def try_folder(self, path: str, params: Mapping[str, str], content: Iterator[bytes]) -> Iterator[Iterator[str]]:
        """A folder to be judged only; the answer is taken line by line."""
        try:
            with self._http.stream(
                "POST", path, params=params, content=content, headers=TAR, timeout=_judging()
            ) as response:
                if response.status_code >= 400:
                    response.read()
                yield checked(response).iter_lines()
        except httpx2.TransportError as fault:
            raise DependencyDown(str(self._http.base_url), fault) from fault

    def head(self) -> int:
        """The position of the last event appended."""
        return int(checked(self._send("GET", "/admissions/head")).json()["position"])

    @contextmanager
    def stream(self, path: str) -> Iterator[httpx2.Response]:
        """A read whose body is taken piece by piece."""
        try:
            with self._http.stream("GET", path) as response:
                if response.status_code >= 400:
                    response.read()
                yield checked(response)
        except httpx2.TransportError as fault:
            raise DependencyDown(str(self._http.base_url), fault) from fault

    def _send(self, method: str, path: str, **request: Any) -> httpx2.Response:
        try:
            return self._http.request(method, path, **request)
        except httpx2.TransportError as fault:
            raise DependencyDown(str(self._http.base_url), fault) from fault


def _judging() -> httpx2.Timeout:
    return httpx2.Timeout(JUDGED_WITHIN_S, connect=5.0)


def checked(response: httpx2.Response) -> httpx2.Response:
    """The response, or CommandFailed with the problem that it carries."""
    if response.status_code >= 400:
        raise CommandFailed(response)
    return response


@contextmanager
def connected(location: Location | None = None) -> Iterator[Client]:
    """A client of whatever serves here; see the module's first lines. Raises CommandFailed, DependencyDown."""
    where = location or Location.from_environment()
    if where.url is not None:
        with _client(where, base_url=where.url) as http:
            yield Client(http)
        return
    from services.embedded import EmbeddedServer, acquire_lock, served_at

    configure_logging("embedded", level=logging.ERROR)
    held = acquire_lock(where.var, wait_s=60.0)
    if held is None:
        with _client(where, base_url=served_at(where.var)) as http:
            yield Client(http)
        return
    with held, EmbeddedServer.on_socket(where.var) as server:
        transport = httpx2.HTTPTransport(uds=str(server.socket_file))
        with _client(where, base_url="http://socai", transport=transport) as http:
            yield Client(http)


def _client(where: Location, **arguments: Any) -> httpx2.Client:
    headers = {"Authorization": f"Bearer {where.token()}", "Accept-Language": where.language}
    return httpx2.Client(headers=headers, timeout=httpx2.Timeout(READ_TIMEOUT_S, connect=5.0), **arguments)
