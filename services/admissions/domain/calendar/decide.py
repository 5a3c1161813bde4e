"""decide_calendar(command): the event of a calendar's publication, or a Refusal with its rule's id. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.admissions.domain.calendar.commands import PublishCalendar
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.organisation import CalendarPublished
from shared.core.text import Text
from shared.core.working_days import FIXED_HOLIDAYS, SATURDAY

YEAR = Rule("calendar-year", "contracts 4; Bộ luật Lao động 45/2019/QH14 Điều 112")
NOTICE = Rule("calendar-notice", "contracts 4; Bộ luật Lao động 45/2019/QH14 Điều 111, 112")
DAY = Rule("calendar-day", "contracts 4; Bộ luật Lao động 45/2019/QH14 Điều 111, 112")
HOLIDAY = Rule("calendar-holiday-missing", "Bộ luật Lao động 45/2019/QH14 Điều 112")


def decide_calendar(command: PublishCalendar) -> Sequence[CalendarPublished]:
    """The one event of a publication. Source: contracts 4."""
    _days_of_the_year(command)
    _each_day_by_a_notice(command)
    _each_day_once(command)
    _worked_in_exchange(command)
    _fixed_holidays_off(command)
    return [
        CalendarPublished(
            actor=command.actor,
            effective_on=date(command.year, 1, 1),
            year=command.year,
            notices=command.notices,
            days_off=tuple(sorted(command.days_off, key=lambda off: off.day)),
            days_worked=tuple(sorted(command.days_worked, key=lambda worked: worked.day)),
        )
    ]


def _listed(command: PublishCalendar) -> Iterable[tuple[str, date, str]]:
    """Where each day stands, the day, and the notice that it cites."""
    for index, off in enumerate(command.days_off):
        yield f"/days_off/{index}", off.day, off.notice
    for index, worked in enumerate(command.days_worked):
        yield f"/days_worked/{index}", worked.day, worked.notice


def _days_of_the_year(command: PublishCalendar) -> None:
    """A calendar states the days of its own year. Source: contracts 4."""
    for where, day, _ in _listed(command):
        if day.year == command.year:
            continue
        told = written(day)
        raise refusal(
            YEAR,
            Text(
                vi=f"Ngày {told.vi} không thuộc năm {command.year}.",
                en=f"{told.en} is not a day of {command.year}.",
            ),
            Text(vi=f"Đưa ngày đó vào lịch năm {day.year}.", en=f"Publish it with the calendar of {day.year}."),
            where=where,
            values={"year": command.year, "day": day},
            content=True,
        )


def _each_day_by_a_notice(command: PublishCalendar) -> None:
    """Each holiday and swap cites a notice that the calendar lists. Source: contracts 4."""
    numbers = {notice.number for notice in command.notices}
    wrong = next(((where, number) for where, _, number in _listed(command) if number not in numbers), None)
    if numbers and wrong is None:
        return
    where, number = wrong if numbers and wrong is not None else ("/notices", None)
    raise refusal(
        NOTICE,
        Text(
            vi="Lịch không nêu thông báo nào." if number is None else f"Thông báo “{number}” không có trong `notices`.",
            en="The calendar names no notice." if number is None else f"Notice “{number}” is not among `notices`.",
        ),
        Text(
            vi="Nêu số, ngày và nơi ban hành của thông báo.",
            en="Give the notice's number, its date and who issued it.",
        ),
        where=where,
        values={"notice": number, "notices": sorted(numbers)},
        content=True,
    )


def _each_day_once(command: PublishCalendar) -> None:
    """No day stands twice, off or worked. Source: contracts 4."""
    seen: set[date] = set()
    for where, day, _ in _listed(command):
        if day not in seen:
            seen.add(day)
            continue
        told = written(day)
        raise refusal(
            DAY,
            Text(vi=f"Ngày {told.vi} được nêu hai lần.", en=f"{told.en} stands twice."),
            Text(vi="Chỉ nêu mỗi ngày một lần.", en="Name each day once."),
            where=where,
            values={"day": day},
            content=True,
        )


def _worked_in_exchange(command: PublishCalendar) -> None:
    """A day worked in exchange is a Saturday or Sunday, for a weekday. Source: contracts 4 (swap days worked)."""
    for index, worked in enumerate(command.days_worked):
        if worked.day.weekday() >= SATURDAY and worked.instead_of.weekday() < SATURDAY:
            continue
        told, other = written(worked.day), written(worked.instead_of)
        raise refusal(
            DAY,
            Text(
                vi=f"Làm bù ngày {told.vi} thay ngày {other.vi}: ngày làm bù phải là thứ Bảy hoặc Chủ nhật, ngày được "
                "nghỉ phải từ thứ Hai đến thứ Sáu.",
                en=f"{told.en} worked instead of {other.en}: the day worked must be a Saturday or Sunday, the day off "
                "a weekday.",
            ),
            Text(vi="Kiểm tra hai ngày theo thông báo.", en="Check both days with the notice."),
            where=f"/days_worked/{index}",
            values={"day": worked.day, "instead_of": worked.instead_of},
            content=True,
        )


def _fixed_holidays_off(command: PublishCalendar) -> None:
    """The holidays with a fixed date are off in every year. Source: Labour Code, Art. 112."""
    off = {each.day for each in command.days_off}
    missing = [day for day in (date(command.year, *fixed) for fixed in FIXED_HOLIDAYS) if day not in off]
    if not missing:
        return
    told = [written(day) for day in missing]
    raise refusal(
        HOLIDAY,
        Text(
            vi=f"Thiếu ngày nghỉ lễ: {', '.join(day.vi for day in told)}.",
            en=f"Holidays are missing: {', '.join(day.en for day in told)}.",
        ),
        Text(
            vi="Nêu đủ các ngày lễ, kể cả khi trùng cuối tuần.",
            en="Name every holiday, also those that fall on a weekend.",
        ),
        where="/days_off",
        values={"missing": missing},
        content=True,
    )
