"""An .xlsx of an import folder: its sheets row by row. Formulas, macros and bombs are refused before they are read."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, BinaryIO
from unicodedata import normalize

from services.admissions.app.folder.cells import BadCell, Cell
from services.admissions.app.folder.findings import Findings
from services.admissions.app.folder.table import FolderLimits, Rows
from shared.core.text import Text

SUFFIX = ".xlsx"
STRINGS_PART = "xl/sharedStrings.xml"
STRINGS_BYTES_MAX = 128 * 1_048_576
"""The one part of a workbook that is held whole; a larger table belongs into a CSV file."""
PARTS_MAX = 256
COLUMNS_MAX = 64
WORKBOOK_BYTES_MAX = 1024 * 1_048_576
"""Of all parts of a workbook together, unpacked."""
READ_BYTES = 65_536


def sheet_names(name: str, stream: BinaryIO, limits: FolderLimits, findings: Findings) -> list[str]:
    """The sheets of a workbook in their order; none, with a fault, when it cannot be read."""
    try:
        _check_parts(stream, limits)
        with _workbook(stream) as book:
            return [str(sheet.title) for sheet in book.worksheets]
    except _Harmful as fault:
        findings.add(name, fault.what)
    except Exception:  # noqa: BLE001 - the library may fail in any way on bytes made to harm
        findings.add(name, _UNREADABLE)
    return []


def sheet_rows(name: str, stream: BinaryIO, sheet: str, findings: Findings) -> Rows:
    """The rows of a sheet that are not empty, each as wide as the header. `name`: as places are told."""
    width, line = None, 0
    try:
        with _workbook(stream) as book:
            for line, cells in enumerate(_cells(book[sheet]), start=1):
                filled = [_value(cell) for cell in cells]
                while filled and filled[-1] == "":
                    filled.pop()
                if not filled:
                    continue
                if len(filled) > COLUMNS_MAX:
                    findings.add(f"{name}:{line}", _TOO_WIDE)
                    return
                width = width or len(filled)
                yield line, [*filled, *([""] * (width - len(filled)))]
    except Exception:  # noqa: BLE001 - as above
        findings.add(f"{name}:{line + 1}", _UNREADABLE)


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    # What a sheet says of its own size may be anything; the rows say it as they come.
    sheet.reset_dimensions()
    rows: Iterable[Sequence[Any]] = sheet.iter_rows()
    return iter(rows)


def _value(cell: Any) -> Cell:
    """A cell as CSV would have it, or as a value whose column decides how it is written."""
    value, kind = cell.value, cell.data_type
    if kind == "f":
        return BadCell(
            Text(vi="Ô là công thức; dán giá trị thay cho công thức.", en="A formula; paste its value in its place.")
        )
    if kind == "e":
        return BadCell(Text(vi="Ô báo lỗi của bảng tính.", en="The cell shows an error of the spreadsheet."))
    match value:
        case None:
            return ""
        case bool():
            return value
        case str():
            return normalize("NFC", value)
        case datetime():
            return value.date() if value.time() == time() else BadCell(_CLOCK)
        case date() | int() | float():
            return value
        case _:
            return BadCell(_CLOCK)


class _Harmful(Exception):
    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


def _check_parts(stream: BinaryIO, limits: FolderLimits) -> None:
    """Sizes first as declared, then as they are: each part is unpacked once, piece by piece, up to what it declares."""
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        sizes = {part.filename: part.file_size for part in parts}
        whole = min(limits.bytes_max, WORKBOOK_BYTES_MAX)
        if len(parts) > PARTS_MAX or sum(sizes.values()) > whole or sizes.get(STRINGS_PART, 0) > STRINGS_BYTES_MAX:
            raise _Harmful(
                Text(
                    vi="Bảng tính sau khi giải nén quá lớn; lưu từng bảng thành tệp CSV.",
                    en="The workbook is too large once unpacked; save each table as a CSV file.",
                )
            )
        for part in parts:
            with archive.open(part) as opened:
                while opened.read(READ_BYTES):
                    pass
    if any(name.endswith("vbaProject.bin") for name in sizes):
        raise _Harmful(
            Text(vi="Bảng tính có macro; lưu lại không có macro.", en="It has macros; save it without them.")
        )


@contextmanager
def _workbook(stream: BinaryIO) -> Iterator[Any]:
    from openpyxl import load_workbook  # slow to import, and few folders are workbooks

    stream.seek(0)
    book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    try:
        yield book
    finally:
        book.close()


_UNREADABLE = Text(
    vi="Không đọc được bảng tính; lưu lại dạng .xlsx rồi gửi lại.",
    en="The workbook cannot be read; save it as .xlsx again and send it.",
)
_TOO_WIDE = Text(vi=f"Dòng có hơn {COLUMNS_MAX} ô.", en=f"The row has more than {COLUMNS_MAX} cells.")
_CLOCK = Text(vi="Ô có giờ; chỉ dùng ngày.", en="There is a time of day in the cell; give the date only.")
