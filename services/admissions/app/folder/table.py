"""One table of an import folder: rows of cells, from wherever they come, to parsed values; every fault is placed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.admissions.app.folder.cells import BadCell, Cell, Column, as_text
from services.admissions.app.folder.findings import Findings
from shared.core.text import Text

Rows = Iterator[tuple[int, Sequence[Cell]]]
"""(line, cells) of every row that is not empty, the header first. Lines are counted from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderLimits:
    """How much of a folder is taken: bytes of all files together, rows of a table, bytes of a line, faults listed."""

    bytes_max: int
    rows_max: int
    line_bytes_max: int
    faults_max: int


def read_table(
    name: str, rows: Rows, columns: Mapping[str, Column], limits: FolderLimits, findings: Findings
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, column name -> value) of each good row; what is wrong with the others goes to `findings`.

    `name`: as places are told, `people.csv`.
    """
    before = findings.count
    _, header = next(rows, (1, ()))
    if findings.count > before:
        return
    names = _header(name, header, columns, findings)
    if names is None:
        return
    shapes = [(column, columns[column]) for column in names]
    empty = {column: shape.empty for column, shape in columns.items()}
    for count, (line, cells) in enumerate(rows, start=1):
        if count > limits.rows_max:
            findings.add(f"{name}:{line}", _too_many(limits.rows_max))
            return
        values = _row(f"{name}:{line}", shapes, cells, dict(empty), findings)
        if values is not None:
            yield line, values


def _header(name: str, header: Sequence[Cell], columns: Mapping[str, Column], findings: Findings) -> list[str] | None:
    if not header:
        findings.add(f"{name}:1", Text(vi="Tệp không có dòng tiêu đề.", en="The file has no header row."))
        return None
    names = [cell.strip() if isinstance(cell, str) else str(cell) for cell in header]
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
    where: str,
    shapes: Sequence[tuple[str, Column]],
    cells: Sequence[Cell],
    values: dict[str, Any],
    findings: Findings,
) -> dict[str, Any] | None:
    if len(cells) != len(shapes):
        findings.add(
            where,
            Text(
                vi=f"Dòng có {len(cells)} ô, tiêu đề có {len(shapes)}; có thể tệp bị cắt giữa chừng.",
                en=f"The row has {len(cells)} cells, the header {len(shapes)}; the file may be cut off.",
            ),
        )
        return None
    good = True
    for (column, shape), raw in zip(shapes, cells, strict=True):
        if raw == "" and not shape.required:
            continue
        try:
            cell = as_text(raw, shape).strip()
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
