"""Who asks: a signed token names an officer, the office held and its unit; the offices in the log say whether it holds.

Before the first office of the log is in force, claims count as they stand (docs/adr/0016-offices-are-events.md).
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fastapi import Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared.contracts.facts import Actor
from shared.core.clock import Clock
from shared.core.errors import Forbidden, Unauthenticated
from shared.core.text import Text
from shared.tree.offices import Office
from shared.tree.organisation import Organisation
from shared.tree.roles import FOUNDER_ROLE, ISSUED, OFFICES, WHOLE_REGISTRY, Permission, permissions_of
from shared.tree.tree import Tree

__all__ = [
    "OFFICES",
    "WHOLE_REGISTRY",
    "Backed",
    "Caller",
    "Permission",
    "TokenVerifier",
    "backed",
    "caller_dependency",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An officer, the office acted in, and the unit whose subtree it covers.

    `chain`: through whom the office is held (officer ids, nearest first). `rests_on`: the ids of the delegations and
    of the office in the log that back the claims; empty while claims count alone, and for roles of the issuer.
    """

    officer_id: str
    office: str
    unit_id: str
    chain: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        """How the caller stands in every event."""
        return Actor(officer_id=self.officer_id, office=self.office, unit_id=self.unit_id, chain=self.chain)

    def may(self, permission: Permission) -> bool:
        """Whether the office carries the permission."""
        return permission in permissions_of(self.office)

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

    def require_any(self, permissions: Sequence[Permission]) -> None:
        """Raises Forbidden when the office carries none of these; it names the first."""
        if not any(self.may(each) for each in permissions):
            self.require(permissions[0])

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


Backed = Callable[[Caller], Caller]
"""Judges claims by the offices in the log as a service has it. Raises Forbidden."""


def backed(caller: Caller, organisation: Organisation, on: date) -> Caller:
    """The caller with the office that backs the claims on a day, and its chain. Source: design 9.

    The role must be held over a subtree that the claimed unit is in. Raises Forbidden, saying since when it is not.
    """
    offices = organisation.offices
    if caller.office in ISSUED or not offices.established(on):
        return replace(caller, chain=(), rests_on=())
    tree = organisation.tree(on)
    alike = [each for each in offices.of_officer(caller.officer_id) if each.role == caller.office]
    able = [each for each in alike if each.covers(caller.unit_id, tree)]
    held = next((each for each in able if each.in_force(on)), None)
    if held is None and caller.officer_id in offices.founders() and offices.founding(on):
        # Too few hold the province's office: the two people of the genesis act may give offices, and no more.
        return replace(caller, office=FOUNDER_ROLE, unit_id=WHOLE_REGISTRY, chain=(), rests_on=())
    if held is None:
        raise _not_in_force(caller, able, on)
    return replace(caller, chain=held.chain, rests_on=held.rests_on)


def _not_in_force(caller: Caller, able: list[Office], on: date) -> Forbidden:
    """Why an office does not hold today: it has ended, has not begun, or was never given."""
    vi, en = "chưa được giao", "has not been given"
    values: dict[str, object] = {"officer_id": caller.officer_id, "office": caller.office, "unit_id": caller.unit_id}
    ended = max((each.last for each in able if each.last is not None and each.last < on), default=None)
    begins = min((each.first for each in able if each.first > on), default=None)
    if begins is not None:
        vi, en = f"có hiệu lực từ ngày {begins:%d/%m/%Y}", f"begins on {begins:%d/%m/%Y}"
        values["from"] = begins
    elif ended is not None:
        vi, en = f"hết hiệu lực từ sau ngày {ended:%d/%m/%Y}", f"ended on {ended:%d/%m/%Y}"
        values["until"] = ended
    return Forbidden(
        "office-not-in-force",
        Text(
            vi=f"Hôm nay {on:%d/%m/%Y}, “{caller.office}” tại “{caller.unit_id}” của “{caller.officer_id}” {vi}.",
            en=f"Today, {on:%d/%m/%Y}, the office “{caller.office}” of “{caller.officer_id}” in “{caller.unit_id}”: "
            f"it {en}.",
        ),
        mend=Text(
            vi="Nhờ người đang giữ vai trò này làm, hoặc đề nghị cấp trên giao vai trò.",
            en="Ask whoever holds the office now, or have it given to you from above.",
        ),
        values={**values, "today": on},
    )


def caller_dependency(verifier: TokenVerifier, judge: Backed) -> Callable[[Request], Caller]:
    """A FastAPI dependency: the caller of a request, backed by `judge`. Raises Unauthenticated, Forbidden."""

    def caller(request: Request) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated(
                "token-missing",
                Text(vi="Yêu cầu không có thẻ truy cập.", en="The request carries no token."),
                mend=Text(vi="Gửi tiêu đề Authorization: Bearer …", en="Send the header Authorization: Bearer …"),
            )
        return judge(verifier.verify(token.strip()))

    return caller
