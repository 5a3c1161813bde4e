"""Small import folders, written as tests need them: each file's full header, then the rows given."""

from collections.abc import Mapping

from services.admissions.app.folder.content import content_of
from services.admissions.app.folder.read import COLUMNS, EVENTS, FILES, PEOPLE, UNITS, read_folder
from services.admissions.app.folder.rows import Folder
from services.admissions.app.folder.table import FolderLimits

LIMITS = FolderLimits(bytes_max=1_000_000, rows_max=1_000, line_bytes_max=4_096, faults_max=50)
LEFT_OUT = {PEOPLE: ("birth_year", "rating", "transfer_pending", "away")}


def read(files: Mapping[str, bytes], limits: FolderLimits = LIMITS) -> Folder:
    """The folder, its rows in memory."""
    return read_folder({name: content_of(data) for name, data in files.items()}, limits)


def csv_of(name: str, *rows: dict[str, str]) -> bytes:
    """The file with every column of contracts 6 and these rows."""
    columns = [column for column in COLUMNS[name] if column not in LEFT_OUT.get(name, ())]
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def folder(**rows: list[dict[str, str]]) -> dict[str, bytes]:
    """The five files; `units=[...]` gives the rows of units.csv and so on."""
    return {name: csv_of(name, *rows.get(name.removesuffix(".csv"), [])) for name in FILES}


def unit(unit_id: str, kind: str, parent_id: str = "", **more: str) -> dict[str, str]:
    """A row of units.csv, open since 2000."""
    return {
        "unit_id": unit_id,
        "kind": kind,
        "parent_id": parent_id,
        "name_vi": f"Đơn vị {unit_id}",
        "opened_on": "2000-01-01",
        **more,
    }


def person(person_ref: str, **more: str) -> dict[str, str]:
    """A row of people.csv."""
    return {
        "person_ref": person_ref,
        "full_name": "Bh'ling Thị Mẫu",
        "birth_date": "1985-03-04",
        "sex": "f",
        "education": "thpt",
        **more,
    }


def event(person_ref: str, kind: str, effective_on: str, unit_id: str = "", **more: str) -> dict[str, str]:
    """A row of events.csv."""
    return {"person_ref": person_ref, "type": kind, "effective_on": effective_on, "unit_id": unit_id, **more}


__all__ = ["EVENTS", "LIMITS", "PEOPLE", "UNITS", "csv_of", "event", "folder", "person", "read", "unit"]
