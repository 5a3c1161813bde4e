"""Rules on members who are away from home: the term of a temporary stay, its host, its extension (domain 7)."""

from datetime import date

from services.admissions.domain.person.commands_transfer import Away, Purpose, RecordAway
from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.facts import Decision
from shared.core.dates import add_months, full_months
from shared.core.text import Text
from shared.tree.organisation import Organisation

ALREADY = Rule("away-already", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
NOT_AWAY = Rule("away-not-recorded", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
CONTENT = Rule("away-content", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
HOST = Rule("away-host", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
TERM = Rule("away-term", "QĐ 294-QĐ/TW item 6.3; domain 7")
EXTENSION = Rule("away-extension", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")


def not_away_yet(away: str | None) -> None:
    """One stay at a time. Source: domain 7."""
    if away is None:
        return
    raise refusal(
        ALREADY,
        Text(vi="Người này đã được ghi là vắng.", en="The person is recorded as away already."),
        Text(vi="Kết thúc lần vắng trước, hoặc đính chính.", en="End that first, or correct it."),
        values={"away": away},
    )


def is_away(away: str | None) -> None:
    """Only who is away comes back. Source: domain 7."""
    if away is not None:
        return
    raise refusal(
        NOT_AWAY,
        Text(vi="Ngày đó người này không được ghi là vắng.", en="On that date the person was not recorded as away."),
        Text(vi="Kiểm tra ngày.", en="Check the date."),
    )


def told_fully(act: RecordAway) -> None:
    """A temporary stay has purpose and day of return; away without a transfer has a date only. Source: domain 7."""
    temporary = act.away is Away.TEMPORARY
    given = (act.purpose is not None, act.until is not None)
    if given == (temporary, temporary) and (temporary or act.host_unit_id is None):
        return
    raise refusal(
        CONTENT,
        Text(
            vi="Chuyển tạm thời cần mục đích và ngày về; vắng chưa chuyển chỉ có ngày.",
            en="A temporary transfer needs a purpose and the day of return; away without one has a date only.",
        ),
        Text(
            vi="temporary: nêu purpose và until; untransferred: bỏ host_unit_id, purpose và until.",
            en="temporary: give purpose and until; untransferred: leave host_unit_id, purpose and until out.",
        ),
        where="/away",
        content=True,
    )


def host_elsewhere(host_unit_id: str | None, home: str) -> None:
    """The host is another cell than home. Source: domain 7."""
    if host_unit_id != home:
        return
    raise refusal(
        HOST,
        Text(vi=f"{home} là nơi sinh hoạt chính thức.", en=f"{home} is the person's own cell."),
        Text(vi="Nêu chi bộ nơi đến tạm thời.", en="Give the cell that hosts the person."),
        where="/host_unit_id",
        values={"host_unit_id": host_unit_id},
    )


def within_term(purpose: Purpose, began_on: date, until: date, policies: Policies) -> None:
    """A move lasts 3 months to under a year (at most 11 full months), a course 3 months to 2 years. Source: domain 7.

    What lasts longer is an official transfer.
    """
    lowest = policies.number("temporary_months_min")
    if purpose is Purpose.STUDY:
        highest = policies.number("temporary_study_months_max")
        short_enough = until <= add_months(began_on, highest)
    else:
        highest = policies.number("temporary_months_max")
        short_enough = full_months(began_on, until) <= highest
    if short_enough and until >= add_months(began_on, lowest):
        return
    start, end = written(began_on), written(until)
    raise refusal(
        TERM,
        Text(
            vi=f"Từ {start.vi} đến {end.vi} ({purpose.value}): phải từ {lowest} đến {highest} tháng tròn.",
            en=f"From {start.en} to {end.en} ({purpose.value}): it must be {lowest} to {highest} full months.",
        ),
        Text(
            vi="Ngắn hơn thì không cần chuyển; dài hơn thì chuyển sinh hoạt chính thức.",
            en="A shorter stay needs no transfer; a longer one is an official transfer.",
        ),
        where="/until",
        values={"from": began_on, "until": until, "months_min": lowest, "months_max": highest},
    )


def extension(until: date, was: date, answer: Decision | None) -> None:
    """An extension ends later than the stay, and the host has agreed to it in writing. Source: domain 7."""
    if until > was and answer is not None:
        return
    ends = written(was)
    raise refusal(
        EXTENSION,
        Text(
            vi=f"Gia hạn phải sau ngày {ends.vi} và có ý kiến của nơi đến tạm thời.",
            en=f"An extension ends after {ends.en} and has the host's answer.",
        ),
        Text(vi="Nêu until và decision của nơi đến.", en="Give until, and the host's decision."),
        where="/until" if until <= was else "/decision",
        values={"until": until, "was": was},
    )


def answered_by_host(organisation: Organisation, answer: Decision, host_unit_id: str | None, on: date) -> None:
    """The answer to an extension comes from the host or a committee above it. Source: domain 7."""
    if host_unit_id is None:
        return
    able = [unit.unit_id for unit in path(organisation, host_unit_id, on)]
    if answer.body_unit_id in {host_unit_id, *able}:
        return
    raise refusal(
        HOST,
        Text(
            vi=f"{answer.body_unit_id} không phải là nơi đến tạm thời ({host_unit_id}) hay cấp trên của nơi đó.",
            en=f"{answer.body_unit_id} is neither the host ({host_unit_id}) nor above it.",
        ),
        Text(vi=f"Cần ý kiến của: {', '.join(able)}.", en=f"The answer must come from: {', '.join(able)}."),
        where="/decision/body_unit_id",
        values={"body_unit_id": answer.body_unit_id, "host_unit_id": host_unit_id},
    )
