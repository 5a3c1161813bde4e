"""Rules on members who are away from home: the term of a temporary stay, its host, its extension (domain 7)."""

from datetime import date

from services.admissions.domain.person.commands_transfer import Away, Purpose, RecordAway
from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.code_names import code_named
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.facts import Decision
from shared.core.dates import add_months, full_months
from shared.core.text import Text
from shared.tree.organisation import Organisation

ALREADY = Rule("away-already", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
NOT_AWAY = Rule("away-not-recorded", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
CONTENT = Rule("away-content", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
HOST = Rule("away-host", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
TERM = Rule("away-term", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
EXTENSION = Rule("away-extension", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")


def not_away_yet(away: str | None) -> None:
    """One stay at a time. Source: domain 7."""
    if away is None:
        return
    held = code_named(away)
    raise refusal(
        ALREADY,
        Text(
            vi=f"Đảng viên này đang được ghi là: {held.vi}.", en=f"The member is recorded as away already: {held.en}."
        ),
        Text(
            vi="Ghi kết thúc lần đó (away_ended) trước; nếu ghi sai, đính chính.",
            en="Record the end of that first (away_ended); if it was wrong, correct it.",
        ),
        values={"away": away},
    )


def is_away(away: str | None, on: date) -> None:
    """Only who is away comes back. Source: domain 7."""
    if away is not None:
        return
    asked = written(on)
    raise refusal(
        NOT_AWAY,
        Text(
            vi=f"Ngày {asked.vi} đảng viên này không được ghi là đang sinh hoạt tạm thời hay vắng.",
            en=f"On {asked.en} the member was not recorded as away.",
        ),
        Text(
            vi="Kiểm tra ngày; nếu lần vắng chưa được ghi, ghi việc đó trước (away_recorded).",
            en="Check the date; if the absence was never recorded, record it first (away_recorded).",
        ),
        values={"on": on},
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
            vi="Chuyển sinh hoạt tạm thời phải có mục đích và ngày về; vắng chưa chuyển sinh hoạt chỉ ghi ngày.",
            en="A temporary transfer needs a purpose and the day of return; away without one has a date only.",
        ),
        Text(
            vi="Chuyển tạm thời (temporary): nêu mục đích (purpose) và ngày về (until); vắng chưa chuyển "
            "(untransferred): bỏ trống nơi đến (host_unit_id), mục đích và ngày về.",
            en="Temporary: give `purpose` and `until`; untransferred: leave `host_unit_id`, `purpose` and `until` out.",
        ),
        where="/away",
        content=True,
    )


def host_elsewhere(organisation: Organisation, host_unit_id: str | None, home: str, on: date) -> None:
    """The host is another cell than home. Source: domain 7."""
    if host_unit_id != home:
        return
    own = organisation.label(home, on)
    raise refusal(
        HOST,
        Text(
            vi=f"{own} là nơi sinh hoạt chính thức của đảng viên này, không thể là nơi đến tạm thời.",
            en=f"{own} is the member's own cell and cannot be the host.",
        ),
        Text(
            vi="Nêu chi bộ nơi đến tạm thời (host_unit_id); bỏ trống nếu nơi đến ở ngoài tỉnh.",
            en="Give the cell that hosts the member (host_unit_id); nothing where it is outside the province.",
        ),
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
    start, end, held = written(began_on), written(until), code_named(purpose.value)
    study = purpose is Purpose.STUDY
    most = Text(vi=f"{highest} tháng", en=f"{highest} months")
    if not study:
        most = Text(vi=f"dưới {highest + 1} tháng", en=f"under {highest + 1} months")
    raise refusal(
        cited(TERM, policies.source_of("temporary_study_months_max" if study else "temporary_months_max")),
        Text(
            vi=f"Chuyển sinh hoạt tạm thời ({held.vi}) từ {start.vi} đến {end.vi}: thời gian phải từ đủ {lowest} "
            f"tháng đến {most.vi}.",
            en=f"The temporary transfer ({held.en}) is from {start.en} to {end.en}: it must be {lowest} months to "
            f"{most.en}.",
        ),
        Text(
            vi="Ngắn hơn thì không phải chuyển sinh hoạt; dài hơn thì chuyển sinh hoạt chính thức.",
            en="A shorter stay needs no transfer; a longer one is an official transfer.",
        ),
        where="/until",
        values={"from": began_on, "until": until, "months_min": lowest, "months_max": highest},
    )


def extension(until: date, was: date, answer: Decision | None) -> None:
    """An extension ends later than the stay, and the host has agreed to it in writing. Source: domain 7."""
    if until > was and answer is not None:
        return
    ends, asked = written(was), written(until)
    what = Text(
        vi="Gia hạn sinh hoạt tạm thời phải có ý kiến của cấp ủy nơi đến tạm thời.",
        en="An extension needs the host's answer in writing.",
    )
    if until <= was:
        what = Text(
            vi=f"Ngày gia hạn {asked.vi} không sau ngày về đã ghi ({ends.vi}).",
            en=f"The extension to {asked.en} does not go beyond the day of return recorded ({ends.en}).",
        )
    raise refusal(
        EXTENSION,
        what,
        Text(
            vi=f"Nêu ngày về mới (until), sau {ends.vi}, và văn bản của nơi đến (decision: cơ quan, số, ngày).",
            en=f"Give the new day of return (until), after {ends.en}, and the host's paper (decision).",
        ),
        where="/until" if until <= was else "/decision",
        values={"until": until, "was": was},
    )


def answered_by_host(organisation: Organisation, answer: Decision, host_unit_id: str | None, on: date) -> None:
    """The answer to an extension comes from the host or a committee above it. Source: domain 7."""
    if host_unit_id is None:
        return
    able = path(organisation, host_unit_id, on)
    if answer.body_unit_id in {host_unit_id, *(unit.unit_id for unit in able)}:
        return
    body, host = organisation.label(answer.body_unit_id, on), organisation.label(host_unit_id, on)
    names = ", ".join(unit.label for unit in able)
    raise refusal(
        HOST,
        Text(
            vi=f"{body} không phải là nơi đến tạm thời ({host}) hay cấp trên của nơi đó.",
            en=f"{body} is neither the host ({host}) nor above it.",
        ),
        Text(vi=f"Cần văn bản của: {names}.", en=f"The answer must come from: {names}."),
        where="/decision/body_unit_id",
        values={"body_unit_id": answer.body_unit_id, "host_unit_id": host_unit_id},
    )
