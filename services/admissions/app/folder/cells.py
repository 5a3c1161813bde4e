"""One cell of an import file: text to value, or a fault that never repeats what a personal cell holds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from shared.core.dates import parse_date
from shared.core.errors import Malformed
from shared.core.text import Text

EnumT = TypeVar("EnumT", bound=StrEnum)
Parse = Callable[[str], Any]

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_COUNT_DIGITS_MAX = 6
NAME_CHARACTERS_MAX = 200
IDENTIFIER_CHARACTERS_MAX = 64
YEAR_MIN = 1900


class BadCell(Exception):
    """The cell cannot be read; carries what is wrong and how to write it, never the cell's text."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. `required`: whether the header must have it and a row may not leave it empty.

    `empty` is the value of an empty cell, `parse` never sees one.
    """

    parse: Parse
    required: bool = False
    empty: Any = None


Cell = str | date | bool | int | float | BadCell
"""A cell as a file gives it: CSV gives text only, a workbook also values, and what cannot be taken at all."""


def as_text(cell: Cell, shape: Column) -> str:
    """The cell as CSV would have it. A workbook's value is taken where its column wants just that, never guessed.

    Whole numbers are also ids and codes; a date is not text, a number is not a date. Raises BadCell.
    """
    match cell:
        case str():
            return cell
        case BadCell():
            raise cell
        case bool() if shape.parse is flag:
            return "true" if cell else ""
        case date() if shape.parse is day:
            return cell.isoformat()
        case bool() | date():
            raise BadCell(_NOT_TEXT)
        case _ if shape.parse is day:
            raise BadCell(
                Text(
                    vi="Ô là số, không phải ngày; định dạng ô là ngày, hoặc viết chữ như 2019-12-31.",
                    en="A number, not a date; format the cell as a date, or write text such as 2019-12-31.",
                )
            )
        case float() if not cell.is_integer():
            if shape.parse is not decimal:
                raise BadCell(_NOT_TEXT)
            return repr(cell)
        case _:
            return str(int(cell))


_NOT_TEXT = Text(
    vi="Ô có kiểu giá trị khác với cột này; định dạng ô là văn bản.",
    en="The cell's kind of value is not this column's; format the cell as text.",
)


def text(limit: int = NAME_CHARACTERS_MAX) -> Parse:
    """Text of at most `limit` characters."""

    def parse(cell: str) -> str:
        if len(cell) > limit:
            raise BadCell(Text(vi=f"Dài quá {limit} ký tự.", en=f"Longer than {limit} characters."))
        return cell

    return parse


def identifier(cell: str) -> str:
    """An id or a code: letters, digits, `.`, `_`, `-`."""
    if len(cell) > IDENTIFIER_CHARACTERS_MAX or not _IDENTIFIER.fullmatch(cell):
        raise BadCell(
            Text(
                vi=f"Mã chỉ gồm chữ cái không dấu, chữ số và . _ - , dài nhất {IDENTIFIER_CHARACTERS_MAX} ký tự.",
                en=f"An id has plain letters, digits and . _ - only, at most {IDENTIFIER_CHARACTERS_MAX} characters.",
            )
        )
    return cell


def identifiers(cell: str) -> tuple[str, ...]:
    """A set of codes joined by `;`, sorted."""
    return tuple(sorted({identifier(part.strip()) for part in cell.split(";") if part.strip()}))


def day(cell: str) -> date:
    """An ISO date from 1900 on."""
    try:
        found = parse_date(cell)
    except Malformed:
        found = date.min
    if found.year < YEAR_MIN:
        raise BadCell(
            Text(
                vi=f"Không phải là ngày có thật từ năm {YEAR_MIN}; viết như 2019-12-31.",
                en=f"Not a date that exists, from {YEAR_MIN} on; write it as 2019-12-31.",
            )
        )
    return found


def flag(cell: str) -> bool:
    """`true`; an empty cell means no."""
    if cell != "true":
        raise BadCell(Text(vi="Viết “true” hoặc để trống.", en="Write “true” or leave it empty."))
    return True


def count(cell: str) -> int:
    """A whole number, not negative."""
    if not (cell.isascii() and cell.isdigit()) or len(cell) > _COUNT_DIGITS_MAX:
        raise BadCell(Text(vi="Không phải là số nguyên không âm.", en="Not a whole number of zero or more."))
    return int(cell)


def decimal(cell: str) -> str:
    """A decimal number with a point, kept as text."""
    if not _DECIMAL.fullmatch(cell):
        raise BadCell(
            Text(vi="Không phải là số thập phân; viết như 90 hoặc 3.5.", en="Not a decimal; write it as 90 or 3.5.")
        )
    return cell


def one_of(kinds: type[EnumT]) -> Parse:
    """One of the codes of an enumeration."""
    known = ", ".join(kind.value for kind in kinds)

    def parse(cell: str) -> EnumT:
        try:
            return kinds(cell)
        except ValueError:
            raise BadCell(Text(vi=f"Phải là một trong: {known}.", en=f"Must be one of: {known}.")) from None

    return parse


def nothing(reason: Text) -> Parse:
    """A column that contracts name and an import leaves empty."""

    def parse(_cell: str) -> None:
        raise BadCell(reason)

    return parse
