"""The log as a file, out and back in, and the keys that travel with it; the work tables follow what was loaded."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, Generic, Protocol, TypeVar

import structlog

from services.admissions.app.ports import Work
from shared.flow.transfer import Loaded, RawStore, export_lines, load
from shared.http.caller import Caller, Permission
from shared.ports.outbox import Outbox

Tx = TypeVar("Tx")
log = structlog.get_logger(__name__)


class KeyTravel(Protocol):
    """Keys in a file that only its recipient can open."""

    def recipient(self) -> bytes:
        """This system's public key (PEM), for whoever is to send keys here."""

    def export(self, recipient_pem: bytes) -> Iterator[bytes]:
        """The lines of a key file for that recipient. Raises Malformed when it is no public key."""

    def take(self, file: BinaryIO, private_pem: bytes | None) -> int:
        """Keep the keys of a file; returns how many. Raises Malformed when it is for another recipient, or altered.

        `private_pem`: the recipient's private key; None when the file was sealed to this system's own public key.
        """


class LogTransfer(Generic[Tx]):
    """Export and load, for those who operate the whole registry.

    `recover` reads back from the bus what the log lacks; where the log is the bus there is nothing to read back.
    `loaded` hears that the log has grown other than by appends.
    """

    def __init__(
        self,
        store: RawStore,
        outbox: Outbox,
        work: Work[Tx],
        keys: KeyTravel,
        *,
        recover: Callable[[], int],
        loaded: Callable[[], None],
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._work = work
        self._keys = keys
        self._recover = recover
        self._loaded = loaded

    def export(self, caller: Caller) -> Iterator[bytes]:
        """Every stored event, one a line, at one snapshot."""
        caller.require(Permission.OPERATE)
        return export_lines(self._outbox)

    def load(self, caller: Caller, open_file: Callable[[], BinaryIO]) -> Loaded:
        """Take a log into an empty system; the same file again goes on where it was cut off.

        Raises Malformed naming the line, Conflict when the log holds anything else.
        """
        caller.require(Permission.OPERATE)
        done = load(self._store, self._outbox, open_file, lambda count: log.info("log-load", events=count))
        self._work.catch_up()
        self._loaded()
        return done

    def recipient(self, caller: Caller) -> bytes:
        """This system's public key, to which others seal keys."""
        caller.require(Permission.OPERATE)
        return self._keys.recipient()

    def export_keys(self, caller: Caller, recipient_pem: bytes) -> Iterator[bytes]:
        """The keys, sealed to a recipient."""
        caller.require(Permission.OPERATE)
        return self._keys.export(recipient_pem)

    def load_keys(self, caller: Caller, file: BinaryIO, private_pem: bytes | None) -> int:
        """Take keys that travelled with a log; returns how many."""
        caller.require(Permission.OPERATE)
        return self._keys.take(file, private_pem)

    def recover(self, caller: Caller) -> int:
        """Read back from the topics what a restored log lacks; returns how many events. Raises Refusal on a hole."""
        caller.require(Permission.OPERATE)
        count = self._recover()
        self._work.catch_up()
        self._loaded()
        return count
