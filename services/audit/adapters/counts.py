"""Asks a service for its total over HTTP, as an officer of the system."""

import httpx2

from services.audit.app.ports import Counted
from shared.core.errors import Unavailable
from shared.core.stream import Position
from shared.core.text import Text

TIMEOUT_S = 30.0


class HttpCounts:
    """`GET <url>/counts`. Raises Unavailable when the service does not answer with a total."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._client = httpx2.Client(headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT_S)

    def __call__(self, position: Position | None) -> Counted:
        """The total at a position, or at the service's own complete one."""
        try:
            response = self._client.get(self._url, params={} if position is None else {"position": str(position)})
            response.raise_for_status()
            body = response.json()
            counted = {(row["unit_id"], row["standing"]): int(row["count"]) for row in body["counts"]}
            return Position(int(body["position"])), counted
        except (httpx2.HTTPError, ValueError, KeyError, TypeError) as fault:
            raise Unavailable(
                "total-unavailable",
                Text(
                    vi=f"Không lấy được tổng số từ {self._url}: {fault}",
                    en=f"{self._url} does not give its total: {fault}",
                ),
                mend=Text(vi="Kiểm tra dịch vụ ấy rồi thử lại.", en="Check that service, then try again."),
            ) from fault
