"""`socai compare SCENARIO`: asks the running system for what was published and prints both; exits 1 naming differences.

The system is asked through a callable: `compare_scenario` does not know in what mode it runs, or where.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

import typer

from services.cli import comparison
from services.cli.ask import ask, language
from services.cli.comparison import Comparison, Fraction, Published, Show
from services.cli.errors import ended_by
from shared.core.dates import parse_period
from shared.core.errors import SocaiError
from shared.core.text import Language, Text

FetchIndicators = Callable[[str, str], Mapping[str, Any]]
"""Asks for a unit's indicators over a period `FROM/TO`: the answer of contracts 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The printed comparison and how the command ends: 0, or 1 when a figure differs."""

    text: str
    differing: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """Exit code of the command."""
        return 1 if self.differing else 0


def compare(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="The scenario whose figures were published.")],
    lang: Annotated[Language | None, typer.Option("--lang", metavar="vi|en", help="The language of the table.")] = None,
) -> None:
    """Print published figures beside computed ones; exit 1 when one differs."""
    try:
        outcome = compare_scenario(scenario, _fetch, lang or language())
    except SocaiError as error:
        raise ended_by(error) from error
    typer.echo(outcome.text)
    raise typer.Exit(outcome.exit_code)


def _fetch(unit: str, period: str) -> Mapping[str, Any]:
    answer: Mapping[str, Any] = ask(f"/indicators/units/{unit}/indicators", {"period": period}).json()
    return answer


def compare_scenario(scenario: str, fetch: FetchIndicators, language: Language = "vi") -> Outcome:
    """Ask the system for the scenario's unit and period, and print published beside computed."""
    published = comparison.read_published(scenario)
    comparisons = comparison.compare(published, fetch(published.unit, published.period))
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
