"""Form 1-TCTW: the movement table of members, which closes because it is one sum (domain 11, contracts 5). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.indicators.domain.posting import Side
from shared.contracts.movement import Kind, Standing
from shared.core.text import Text

FORM_1 = "1-TCTW"
GAINS = (Kind.ENROLLED, Kind.ADMITTED, Kind.READMITTED, Kind.RESTORED)
MOVES = (Kind.TRANSFERRED, Kind.RESTRUCTURED)
LOSSES = (Kind.STRUCK_OFF, Kind.RESIGNED, Kind.EXPELLED, Kind.DECEASED)
TABLE_KINDS = frozenset({*GAINS, *MOVES, *LOSSES})
"""The kinds that may change how many members a subtree has; `recognised`, `changed` and `rated` never do."""

_LABELS: Mapping[str, Text] = {
    "opening": Text(vi="Đảng viên đầu kỳ", en="Members at the opening"),
    "enrolled": Text(vi="Nhập từ sổ trước", en="Taken over from the earlier register"),
    "admitted": Text(vi="Kết nạp", en="Admitted"),
    "readmitted": Text(vi="Kết nạp lại", en="Readmitted"),
    "restored": Text(vi="Khôi phục đảng tịch", en="Membership restored"),
    "transferred_in": Text(vi="Chuyển đến", en="Transferred in"),
    "restructured_in": Text(vi="Đến do sắp xếp tổ chức", en="In by restructuring"),
    "transferred_out": Text(vi="Chuyển đi", en="Transferred out"),
    "restructured_out": Text(vi="Đi do sắp xếp tổ chức", en="Out by restructuring"),
    "struck_off": Text(vi="Xóa tên", en="Struck off"),
    "resigned": Text(vi="Xin ra khỏi Đảng", en="Resigned"),
    "expelled": Text(vi="Khai trừ", en="Expelled"),
    "deceased": Text(vi="Từ trần", en="Deceased"),
    "closing": Text(vi="Đảng viên cuối kỳ", en="Members at the closing"),
    "probationary": Text(vi="Trong đó: dự bị", en="Of whom probationary"),
    "official": Text(vi="Trong đó: chính thức", en="Of whom official"),
    "internal": Text(vi="Chuyển trong nội bộ", en="Moves within"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowKey:
    """A class of postings of members of a subtree. `inside`: the other end is a member of the same subtree."""

    kind: Kind
    side: Side
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementTable:
    """The form's values by code, in its order. `difference`: closing less what the lines add up to; it must be 0."""

    values: Mapping[str, int]
    difference: int


def movement_table(opening: int, closing: Mapping[Standing, int], flows: Mapping[FlowKey, int]) -> MovementTable:
    """Form 1-TCTW from two stocks of members and the sums of postings between them. Source: contracts 5."""

    def outside(kind: Kind, side: Side) -> int:
        return side * flows.get(FlowKey(kind=kind, side=side, inside=False), 0)

    gains = {kind.value: outside(kind, Side.TO) for kind in GAINS}
    gains |= {f"{kind.value}_in": outside(kind, Side.TO) for kind in MOVES}
    losses = {f"{kind.value}_out": outside(kind, Side.FROM) for kind in MOVES}
    losses |= {kind.value: outside(kind, Side.FROM) for kind in LOSSES}
    probationary, official = closing.get(Standing.PROBATIONARY, 0), closing.get(Standing.OFFICIAL, 0)
    total = probationary + official
    values = {
        "opening": opening,
        **gains,
        **losses,
        "closing": total,
        "probationary": probationary,
        "official": official,
        "internal": sum(flows.get(FlowKey(kind=kind, side=Side.TO, inside=True), 0) for kind in MOVES),
    }
    return MovementTable(
        values={code: values[code] for code in _LABELS},
        difference=total - (opening + sum(gains.values()) - sum(losses.values())),
    )


def label(code: str) -> Text:
    """What a line of the form is called."""
    return _LABELS[code]
