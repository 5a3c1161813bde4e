"""Rules on yearly ratings: who is rated, by whom, once a period, and the cap of the best grade in its group."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rating.grade import Grade, kind_of, last_day, period_ending
from services.admissions.domain.rules.bodies import ABOVE_GRASSROOTS
from services.admissions.domain.rules.code_names import code_named, codes_named
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.labels import standing
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.movement import MEMBERS, Attributes, Rating, Standing
from shared.contracts.organisation import GRASSROOTS, RatedGroup
from shared.core.dates import full_months
from shared.core.errors import Fault
from shared.core.text import Text
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

MEMBERS_ONLY = Rule("members-only", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW; domain 3, 9, 10.1 (HP8)")
GRADE = Rule("rating-grade", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW (xếp loại); domain 9")
PERIOD = Rule(
    "rating-period", "QĐ 366-QĐ/TW (30/08/2025: theo nhiệm kỳ, năm, quý, yêu cầu); domain 9; contracts 4 (rated)"
)
OUTSIDE = Rule("rating-outside", "HD 21-HD/BTCTW (2019); domain 9 (exempt and suspended members)")
RECENT = Rule("rating-too-recent", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW; domain 9 (cut-off for recent admissions, unconfirmed)")
BODY = Rule("rating-body", "HD 21-HD/BTCTW (2019); domain 9 (per grassroots organisation)")
TWICE = Rule("rating-exists", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW; contracts 4 (a re-rating is a correction)")
CLOSED = Rule("ratings-closed", "HD 21-HD/BTCTW (2019); domain 9")
CAP = Rule("rating-cap", "Điều 12 QĐ 124-QĐ/TW; HD 21-HD/BTCTW (2019); domain 9")
PAPER = Rule("rating-decision", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW; domain 9 (grade and decision number only)")


def of_members(held: Standing) -> None:
    """Ratings, tasks and suspensions are of probationary and official members. Source: domain 3, 9, 10.1 (HP8)."""
    if held in MEMBERS:
        return
    found = standing(held)
    raise refusal(
        MEMBERS_ONLY,
        Text(
            vi=f"Việc này chỉ dành cho đảng viên; ngày đó người này là {found.vi}.",
            en=f"This is for members only; on that date the person was {found.en}.",
        ),
        Text(vi="Kiểm tra người và ngày.", en="Check the person and the date."),
        values={"standing": held.value},
    )


def grade_known(grade: str, policies: Policies) -> str:
    """One of the four grades, or a word of the scheme in force then. Source: domain 9."""
    grades = dict.fromkeys([*policies.codes("rating_grades"), *(each.value for each in Grade)])
    if grade in grades:
        return grade
    usable = codes_named(grades)
    raise refusal(
        cited(GRADE, policies.source_of("rating_grades")),
        Text(vi=f"Không có mức xếp loại “{grade}”.", en=f"There is no grade “{grade}”."),
        Text(vi=f"Nêu mức (grade), một trong: {usable.vi}.", en=f"Give `grade`, one of: {usable.en}."),
        where="/grade",
        values={"grade": grade, "grades": list(grades)},
        content=True,
    )


def period_rated(period: str | None, on: date, policies: Policies, *, live: bool = True) -> str:
    """The period, which ends on the day that the rating is dated; by which periods, says the scheme of that day.

    QĐ 366 allows ratings by term, year, quarter or need; before it they are of a year. History taken over is not
    asked for the sort of its period. Source: domain 9; contracts 4 (`rated` = last day of the period rated).
    """
    named = period_ending(on) if period is None else period
    allowed = policies.codes("rating_periods")
    if last_day(named) == on and (not live or not allowed or kind_of(named) in allowed):
        return named
    ends = last_day(named)
    raise refusal(
        cited(PERIOD, policies.source_of("rating_periods")),
        _why_not(named, ends, on, allowed),
        Text(
            vi="Ghi vào ngày cuối của kỳ; kỳ viết 2025 (năm), 2025-Q1 (quý) hoặc 2025-01-01/2025-06-30 (khoảng).",
            en="Date it the last day of the period; write 2025 (a year), 2025-Q1 (a quarter) or "
            "2025-01-01/2025-06-30 (a span).",
        ),
        where="/period" if period is not None else "/effective_on",
        values={"period": named, "ends_on": ends, "effective_on": on, "allowed": list(allowed)},
        content=True,
    )


def _why_not(named: str, ends: date | None, on: date, allowed: Iterable[str]) -> Text:
    """What of a period does not fit: how it is written, its last day, or its sort."""
    if ends is None:
        return Text(vi=f"Không đọc được kỳ xếp loại “{named}”.", en=f"The period rated “{named}” cannot be read.")
    end, asked = written(ends), written(on)
    if ends != on:
        return Text(
            vi=f"Kỳ xếp loại {named} kết thúc ngày {end.vi}, nhưng xếp loại ghi ngày {asked.vi}.",
            en=f"The period rated {named} ends on {end.en}, but the rating is dated {asked.en}.",
        )
    sort = code_named(kind_of(named))
    kinds = [code_named(each) for each in allowed]
    return Text(
        vi=f"Kỳ {named} là {sort.vi}; vào ngày {asked.vi} quy định chỉ cho xếp loại theo: "
        f"{', '.join(each.vi for each in kinds)}.",
        en=f"The period {named} is {sort.en}; on {asked.en} ratings are given only by: "
        f"{', '.join(each.en for each in kinds)}.",
    )


def member_rated(attributes: Attributes, *, suspended: bool) -> None:
    """Exempt members and members whose activity is suspended are outside the rating. Source: domain 9."""
    if not attributes.exempt and not suspended:
        return
    why = (
        Text(vi="được miễn công tác và sinh hoạt đảng", en="exempt from party work and activity")
        if attributes.exempt
        else Text(vi="đang bị đình chỉ sinh hoạt đảng", en="suspended from party activity")
    )
    raise refusal(
        OUTSIDE,
        Text(
            vi=f"Vào ngày cuối của kỳ, đảng viên này {why.vi} nên không xếp loại.",
            en=f"On the last day of the period the member was {why.en}: no rating.",
        ),
        Text(
            vi="Bỏ người này khỏi danh sách xếp loại; nếu ghi sai, đính chính việc miễn hoặc đình chỉ.",
            en="Leave the person out of the ratings; if that is wrong, correct the exemption or suspension.",
        ),
        values={"exempt": bool(attributes.exempt), "suspended": suspended},
    )


def admitted_long_enough(ceremony_on: date | None, on: date, policies: Policies) -> None:
    """Who was admitted a short time before the end of the period is not rated yet; how short, is policy. Domain 9."""
    months = policies.number("rating_admitted_months_min")
    if ceremony_on is None or full_months(ceremony_on, on) >= months:
        return
    admitted, asked = written(ceremony_on), written(on)
    raise refusal(
        cited(RECENT, policies.source_of("rating_admitted_months_min")),
        Text(
            vi=f"Đảng viên kết nạp ngày {admitted.vi}, đến ngày {asked.vi} chưa đủ {months} tháng để xếp loại.",
            en=f"Admitted on {admitted.en}; by {asked.en} fewer than the {months} months that a rating needs.",
        ),
        Text(vi="Xếp loại từ kỳ sau.", en="Rate the person from the next period on."),
        values={"ceremony_on": ceremony_on, "effective_on": on, "months_min": months},
    )


def rating_body(organisation: Organisation, cell_id: str, on: date, asked: str | None) -> Unit:
    """Who rates the members of a cell: its grassroots organisation, or a committee above. Source: domain 9, HD 21."""
    units = list(path(organisation, cell_id, on))
    able = [unit for unit in units if unit.kind in GRASSROOTS or unit.kind in ABOVE_GRASSROOTS]
    # A cell below a committee is no grassroots organisation, and neither is what stands between them.
    for unit in able:
        if asked in {None, unit.unit_id}:
            return unit
    names = ", ".join(unit.label for unit in able)
    cell = organisation.label(cell_id, on)
    body = cell if asked is None else organisation.label(asked, on)
    raise refusal(
        BODY,
        Text(
            vi=f"{body} không có thẩm quyền quyết định xếp loại đảng viên của {cell}.",
            en=f"{body} does not decide the ratings of {cell}.",
        ),
        Text(
            vi=f"Thẩm quyền thuộc về: {names or 'cấp ủy cơ sở'}.",
            en=f"It belongs to: {names or 'the grassroots committee'}.",
        ),
        where="/body_unit_id",
        values={"body_unit_id": asked, "competent": [unit.unit_id for unit in able]},
    )


def decided_in_writing(number: str | None) -> None:
    """A rating stands on a numbered decision of its body; the decision's text stays out. Source: domain 9."""
    if number:
        return
    raise refusal(
        PAPER,
        Text(
            vi="Xếp loại phải theo quyết định bằng văn bản; chưa thấy số và ngày quyết định.",
            en="A rating stands on a decision in writing; its number and date are missing.",
        ),
        Text(
            vi="Nêu cơ quan ra quyết định, số và ngày (decision).",
            en="Give the decision's body, number and date (decision).",
        ),
        where="/decision",
        content=True,
    )


def not_rated_yet(held: Rating | None, period: str) -> None:
    """Once a period; another grade for it is a correction of the first. Source: contracts 4."""
    if held is None:
        return
    grade = code_named(held.grade)
    raise refusal(
        TWICE,
        Text(
            vi=f"Kỳ {period} người này đã được xếp loại: {grade.vi}.",
            en=f"The person's rating of {period} is recorded already: {grade.en}.",
        ),
        Text(
            vi="Muốn thay đổi thì đính chính xếp loại đã ghi, kèm văn bản.",
            en="To change it, correct the rating recorded, with its paper.",
        ),
        where="/period",
        values={"period": period, "grade": held.grade},
    )


def still_open(organisation: Organisation, unit_id: str, period: str, of: str, on: date) -> None:
    """After a unit's ratings of a period are closed, they are only corrected: the cap was checked. Source: domain 9."""
    above = {unit.unit_id for unit in path(organisation, unit_id, on)}
    closed = next((each for each in organisation.ratings_closed(period, of) if each.unit_id in above), None)
    if closed is None:
        return
    name = organisation.label(closed.unit_id, on)
    raise refusal(
        CLOSED,
        Text(
            vi=f"{name} đã chốt xếp loại kỳ {period}.",
            en=f"{name} has closed its ratings of {period}.",
        ),
        Text(
            vi="Sau khi chốt không ghi thêm; chỉ đính chính từng xếp loại đã ghi.",
            en="After the closing nothing is added; ratings already recorded are corrected one by one.",
        ),
        where="/period",
        values={"period": period, "closed_by": closed.unit_id},
    )


SHOWN_GROUPS_MAX = 3
"""How many groups over the cap the sentence itself names; all stand in its faults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """How many may have the best grade: floor(share × number with a grade of `base`). `share` None: no cap."""

    policies: Policies

    def of(self, group: str, grades: Mapping[str, int]) -> RatedGroup:
        """The counts of a group, with what its base allows: floor(cap * base). Source: domain 9."""
        base = sum(grades.get(grade, 0) for grade in self.policies.codes("rating_cap_base"))
        capped = self.policies.code("rating_cap") is not None
        most = floor(self.policies.ratio("rating_cap") * base) if capped else None
        counts = {grade.value: grades.get(grade.value, 0) for grade in Grade}
        counts |= {grade: count for grade, count in sorted(grades.items()) if grade not in counts}
        return RatedGroup(group=group, grades=counts, base=base, excellent_max=most)


def within_cap(groups: Iterable[RatedGroup], policies: Policies, label: Callable[[str], str]) -> None:
    """In no group more of the best grade than the cap allows; each that is over is listed. Source: domain 9.

    `label`: how sentences call a group that is a unit.
    """
    over = [group for group in groups if group.excellent_max is not None and _best(group) > group.excellent_max]
    if not over:
        return
    share = f"{float(policies.ratio('rating_cap') * 100):g}%"
    grades = [code_named(grade) for grade in policies.codes("rating_cap_base")]
    of = Text(vi=" và ".join(grade.vi for grade in grades), en=" or ".join(grade.en for grade in grades))
    best = code_named(Grade.EXCELLENT)
    told = [_over(group, label) for group in over]
    raise refusal(
        cited(CAP, policies.source_of("rating_cap")),
        Text(
            vi=f"Số {best.vi} vượt mức cho phép ({share.replace('.', ',')} của số {of.vi}): "
            f"{'; '.join(each.what.vi for each in told[:SHOWN_GROUPS_MAX])}.",
            en=f"More “{best.en}” than allowed ({share} of those rated {of.en}): "
            f"{'; '.join(each.what.en for each in told[:SHOWN_GROUPS_MAX])}.",
        ),
        Text(
            vi="Xem xét lại và đính chính bớt mức xuất sắc ở nơi đã nêu, rồi chốt lại.",
            en="Look again, correct some of the best grades there, then close again.",
        ),
        values={
            "groups": [
                {
                    "group": group.group,
                    "excellent": _best(group),
                    "base": group.base,
                    "excellent_max": group.excellent_max,
                }
                for group in over
            ]
        },
        faults=told,
    )


def _best(group: RatedGroup) -> int:
    return group.grades.get(Grade.EXCELLENT.value, 0)


def _over(group: RatedGroup, label: Callable[[str], str]) -> Fault:
    best, most, name = _best(group), group.excellent_max, label(group.group)
    return Fault(
        where=group.group,
        what=Text(
            vi=f"{name} có {best}, chỉ được {most} vì số dùng để tính là {group.base}",
            en=f"{name} has {best}, at most {most} as {group.base} are counted",
        ),
    )
