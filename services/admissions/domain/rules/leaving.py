"""Rules on leaving: reviews, the steps of a removal, discipline, exemption. Source: domain 8."""

from collections.abc import Collection, Sequence
from datetime import date

from services.admissions.domain.person.commands_leaving import ReviewKind, ReviewOutcome, ReviewStep
from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.code_names import code_named, codes_named
from services.admissions.domain.rules.labels import KIND as NAME
from services.admissions.domain.rules.labels import REVIEW, standing, upper
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.order import REMOVALS
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.step_names import listed, named
from shared.contracts.movement import Kind, Standing
from shared.core.text import Text
from shared.tree.unit import Unit

_ITEMS = "điểm 8 QĐ 24-QĐ/TW (xóa tên), điểm 11.2 HD 01-HD/TW (xin ra khỏi Đảng); domain 8.1"
KIND = Rule("removal-kind", _ITEMS)
REASON = Rule("removal-reason", "điểm 8.1 QĐ 24-QĐ/TW (các trường hợp xóa tên); domain 8.2")
OPEN = Rule("review-open-already", _ITEMS)
NOT_OPEN = Rule("review-not-open", _ITEMS)
OUTCOME = Rule("review-outcome", _ITEMS)
IN_BREACH = Rule("resignation-in-breach", "điểm 11.2 HD 01-HD/TW (xin ra khỏi Đảng); domain 8.1")
NEEDED = Rule("removal-review-needed", _ITEMS)
BEFORE = Rule("removal-step-missing", _ITEMS)
TAKEN = Rule("removal-step-taken", _ITEMS)
NOT_HERE = Rule(
    "removal-step-not-here", "điểm 8 QĐ 24-QĐ/TW (xóa tên); domain 8.1; domain 5 (notes on grassroots cells)"
)
ABSENT = Rule("self-review-needed", "điểm 8.1 QĐ 24-QĐ/TW (xóa tên); domain 8.1")
DISCIPLINE = Rule("discipline-kind", "Điều 35 Điều lệ Đảng (hình thức kỷ luật); domain 8.3")
EXEMPT = Rule("exemption-of-members", "điểm 7.1 QĐ 24-QĐ/TW (miễn công tác và sinh hoạt đảng); domain 8.4")

REVIEW_OF: dict[Kind, ReviewKind] = {
    Kind.STRUCK_OFF: ReviewKind.STRIKE_OFF,
    Kind.RESIGNED: ReviewKind.RESIGNATION,
    Kind.EXPELLED: ReviewKind.DISCIPLINE,
}
"""The review that leads to a removal; a death needs none."""

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


def removal(kind: Kind, reason: str | None, held: Standing, policies: Policies) -> None:
    """One of the four ends of a membership, with a reason that it can have; R7 only on probation. Source: domain 8."""
    if kind not in REMOVALS:
        kinds = codes_named(sorted(each.value for each in REMOVALS))
        raise refusal(
            KIND,
            Text(
                vi=f"“{kind.value}” ({NAME[kind].vi}) không phải là hình thức ra khỏi Đảng.",
                en=f"“{kind.value}” ({NAME[kind].en}) ends no membership.",
            ),
            Text(vi=f"Chọn một trong: {kinds.vi}.", en=f"Use one of: {kinds.en}."),
            where="/kind",
            content=True,
        )
    if reason is None:
        return
    on_probation = held is Standing.PROBATIONARY
    usable = [each for each in reasons_of(kind, policies) if on_probation or each != "R7_PROBATION"]
    if reason in usable:
        return
    given, member, known = codes_named([reason]), standing(held), codes_named(usable)
    raise refusal(
        cited(REASON, policies.source_of(_REASONS.get(kind, ""))),
        Text(
            vi=f"{given.vi} không phải là lý do {NAME[kind].vi} đối với {member.vi}.",
            en=f"{given.en} is no reason for {NAME[kind].en} of {member.en}.",
        ),
        Text(vi=f"Chọn một trong: {known.vi}.", en=f"Use one of: {known.en}.")
        if usable
        else Text(vi="Bỏ trống lý do: trường hợp này không có lý do.", en="Leave the reason out: there is none here."),
        where="/reason",
        values={"reason": reason, "kind": kind.value, "standing": held.value},
        content=True,
    )


def end_of_standing(kind: Kind, held: Standing) -> None:
    """Official members resign or are expelled; a probationer's end is the strike-off from the list. Domain 3, 8.3."""
    if held is Standing.OFFICIAL or kind not in {Kind.RESIGNED, Kind.EXPELLED}:
        return
    member = standing(held)
    raise refusal(
        KIND,
        Text(
            vi=f"Chỉ đảng viên chính thức mới xin ra khỏi Đảng hoặc bị khai trừ; người này là {member.vi}.",
            en=f"Only official members resign or are expelled; the person is {member.en}.",
        ),
        Text(
            vi="Với đảng viên dự bị, ghi việc xóa tên trong danh sách đảng viên dự bị (struck_off).",
            en="Of a probationary member record the strike-off from the list (struck_off).",
        ),
        where="/kind",
        values={"kind": kind.value, "standing": held.value},
    )


def reasons_of(kind: Kind, policies: Policies) -> tuple[str, ...]:
    """The reasons that an exit of this kind can have, by policy; a death has none. Source: domain 8.2."""
    return policies.codes(_REASONS[kind]) if kind in _REASONS else ()


def reason_given(reason: str | None, review: ReviewKind, reasons: Sequence[str]) -> str:
    """A strike-off is opened for a reason, a resignation on a ground; both are codes. Source: domain 8.1, 8.2."""
    if reason is not None:
        return reason
    opened, known = REVIEW[review], codes_named(reasons)
    raise refusal(
        REASON,
        Text(vi=f"Mở {opened.vi} phải nêu lý do.", en=f"{upper(opened.en)} is opened for a reason, which is missing."),
        Text(vi=f"Nêu lý do (reason), một trong: {known.vi}.", en=f"Give `reason`, one of: {known.en}."),
        where="/reason",
        content=True,
    )


def not_open_yet(review: ReviewKind, opened_on: date | None) -> None:
    """One review of a sort at a time. Source: domain 8.1."""
    if opened_on is None:
        return
    since, name = written(opened_on), REVIEW[review]
    raise refusal(
        OPEN,
        Text(vi=f"Đã có {name.vi}, mở từ ngày {since.vi}.", en=f"{upper(name.en)} has been open since {since.en}."),
        Text(
            vi="Ghi các bước vào việc đang xem xét đó, hoặc đóng việc đó trước.",
            en="Record the steps in that review, or close it first.",
        ),
        values={"review": review.value, "opened_on": opened_on},
    )


def is_open(opened_on: date | None, reviews: Collection[ReviewKind], on: date) -> None:
    """A step, or a closing, belongs to an open review. Source: domain 8.1."""
    if opened_on is not None:
        return
    asked, names = written(on), [REVIEW[each] for each in reviews]
    raise refusal(
        NOT_OPEN,
        Text(
            vi=f"Ngày {asked.vi} không có {' hoặc '.join(each.vi for each in names)} nào đang mở.",
            en=f"On {asked.en} no such case was open: {', '.join(each.en for each in names)}.",
        ),
        Text(
            vi="Mở việc xem xét (review_opened) trước, hoặc kiểm tra ngày.",
            en="Open the review (review_opened) first, or check the date.",
        ),
        values={"on": on, "reviews": [each.value for each in reviews]},
    )


def closing(outcome: str) -> None:
    """A review ends in a removal, or is closed by a code. Source: domain 8.1 (codes of this system)."""
    if outcome in _CLOSINGS:
        return
    known = codes_named(_CLOSINGS)
    raise refusal(
        OUTCOME,
        Text(vi=f"Không thể đóng việc xem xét với kết quả “{outcome}”.", en=f"No review is closed as “{outcome}”."),
        Text(
            vi=f"Chọn một trong: {known.vi}; nếu xóa tên hoặc cho ra khỏi Đảng, ghi quyết định (X5).",
            en=f"Use one of: {known.en}; where the membership ends, record the decision (X5).",
        ),
        where="/outcome",
        content=True,
    )


def outcome_of(step: ReviewStep, outcome: ReviewOutcome) -> None:
    """X1 is asked or received; the others are approved or refused, `short` is worked out. Source: domain 8.1."""
    allowed = _LAST_OUTCOMES.get(step, _DECIDED)
    if outcome in allowed:
        return
    taken, said, known = named(step), code_named(outcome), codes_named(allowed)
    raise refusal(
        OUTCOME,
        Text(
            vi=f"Bước {taken.vi} không có kết quả “{said.vi}”.",
            en=f"Step {taken.en} is never “{said.en}”.",
        ),
        Text(vi=f"Chọn một trong: {known.vi}.", en=f"Use one of: {known.en}."),
        where="/outcome",
        values={"step": step.value, "outcome": outcome.value},
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
            vi=f"Đảng viên đang được xem xét kỷ luật từ ngày {since.vi}; xong việc đó mới xét đơn xin ra khỏi Đảng.",
            en=f"Discipline has been under review since {since.en}; no resignation is examined meanwhile.",
        ),
        Text(
            vi="Ghi kết quả kỷ luật, hoặc đóng việc xem xét kỷ luật trước.",
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
            vi=f"Chưa thể ghi việc {NAME[kind].vi}: chi bộ chưa mở {REVIEW[review].vi}.",
            en=f"{upper(NAME[kind].en)} cannot be recorded: the cell has not opened {REVIEW[review].en}.",
        ),
        Text(
            vi="Mở việc xem xét (review_opened), ghi các bước từ X1 đến X4 mà trường hợp này phải qua, rồi mới ghi "
            "quyết định.",
            en="Open the review (review_opened), record the steps from X1 to X4 that the case goes through, then the "
            "decision.",
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
            vi="Lý do nêu trong quyết định khác với lý do mà chi bộ đã mở việc xem xét.",
            en="The reason given is not the one for which the cell opened the case.",
        ),
        Text(
            vi="Bỏ trống lý do (reason) để lấy lý do đã mở; hoặc đóng việc xem xét đó và mở việc xem xét khác.",
            en="Leave `reason` out, to take that of the case; or close the case and open another.",
        ),
        where="/reason",
    )


def in_order(step: ReviewStep, missing: Sequence[ReviewStep], approved: Collection[str]) -> None:
    """Every step before it is there, and it is not approved already. Source: domain 8.1."""
    asked = named(step)
    if missing:
        names = listed(missing)
        raise refusal(
            BEFORE,
            Text(
                vi=f"Trước bước {asked.vi} còn thiếu: {names.vi}.",
                en=f"Before step {asked.en} this is missing: {names.en}.",
            ),
            Text(
                vi="Ghi bước còn thiếu trước; nếu lần biểu quyết trước chưa đủ phiếu thì biểu quyết lại.",
                en="Record what is missing first; after a vote that fell short, vote again.",
            ),
            where="/step",
            values={"step": step.value, "missing": [each.value for each in missing]},
        )
    if step.value in approved:
        raise refusal(
            TAKEN,
            Text(vi=f"Bước {asked.vi} đã được thông qua.", en=f"Step {asked.en} has been approved already."),
            Text(vi="Nếu ghi sai, đính chính bước đã ghi.", en="If it was recorded wrongly, correct that record."),
            where="/step",
            values={"step": step.value},
        )


def refuse_not_here(step: ReviewStep, cell: Unit) -> Exception:
    """X3 needs a sub-committee above the cell, X4 a grassroots committee. Source: domain 8.1; domain 5 (notes)."""
    asked = named(step)
    why = (
        Text(vi="không thuộc đảng ủy bộ phận nào", en="is below no sub-committee")
        if step is ReviewStep.APPRAISAL
        else Text(vi="là chi bộ cơ sở", en="is a grassroots cell")
    )
    return refusal(
        NOT_HERE,
        Text(
            vi=f"{cell.label} {why.vi} nên không có bước {asked.vi}.",
            en=f"{cell.label} {why.en}, so there is no step {asked.en}.",
        ),
        Text(vi="Bỏ qua bước này và ghi bước tiếp theo.", en="Leave this step out and record the next one."),
        where="/step",
        values={"unit_id": cell.unit_id, "step": step.value},
    )


def heard(*, received: bool, asked: int, policies: Policies) -> None:
    """The member handed in a self-review, or was asked for it three times: then the cell proceeds in absence. 8.1."""
    needed = policies.number("self_review_requests_min")
    if received or asked >= needed:
        return
    raise refusal(
        cited(ABSENT, policies.source_of("self_review_requests_min")),
        Text(
            vi=f"Chưa nhận được bản tự kiểm điểm; mới yêu cầu {asked} lần, phải đủ {needed} lần mới được xét vắng mặt.",
            en=f"No self-review was received; asked for {asked} times, the cell proceeds in absence after {needed}.",
        ),
        Text(
            vi="Ghi việc nhận bản tự kiểm điểm (X1, received) hoặc lần yêu cầu tiếp theo (X1, asked).",
            en="Record the self-review received (X1, received) or the next request (X1, asked).",
        ),
        values={"asked": asked, "needed": needed},
    )


def discipline_kind(kind: str, held: Standing, policies: Policies) -> None:
    """A kind that this member can get; expulsion is a removal. Source: Charter Art. 35; domain 8.3."""
    name = "discipline_probationary" if held is Standing.PROBATIONARY else "discipline_member"
    kinds = [each for each in policies.codes(name) if each != "expulsion"]
    if kind in kinds:
        return
    member, known = standing(held), codes_named(kinds)
    raise refusal(
        DISCIPLINE,
        Text(
            vi=f"Hình thức kỷ luật này không áp dụng đối với {member.vi}.",
            en=f"This kind of discipline is not for {member.en}.",
        ),
        Text(
            vi=f"Chọn một trong: {known.vi}; khai trừ thì ghi là ra khỏi Đảng (removed, kind: expelled).",
            en=f"Use one of: {known.en}; an expulsion is recorded as a removal (removed, kind: expelled).",
        ),
        where="/discipline",
        values={"kinds": kinds, "standing": held.value},
        content=True,
    )


def exemption(held: Standing, *, binds: bool) -> None:
    """Only members are exempted from work and meetings; they stay members. Source: QĐ 24 item 7.1; domain 8.4."""
    if not binds or held in {Standing.PROBATIONARY, Standing.OFFICIAL}:
        return
    found = standing(held)
    raise refusal(
        EXEMPT,
        Text(
            vi=f"Chỉ đảng viên mới được miễn công tác và sinh hoạt đảng; ngày đó người này là {found.vi}.",
            en=f"Only members are exempted from work and meetings; the person was then {found.en}.",
        ),
        Text(vi="Kiểm tra người và ngày.", en="Check the person and the date."),
        where="/changes/exempt",
        values={"standing": held.value},
    )
