"""A calendar file: YAML (or JSON) in, the command out; and the calendars that a new log begins with."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from services.admissions.app.yaml_lines import Reading, composed, read_day
from services.admissions.domain.calendar.commands import PublishCalendar
from services.admissions.domain.calendar.decide import decide_calendar
from shared.contracts.facts import Actor
from shared.contracts.organisation import CalendarPublished, DayOff, DayWorked, Notice
from shared.core.errors import Fault, Malformed
from shared.core.text import Text

CALENDAR = "calendar"
FIELDS = ("year", "notices", "days_off", "days_worked")
ROWS_MAX = 100
TEXT_MAX = 200
YEARS = range(1946, 2101)
"""From the first holidays by decree to a limit that stops a slip of the pen."""


def read_calendar(text: bytes, actor: Actor) -> PublishCalendar:
    """The command that a file means. Raises Malformed, naming the line of each fault."""
    reading = Reading(_unreadable)
    top = reading.mapping(composed(text, _unreadable), "")
    rows = _Rows(reading, top)
    command = PublishCalendar(
        actor=actor,
        year=rows.year(),
        notices=tuple(Notice(**row) for row in rows.of("notices", ("number", "issuer"), ("issued_on",))),
        days_off=tuple(DayOff(**row) for row in rows.of("days_off", ("day", "code", "notice"))),
        days_worked=tuple(DayWorked(**row) for row in rows.of("days_worked", ("day", "instead_of", "notice"))),
    )
    reading.require_sound()
    return command


def genesis_calendars(actor: Actor) -> Iterator[CalendarPublished]:
    """The years of genesis/calendars/*.yaml, in order."""
    found = files("services.admissions").joinpath("genesis", "calendars").iterdir()
    for file in sorted((file for file in found if file.name.endswith(".yaml")), key=lambda file: file.name):
        yield from decide_calendar(read_calendar(file.read_bytes(), actor))


class _Rows:
    """The parts of the file, each row a mapping of text and dates; what does not fit is a fault with its line."""

    def __init__(self, reading: Reading, top: dict[str, Any]) -> None:
        self._reading = reading
        self._top = top
        for name in top:
            if name not in FIELDS:
                self._fault(name, f"Không có mục “{name}”.", f"There is no “{name}”.")

    def year(self) -> int:
        """The year that the calendar is of."""
        year = self._top.get("year")
        if isinstance(year, int) and year in YEARS:
            return year
        self._fault("year", "“year” cần một năm như 2027.", "“year” must be a year such as 2027.")
        return YEARS.start

    def of(self, name: str, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """The rows of a part that are sound; those that are not are faults."""
        rows = self._top.get(name, [])
        if not isinstance(rows, list) or len(rows) > ROWS_MAX:
            self._fault(name, f"“{name}” là danh sách tối đa {ROWS_MAX} dòng.", f"“{name}” lists at most {ROWS_MAX}.")
            return []
        found = [self._row(f"{name}.{index}", row, needed, optional) for index, row in enumerate(rows)]
        return [row for row in found if row is not None]

    def _row(self, at: str, row: Any, needed: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, Any] | None:
        if not isinstance(row, dict) or not set(needed) <= row.keys() <= {*needed, *optional}:
            names = ", ".join((*needed, *optional))
            self._fault(at, f"Một dòng cần: {names}.", f"A row needs: {names}.")
            return None
        read = {name: self._cell(f"{at}.{name}", name, value) for name, value in row.items()}
        return None if None in read.values() else read

    def _cell(self, at: str, name: str, value: Any) -> Any:
        if name in {"day", "instead_of", "issued_on"}:
            day = read_day(value)
            if day is None:
                self._fault(at, f"“{name}” cần một ngày YYYY-MM-DD.", f"“{name}” must be a date YYYY-MM-DD.")
            return day
        if isinstance(value, str) and 0 < len(value) <= TEXT_MAX and value.isprintable():
            return value
        self._fault(at, f"“{name}” cần một dòng chữ.", f"“{name}” must be a line of text.")
        return None

    def _fault(self, at: str, vi: str, en: str) -> None:
        self._reading.faults.append(Fault(str(self._reading.lines.get(at, 1)), Text(vi=vi, en=en)))


def _unreadable(faults: list[Fault]) -> Malformed:
    first = faults[0]
    return Malformed(
        "calendar-unreadable",
        Text(
            vi=f"Không đọc được lịch, dòng {first.where}: {first.what.vi}",
            en=f"The calendar cannot be read, line {first.where}: {first.what.en}",
        ),
        mend=Text(vi="Sửa các dòng được nêu rồi gửi lại.", en="Mend the lines named and send it again."),
        where=f"line {first.where}",
        faults=faults,
    )
