"""What a command prints: JSON as it came, or a table that a person can read, in the person's language."""

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import httpx2
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from shared.core.clock import VIETNAM
from shared.core.text import Language, Text

PIPED_COLUMNS = 120
"""How wide tables are where no terminal says its width."""
console = Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else PIPED_COLUMNS)
notes = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(response: httpx2.Response) -> None:
    """The body, byte for byte, and a line break."""
    sys.stdout.buffer.write(response.content + b"\n")
    sys.stdout.buffer.flush()


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()
) -> None:
    """A table; `right` are the indexes of columns of figures."""
    table = Table(title=unicodedata.normalize("NFC", title), box=SIMPLE_HEAD, title_justify="left", title_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(unicodedata.normalize("NFC", "" if cell is None else str(cell)) for cell in row))
    console.print(table)


def whole(value: int | None, language: Language) -> str:
    """A whole number as the language groups it: 2.794 or 2,794."""
    if value is None:
        return "—"
    return f"{value:,}".replace(",", ".") if language == "vi" else f"{value:,}"


def decimal(value: str | None, language: Language) -> str:
    """A decimal string as the language writes it: 1,3222 or 1.3222."""
    if value is None:
        return "—"
    return value.replace(".", ",") if language == "vi" else value


def day(value: str | None, language: Language) -> str:
    """An ISO date as a Vietnamese reader writes it, dd/mm/yyyy; ISO in English, where order is ambiguous."""
    if not value:
        return ""
    return date.fromisoformat(value[:10]).strftime("%d/%m/%Y") if language == "vi" else value[:10]


def instant(value: str | None, language: Language) -> str:
    """An instant as local time of Viet Nam, to the second."""
    if not value:
        return ""
    local = datetime.fromisoformat(value).astimezone(VIETNAM)
    return local.strftime("%d/%m/%Y %H:%M:%S") if language == "vi" else local.strftime("%Y-%m-%d %H:%M:%S +07:00")


def stamp_line(stamp: dict[str, object], language: Language) -> str:
    """What the answer rests on, in one line."""
    known = instant(str(stamp["as_known"]), language) if stamp.get("as_known") else say("hiện nay", "now").of(language)
    parts = [
        say(f"tính đến {day(str(stamp['as_of']), language)}", f"as of {day(str(stamp['as_of']), language)}"),
        say(f"theo hiểu biết {known}", f"as known {known}"),
        say(f"vị trí {stamp['position']}", f"position {stamp['position']}"),
    ]
    if stamp.get("batch_open"):
        parts.append(say("đang có đợt nhập chưa đóng", "a batch is still open"))
    return " · ".join(part.of(language) for part in parts)


def say(vi: str, en: str) -> Text:
    """A sentence in both languages."""
    return Text(vi, en)
