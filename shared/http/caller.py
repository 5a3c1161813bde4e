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
from shared.tree.role_names import DUTIES, carriers, role_named, roles_named
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
    "outside",
]

SOURCE = "Quy ước của sổ về chức trách"
SOURCES = {
    Permission.NAMES: "Luật 91/2025/QH15 (bảo vệ dữ liệu cá nhân)",
    Permission.SIGN: "điểm 4.3.2 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW (thẩm quyền)",
    Permission.TRAIN: "HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022)",
}
"""On what a duty of an office rests, where a regulation says it; else the registry's own rule (design 9)."""


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
            raise _not_allowed(self.office, permission)

    def require_any(self, permissions: Sequence[Permission]) -> None:
        """Raises Forbidden when the office carries none of these; it names the first."""
        if not any(self.may(each) for each in permissions):
            self.require(permissions[0])

    def require_unit(self, tree: Tree, unit_id: str) -> None:
        """Raises Forbidden when the unit is not in the caller's subtree on this tree."""
        if self.unit_id != WHOLE_REGISTRY and not tree.within(unit_id, self.unit_id):
            raise outside(self, tree, unit_id)

    def person_outside(self, tree: Tree, person_id: str) -> Forbidden:
        """The refusal of a record that no unit in the caller's subtree keeps, or kept. Source: design 9."""
        own = self.called(tree)
        return Forbidden(
            "person-outside-subtree",
            Text(
                vi=f"Hồ sơ của người {person_id} không do đơn vị nào trong phạm vi của {own.vi} quản lý.",
                en=f"The record of person {person_id} is kept by no unit in the area of the {own.en}.",
            ),
            source=SOURCE,
            mend=Text(
                vi="Hỏi chi bộ đang quản lý hồ sơ, hoặc cấp ủy cấp trên của chi bộ đó.",
                en="Ask the cell that keeps the record, or a committee above it.",
            ),
            values={"person_id": person_id, "office": self.office, "own_unit_id": self.unit_id},
        )

    def called(self, tree: Tree) -> Text:
        """The caller in sentences: the role, and the unit where it is held."""
        role = role_named(self.office)
        if self.unit_id == WHOLE_REGISTRY:
            return Text(vi=f"{role.vi} (cả tỉnh)", en=f"{role.en} (the whole province)")
        unit = tree.label(self.unit_id)
        return Text(vi=f"{role.vi} tại {unit}", en=f"{role.en} of {unit}")


def outside(caller: Caller, tree: Tree, unit_id: str | None, *, acting: bool = False) -> Forbidden:
    """The refusal of an act in a unit beyond the caller's subtree; None: on the whole registry. Source: design 9.

    `acting`: the unit is the body whose act it is, not where the person stands.
    """
    what, mend = _beyond(caller.called(tree), tree, unit_id, acting=acting)
    values = {"unit_id": unit_id, "office": caller.office, "own_unit_id": caller.unit_id}
    return Forbidden("unit-outside-subtree", what, source=SOURCE, mend=mend, values=values)


def _beyond(own: Text, tree: Tree, unit_id: str | None, *, acting: bool) -> tuple[Text, Text]:
    if unit_id is None:
        return (
            Text(
                vi=f"Việc này thuộc cả tỉnh, ngoài phạm vi của {own.vi}.",
                en=f"This concerns the whole province, beyond the area of the {own.en}.",
            ),
            Text(
                vi="Nhờ cán bộ cấp tỉnh phụ trách toàn bộ sổ.",
                en="Ask a province officer who keeps the whole registry.",
            ),
        )
    name, able = tree.label(unit_id), ", ".join(tree.label(each) for each in tree.path(unit_id))
    if acting:
        what = Text(
            vi=f"Việc này thuộc thẩm quyền của {name}, ngoài phạm vi của {own.vi}.",
            en=f"This is for {name} to do, outside the area of the {own.en}.",
        )
    else:
        what = Text(vi=f"{name} không thuộc phạm vi của {own.vi}.", en=f"{name} is outside the area of the {own.en}.")
    return what, Text(
        vi=f"Kiểm tra lại đơn vị; nếu đúng, nhờ người có vai trò tại: {able}.",
        en=f"Check the unit; if it is right, ask someone whose office is in: {able}.",
    )


def _not_allowed(role: str, duty: Permission) -> Forbidden:
    called, what, able = role_named(role), DUTIES[duty], carriers(duty)
    who = roles_named(able)
    return Forbidden(
        "office-not-allowed",
        Text(
            vi=f"Vai trò {called.vi} không được {what.vi}.",
            en=f"The office of {called.en} may not {what.en}.",
        ),
        source=SOURCES.get(duty, SOURCE),
        mend=Text(vi=f"Nhờ {who.vi} làm việc này.", en=f"Ask a {who.en} to do this."),
        values={"office": role, "duty": duty.value, "offices_able": able},
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
        raise _not_in_force(caller, able, tree)
    return replace(caller, chain=held.chain, rests_on=held.rests_on)


def _not_in_force(caller: Caller, able: list[Office], tree: Tree) -> Forbidden:
    """Why an office does not hold today: it has ended, has not begun, or was never given."""
    on, acting, who = tree.on, caller.called(tree), caller.officer_id
    vi, en = f"chưa được giao vai trò {acting.vi}", f"has not been given the office of {acting.en}"
    values: dict[str, object] = {"officer_id": who, "office": caller.office, "unit_id": caller.unit_id}
    ended = max((each.last for each in able if each.last is not None and each.last < on), default=None)
    begins = min((each.first for each in able if each.first > on), default=None)
    if begins is not None:
        vi = f"chưa giữ vai trò {acting.vi}: vai trò này bắt đầu từ ngày {begins:%d/%m/%Y}"
        en = f"does not hold the office of {acting.en} yet: it begins on {begins:%d/%m/%Y}"
        values["from"] = begins
    elif ended is not None:
        vi = f"không còn giữ vai trò {acting.vi}: ngày cuối là {ended:%d/%m/%Y}"
        en = f"holds the office of {acting.en} no more: its last day was {ended:%d/%m/%Y}"
        values["until"] = ended
    return Forbidden(
        "office-not-in-force",
        Text(vi=f"Hôm nay, {on:%d/%m/%Y}, cán bộ “{who}” {vi}.", en=f"Today, {on:%d/%m/%Y}, officer “{who}” {en}."),
        source=SOURCE,
        mend=Text(
            vi="Nhờ người đang giữ vai trò này làm, hoặc đề nghị cán bộ cấp ủy, cán bộ cấp tỉnh giao vai trò cho mình.",
            en="Ask whoever holds this office now, or have a committee officer or province officer give it to you.",
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
