"""Rules on yearly ratings: who is rated, by whom, once a period, and the cap of the best grade in its group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rating.grade import Grade, kind_of, last_day, period_ending
from services.admissions.domain.rules.bodies import ABOVE_GRASSROOTS
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.labels import standing
from services.admissions.domain.rules.refusals import Rule, refusal
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
PERIOD = Rule("rating-period", "QĐ 366-QĐ/TW; domain 9; contracts 4 (rated)")
OUTSIDE = Rule("rating-outside", "HD 21-HD/BTCTW (2019); domain 9 (exempt and suspended members)")
RECENT = Rule("rating-too-recent", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW; domain 9 (cut-off for recent admissions, unconfirmed)")
BODY = Rule("rating-body", "HD 21-HD/BTCTW (2019); domain 9 (per grassroots organisation)")
TWICE = Rule("rating-exists", "QĐ 124-QĐ/TW, QĐ 366-QĐ/TW; contracts 4 (a re-rating is a correction)")
CLOSED = Rule("ratings-closed", "domain 9; HD 21-HD/BTCTW (2019)")
CAP = Rule("rating-cap", "QĐ 124-QĐ/TW Art. 12; HD 21-HD/BTCTW (2019); domain 9")
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
    raise refusal(
        GRADE,
        Text(vi=f"Không có mức xếp loại “{grade}”.", en=f"There is no grade “{grade}”."),
        Text(vi=f"Dùng một trong: {', '.join(grades)}.", en=f"Use one of: {', '.join(grades)}."),
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
    ends, asked = last_day(named), written(on)
    end = written(ends) if ends else Text(vi="(không đọc được)", en="(unreadable)")
    raise refusal(
        PERIOD,
        Text(
            vi=f"Kỳ xếp loại “{named}” kết thúc ngày {end.vi}, ngày ghi là {asked.vi}; được xếp loại theo: "
            f"{', '.join(allowed)}.",
            en=f"The period rated “{named}” ends on {end.en}, the rating is dated {asked.en}; ratings are given by: "
            f"{', '.join(allowed)}.",
        ),
        Text(
            vi="Ghi ngày cuối của kỳ; kỳ viết 2025, 2025-Q1 hoặc 2025-01-01/2025-06-30.",
            en="Date it the last day of the period; write the period 2025, 2025-Q1 or 2025-01-01/2025-06-30.",
        ),
        where="/period" if period is not None else "/effective_on",
        values={"period": named, "ends_on": ends, "effective_on": on, "allowed": list(allowed)},
        content=True,
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
        Text(vi=f"Ngày đó đảng viên {why.vi}, nên không xếp loại.", en=f"The member was then {why.en}: no rating."),
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
        RECENT,
        Text(
            vi=f"Kết nạp ngày {admitted.vi}, đến {asked.vi} chưa đủ {months} tháng để xếp loại.",
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
    names = ", ".join(unit.unit_id for unit in able)
    raise refusal(
        BODY,
        Text(
            vi=f"{asked} không quyết định xếp loại đảng viên của {cell_id}.",
            en=f"{asked} does not decide the ratings of {cell_id}.",
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
        Text(vi="Xếp loại cần số và ngày quyết định.", en="A rating needs the number and date of its decision."),
        Text(vi="Nêu cơ quan, số và ngày của quyết định.", en="Give the decision's body, number and date."),
        where="/decision",
        content=True,
    )


def not_rated_yet(held: Rating | None, period: str) -> None:
    """Once a period; another grade for it is a correction of the first. Source: contracts 4."""
    if held is None:
        return
    raise refusal(
        TWICE,
        Text(
            vi=f"Kỳ {period} đã xếp loại “{held.grade}”.",
            en=f"The period {period} is rated “{held.grade}” already.",
        ),
        Text(vi="Xếp loại lại là một lần đính chính.", en="Rate again by a correction of that rating."),
        where="/period",
        values={"period": period, "grade": held.grade},
    )


def still_open(organisation: Organisation, unit_id: str, period: str, of: str, on: date) -> None:
    """After a unit's ratings of a period are closed, they are only corrected: the cap was checked. Source: domain 9."""
    above = {unit.unit_id for unit in path(organisation, unit_id, on)}
    closed = next((each for each in organisation.ratings_closed(period, of) if each.unit_id in above), None)
    if closed is None:
        return
    raise refusal(
        CLOSED,
        Text(
            vi=f"{closed.unit_id} đã chốt xếp loại kỳ {period}.",
            en=f"{closed.unit_id} has closed its ratings of {period}.",
        ),
        Text(
            vi="Sau khi chốt chỉ còn đính chính từng xếp loại đã ghi.",
            en="After the closing only ratings already recorded are corrected.",
        ),
        where="/period",
        values={"period": period, "closed_by": closed.unit_id},
    )


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


def within_cap(groups: Iterable[RatedGroup], policies: Policies) -> None:
    """In no group more of the best grade than the cap allows; each that is over is listed. Source: domain 9."""
    over = [group for group in groups if group.excellent_max is not None and _best(group) > group.excellent_max]
    if not over:
        return
    share = policies.code("rating_cap")
    of = " + ".join(policies.codes("rating_cap_base"))
    raise refusal(
        CAP,
        Text(
            vi=f"{len(over)} nhóm có quá nhiều EXCELLENT (tối đa {share} của {of}).",
            en=f"{len(over)} groups have too many EXCELLENT (at most {share} of {of}).",
        ),
        Text(
            vi="Đính chính bớt mức EXCELLENT trong nhóm đã nêu, rồi chốt lại.",
            en="Correct some EXCELLENT in the groups named, then close again.",
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
        faults=[_over(group) for group in over],
    )


def _best(group: RatedGroup) -> int:
    return group.grades.get(Grade.EXCELLENT.value, 0)


def _over(group: RatedGroup) -> Fault:
    best, most = _best(group), group.excellent_max
    return Fault(
        where=group.group,
        what=Text(
            vi=f"{group.group}: {best} EXCELLENT, tối đa {most} (cơ sở tính: {group.base}).",
            en=f"{group.group}: {best} EXCELLENT, at most {most} (base: {group.base}).",
        ),
    )
