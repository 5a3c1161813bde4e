"""Particulars sealed field by field: AES-256-GCM under the person's key, bound to the person and the field's name."""

import base64
import binascii
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.core.errors import Malformed
from shared.core.text import Text

_NONCE_BYTES = 12


class AesGcmSeal:
    """How `ParticularsRecorded.sealed` is made: base64(nonce || ciphertext), associated data `person_id/field`."""

    def seal(self, key: bytes, person_id: str, fields: Mapping[str, str]) -> dict[str, str]:
        """Field name to base64 of nonce and ciphertext. A nonce is never used twice: it is random, each time."""
        cipher = AESGCM(key)
        sealed: dict[str, str] = {}
        for field, text in fields.items():
            nonce = os.urandom(_NONCE_BYTES)
            hidden = cipher.encrypt(nonce, text.encode(), _bound_to(person_id, field))
            sealed[field] = base64.b64encode(nonce + hidden).decode("ascii")
        return sealed

    def unseal(self, key: bytes, person_id: str, sealed: Mapping[str, str]) -> dict[str, str]:
        """The fields in clear. Raises Malformed when one was altered, moved, or sealed under another key."""
        cipher = AESGCM(key)
        clear: dict[str, str] = {}
        for field, text in sealed.items():
            try:
                data = base64.b64decode(text, validate=True)
                hidden = cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _bound_to(person_id, field))
            except (binascii.Error, ValueError, InvalidTag):
                raise Malformed(
                    "seal-broken",
                    Text(
                        vi=f"Trường “{field}” đã bị thay đổi hoặc niêm phong bằng khóa khác.",
                        en=f"The field “{field}” was altered, or sealed under another key.",
                    ),
                    mend=Text(
                        vi="Khôi phục kho khóa cùng thời điểm với sổ.",
                        en="Restore the key store that belongs to this log.",
                    ),
                    where=f"{person_id}/{field}",
                ) from None
            clear[field] = hidden.decode()
        return clear


def _bound_to(person_id: str, field: str) -> bytes:
    return f"{person_id}/{field}".encode()
