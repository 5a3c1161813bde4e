"""What may stand in a policy: known names, values of the right shape, forms and papers that belong to a step. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from services.admissions.domain.policy.shapes import Shape, Tightens
from services.admissions.domain.policy.shown import brief, meant
from services.admissions.domain.policy.values import ACTORS, CHECK, PROCEDURE, VALUES, Value
from services.admissions.domain.rules.refusals import Rule
from shared.core.text import Text

NAME = Rule("policy-value-unknown", "Quy ước của sổ: quy định chỉ nêu giá trị mà các quy tắc dùng; domain 12.2")
SHAPE = Rule("policy-value-shape", "Quy ước của sổ về cách viết quy định; domain 12.2")
FORM = Rule("policy-form-without-step", "HD 12-HD/BTCTW (18/01/2022), các mẫu 1-KNĐ đến 18-KNĐ; domain 5")
STEP = Rule("policy-step", "QĐ 294-QĐ/TW, HD 12-HD/BTCTW (18/01/2022); domain 5")


class Finding(NamedTuple):
    """One thing wrong in a draft: by which rule, where (`values.steps.C4`), what, and how to mend it."""

    rule: Rule
    where: str
    what: Text
    mend: Text


NUMBER_MAX = 1_440
"""Months of a long life; no time limit and no count is longer."""
TEXT_CHARACTERS_MAX = 300
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,39}\Z")
_PAPER = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ_.-]{0,39}\Z")
_SHARE = re.compile(r"[1-9][0-9]{0,3}/[1-9][0-9]{0,3}\Z")
_RATIO = re.compile(r"[01]\.[0-9]{1,6}\Z|[01]\Z")
_HOW = {
    Shape.NUMBER: Text(vi="một số nguyên không âm, như 216", en="a whole number from 0, like 216"),
    Shape.DAYS: Text(vi="một số ngày làm việc, ít nhất là 1", en="a number of working days, at least 1"),
    Shape.RATIO: Text(vi='một tỷ lệ từ 0 đến 1, như "0.20"', en='a share from 0 to 1, like "0.20"'),
    Shape.FLAG: Text(vi="true hoặc false", en="true or false"),
    Shape.DATE: Text(vi="một ngày, như 2025-07-01", en="a date, like 2025-07-01"),
    Shape.CODE: Text(vi="một mã, như thcs", en="a code, like thcs"),
    Shape.CODES: Text(vi="một danh sách mã, mỗi mã một lần", en="a list of codes, each once"),
    Shape.TEXT: Text(vi="một dòng chữ", en="one line of text"),
    Shape.VOTES: Text(
        vi="C1: {share: 2/3, rule: at_least hoặc more_than, needed: true}",
        en="C1: {share: 2/3, rule: at_least or more_than, needed: true}",
    ),
    Shape.RANKS: Text(vi="education: [none, primary, …]", en="education: [none, primary, …]"),
    Shape.STEPS: Text(
        vi="C1: {actor: cell, form: 6-KNĐ, needs: [B6], vote: C1, deadline: …}",
        en="C1: {actor: cell, form: 6-KNĐ, needs: [B6], vote: C1, deadline: …}",
    ),
    Shape.DEADLINES: Text(
        vi="C4: {starts: C1, working_days: 60, extension: 30}, working_days ít nhất là 1",
        en="C4: {starts: C1, working_days: 60, extension: 30}, working_days at least 1",
    ),
    Shape.PAPERS: Text(vi="mã giấy tờ: bước, như giay-khen: B6", en="paper: step, like giay-khen: B6"),
}


def known_names(values: Mapping[str, Any]) -> Iterator[Finding]:
    """Every value is one that the rules of this system read. Source: domain 12.2; the table policy/values.py."""
    for name in values:
        if name not in VALUES:
            yield Finding(
                NAME,
                f"values.{name}",
                Text(vi=f"Không có giá trị nào tên “{name}”.", en=f"There is no value called “{name}”."),
                Text(
                    vi="Xem các tên bằng `socai policy list` hoặc ở docs/rules.md; sửa chỗ viết sai hoặc bỏ dòng.",
                    en="`socai policy list` and docs/rules.md show the names; mend the spelling or leave the line out.",
                ),
            )


def right_shapes(values: Mapping[str, Any], *, whole: bool) -> Iterator[Finding]:
    """Every value is written as its kind asks. `whole`: votes, steps and limits must be complete, not only changed.

    Source: domain 12.2 (policy is data); contracts 4 for shares, dates and whole months and days.
    """
    for name, value in values.items():
        known = VALUES.get(name)
        if known is None or value is None:
            continue
        sound = _LIST.get(known.shape) if whole else _PART.get(known.shape, _LIST.get(known.shape))
        if sound is not None and not (sound(value) and (not whole or _ranked(known, value, values))):
            how = _HOW[known.shape]
            yield Finding(
                SHAPE,
                f"values.{name}",
                Text(
                    vi=f"{meant(name).vi} viết chưa đúng: {brief('', value).vi}.",
                    en=f"{meant(name).en} is not written as it must be: {brief('', value).en}.",
                ),
                Text(vi=f"Viết: {how.vi}.", en=f"Write: {how.en}."),
            )


def forms_of_steps(values: Mapping[str, Any]) -> Iterator[Finding]:
    """Each form and each further paper belongs to a step of the procedure. Source: HD 12 (2022); domain 5."""
    steps = {name: rule for name, rule in _mapping(values.get("steps")).items() if isinstance(rule, Mapping)}
    for step, rule in steps.items():
        if step not in PROCEDURE and rule.get("form") is not None:
            yield _no_step(f"values.steps.{step}", str(rule["form"]), step)
    for paper, step in _mapping(values.get("extra_papers")).items():
        if step not in PROCEDURE:
            yield _no_step(f"values.extra_papers.{paper}", paper, str(step))


def _no_step(where: str, form: str, step: str) -> Finding:
    return Finding(
        FORM,
        where,
        Text(
            vi=f"Mẫu “{form}” không thuộc bước nào: không có bước “{step}”.",
            en=f"The form “{form}” belongs to no step: there is no step “{step}”.",
        ),
        Text(vi=f"Dùng một trong: {', '.join(PROCEDURE)}.", en=f"Use one of: {', '.join(PROCEDURE)}."),
    )


def steps_hold_together(values: Mapping[str, Any]) -> Iterator[Finding]:
    """Every step of domain 5 is there once, and names only actors, steps, votes and limits that exist. Domain 5."""
    steps, votes, limits = (_mapping(values.get(name)) for name in ("steps", "votes", "deadlines"))
    if "steps" in values:
        for step in PROCEDURE:
            if step not in steps:
                yield _step_fault("values.steps", Text(vi=f"thiếu bước {step}", en=f"step {step} is missing"))
    for step, rule in steps.items():
        where = f"values.steps.{step}"
        if not isinstance(rule, Mapping):
            continue  # said by its shape
        if step not in PROCEDURE and rule.get("form") is None:
            yield _step_fault(where, Text(vi=f"không có bước {step}", en=f"there is no step {step}"))
        if rule.get("actor", ACTORS[0]) not in ACTORS:
            yield _step_fault(where, Text(vi=f"{step}: không có vai “{rule['actor']}”", en=f"{step}: no such actor"))
        for part, table in (("vote", votes), ("deadline", limits)):
            if rule.get(part) is not None and rule[part] not in table:
                yield _step_fault(
                    where, Text(vi=f"{step}: thiếu {part} {rule[part]}", en=f"{step}: no {part} {rule[part]}")
                )


def needs_come_before(values: Mapping[str, Any]) -> Iterator[Finding]:
    """A step, centrally or by an override, needs steps before it: else it could never be taken. Source: domain 5."""
    for step, rule in _mapping(values.get("steps")).items():
        for needed in _mapping(rule).get("needs", ()):
            if needed != CHECK and not _earlier(needed, step):
                said = Text(
                    vi=f"{step} cần “{needed}”, không phải là bước đứng trước nó",
                    en=f"{step} needs “{needed}”, which is no step before it",
                )
                yield _step_fault(f"values.steps.{step}", said)


def _earlier(needed: str, step: str) -> bool:
    """Whether it is a step of domain 5 before this one; a step that needs a later one could never be taken."""
    if step not in PROCEDURE:
        return needed in PROCEDURE
    return needed in PROCEDURE[: PROCEDURE.index(step)]


def _step_fault(where: str, what: Text) -> Finding:
    return Finding(
        STEP,
        where,
        Text(vi=f"Các bước không khớp nhau: {what.vi}.", en=f"The steps do not hold together: {what.en}."),
        Text(
            vi="Mỗi bước A1 đến D8 có một dòng; needs chỉ nêu bước trước đó, vote và deadline chỉ nêu thứ đã có.",
            en="Each step A1 to D8 has a line; needs names earlier steps, vote and deadline what is there.",
        ),
    )


def _ranked(known: Value, code: Any, values: Mapping[str, Any]) -> bool:
    """Whether a lowest level is one of the levels there are."""
    if known.tightens is not Tightens.RANK_RISES:
        return True
    return code in _mapping(values.get("ranks")).get(known.name.removesuffix("_min").removesuffix("_exception"), ())


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= NUMBER_MAX


def _days(value: Any) -> bool:
    """A time limit lasts at least a day: the n-th working day after its start (contracts 4)."""
    return _number(value) and value > 0


def _code(value: Any) -> bool:
    return isinstance(value, str) and _CODE.match(value) is not None


def _codes(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(_code, value)) and len(set(value)) == len(value)


def _date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _ratio(value: Any) -> bool:
    return isinstance(value, str) and _RATIO.match(value) is not None and Fraction(value) <= 1


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= TEXT_CHARACTERS_MAX and value.isprintable()


def _share(value: Any) -> bool:
    return isinstance(value, str) and _SHARE.match(value) is not None and Fraction(value) <= 1


def _form(value: Any) -> bool:
    return value is None or (isinstance(value, str) and _PAPER.match(value) is not None)


_VOTE: Mapping[str, Callable[[Any], bool]] = {
    "share": _share,
    "rule": lambda rule: rule in {"at_least", "more_than"},
    "needed": lambda needed: isinstance(needed, bool),
}
_DEADLINE: Mapping[str, Callable[[Any], bool]] = {"starts": _code, "working_days": _days, "extension": _number}
_STEP: Mapping[str, Callable[[Any], bool]] = {
    "actor": _code,
    "needs": _codes,
    "form": _form,
    "vote": _code,
    "deadline": _code,
}


def _table(parts: Mapping[str, Callable[[Any], bool]], needed: frozenset[str]) -> Callable[[Any], bool]:
    def sound(value: Any) -> bool:
        return isinstance(value, Mapping) and all(
            isinstance(rule, Mapping)
            and needed <= rule.keys() <= parts.keys()
            and all(parts[part](each) for part, each in rule.items())
            for rule in value.values()
        )

    return sound


_LIST: Mapping[Shape, Callable[[Any], bool]] = {
    Shape.NUMBER: _number,
    Shape.DAYS: _days,
    Shape.RATIO: _ratio,
    Shape.FLAG: lambda value: isinstance(value, bool),
    Shape.DATE: _date,
    Shape.CODE: _code,
    Shape.CODES: _codes,
    Shape.TEXT: _text,
    Shape.VOTES: _table(_VOTE, frozenset(_VOTE)),
    Shape.RANKS: lambda value: isinstance(value, Mapping) and all(map(_codes, value.values())),
    Shape.STEPS: _table(_STEP, frozenset({"actor", "needs"})),
    Shape.DEADLINES: _table(_DEADLINE, frozenset(_DEADLINE)),
    Shape.PAPERS: lambda value: (
        isinstance(value, Mapping) and all(_form(paper) and _code(step) for paper, step in value.items())
    ),
}
_PART: Mapping[Shape, Callable[[Any], bool]] = {
    Shape.VOTES: _table(_VOTE, frozenset()),
    Shape.STEPS: _table(_STEP, frozenset()),
    Shape.DEADLINES: _table(_DEADLINE, frozenset()),
}
"""What a local override must state of a table: only the parts that it changes."""
