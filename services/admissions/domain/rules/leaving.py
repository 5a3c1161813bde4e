"""Rules on leaving: reviews and what they rest on, the steps of a removal, discipline, exemption. Source: domain 8."""

from collections.abc import Collection, Sequence
from datetime import date

from services.admissions.domain.person.commands_leaving import Evidence, ReviewKind, ReviewOutcome, ReviewStep
from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.order import REMOVALS
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.movement import Kind, Standing
from shared.core.text import Text

KIND = Rule("removal-kind", "QĐ 24-QĐ/TW item 8; domain 8.1")
REASON = Rule("removal-reason", "QĐ 24-QĐ/TW item 8.1; domain 8.2")
EVIDENCE = Rule("review-evidence", "QĐ 24-QĐ/TW item 8.1; domain 8.2")
OPEN = Rule("review-open-already", "QĐ 24-QĐ/TW item 8 (xóa tên); domain 8.1")
NOT_OPEN = Rule("review-not-open", "QĐ 24-QĐ/TW item 8 (xóa tên); domain 8.1")
OUTCOME = Rule("review-outcome", "QĐ 24-QĐ/TW item 8 (xóa tên); domain 8.1")
IN_BREACH = Rule("resignation-in-breach", "HD 01-HD/TW item 11.2; domain 8.1")
NEEDED = Rule("removal-review-needed", "QĐ 24-QĐ/TW item 8; domain 8.1")
BEFORE = Rule("removal-step-missing", "QĐ 24-QĐ/TW item 8; HD 01-HD/TW item 11; domain 8.1")
TAKEN = Rule("removal-step-taken", "QĐ 24-QĐ/TW item 8 (xóa tên); domain 8.1")
NOT_HERE = Rule(
    "removal-step-not-here", "QĐ 24-QĐ/TW item 8 (xóa tên); domain 8.1; domain 5 (notes on grassroots cells)"
)
ABSENT = Rule("self-review-needed", "HD 01-HD/TW item 11; domain 8.1")
DISCIPLINE = Rule("discipline-kind", "Charter Art. 35; domain 8.3")
EXEMPT = Rule("exemption-of-members", "QĐ 24-QĐ/TW item 7.1; domain 8.4")

REVIEW_OF: dict[Kind, ReviewKind] = {
    Kind.STRUCK_OFF: ReviewKind.STRIKE_OFF,
    Kind.RESIGNED: ReviewKind.RESIGNATION,
    Kind.EXPELLED: ReviewKind.DISCIPLINE,
}
"""The review that leads to a removal; a death needs none."""

_MONTHS_MIN = {"R1_ABSENCE": "absence_months_min", "R2_DUES": "dues_months_min"}
_PAPERS = {"R4_DUTIES": 2, "R6_CRITERION": 1, "R7_PROBATION": 1}
_REASONS = {
    Kind.STRUCK_OFF: "strike_off_reasons",
    Kind.RESIGNED: "resignation_grounds",
    Kind.EXPELLED: "expulsion_grounds",
}
_CLOSINGS = ("kept", "withdrawn", "settled")
_LAST_OUTCOMES = {
    ReviewStep.SELF_REVIEW: (ReviewOutcome.ASKED, ReviewOutcome.RECEIVED),
}
_DECIDED = (ReviewOutcome.APPROVED, ReviewOutcome.REFUSED)


def removal(kind: Kind, reason: str | None, standing: Standing, policies: Policies) -> None:
    """One of the four ends of a membership, with a reason that it can have; R7 only on probation. Source: domain 8."""
    if kind not in REMOVALS:
        kinds = ", ".join(sorted(each.value for each in REMOVALS))
        raise refusal(
            KIND,
            Text(vi=f"“{kind.value}” không phải là hình thức ra khỏi Đảng.", en=f"“{kind.value}” ends no membership."),
            Text(vi=f"Dùng một trong: {kinds}.", en=f"Use one of: {kinds}."),
            where="/kind",
            content=True,
        )
    if reason is None:
        return
    reasons = reasons_of(kind, policies)
    on_probation = standing is Standing.PROBATIONARY
    if reason in reasons and (on_probation or reason != "R7_PROBATION"):
        return
    usable = [each for each in reasons if on_probation or each != "R7_PROBATION"]
    raise refusal(
        REASON,
        Text(vi=f"Lý do “{reason}” không dùng được ở đây.", en=f"The reason “{reason}” does not apply here."),
        Text(
            vi=f"Dùng một trong: {', '.join(usable)}; R7_PROBATION chỉ cho đảng viên dự bị."
            if usable
            else "Bỏ lý do: hình thức này không có lý do.",
            en=f"Use one of: {', '.join(usable)}; R7_PROBATION only on probation."
            if usable
            else "Leave the reason out: this end of a membership has none.",
        ),
        where="/reason",
        values={"reason": reason, "kind": kind.value},
        content=True,
    )


def end_of_standing(kind: Kind, standing: Standing) -> None:
    """Official members resign or are expelled; a probationer's end is the strike-off from the list. Domain 3, 8.3."""
    if standing is Standing.OFFICIAL or kind not in {Kind.RESIGNED, Kind.EXPELLED}:
        return
    only = Text(vi="Chỉ đảng viên chính thức xin ra, bị khai trừ.", en="Only official members resign or are expelled.")
    instead = Text(vi="Xóa tên đảng viên dự bị (struck_off).", en="Strike the probationer off (struck_off).")
    raise refusal(KIND, only, instead, where="/kind", values={"kind": kind.value, "standing": standing.value})


def reasons_of(kind: Kind, policies: Policies) -> tuple[str, ...]:
    """The reasons that an exit of this kind can have, by policy; a death has none. Source: domain 8.2."""
    return policies.codes(_REASONS[kind]) if kind in _REASONS else ()


def reason_given(reason: str | None, review: ReviewKind, reasons: Sequence[str]) -> str:
    """A strike-off is opened for a reason, a resignation on a ground; both are codes. Source: domain 8.1, 8.2."""
    if reason is not None:
        return reason
    raise refusal(
        REASON,
        Text(vi=f"Mở xem xét ({review.value}) phải có mã lý do.", en=f"A review ({review.value}) needs a reason code."),
        Text(vi=f"Nêu một trong: {', '.join(reasons)}.", en=f"Give one of: {', '.join(reasons)}."),
        where="/reason",
        content=True,
    )


def evidence(reason: str, held: Evidence, on: date, policies: Policies) -> None:
    """What the cell enters of a case: months (R1, R2), the day (R3), numbers of papers (R4, R6, R7). Domain 8.2.

    The months are three of the year that ends with the review (policy; whether for absence too is unconfirmed). No roll
    and no ledger is kept: these are the dates of this case only.
    """
    if reason in _MONTHS_MIN:
        _months(held.months, policies.number(_MONTHS_MIN[reason]), on)
    elif reason == "R3_CARD":
        if held.on is None or held.on > on:
            raise _lacking(
                "/evidence/on",
                Text(vi="Thiếu ngày trả hoặc hủy thẻ.", en="The day on which the card was given up is missing."),
                Text(vi="Nêu ngày đó, không sau ngày mở xem xét.", en="Give that day, not after the review's."),
                {"on": held.on, "opened_on": on},
            )
    elif reason in _PAPERS and len(set(held.papers)) < _PAPERS[reason]:
        needed = _PAPERS[reason]
        raise _lacking(
            "/evidence/papers",
            Text(
                vi=f"Cần {needed} số nghị quyết hoặc quyết định khác nhau; có {len(set(held.papers))}.",
                en=f"{needed} different numbers of papers are needed, {len(set(held.papers))} given.",
            ),
            _PAPERS_MEND[reason],
            {"papers": len(set(held.papers)), "needed": needed},
        )


_PAPERS_MEND = {
    "R4_DUTIES": Text(
        vi="Nêu số hai nghị quyết của chi bộ: khi phân công giúp đỡ và khi đánh giá sau 12 tháng.",
        en="Give the cell's two resolutions: when help was agreed, and when it was judged 12 months later.",
    ),
    "R6_CRITERION": Text(vi="Chỉ nêu số quyết định.", en="Give the decision's number, nothing else."),
    "R7_PROBATION": Text(
        vi="Nêu số nghị quyết của chi bộ khi xét công nhận (D5).", en="Give the number of the cell's resolution in D5."
    ),
}


def _months(months: Sequence[date], needed: int, on: date) -> None:
    found = {month.year * 12 + month.month for month in months if month <= on}
    last = on.year * 12 + on.month
    within = {month for month in found if last - 12 < month <= last}
    if len(within) >= needed and len(found) == len(set(months)):
        return
    raise _lacking(
        "/evidence/months",
        Text(
            vi=f"Cần ít nhất {needed} tháng khác nhau trong 12 tháng đến tháng mở xem xét; có {len(within)}.",
            en=f"At least {needed} different months of the 12 up to the review are needed; {len(within)} given.",
        ),
        Text(vi="Ghi các tháng của vụ việc, mỗi tháng một lần.", en="Give the months of the case, each once."),
        {"months": len(within), "needed": needed},
    )


def years_in_breach(years: Collection[int], needed: int) -> None:
    """R5 rests on ratings that are recorded: so many years in a row in breach. Source: domain 8.2 (R5)."""
    if any(all(year - back in years for back in range(needed)) for year in years):
        return
    told = ", ".join(str(year) for year in sorted(years))
    raise _lacking(
        "/reason",
        Text(
            vi=f"Cần {needed} năm liền có xếp loại vi phạm tư cách đã ghi; đã ghi: {told or 'không năm nào'}.",
            en=f"{needed} years in a row rated in breach must be recorded; recorded: {told or 'none'}.",
        ),
        Text(vi="Ghi xếp loại các năm đó trước.", en="Record the ratings of those years first."),
        {"years": sorted(years), "needed": needed},
    )


def _lacking(where: str, what: Text, mend: Text, values: dict[str, object]) -> Exception:
    return refusal(EVIDENCE, what, mend, where=where, values=values)


def not_open_yet(review: ReviewKind, opened_on: date | None) -> None:
    """One review of a sort at a time. Source: domain 8.1."""
    if opened_on is None:
        return
    since = written(opened_on)
    raise refusal(
        OPEN,
        Text(
            vi=f"Đã có xem xét ({review.value}) mở từ ngày {since.vi}.",
            en=f"A review ({review.value}) has been open since {since.en}.",
        ),
        Text(vi="Ghi các bước vào đó, hoặc đóng nó trước.", en="Record the steps there, or close it first."),
        values={"review": review.value, "opened_on": opened_on},
    )


def is_open(opened_on: date | None, reviews: Collection[ReviewKind], on: date) -> None:
    """A step, or a closing, belongs to an open review. Source: domain 8.1."""
    if opened_on is not None:
        return
    asked, names = written(on), ", ".join(each.value for each in reviews)
    raise refusal(
        NOT_OPEN,
        Text(
            vi=f"Ngày {asked.vi} không có xem xét nào đang mở ({names}).",
            en=f"On {asked.en} no such review ({names}) was open.",
        ),
        Text(vi="Mở xem xét (review_opened) trước.", en="Open the review (review_opened) first."),
        values={"on": on, "reviews": [each.value for each in reviews]},
    )


def closing(outcome: str) -> None:
    """A review ends in a removal, or is closed by a code. Source: domain 8.1 (codes of this system)."""
    if outcome in _CLOSINGS:
        return
    raise refusal(
        OUTCOME,
        Text(vi=f"“{outcome}” không phải là kết quả xem xét.", en=f"“{outcome}” is no outcome of a review."),
        Text(vi=f"Dùng một trong: {', '.join(_CLOSINGS)}.", en=f"Use one of: {', '.join(_CLOSINGS)}."),
        where="/outcome",
        content=True,
    )


def outcome_of(step: ReviewStep, outcome: ReviewOutcome) -> None:
    """X1 is asked or received; the others are approved or refused, `short` is worked out. Source: domain 8.1."""
    allowed = _LAST_OUTCOMES.get(step, _DECIDED)
    if outcome in allowed:
        return
    names = ", ".join(each.value for each in allowed)
    raise refusal(
        OUTCOME,
        Text(
            vi=f"Bước {step.value} không có kết quả “{outcome.value}”.", en=f"{step.value} is never “{outcome.value}”."
        ),
        Text(vi=f"Dùng một trong: {names}.", en=f"Use one of: {names}."),
        where="/outcome",
        content=True,
    )


def not_in_breach(discipline_since: date | None) -> None:
    """A resignation is examined only of members not in breach: discipline is settled first. HD 01 item 11.2."""
    if discipline_since is None:
        return
    since = written(discipline_since)
    raise refusal(
        IN_BREACH,
        Text(
            vi=f"Đang xem xét kỷ luật từ ngày {since.vi}; chưa giải quyết đơn xin ra khỏi Đảng.",
            en=f"Discipline has been under review since {since.en}; no resignation is examined meanwhile.",
        ),
        Text(
            vi="Ghi kết quả kỷ luật hoặc đóng xem xét đó trước.",
            en="Record the discipline, or close that review first.",
        ),
        values={"discipline_review_since": discipline_since},
    )


def review_needed(*, is_open: bool, binds: bool, kind: Kind) -> None:
    """From the day of the policy, nobody is struck off or released without a review. Source: QĐ 24 item 8; 8.1."""
    if is_open or not binds:
        return
    review = REVIEW_OF[kind]
    raise refusal(
        NEEDED,
        Text(
            vi=f"Chưa mở xem xét ({review.value}) tại chi bộ, nên không thể ghi việc này.",
            en=f"No review ({review.value}) was opened in the cell, so this cannot be recorded.",
        ),
        Text(
            vi="Mở xem xét (review_opened), ghi các bước X1 đến X4, rồi ghi quyết định.",
            en="Open a review (review_opened), record the steps X1 to X4, then the decision.",
        ),
        values={"review": review.value, "kind": kind.value},
    )


def as_opened(reason: str | None, opened_for: str | None) -> None:
    """A removal is for what its case was opened for; the refusal repeats neither code. Source: domain 8.2."""
    if not reason or not opened_for or reason == opened_for:
        return
    raise refusal(
        REASON,
        Text(
            vi="Lý do nêu ra khác lý do mà chi bộ đã mở xem xét.",
            en="The reason given is not the one for which the cell opened the case.",
        ),
        Text(
            vi="Bỏ reason để lấy lý do đã mở, hoặc đóng xem xét đó và mở xem xét khác.",
            en="Leave reason out, to take that of the case; or close the case and open another.",
        ),
        where="/reason",
    )


def in_order(step: ReviewStep, missing: Sequence[ReviewStep], approved: Collection[str]) -> None:
    """Every step before it is there, and it is not approved already. Source: domain 8.1."""
    if missing:
        names = ", ".join(each.value for each in missing)
        raise refusal(
            BEFORE,
            Text(vi=f"Chưa có bước {names} trước {step.value}.", en=f"{names} is missing, which {step.value} needs."),
            Text(
                vi="Ghi bước đó trước; nếu phiếu không đủ thì bỏ phiếu lại.",
                en="Record that step first; after a vote that fell short, vote again.",
            ),
            where="/step",
            values={"step": step.value, "missing": [each.value for each in missing]},
        )
    if step.value in approved:
        raise refusal(
            TAKEN,
            Text(vi=f"Bước {step.value} đã được thông qua.", en=f"Step {step.value} has been approved already."),
            Text(vi="Nếu ghi sai, đính chính bước đã ghi.", en="If it was recorded wrongly, correct that record."),
            where="/step",
            values={"step": step.value},
        )


def refuse_not_here(step: ReviewStep, cell_id: str) -> Exception:
    """X3 needs a sub-committee above the cell, X4 a grassroots committee. Source: domain 8.1; domain 5 (notes)."""
    return refusal(
        NOT_HERE,
        Text(
            vi=f"{cell_id} không có cấp nào làm bước {step.value}.",
            en=f"Above {cell_id} nobody takes step {step.value}.",
        ),
        Text(vi="Bỏ qua bước này.", en="Leave this step out."),
        where="/step",
        values={"unit_id": cell_id, "step": step.value},
    )


def heard(*, received: bool, asked: int, policies: Policies) -> None:
    """The member handed in a self-review, or was asked for it three times: then the cell proceeds in absence. 8.1."""
    needed = policies.number("self_review_requests_min")
    if received or asked >= needed:
        return
    raise refusal(
        ABSENT,
        Text(
            vi=f"Chưa có bản tự kiểm điểm; mới yêu cầu {asked} lần, quy định {needed} lần rồi mới xét vắng mặt.",
            en=f"No self-review was received; asked for {asked} times, the cell proceeds in absence after {needed}.",
        ),
        Text(
            vi="Ghi việc nhận bản tự kiểm điểm (X1, received) hoặc lần yêu cầu tiếp (X1, asked).",
            en="Record the self-review received (X1, received) or the next request (X1, asked).",
        ),
        values={"asked": asked, "needed": needed},
    )


def discipline_kind(kind: str, standing: Standing, policies: Policies) -> None:
    """A kind that this member can get; expulsion is a removal. Source: Charter Art. 35; domain 8.3."""
    name = "discipline_probationary" if standing is Standing.PROBATIONARY else "discipline_member"
    kinds = [each for each in policies.codes(name) if each != "expulsion"]
    if kind in kinds:
        return
    raise refusal(
        DISCIPLINE,
        Text(vi="Hình thức kỷ luật này không dùng được ở đây.", en="This kind of discipline does not apply here."),
        Text(
            vi=f"Dùng một trong: {', '.join(kinds)}; khai trừ thì ghi “removed” với “expelled”.",
            en=f"Use one of: {', '.join(kinds)}; an expulsion is recorded as “removed” with “expelled”.",
        ),
        where="/discipline",
        values={"kinds": kinds},
        content=True,
    )


def exemption(standing: Standing, *, binds: bool) -> None:
    """Only members are exempted from work and meetings; they stay members. Source: QĐ 24 item 7.1; domain 8.4."""
    if not binds or standing in {Standing.PROBATIONARY, Standing.OFFICIAL}:
        return
    raise refusal(
        EXEMPT,
        Text(
            vi="Chỉ đảng viên mới được miễn công tác và sinh hoạt đảng.",
            en="Only members are exempted from work and meetings.",
        ),
        Text(vi="Kiểm tra tư cách người này vào ngày đó.", en="Check what the person was on that date."),
        where="/changes/exempt",
        values={"standing": standing.value},
    )
