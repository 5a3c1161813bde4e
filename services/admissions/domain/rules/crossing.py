"""What a late fact or a correction may not do to the facts after it; each refusal says which, why, and how to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.admissions.domain.rules.labels import KIND
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.movement import Kind
from shared.core.errors import Fault, Refusal
from shared.core.text import Text

ORDER = Rule("order-of-states", "Điều 4, 5, 8 Điều lệ Đảng; domain 3")
CROSSED = Rule("late-fact-crosses", "Quy ước của sổ; design 4")
DROP = Rule("drop-not-needed", "Quy ước của sổ; design 4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """A movement in force that could not be stated again, and why."""

    position: int
    line: int
    kind: Kind
    on: date
    why: Text


def refuse_order(kind: Kind, on: date, why: Text) -> Refusal:
    """The fact itself cannot follow what is recorded before its date. Source: domain 3."""
    asked = written(on)
    return refusal(
        ORDER,
        Text(vi=f"Ngày {asked.vi}: {why.vi}", en=f"On {asked.en}: {why.en}"),
        Text(
            vi="Kiểm tra lại ngày và các bước đã ghi; nếu còn thiếu bước nào trước đó thì ghi bước ấy trước.",
            en="Check the date and what is recorded before it; if a step is missing, record that first.",
        ),
        values={"kind": kind.value, "on": on},
    )


def refuse_crossed(impossible: Sequence[Crossed]) -> Refusal:
    """Later facts no longer fit: all are listed, with the references by which `drop` names them. Source: design 4."""
    references = ", ".join(f"{each.position}/{each.line}" for each in impossible)
    return refusal(
        CROSSED,
        Text(
            vi=f"Ghi việc này thì {len(impossible)} việc đã ghi sau đó không còn đúng.",
            en=f"This fact makes {len(impossible)} later ones impossible.",
        ),
        Text(
            vi=f"Kiểm tra lại ngày; nếu các việc đó thật sự không còn, nêu trong “drop” (vị trí/dòng): {references}.",
            en=f"Check the date; if they do fall away, name them in “drop” (position/line): {references}.",
        ),
        values={"drop": [{"position": each.position, "line": each.line} for each in impossible]},
        faults=[_fault(each) for each in impossible],
    )


def refuse_drop(position: int, line: int, *, crossed: bool) -> Refusal:
    """Only what is crossed and impossible may fall away: nothing disappears unseen. Source: design 4."""
    what = (
        Text(
            vi=f"Việc ở vị trí {position}/{line} vẫn đúng sau khi ghi việc này, nên không bỏ đi được.",
            en=f"The movement {position}/{line} stays possible after this fact and cannot fall away.",
        )
        if crossed
        else Text(
            vi=f"Ở vị trí {position}/{line} không có việc nào đang có hiệu lực sau ngày này.",
            en=f"{position}/{line} is no movement in force after this fact.",
        )
    )
    return refusal(
        DROP,
        what,
        Text(
            vi="Bỏ nó khỏi “drop”; nếu chính nó sai, sửa bằng một lần đính chính.",
            en="Leave it out of “drop”; if it is itself wrong, correct it.",
        ),
        where="/drop",
        values={"position": position, "line": line},
        content=True,
    )


def _fault(crossed: Crossed) -> Fault:
    label, on = KIND[crossed.kind], written(crossed.on)
    return Fault(
        where=f"{crossed.position}/{crossed.line}",
        what=Text(vi=f"{label.vi}, {on.vi}: {crossed.why.vi}", en=f"{label.en}, {on.en}: {crossed.why.en}"),
    )
