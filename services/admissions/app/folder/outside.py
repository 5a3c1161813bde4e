"""A register kept elsewhere, as one table: who it says stands where; read like a table of an import folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.admissions.app.folder.cells import Column, day, identifier, one_of, text
from services.admissions.app.folder.content import Content
from services.admissions.app.folder.csv_rows import csv_rows
from services.admissions.app.folder.findings import Findings
from services.admissions.app.folder.table import FolderLimits, read_table
from services.admissions.app.folder.workbook import sheet_names, sheet_rows
from shared.contracts.movement import Standing
from shared.core.errors import Malformed
from shared.core.text import Text

CSV, WORKBOOK = "file.csv", "file.xlsx"
ZIP_MAGIC = b"PK\x03\x04"
COLUMNS: Mapping[str, Column] = {
    "person_ref": Column(text(64)),
    "full_name": Column(text()),
    "birth_date": Column(day),
    "standing": Column(one_of(Standing), required=True),
    "unit_id": Column(identifier),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRow:
    """One person of the other register, by reference, or by name and birth date."""

    line: int
    person_ref: str | None
    full_name: str | None
    birth_date: date | None
    standing: Standing
    unit_id: str | None


def read_outside(content: Content, limits: FolderLimits) -> list[OutsideRow]:
    """The rows of a CSV file, or of the first sheet of a workbook. Raises Malformed listing every fault."""
    findings = Findings(limits.faults_max)
    with content.opened() as stream:
        if stream.read(len(ZIP_MAGIC)) == ZIP_MAGIC:
            sheets = sheet_names(WORKBOOK, stream, limits, findings)
            name = f"{WORKBOOK}[{sheets[0]}]" if sheets else WORKBOOK
            cells = sheet_rows(name, stream, sheets[0], findings) if sheets else iter(())
        else:
            stream.seek(0)
            name, cells = CSV, csv_rows(CSV, stream, limits, findings)
        found = [OutsideRow(line=line, **values) for line, values in read_table(name, cells, COLUMNS, limits, findings)]
    for row in found:
        if row.person_ref is None and (row.full_name is None or row.birth_date is None):
            what = Text(
                vi="Cần person_ref, hoặc full_name cùng birth_date.",
                en="Give person_ref, or full_name and birth_date.",
            )
            findings.add(f"{name}:{row.line}:person_ref", what)
    findings.stop(
        lambda what, faults: Malformed(
            "reconcile-file-faulty",
            what,
            mend=Text(vi="Sửa các dòng đã nêu rồi gửi lại.", en="Mend the lines that are named and send it again."),
            faults=faults,
        )
    )
    return found
