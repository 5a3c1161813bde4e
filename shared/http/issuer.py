"""The local issuer: its key is made at first start, and it signs the tokens of that machine's officers."""

import json
import os
from datetime import timedelta
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import OKPKey

from shared.core.clock import Clock
from shared.http.caller import Caller

TOKEN_DAYS = 365


class LocalIssuer:
    """Keeps a private Ed25519 key and its public key set in a folder (mode 0600); mints tokens."""

    def __init__(self, folder: Path, *, issuer: str, audience: str, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._private_file = folder / "issuer.json"
        self.keys_file = folder / "issuer-public.json"
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        if not self._private_file.exists() or not self.keys_file.exists():
            key = OKPKey.generate_key("Ed25519", {"alg": "Ed25519", "use": "sig"}, private=True)
            _write_private(self._private_file, json.dumps(key.as_dict(private=True)))
            self.keys_file.write_text(json.dumps({"keys": [key.as_dict(private=False)]}), "utf-8")

    def mint(self, caller: Caller, *, days: int = TOKEN_DAYS) -> str:
        """A token for an officer, good for `days` days."""
        key = OKPKey.import_key(json.loads(self._private_file.read_text("utf-8")))
        now = self._clock()
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": caller.officer_id,
            "office": caller.office,
            "unit": caller.unit_id,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(days=days)).timestamp()),
        }
        return jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])


def write_token(path: Path, token: str) -> None:
    """Leave a token for the command line, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_private(path, token + "\n")


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
