"""Keys that travel with a log, sealed to the recipient's public key: the key store here, the file there."""

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shared.adapters.crypto.key_bundle import bundle_lines, public_pem, read_bundle, read_recipient, recipient_key
from shared.adapters.sql.key_store import SqlKeyStore
from shared.core.errors import Malformed
from shared.core.text import Text


class KeyBundles:
    """KeyTravel over the key store in SQL."""

    def __init__(self, keys: SqlKeyStore) -> None:
        self._keys = keys

    def recipient(self) -> bytes:
        """As the port says."""
        return public_pem(recipient_key(self._keys))

    def export(self, recipient_pem: bytes) -> Iterator[bytes]:
        """As the port says."""
        return bundle_lines(self._keys, read_recipient(recipient_pem))

    def take(self, file: BinaryIO, private_pem: bytes | None) -> int:
        """As the port says."""
        private = recipient_key(self._keys) if private_pem is None else _private_key(private_pem)
        bundle = read_bundle(file, private)
        return self._keys.take(bundle.keys.items(), bundle.secrets)


def _private_key(pem: bytes) -> X25519PrivateKey:
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        key = None
    if isinstance(key, X25519PrivateKey):
        return key
    raise Malformed(
        "private-key-unreadable",
        Text(vi="Đây không phải khóa riêng X25519 (PEM).", en="This is no X25519 private key (PEM)."),
        mend=Text(vi="Dùng khóa riêng của bên nhận.", en="Use the recipient's private key."),
    )
