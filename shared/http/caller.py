"""Who asks: a signed token names an officer, the office held and its unit; what an office may do is one small table."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fastapi import Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared.contracts.facts import Actor
from shared.core.clock import Clock
from shared.core.errors import Forbidden, Unauthenticated
from shared.core.text import Text
from shared.tree.tree import Tree


class Permission(StrEnum):
    """What an office may do, within its subtree."""

    READ = "read"
    NAMES = "names"
    WRITE = "write"
    IMPORT = "import"
    VERIFY = "verify"
    OPERATE = "operate"


OFFICES: dict[str, frozenset[Permission]] = {
    "province_officer": frozenset(Permission),
    "committee_officer": frozenset({Permission.READ, Permission.NAMES, Permission.WRITE, Permission.VERIFY}),
    "cell_secretary": frozenset({Permission.READ, Permission.NAMES, Permission.WRITE}),
    "auditor": frozenset({Permission.READ, Permission.VERIFY}),
    "operator": frozenset({Permission.VERIFY, Permission.OPERATE}),
    "system": frozenset({Permission.READ, Permission.VERIFY}),
}


WHOLE_REGISTRY = "*"
"""The `unit` of an officer of the province that runs the registry: everything, also before its first unit exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An officer, the office acted in, and the unit whose subtree it covers."""

    officer_id: str
    office: str
    unit_id: str

    @property
    def actor(self) -> Actor:
        """How the caller stands in every event."""
        return Actor(officer_id=self.officer_id, office=self.office, unit_id=self.unit_id)

    def may(self, permission: Permission) -> bool:
        """Whether the office carries the permission."""
        return permission in OFFICES.get(self.office, frozenset())

    def require(self, permission: Permission) -> None:
        """Raises Forbidden when the office does not carry the permission."""
        if not self.may(permission):
            raise Forbidden(
                "office-not-allowed",
                Text(
                    vi=f"Vai trò “{self.office}” không được làm việc này ({permission}).",
                    en=f"The office “{self.office}” may not do this ({permission}).",
                ),
                mend=Text(vi="Nhờ người có thẩm quyền.", en="Ask someone whose office allows it."),
            )

    def require_unit(self, tree: Tree, unit_id: str) -> None:
        """Raises Forbidden when the unit is not in the caller's subtree on this tree."""
        if self.unit_id != WHOLE_REGISTRY and not tree.within(unit_id, self.unit_id):
            raise Forbidden(
                "unit-outside-subtree",
                Text(
                    vi=f"Đơn vị “{unit_id}” không thuộc phạm vi “{self.unit_id}”.",
                    en=f"The unit “{unit_id}” is outside the subtree of “{self.unit_id}”.",
                ),
                mend=Text(
                    vi="Dùng thẻ của cấp có thẩm quyền đối với đơn vị này.",
                    en="Use a token whose unit stands above it.",
                ),
            )


class TokenVerifier:
    """Checks tokens against the issuer's public keys (EdDSA only); keeps nothing about anyone."""

    def __init__(self, keys_file: Path, *, issuer: str, audience: str, clock: Clock) -> None:
        self._keys_file = keys_file
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        self._keys: KeySet | None = None

    def verify(self, token: str) -> Caller:
        """The caller that a token names. Raises Unauthenticated."""
        if self._keys is None:
            self._keys = KeySet.import_key_set(json.loads(self._keys_file.read_text("utf-8")))
        try:
            claims = jwt.decode(token, self._keys, algorithms=["Ed25519", "EdDSA"]).claims
        except (JoseError, ValueError) as fault:
            raise _untrusted(str(fault).strip(" :.")) from None
        now = self._clock().timestamp()
        expires = claims.get("exp")
        if claims.get("iss") != self._issuer or claims.get("aud") != self._audience:
            raise _untrusted("issuer or audience differs")
        if not isinstance(expires, (int, float)) or expires <= now:
            raise _untrusted("expired")
        officer_id, office, unit_id = claims.get("sub"), claims.get("office"), claims.get("unit")
        if isinstance(officer_id, str) and isinstance(unit_id, str) and isinstance(office, str) and office in OFFICES:
            return Caller(officer_id=officer_id, office=office, unit_id=unit_id)
        raise _untrusted("it names no officer, office and unit")


def _untrusted(reason: str) -> Unauthenticated:
    return Unauthenticated(
        "token-untrusted",
        Text(vi=f"Thẻ truy cập không dùng được: {reason}.", en=f"The token cannot be used: {reason}."),
        mend=Text(vi="Xin thẻ mới rồi thử lại.", en="Get a new token and try again."),
    )


def caller_dependency(verifier: TokenVerifier) -> Callable[[Request], Caller]:
    """A FastAPI dependency: the caller of a request. Raises Unauthenticated."""

    def caller(request: Request) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated(
                "token-missing",
                Text(vi="Yêu cầu không có thẻ truy cập.", en="The request carries no token."),
                mend=Text(vi="Gửi tiêu đề Authorization: Bearer …", en="Send the header Authorization: Bearer …"),
            )
        return verifier.verify(token.strip())

    return caller
