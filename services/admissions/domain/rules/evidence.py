"""Rules on what a review for strike-off rests on: dates and numbers that the cell enters, never text (domain 8.2)."""

from collections.abc import Collection, Sequence
from datetime import date

from services.admissions.domain.person.commands_leaving import Evidence
from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from shared.core.text import Text

EVIDENCE = Rule("review-evidence", "điểm 8.1 QĐ 24-QĐ/TW (các trường hợp xóa tên); domain 8.2")

_MONTHS_MIN = {"R1_ABSENCE": "absence_months_min", "R2_DUES": "dues_months_min"}
_PAPERS = {"R4_DUTIES": 2, "R6_CRITERION": 1, "R7_PROBATION": 1}
_PAPERS_MEND = {
    "R4_DUTIES": Text(
        vi="Nêu số hai nghị quyết của chi bộ: khi phân công giúp đỡ và khi đánh giá sau 12 tháng (evidence.papers).",
        en="Give the cell's two resolutions: when help was agreed, and when it was judged 12 months later "
        "(evidence.papers).",
    ),
    "R6_CRITERION": Text(
        vi="Chỉ nêu số quyết định (evidence.papers).", en="Give the decision's number, nothing else (evidence.papers)."
    ),
    "R7_PROBATION": Text(
        vi="Nêu số nghị quyết của chi bộ khi xét công nhận (D5) (evidence.papers).",
        en="Give the number of the cell's resolution in D5 (evidence.papers).",
    ),
}


def evidence(reason: str, held: Evidence, on: date, policies: Policies) -> None:
    """What the cell enters of a case: months (R1, R2), the day (R3), numbers of papers (R4, R6, R7). Domain 8.2.

    The months are three of the year that ends with the review (policy; whether for absence too is unconfirmed). No roll
    and no ledger is kept: these are the dates of this case only, and a refusal counts them without repeating any.
    """
    if reason in _MONTHS_MIN:
        name = _MONTHS_MIN[reason]
        _months(held.months, policies.number(name), on, policies.source_of(name))
    elif reason == "R3_CARD":
        _card(held.on, on)
    elif reason in _PAPERS and len(set(held.papers)) < _PAPERS[reason]:
        needed, given = _PAPERS[reason], len(set(held.papers))
        raise _lacking(
            "/evidence/papers",
            Text(
                vi=f"Cần {needed} số nghị quyết hoặc quyết định khác nhau; mới nêu {given}.",
                en=f"{needed} different numbers of papers are needed, {given} given.",
            ),
            _PAPERS_MEND[reason],
            {"papers": given, "needed": needed},
        )


def _card(given_up_on: date | None, on: date) -> None:
    if given_up_on is not None and given_up_on <= on:
        return
    opened = written(on)
    late = given_up_on is not None
    raise _lacking(
        "/evidence/on",
        Text(
            vi=f"Ngày trả hoặc hủy thẻ đảng viên sau ngày mở việc xem xét ({opened.vi}).",
            en=f"The day on which the card was given up is after that of the review ({opened.en}).",
        )
        if late
        else Text(vi="Thiếu ngày trả hoặc hủy thẻ đảng viên.", en="The day on which the card was given up is missing."),
        Text(
            vi=f"Nêu ngày đó (evidence.on), chậm nhất là {opened.vi}.",
            en=f"Give that day (evidence.on), {opened.en} at the latest.",
        ),
        {"opened_on": on},
    )


def _months(months: Sequence[date], needed: int, on: date, source: str) -> None:
    found = {month.year * 12 + month.month for month in months if month <= on}
    last = on.year * 12 + on.month
    within = {month for month in found if last - 12 < month <= last}
    if len(within) >= needed and len(found) == len(set(months)):
        return
    begins, ends = f"{on.month % 12 + 1:02}/{on.year - (on.month < 12)}", f"{on.month:02}/{on.year}"
    given = len(set(months))
    raise _lacking(
        "/evidence/months",
        Text(
            vi=f"Cần ít nhất {needed} tháng khác nhau từ {begins} đến {ends}; đã nêu {given}, trong đó dùng được "
            f"{len(within)}.",
            en=f"At least {needed} different months from {begins} to {ends} are needed; {given} given, of which "
            f"{len(within)} count.",
        ),
        Text(
            vi="Nêu các tháng của vụ việc (evidence.months), mỗi tháng một lần, không sau ngày mở việc xem xét.",
            en="Give the months of the case (evidence.months), each once, none after the review was opened.",
        ),
        {"months": len(within), "given": given, "needed": needed, "from": begins, "to": ends},
        source,
    )


def years_in_breach(years: Collection[int], needed: int) -> None:
    """R5 rests on ratings that are recorded: so many years in a row in breach. Source: domain 8.2 (R5)."""
    if any(all(year - back in years for back in range(needed)) for year in years):
        return
    told = ", ".join(str(year) for year in sorted(years))
    raise _lacking(
        "/reason",
        Text(
            vi=f"Cần {needed} năm liền bị xếp loại vi phạm tư cách; các năm đã ghi: {told or 'chưa có năm nào'}.",
            en=f"{needed} years in a row rated in breach must be recorded; recorded: {told or 'none'}.",
        ),
        Text(
            vi="Ghi xếp loại của những năm còn thiếu trước, hoặc nêu lý do khác.",
            en="Record the ratings of the missing years first, or give another reason.",
        ),
        {"years": sorted(years), "needed": needed},
    )


def _lacking(where: str, what: Text, mend: Text, values: dict[str, object], source: str = "") -> Exception:
    return refusal(cited(EVIDENCE, source), what, mend, where=where, values=values)
