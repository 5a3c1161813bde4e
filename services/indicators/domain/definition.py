"""What an indicator means: a closed grammar, published as data in the log, read here or refused. Pure.

A definition is {"label_vi", "label_en", "source", "window", "measure", "target"?, "direction"?}; a measure is an object
whose "op" names one of the classes below. To widen the grammar: a class, a line in `_READERS`, a case in evaluate.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from services.indicators.domain.number import parse_decimal
from services.indicators.domain.posting import Side
from services.indicators.domain.status import Direction, Target
from services.indicators.domain.target import Over
from services.indicators.domain.window import Span, Window
from shared.contracts.movement import MEMBERS, Kind, Standing
from shared.contracts.organisation import CellKind, UnitKind
from shared.core.errors import Malformed
from shared.core.text import Text

DEPTH_MAX = 8
"""Measures inside measures: a definition is read by people too."""
MONTHS_MAX = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """People of these standings in the subtree at the window's close."""

    standings: frozenset[Standing] = MEMBERS
    window: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Movements of a kind in the window, less those taken back: arrivals in the subtree, for exits departures."""

    kind: Kind
    window: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Open units of the subtree on the answer's tree. Empty conditions hold for every unit."""

    kinds: frozenset[UnitKind] = frozenset()
    cell_kinds: frozenset[CellKind] = frozenset()
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOf:
    """The low end of the unit's targets for an indicator, over the window that their periods must tile."""

    indicator: str
    over: Over = Over.SUM
    window: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One measure over another."""

    of: "Measure"
    to: "Measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One measure less another."""

    of: "Measure"
    less: "Measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanOverYears:
    """The mean of a measure over the calendar years of the window."""

    of: "Measure"
    window: Window | None = None


Measure = Stock | Flow | Units | TargetOf | Ratio | Difference | MeanOverYears


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedTarget:
    """The target comes from those assigned for an indicator, in periods that tile the window."""

    indicator: str
    over: Over


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """An indicator: what is measured, over which window, against which target, and which way is good."""

    label: Text
    source: str
    window: Window
    measure: Measure
    target: Target | AssignedTarget | None
    direction: Direction


FLOW_KINDS = frozenset(Kind) - {Kind.TRANSFERRED, Kind.RESTRUCTURED, Kind.CHANGED, Kind.RATED}
"""Kinds with one direction. Moves between units are told apart by their other end: that is the movement table's."""

_EXITS = frozenset({Kind.STRUCK_OFF, Kind.RESIGNED, Kind.EXPELLED, Kind.DECEASED, Kind.DELISTED, Kind.DOSSIER_CLOSED})


def side_counted(kind: Kind) -> Side:
    """Where a flow of this kind is counted: in the unit that an exit left, else in the unit arrived in."""
    return Side.FROM if kind in _EXITS else Side.TO


def parse_definition(data: Mapping[str, Any]) -> Definition:
    """Read a definition. Raises Malformed with the place (a JSON pointer) and what may stand there."""
    _only(data, {"label_vi", "label_en", "source", "window", "measure", "target", "direction"}, "")
    return Definition(
        label=Text(vi=_text(data, "label_vi", ""), en=_text(data, "label_en", "")),
        source=_text(data, "source", ""),
        window=_window(data.get("window"), "/window"),
        measure=_measure(data.get("measure"), "/measure", 1),
        target=_target(data.get("target"), "/target"),
        direction=_member(Direction, data.get("direction", Direction.AT_LEAST), "/direction"),
    )


def _measure(data: object, where: str, depth: int) -> Measure:
    node = _object(data, where)
    if depth > DEPTH_MAX:
        raise _fault(where, f"nhiều nhất {DEPTH_MAX} tầng", f"at most {DEPTH_MAX} levels")
    read = _READERS.get(str(node.get("op")))
    if read is None:
        raise _fault(f"{where}/op", f"một trong {', '.join(_READERS)}", f"one of {', '.join(_READERS)}")
    return read(node, where, depth)


def _stock(node: Mapping[str, Any], where: str, _depth: int) -> Stock:
    _only(node, {"op", "standings", "window"}, where)
    standings = _members(Standing, node.get("standings", sorted(MEMBERS)), f"{where}/standings")
    return Stock(standings=standings, window=_own_window(node, where))


def _flow(node: Mapping[str, Any], where: str, _depth: int) -> Flow:
    _only(node, {"op", "kind", "window"}, where)
    kind = _member(Kind, node.get("kind"), f"{where}/kind")
    if kind not in FLOW_KINDS:
        kinds = ", ".join(sorted(FLOW_KINDS))
        raise _fault(f"{where}/kind", f"một trong {kinds}", f"one of {kinds}")
    return Flow(kind=kind, window=_own_window(node, where))


def _units(node: Mapping[str, Any], where: str, _depth: int) -> Units:
    _only(node, {"op", "kinds", "cell_kinds", "facts"}, where)
    facts = _object(node.get("facts", {}), f"{where}/facts")
    return Units(
        kinds=_members(UnitKind, node.get("kinds", []), f"{where}/kinds"),
        cell_kinds=_members(CellKind, node.get("cell_kinds", []), f"{where}/cell_kinds"),
        facts={name: _text(facts, name, f"{where}/facts") for name in facts},
    )


def _target_of(node: Mapping[str, Any], where: str, _depth: int) -> TargetOf:
    _only(node, {"op", "indicator", "over", "window"}, where)
    return TargetOf(
        indicator=_text(node, "indicator", where),
        over=_member(Over, node.get("over", Over.SUM), f"{where}/over"),
        window=_own_window(node, where),
    )


def _ratio(node: Mapping[str, Any], where: str, depth: int) -> Ratio:
    _only(node, {"op", "of", "to"}, where)
    return Ratio(
        of=_measure(node.get("of"), f"{where}/of", depth + 1), to=_measure(node.get("to"), f"{where}/to", depth + 1)
    )


def _difference(node: Mapping[str, Any], where: str, depth: int) -> Difference:
    _only(node, {"op", "of", "less"}, where)
    return Difference(
        of=_measure(node.get("of"), f"{where}/of", depth + 1),
        less=_measure(node.get("less"), f"{where}/less", depth + 1),
    )


def _mean_over_years(node: Mapping[str, Any], where: str, depth: int) -> MeanOverYears:
    _only(node, {"op", "of", "window"}, where)
    return MeanOverYears(of=_measure(node.get("of"), f"{where}/of", depth + 1), window=_own_window(node, where))


_READERS: Mapping[str, Callable[[Mapping[str, Any], str, int], Measure]] = {
    "stock": _stock,
    "flow": _flow,
    "units": _units,
    "target_of": _target_of,
    "ratio": _ratio,
    "difference": _difference,
    "mean_over_years": _mean_over_years,
}


def _own_window(node: Mapping[str, Any], where: str) -> Window | None:
    return _window(node["window"], f"{where}/window") if "window" in node else None


def _window(data: object, where: str) -> Window:
    if isinstance(data, Mapping):
        _only(data, {Span.TRAILING_MONTHS.value}, where)
        months = data.get(Span.TRAILING_MONTHS.value)
        if type(months) is not int or not 1 <= months <= MONTHS_MAX:
            raise _fault(where, f"số tháng từ 1 đến {MONTHS_MAX}", f"a number of months from 1 to {MONTHS_MAX}")
        return Window(span=Span.TRAILING_MONTHS, months=months)
    span = _member(Span, data, where)
    if span is Span.TRAILING_MONTHS:
        raise _fault(where, 'viết {"trailing_months": 12}', 'write {"trailing_months": 12}')
    return Window(span=span)


def _target(data: object, where: str) -> Target | AssignedTarget | None:
    if data is None:
        return None
    node = _object(data, where)
    if "of" in node:
        _only(node, {"of", "over"}, where)
        return AssignedTarget(
            indicator=_text(node, "of", where), over=_member(Over, node.get("over", Over.SUM), f"{where}/over")
        )
    _only(node, {"low", "high"}, where)
    return Target(low=_number(node, "low", where), high=_number(node, "high", where))


def _number(node: Mapping[str, Any], name: str, where: str) -> Fraction | None:
    if name not in node:
        return None
    number = parse_decimal(_text(node, name, where))
    if number is None:
        raise _fault(f"{where}/{name}", "một số thập phân viết thành chuỗi", "a decimal number in a string")
    return number


M = TypeVar("M", Direction, Kind, Over, Span, Standing, UnitKind, CellKind)


def _member(cls: type[M], value: object, where: str) -> M:
    for member in cls:
        if value == member.value:
            return member
    allowed = ", ".join(member.value for member in cls)
    raise _fault(where, f"một trong {allowed}", f"one of {allowed}")


def _members(cls: type[M], values: object, where: str) -> frozenset[M]:
    if not isinstance(values, list):
        raise _fault(where, "một danh sách", "a list")
    return frozenset(_member(cls, value, f"{where}/{index}") for index, value in enumerate(values))


def _object(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _fault(where, "một đối tượng", "an object")
    return value


def _text(node: Mapping[str, Any], name: str, where: str) -> str:
    value = node.get(name)
    if not isinstance(value, str) or not value:
        raise _fault(f"{where}/{name}", "một chuỗi không rỗng", "a string that is not empty")
    return value


def _only(node: Mapping[str, Any], names: set[str], where: str) -> None:
    for name in node:
        if name not in names:
            allowed = ", ".join(sorted(names))
            raise _fault(f"{where}/{name}", f"chỉ {allowed}", f"only {allowed}")


def _fault(where: str, vi: str, en: str) -> Malformed:
    return Malformed(
        "definition-unreadable",
        Text(vi=f"Không đọc được định nghĩa chỉ tiêu; chỗ này cần: {vi}.", en=f"The definition is unreadable: {en}."),
        where=where or "/",
        mend=Text(vi="Công bố lại định nghĩa theo ngữ pháp.", en="Publish the definition again, by the grammar."),
    )
