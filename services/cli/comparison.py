"""Published figures beside computed ones, as values. The only reader of `published/`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shared.core.errors import NotFound
from shared.core.text import Text

PUBLISHED_FOLDER = Path(__file__).parent / "published"

Show = Literal["count", "percent"]


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


def _comparison(figure: Figure, value: Mapping[str, object]) -> Comparison:
    numerator, denominator, status = value.get("numerator"), value.get("denominator"), value.get("status")
    computed = None
    if isinstance(numerator, int) and isinstance(denominator, int):
        computed = Fraction(numerator=numerator, denominator=denominator)
    return Comparison(
        figure=figure,
        computed=computed,
        status=status if isinstance(status, str) else None,
    )
