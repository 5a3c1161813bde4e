"""The relay's fence, hint and requests in memory: for unit tests."""

from collections.abc import Sequence

from shared.core.stream import Partition
from shared.core.stream import Sequence as SequenceNumber
from shared.ports.relay import ResendRequest, Superseded


class MemoryRelayStore:
    """RelayStore in attributes."""

    def __init__(self) -> None:
        self._epoch = 0
        self._edge: bytes | None = None
        self._asked = 0
        self._requests: list[ResendRequest] = []

    def claim(self) -> int:
        """As the port says."""
        self._epoch += 1
        return self._epoch

    def hint(self) -> bytes | None:
        """As the port says."""
        return self._edge

    def save(self, epoch: int, edge: bytes) -> None:
        """As the port says."""
        self._check(epoch)
        self._edge = edge

    def request_resend(self, topic: str, partition: Partition, first: SequenceNumber) -> None:
        """As the port says."""
        self._asked += 1
        self._requests.append(ResendRequest(self._asked, topic, partition, first))

    def requests(self) -> Sequence[ResendRequest]:
        """As the port says."""
        return tuple(self._requests)

    def fulfilled(self, epoch: int, request: ResendRequest) -> None:
        """As the port says."""
        self._check(epoch)
        self._requests.remove(request)

    def _check(self, epoch: int) -> None:
        if epoch != self._epoch:
            raise Superseded(f"epoch {epoch} is no longer the newest")
