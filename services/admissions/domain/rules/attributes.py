"""The attributes of a place: which may be set by hand, and what values can be. Codes only, never text."""

import re
from datetime import date

from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.data import replaced
from shared.contracts.movement import Attributes
from shared.core.text import Text

UNKNOWN = Rule("attribute-unknown", "Quy ước của sổ; contracts 3")
VALUE = Rule("attribute-value", "Quy ước của sổ; contracts 3")
NOTHING = Rule("nothing-changes", "Quy ước của sổ; contracts 3")

CHOICES: dict[str, frozenset[str]] = {
    "sex": frozenset({"f", "m"}),
    "origin": frozenset({"youth_union", "trade_union", "other"}),
    "sector": frozenset({"state", "non_state"}),
    "away": frozenset({"temporary", "untransferred"}),
}
CODES = frozenset({"occupation", "education", "expertise", "theory_level"})
FLAGS = frozenset({"tasked", "exempt"})
SETTABLE = (*sorted(CHOICES), *sorted(CODES), *sorted(FLAGS), "birth_year", "groups")
GROUPS_MAX = 32
_CODE = re.compile(r"[a-z0-9_]{1,40}\Z")


def typed(name: str, value: object) -> object:
    """A value as the place holds it: text of an import is read, a flag that is not true becomes absent.

    `rating` and `transfer_pending` come by their own acts. Source: contracts 3 (attributes, absent when default).
    """
    if name not in SETTABLE:
        raise refusal(
            UNKNOWN,
            Text(
                vi=f"Mục thông tin “{name}” không có, hoặc không sửa trực tiếp được.",
                en=f"There is no attribute “{name}”, or it is not set by hand.",
            ),
            Text(vi=f"Các mục sửa được: {', '.join(SETTABLE)}.", en=f"Use one of: {', '.join(SETTABLE)}."),
            where=f"/changes/{name}",
            values={"attribute": name, "settable": list(SETTABLE)},
            content=True,
        )
    if name == "groups":
        return _groups(value)
    if value is None or value == "":
        return None
    if name in FLAGS and value in (True, False, "true", "false"):
        return True if value in (True, "true") else None
    if name in CHOICES and value in CHOICES[name]:
        return value
    if name in CODES and isinstance(value, str) and _CODE.match(value):
        return value
    if name == "birth_year" and re.fullmatch(r"(18|19|20)\d\d", str(value)):
        return int(str(value))
    raise _bad(name)


def entry(attributes: Attributes, birth_date: date | None) -> Attributes:
    """The attributes with which someone comes in, checked. Source: contracts 3.

    `birth_year` is taken from the birth date, where that is recorded, and may not differ from it.
    """
    if attributes.transfer_pending is not None:
        raise _bad("transfer_pending")
    values = {name: typed(name, getattr(attributes, name)) for name in SETTABLE}
    if birth_date is not None:
        if values["birth_year"] not in {None, birth_date.year}:
            raise _bad("birth_year")
        values["birth_year"] = birth_date.year
    return replaced(attributes, **values)


def require_change(before: Attributes, changes: dict[str, object]) -> None:
    """A change of profile changes something. Source: contracts 3 (`changed`)."""
    if any(getattr(before, name) != value for name, value in changes.items()):
        return
    raise refusal(
        NOTHING,
        Text(
            vi="Thông tin nêu ra giống hệt thông tin đang ghi; không có gì thay đổi.",
            en="What is given is what stands on record already; nothing changes.",
        ),
        Text(vi="Chỉ nêu những mục có giá trị mới.", en="Give only what has a new value."),
        where="/changes",
        values={name: getattr(before, name) for name in changes},
    )


def _groups(value: object) -> tuple[str, ...]:
    given = value.split(";") if isinstance(value, str) else value or ()
    if not isinstance(given, list | tuple) or len(given) > GROUPS_MAX:
        raise _bad("groups")
    codes = [code for code in given if code != ""]
    if not all(isinstance(code, str) and _CODE.match(code) for code in codes):
        raise _bad("groups")
    return tuple(sorted(set(codes)))


def _bad(name: str) -> Exception:
    choices = ", ".join(sorted(CHOICES.get(name, ()))) or {
        "birth_year": "1950",
        "groups": "militia;teacher",
        "tasked": "true",
        "exempt": "true",
    }.get(name, "a_code_like_this")
    return refusal(
        VALUE,
        Text(vi=f"Giá trị nêu cho mục “{name}” không hợp lệ.", en=f"The value of “{name}” is not allowed."),
        Text(vi=f"Ghi bằng mã, ví dụ: {choices}.", en=f"Write a code, such as: {choices}."),
        where=f"/attributes/{name}",
        values={"attribute": name},
        content=True,
    )
