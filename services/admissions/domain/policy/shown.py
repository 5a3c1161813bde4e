"""Values of policies in sentences, in both languages: with units, dates and names, never as a program holds them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from services.admissions.domain.policy.shapes import Shape
from services.admissions.domain.policy.values import VALUES
from services.admissions.domain.rules.code_names import codes_named
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.step_names import named
from shared.core.text import Text

CHARACTERS_MAX = 200
NOTHING = Text(vi="chưa đặt ra", en="not set")
_UNITS = {
    "months": Text(vi="tháng", en="months"),
    "working days": Text(vi="ngày làm việc", en="working days"),
    "people": Text(vi="người", en="people"),
    "times": Text(vi="lần", en="times"),
    "years": Text(vi="năm", en="years"),
}
_PARTS = {
    "share": Text(vi="tỷ lệ", en="share"),
    "rule": Text(vi="", en=""),
    "needed": Text(vi="bắt buộc ghi số phiếu:", en="a count is needed:"),
    "starts": Text(vi="tính từ", en="from"),
    "working_days": Text(vi="số ngày làm việc", en="working days"),
    "extension": Text(vi="số ngày được gia hạn", en="days of extension"),
    "actor": Text(vi="nơi thực hiện", en="taken by"),
    "form": Text(vi="mẫu", en="form"),
    "needs": Text(vi="cần có trước", en="needs"),
    "vote": Text(vi="biểu quyết", en="vote"),
    "deadline": Text(vi="thời hạn", en="time limit"),
    "at_least": Text(vi="đạt tỷ lệ đó trở lên", en="that share or more"),
    "more_than": Text(vi="phải quá tỷ lệ đó", en="more than that share"),
    "cell": Text(vi="chi bộ", en="the cell"),
    "cell_committee": Text(vi="chi ủy", en="the cell committee"),
    "sub_committee": Text(vi="đảng ủy bộ phận", en="the sub-committee"),
    "grassroots": Text(vi="cấp ủy cơ sở", en="the grassroots committee"),
    "competent": Text(vi="cấp ủy có thẩm quyền", en="the competent committee"),
    "applicant": Text(vi="người vào Đảng", en="the applicant"),
    "mentor": Text(vi="đảng viên giúp đỡ", en="the mentor"),
    "youth_union": Text(vi="Đoàn Thanh niên", en="the Youth Union"),
    "trade_union": Text(vi="công đoàn", en="the trade union"),
    "training_centre": Text(vi="trung tâm chính trị", en="the training centre"),
}
"""Parts of the tables and what they hold, by their words."""
_FLAGS = {True: Text(vi="có", en="yes"), False: Text(vi="không", en="no")}


def meant(name: str) -> Text:
    """A value by its name and what it means: `entry_age_months_max (the highest age …)`."""
    known = VALUES.get(name)
    if known is None:
        return Text(vi=f"“{name}”", en=f"“{name}”")
    return Text(vi=f"“{name}” ({known.meaning.vi})", en=f"“{name}” ({known.meaning.en})")


def shown(name: str, value: Any) -> Text:
    """The value as people read it; None: not set."""
    return NOTHING if value is None else _shaped(name, value)


def brief(name: str, value: Any) -> Text:
    """The same in a sentence: cut where it is long."""
    told = shown(name, value)
    return Text(vi=_cut(told.vi), en=_cut(told.en))


def _shaped(name: str, value: Any) -> Text:
    known = VALUES.get(name)
    match value:
        case Mapping():
            rows = [(named(part), _part(rule)) for part, rule in value.items()]
            return Text(
                vi="; ".join(f"{part.vi}: {rule.vi}" for part, rule in rows) or "–",
                en="; ".join(f"{part.en}: {rule.en}" for part, rule in rows) or "–",
            )
        case list() | tuple():
            return codes_named(map(str, value))
        case int() if known is not None and known.unit in _UNITS and not isinstance(value, bool):
            unit = _UNITS[known.unit]
            return Text(vi=f"{value} {unit.vi}", en=f"{value} {unit.en}")
        case str() if known is not None and known.shape is Shape.RATIO:
            share = f"{float(Fraction(value) * 100):g}%"
            return Text(vi=share.replace(".", ","), en=share)
        case str() if known is not None and known.shape is Shape.DATE:
            return written(date.fromisoformat(value))
        case str() if known is not None and known.shape is Shape.CODE:
            return codes_named([value])
        case _:
            return _part(value)


def _part(value: Any) -> Text:
    """A part of a table: numbers and names as they are, its own parts by their words."""
    if isinstance(value, bool):
        return _FLAGS[value]
    if isinstance(value, Mapping):
        rows = [(_PARTS.get(part, Text(vi=part, en=part)), _part(each)) for part, each in value.items()]
        return Text(
            vi=", ".join(f"{part.vi} {each.vi}".strip() for part, each in rows),
            en=", ".join(f"{part.en} {each.en}".strip() for part, each in rows),
        )
    if isinstance(value, list | tuple):
        plain = " ".join(map(str, value)) or "–"
        return Text(vi=plain, en=plain)
    return NOTHING if value is None else _PARTS.get(str(value), Text(vi=str(value), en=str(value)))


def _cut(text: str) -> str:
    return text if len(text) <= CHARACTERS_MAX else f"{text[:CHARACTERS_MAX]}…"
