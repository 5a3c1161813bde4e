"""One CSV file of an import folder: bytes to rows of parsed cells, with every fault placed by line and column."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.admissions.app.folder.cells import BadCell, Column
from services.admissions.app.folder.findings import Findings
from shared.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderLimits:
    """How much of a folder is taken: bytes of all files together, rows of a file, bytes of a line, faults listed."""

    bytes_max: int
    rows_max: int
    line_bytes_max: int
    faults_max: int


def read_table(
    name: str, data: bytes, columns: Mapping[str, Column], limits: FolderLimits, findings: Findings
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, column name -> value) of each good row; what is wrong with the others goes to `findings`."""
    decoded = _decode(name, data, limits, findings)
    if decoded is None:
        return
    reader = csv.reader(io.StringIO(decoded, newline=""), strict=True)
    try:
        header = next(reader, None)
        names = _header(name, header, columns, findings)
        if names is None:
            return
        rows = 0
        for cells in reader:
            if not cells:
                continue
            rows += 1
            if rows > limits.rows_max:
                findings.add(f"{name}:{reader.line_num}", _too_many(limits.rows_max))
                return
            values = _row(f"{name}:{reader.line_num}", names, cells, columns, findings)
            if values is not None:
                yield reader.line_num, values
    except csv.Error:
        findings.add(
            f"{name}:{reader.line_num}",
            Text(
                vi="Dấu nháy kép không khớp, hoặc tệp bị cắt giữa chừng.",
                en="The quotes do not match, or the file is cut off.",
            ),
        )


def _decode(name: str, data: bytes, limits: FolderLimits, findings: Findings) -> str | None:
    for number, line in enumerate(data.split(b"\n"), start=1):
        if len(line) > limits.line_bytes_max:
            findings.add(
                f"{name}:{number}",
                Text(
                    vi=f"Dòng dài {len(line)} byte, giới hạn là {limits.line_bytes_max}.",
                    en=f"The line is {len(line)} bytes long, the limit is {limits.line_bytes_max}.",
                ),
            )
            return None
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        line_number = data.count(b"\n", 0, fault.start) + 1
        findings.add(
            f"{name}:{line_number}",
            Text(vi="Không phải là UTF-8; lưu lại tệp với mã UTF-8.", en="This is not UTF-8; save the file as UTF-8."),
        )
        return None


def _header(name: str, header: list[str] | None, columns: Mapping[str, Column], findings: Findings) -> list[str] | None:
    if not header:
        findings.add(f"{name}:1", Text(vi="Tệp không có dòng tiêu đề.", en="The file has no header row."))
        return None
    names = [cell.strip() for cell in header]
    before = findings.count
    for column in dict.fromkeys(names):
        if column not in columns:
            findings.add(
                f"{name}:1:{column[:64]}",
                Text(
                    vi=f"Cột lạ; các cột được dùng là: {', '.join(columns)}.",
                    en=f"Unknown column; the columns are: {', '.join(columns)}.",
                ),
            )
        elif names.count(column) > 1:
            findings.add(f"{name}:1:{column}", Text(vi="Cột có hai lần.", en="The column is there twice."))
    for column, shape in columns.items():
        if shape.required and column not in names:
            findings.add(f"{name}:1:{column}", Text(vi="Thiếu cột này.", en="This column is missing."))
    return names if findings.count == before else None


def _row(
    where: str, names: list[str], cells: list[str], columns: Mapping[str, Column], findings: Findings
) -> dict[str, Any] | None:
    if len(cells) != len(names):
        findings.add(
            where,
            Text(
                vi=f"Dòng có {len(cells)} ô, tiêu đề có {len(names)}; có thể tệp bị cắt giữa chừng.",
                en=f"The row has {len(cells)} cells, the header {len(names)}; the file may be cut off.",
            ),
        )
        return None
    values: dict[str, Any] = {column: shape.empty for column, shape in columns.items()}
    good = True
    for column, raw in zip(names, cells, strict=True):
        shape = columns[column]
        cell = raw.strip()
        try:
            if cell:
                values[column] = shape.parse(_printable(cell))
            elif shape.required:
                raise BadCell(Text(vi="Ô này không được để trống.", en="This cell must not be empty."))
        except BadCell as fault:
            findings.add(f"{where}:{column}", fault.what)
            good = False
    return values if good else None


def _printable(cell: str) -> str:
    if not cell.isprintable():
        raise BadCell(Text(vi="Có ký tự điều khiển; hãy bỏ đi.", en="There is a control character in it; take it out."))
    return cell


def _too_many(rows_max: int) -> Text:
    return Text(
        vi=f"Nhiều hơn {rows_max} dòng; chia thư mục thành nhiều lần nhập.",
        en=f"More than {rows_max} rows; split the folder into several imports.",
    )
