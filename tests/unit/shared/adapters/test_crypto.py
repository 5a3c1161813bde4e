"""Sealing, the master key's file, and keys that travel in a file only the named recipient opens."""

import base64
import stat
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.adapters.crypto.key_bundle import bundle_lines, public_pem, read_bundle, read_recipient, recipient_key
from shared.adapters.crypto.master_key import load_master_key
from shared.adapters.crypto.sealing import AesGcmSeal
from shared.adapters.memory.key_store import MemoryKeyStore
from shared.core.errors import Malformed, Unavailable

KEY = bytes(range(32))
FIELDS = {"full_name": "Nguyễn Thị Đào", "birth_date": "1990-02-28"}


class Source(MemoryKeyStore):
    """A key store in memory whose keys can be read out."""

    def entries(self) -> Iterator[tuple[str, bytes | None]]:
        """As the SQL adapter does."""
        return iter(sorted(self._keys.items()))


def test_what_is_sealed_comes_back_and_is_nowhere_in_clear() -> None:
    sealed = AesGcmSeal().seal(KEY, "an", FIELDS)
    assert AesGcmSeal().unseal(KEY, "an", sealed) == FIELDS
    data = b"".join(base64.b64decode(text) for text in sealed.values())
    assert all(text.encode() not in data for text in FIELDS.values())
    assert AesGcmSeal().seal(KEY, "an", FIELDS) != sealed


@pytest.mark.parametrize("person", ["an", "binh"])
@pytest.mark.parametrize("field", ["full_name", "birth_date"])
def test_a_field_opens_only_in_its_own_place(person: str, field: str) -> None:
    sealed = AesGcmSeal().seal(KEY, "an", {"full_name": "Đào"})["full_name"]
    if (person, field) == ("an", "full_name"):
        assert AesGcmSeal().unseal(KEY, person, {field: sealed}) == {field: "Đào"}
        return
    with pytest.raises(Malformed, match="seal-broken"):
        AesGcmSeal().unseal(KEY, person, {field: sealed})


@pytest.mark.parametrize("broken", ["", "AAAA", "not base64!", "é"])
def test_a_broken_seal_is_malformed(broken: str) -> None:
    with pytest.raises(Malformed, match="seal-broken"):
        AesGcmSeal().unseal(KEY, "an", {"full_name": broken})


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Malformed, match="seal-broken"):
        AesGcmSeal().unseal(bytes(32), "an", AesGcmSeal().seal(KEY, "an", FIELDS))


def test_the_master_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    with pytest.raises(Unavailable, match="master-key-unusable"):
        load_master_key(path)
    key = load_master_key(path, make=True)
    assert load_master_key(path, make=True) == key == load_master_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]
    path.write_bytes(key[:-1])
    with pytest.raises(Unavailable, match="master-key-unusable"):
        load_master_key(path, make=True)


def sealed_for(receiver: MemoryKeyStore) -> tuple[Source, list[bytes]]:
    source = Source()
    source.create(["an", "binh"])
    source.destroy("binh")
    return source, list(bundle_lines(source, read_recipient(public_pem(recipient_key(receiver)))))


def test_keys_travel_to_the_named_recipient_whole() -> None:
    receiver = MemoryKeyStore()
    source, lines = sealed_for(receiver)
    bundle = read_bundle(BytesIO(b"".join(lines)), recipient_key(receiver))
    assert bundle.keys == dict(source.entries())
    assert bundle.secrets == {name: source.secret(name) for name in ("person-ref", "match-token")}
    assert b"an" not in b"".join(base64.b64decode(line) for line in lines[1:])


def test_a_key_file_for_somebody_else_is_refused() -> None:
    _, lines = sealed_for(MemoryKeyStore())
    with pytest.raises(Malformed, match="another recipient"):
        read_bundle(BytesIO(b"".join(lines)), X25519PrivateKey.generate())


def test_a_key_file_altered_anywhere_is_refused() -> None:
    receiver = MemoryKeyStore()
    _, lines = sealed_for(receiver)
    whole = b"".join(lines)
    damaged = [
        b"",
        b"".join(lines[:-1]),
        b"".join(lines[:2] + lines[3:]),
        b"".join([lines[0], lines[2], lines[1], *lines[3:]]),
        whole + lines[-1],
        whole[:-20],
        *(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(2, len(whole) - 1, 7)),
    ]
    for bad in damaged:
        with pytest.raises(Malformed):
            read_bundle(BytesIO(bad), recipient_key(receiver))


@pytest.mark.parametrize("pem", [b"", b"hello", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_a_file_without_a_public_key_is_no_recipient(pem: bytes) -> None:
    with pytest.raises(Malformed, match="recipient-unreadable"):
        read_recipient(pem)
