"""Keys that travel with an exported log, in a second file that only the named recipient can open (contracts 2).

A sealed box: an ephemeral X25519 key agrees with the recipient's, HKDF-SHA256 gives the file's key, every line is
sealed by AES-256-GCM with its line number as nonce and as associated data, and the last line tells the count.
"""

import base64
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct

from shared.contracts.codec import decode, encode
from shared.core.errors import Malformed
from shared.core.text import Text
from shared.ports.key_store import KeyStore

RECIPIENT_SECRET = "recipient"  # noqa: S105 - the secret's name, not the secret
TRAVELLING_SECRETS = ("person-ref", "match-token")
"""Secrets that a copy needs to go on as the original would; keys that sign or receive stay at home."""
_FORMAT = "socai-keys-1"
_LINE_BYTES_MAX = 4_096


class KeySource(KeyStore, Protocol):
    """A key store whose keys can be read out whole."""

    def entries(self) -> Iterator[tuple[str, bytes | None]]:
        """Every person's key, None where it was destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBundle:
    """What a key file holds: person id to key, or to None where it was destroyed; and named secrets."""

    keys: Mapping[str, bytes | None]
    secrets: Mapping[str, bytes]


class _Header(Struct, frozen=True, kw_only=True):
    format: str
    recipient: str
    ephemeral: str


class _Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of: a person with or without key, a secret, or the end with the count of the lines before it."""

    person_id: str | None = None
    secret: str | None = None
    key: str | None = None
    count: int | None = None


def recipient_key(keys: KeyStore) -> X25519PrivateKey:
    """The private key with which this system receives key files: a secret of its key store."""
    return X25519PrivateKey.from_private_bytes(keys.secret(RECIPIENT_SECRET))


def public_pem(private: X25519PrivateKey) -> bytes:
    """The public key to give to whoever is to send keys here."""
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def read_recipient(pem: bytes) -> X25519PublicKey:
    """A recipient's public key. Raises Malformed when the file holds none."""
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError:
        key = None
    if not isinstance(key, X25519PublicKey):
        raise Malformed(
            "recipient-unreadable",
            Text(vi="Tệp không chứa khóa công khai X25519 (PEM).", en="The file holds no X25519 public key (PEM)."),
            mend=Text(
                vi="Xin hệ thống nhận tệp khóa công khai của họ.",
                en="Ask the receiving system for its public key file.",
            ),
        )
    return key


def bundle_lines(source: KeySource, recipient: X25519PublicKey) -> Iterator[bytes]:
    """The lines of a key file for this recipient, streamed."""
    ephemeral = X25519PrivateKey.from_private_bytes(os.urandom(32))
    shared = ephemeral.exchange(recipient)
    header = encode(
        _Header(
            format=_FORMAT,
            recipient=_text(recipient.public_bytes_raw()),
            ephemeral=_text(ephemeral.public_key().public_bytes_raw()),
        )
    )
    yield header + b"\n"
    cipher = AESGCM(_file_key(shared, header))
    number = 0
    for number, line in enumerate(_lines(source), start=1):
        yield _seal(cipher, number, line)
    yield _seal(cipher, number + 1, _Line(count=number))


def read_bundle(file: BinaryIO, private: X25519PrivateKey) -> KeyBundle:
    """What a key file holds. Raises Malformed when it is for another recipient, altered or cut short."""
    header_line = file.readline(_LINE_BYTES_MAX).rstrip(b"\n")
    header = decode(_Header, header_line)
    if header.format != _FORMAT or header.recipient != _text(private.public_key().public_bytes_raw()):
        raise _unreadable(1, "tệp dành cho bên nhận khác", "it is sealed for another recipient")
    keys: dict[str, bytes | None] = {}
    secrets: dict[str, bytes] = {}
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(base64.b64decode(header.ephemeral, validate=True)))
        cipher = AESGCM(_file_key(shared, header_line))
        number = 0
        while sealed := file.readline(_LINE_BYTES_MAX):
            number += 1
            data = base64.b64decode(sealed.rstrip(b"\n"), validate=True)
            line = decode(_Line, cipher.decrypt(_nonce(number), data, _nonce(number)))
            if line.count is not None:
                if line.count == number - 1 and not file.read(1):
                    return KeyBundle(keys=keys, secrets=secrets)
                raise _unreadable(number + 1, "có thừa dòng", "there is more than the file says")
            key = None if line.key is None else base64.b64decode(line.key, validate=True)
            if line.secret is not None and key is not None:
                secrets[line.secret] = key
            elif line.person_id is not None:
                keys[line.person_id] = key
    except (ValueError, InvalidTag):
        raise _unreadable(len(keys) + len(secrets) + 2, "tệp đã bị thay đổi", "it was altered") from None
    raise _unreadable(number + 2, "tệp bị cắt cụt", "the file was cut short")


def _lines(source: KeySource) -> Iterator[_Line]:
    for name in TRAVELLING_SECRETS:
        yield _Line(secret=name, key=_text(source.secret(name)))
    for person_id, key in source.entries():
        yield _Line(person_id=person_id, key=None if key is None else _text(key))


def _seal(cipher: AESGCM, number: int, line: _Line) -> bytes:
    return base64.b64encode(cipher.encrypt(_nonce(number), encode(line), _nonce(number))) + b"\n"


def _nonce(number: int) -> bytes:
    # The file's key is used for this file only, so a counter never comes twice under it.
    return number.to_bytes(12, "big")


def _file_key(shared: bytes, header: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=header).derive(shared)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unreadable(line: int, vi: str, en: str) -> Malformed:
    return Malformed(
        "key-file-unreadable",
        Text(vi=f"Không đọc được tệp khóa: {vi}.", en=f"The key file cannot be read: {en}."),
        mend=Text(
            vi="Xuất lại tệp khóa cho đúng khóa công khai của hệ thống này.",
            en="Export the key file again, for this system's public key.",
        ),
        where=f"line {line}",
    )
