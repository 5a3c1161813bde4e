"""`socai compare SCENARIO`: the published figures beside those that the running system computes.

The only reader of `published/`. The system is asked through a callable, so that it works in process and over HTTP.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

from shared.core.dates import parse_period
from shared.core.errors import NotFound
from shared.core.text import Language, Text

PUBLISHED_FOLDER = Path(__file__).parent / "published"

Show = Literal["count", "percent"]
FetchIndicators = Callable[[str, str], Mapping[str, object]]
"""Asks for a unit's indicators over a period `FROM/TO`: the answer of contracts 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fraction:
    """A figure as counted. Two are the same figure when their values are, 650/5 and 130/1."""

    numerator: int
    denominator: int

    def same(self, other: "Fraction") -> bool:
        """Whether the values are equal, by cross-multiplication. Nothing over 0 equals nothing but itself."""
        if self.denominator == 0 or other.denominator == 0:
            return self == other
        return self.numerator * other.denominator == other.numerator * self.denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A published figure. `status` is None where none was printed."""

    id: str
    label: Text
    show: Show
    value: Fraction
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a place printed, for which unit and period."""

    unit: str
    period: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A published figure and what the system says. `computed` is None where it gave no number."""

    figure: Figure
    computed: Fraction | None
    status: str | None

    @property
    def differs(self) -> bool:
        """Whether the value differs, or the status where one was printed."""
        if self.computed is None or not self.computed.same(self.figure.value):
            return True
        return self.figure.status is not None and self.figure.status != self.status


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The printed comparison and how the command ends: 0, or 1 when a figure differs."""

    text: str
    differing: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """Exit code of the command."""
        return 1 if self.differing else 0


def read_published(scenario: str) -> Published:
    """The published figures of a scenario. Raises NotFound when nothing was published for that name."""
    known = {path.stem: path for path in sorted(PUBLISHED_FOLDER.glob("*.json"))}
    if scenario not in known:
        names = ", ".join(known)
        raise NotFound(
            "published-unknown",
            Text(vi=f"Không có số liệu công bố cho “{scenario}”.", en=f"Nothing was published for “{scenario}”."),
            mend=Text(vi=f"Chọn một trong: {names}.", en=f"Choose one of: {names}."),
            where=scenario,
        )
    content = json.loads(known[scenario].read_text(encoding="utf-8"))
    figures = tuple(
        Figure(
            id=item["id"],
            label=Text(vi=item["vi"], en=item["en"]),
            show=item["show"],
            value=Fraction(numerator=item["numerator"], denominator=item["denominator"]),
            status=item["status"],
        )
        for item in content["figures"]
    )
    return Published(unit=content["unit"], period=content["period"], figures=figures)


def compare(published: Published, answer: Mapping[str, object]) -> list[Comparison]:
    """Each published figure beside the computed one. What the answer holds besides is not compared."""
    values = answer.get("values")
    by_id = {
        str(value["id"]): value
        for value in (values if isinstance(values, Sequence) else ())
        if isinstance(value, Mapping) and "id" in value
    }
    return [_comparison(figure, by_id.get(figure.id, {})) for figure in published.figures]


def compare_scenario(scenario: str, fetch: FetchIndicators, language: Language = "vi") -> Outcome:
    """Ask the system for the scenario's unit and period, and print published beside computed."""
    published = read_published(scenario)
    comparisons = compare(published, fetch(published.unit, published.period))
    differing = tuple(item.figure.id for item in comparisons if item.differs)
    return Outcome(text=render(published, comparisons, language), differing=differing)


def render(published: Published, comparisons: Sequence[Comparison], language: Language) -> str:
    """A table a person can read, then one line for each figure that differs."""
    period = parse_period(published.period)
    head = Text(
        vi=f"{published.unit}, {period.first:%d/%m/%Y} - {period.last:%d/%m/%Y}: công bố và tính lại",
        en=f"{published.unit}, {period.first:%d/%m/%Y} - {period.last:%d/%m/%Y}: published and computed",
    )
    columns = Text(
        vi="Mã|Chỉ tiêu|Công bố|Tính lại|Kết quả|So sánh", en="Id|Indicator|Published|Computed|Status|Comparison"
    )
    rows = [columns.of(language).split("|"), *(_row(item, language) for item in comparisons)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [head.of(language), ""]
    for number, row in enumerate(rows):
        cells = [
            cell.rjust(width) if column in {2, 3} else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
    lines.extend(["", *_verdict(comparisons, language)])
    return "\n".join(lines)


def _comparison(figure: Figure, value: Mapping[str, object]) -> Comparison:
    numerator, denominator, status = value.get("numerator"), value.get("denominator"), value.get("status")
    counted = isinstance(numerator, int) and isinstance(denominator, int)
    return Comparison(
        figure=figure,
        computed=Fraction(numerator=numerator, denominator=denominator) if counted else None,  # type: ignore[arg-type]
        status=status if isinstance(status, str) else None,
    )


def _verdict(comparisons: Sequence[Comparison], language: Language) -> list[str]:
    differing = [item for item in comparisons if item.differs]
    if not differing:
        agreed = Text(vi=f"Khớp cả {len(comparisons)} số liệu.", en=f"All {len(comparisons)} figures agree.")
        return [agreed.of(language)]
    return [
        Text(
            vi=f"KHÔNG KHỚP {item.figure.id}: công bố {_both(item, 'vi')[0]}, tính lại {_both(item, 'vi')[1]}",
            en=f"DIFFERS {item.figure.id}: published {_both(item, 'en')[0]}, computed {_both(item, 'en')[1]}",
        ).of(language)
        for item in differing
    ]


_STATUS = {
    "MET": Text(vi="đạt", en="met"),
    "NEAR": Text(vi="gần đạt", en="near"),
    "UNMET": Text(vi="chưa đạt", en="unmet"),
    "NO_DATA": Text(vi="thiếu số liệu", en="no data"),
}
_SAME, _DIFFERENT = Text(vi="khớp", en="same"), Text(vi="KHÁC", en="DIFFERS")


def _row(item: Comparison, language: Language) -> list[str]:
    figure = item.figure
    return [
        figure.id,
        figure.label.of(language),
        number_text(figure.value, figure.show, language),
        number_text(item.computed, figure.show, language),
        _status_text(item.status, language),
        (_DIFFERENT if item.differs else _SAME).of(language),
    ]


def _both(item: Comparison, language: Language) -> tuple[str, str]:
    """Published and computed for the closing lines: fractions in full, and the status when that is the difference."""
    shown = [number_text(value, item.figure.show, language) for value in (item.figure.value, item.computed)]
    for place, value in enumerate((item.figure.value, item.computed)):
        if value and value.denominator != 1:
            shown[place] += f" ({value.numerator}/{value.denominator})"
    if item.computed and item.computed.same(item.figure.value):
        shown[0] += f", {_status_text(item.figure.status, language)}"
        shown[1] += f", {_status_text(item.status, language)}"
    return shown[0], shown[1]


def _status_text(status: str | None, language: Language) -> str:
    if status is None:
        return "-"
    return _STATUS[status].of(language) if status in _STATUS else status


def number_text(value: Fraction | None, show: Show, language: Language) -> str:
    """A number as read in the language: 2.794 and 132,2% in Vietnamese, 2,794 and 132.2% in English; `-` for none."""
    if value is None or value.denominator == 0:
        return "-"
    number = Decimal(value.numerator) / value.denominator
    if show == "percent":
        text = f"{(number * 100).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):,}%"
    elif number == number.to_integral_value():
        text = f"{int(number):,}"
    else:
        text = f"{number.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):,}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
