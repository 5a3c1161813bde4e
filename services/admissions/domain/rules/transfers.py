"""Rules on introduction letters: who issues them, what goes along, when they must be presented (domain 7)."""

from collections.abc import Sequence
from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.code_names import codes_named
from services.admissions.domain.rules.labels import OUTSIDE_PROVINCE
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.facts import Decision
from shared.contracts.organisation import GRASSROOTS, UnitKind
from shared.core.text import Text
from shared.core.working_days import Due, WorkingDays
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

ISSUER = Rule("transfer-issuer", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
PAPERS = Rule("transfer-papers", "HD 12-HD/BTCTW (18/01/2022), phần II điểm 4.2; domain 6, 7")
PRESENTED = Rule("transfer-presented-already", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
LATE = Rule("transfer-presented-late", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
RULING = Rule("transfer-ruling", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
REASON = Rule("transfer-reason", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
RECEIVER = Rule("transfer-receiver", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 7")
OFFICIAL_DATE = Rule("official-date", "điểm 6.3 QĐ 294-QĐ/TW (chuyển sinh hoạt đảng); domain 3, 7")

ABOVE_GRASSROOTS = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.WARD})


def kept_whole(issued_on: date, policies: Policies) -> bool:
    """Whether a letter of this day binds with issuer and lateness; older registers held its dates alone. Domain 7."""
    whole_from = policies.code("dossier_whole_from")
    return whole_from is not None and issued_on >= date.fromisoformat(whole_from)


def issuers(organisation: Organisation, cell_id: str, to_unit_id: str | None, on: date) -> list[Unit]:
    """Who issues the letter, the one that does by default first; none where nobody lies above. Source: domain 7.

    Within one committee above grassroots the chain of grassroots organisations, or that committee; out of its area or
    of the province that committee alone, which for those directly below a province is the province.
    """
    above = [unit for unit in path(organisation, cell_id, on) if unit.open_on(on)]
    upper = next((unit for unit in above if unit.kind in ABOVE_GRASSROOTS), None)
    if upper is None:
        return []
    goes_to = set() if to_unit_id is None else {unit.unit_id for unit in path(organisation, to_unit_id, on)}
    if upper.unit_id not in goes_to:
        return [upper]
    return [*(unit for unit in above if unit.kind in GRASSROOTS), upper]


def issuer(organisation: Organisation, cell_id: str, to_unit_id: str | None, on: date, asked: str | None) -> str | None:
    """The body that issues the letter: the one asked for when it may, by default the one that must. Domain 7."""
    able = issuers(organisation, cell_id, to_unit_id, on)
    if not able:
        return asked
    for unit in able:
        if asked in {None, unit.unit_id}:
            return unit.unit_id
    names = ", ".join(unit.label for unit in able)
    assert asked is not None
    body, cell = organisation.label(asked, on), organisation.label(cell_id, on)
    there = OUTSIDE_PROVINCE
    if to_unit_id is not None:
        there = Text(vi=organisation.label(to_unit_id, on), en=organisation.label(to_unit_id, on))
    raise refusal(
        ISSUER,
        Text(
            vi=f"{body} không có thẩm quyền cấp giấy giới thiệu chuyển sinh hoạt đảng từ {cell} đến {there.vi}.",
            en=f"{body} does not issue letters from {cell} to {there.en}.",
        ),
        Text(vi=f"Giấy này do cấp sau đây cấp: {names}.", en=f"The letter is issued by: {names}."),
        where="/body_unit_id",
        values={"body_unit_id": asked, "issuers": [unit.unit_id for unit in able]},
    )


def papers_known(codes: Sequence[str], policies: Policies) -> None:
    """The papers that go along are codes of the policy. Source: domain 7 (papers)."""
    known = policies.codes("transfer_papers")
    unknown = [code for code in codes if code not in known]
    if not unknown:
        return
    usable = codes_named(known)
    raise refusal(
        cited(PAPERS, policies.source_of("transfer_papers")),
        Text(
            vi=f"Giấy tờ kèm theo giấy giới thiệu không có mã: {', '.join(unknown)}.",
            en=f"No paper that goes along with a letter has the code: {', '.join(unknown)}.",
        ),
        Text(vi=f"Dùng các mã: {usable.vi}.", en=f"Use: {usable.en}."),
        where="/codes",
        values={"codes": unknown},
        content=True,
    )


def probation_papers(codes: Sequence[str], policies: Policies) -> None:
    """The remarks of the old cell go along with a probationary member. Source: domain 6 (unconfirmed, policy)."""
    missing = [code for code in policies.codes("transfer_probation_papers") if code not in codes]
    if not missing:
        return
    names = codes_named(missing)
    raise refusal(
        cited(PAPERS, policies.source_of("transfer_probation_papers")),
        Text(
            vi=f"Đảng viên dự bị chuyển sinh hoạt phải kèm theo: {names.vi}.",
            en=f"With a probationary member must go: {names.en}.",
        ),
        Text(
            vi="Lấy đủ giấy tờ đó rồi ghi lại việc cấp giấy, nêu mã trong codes.",
            en="Get these papers, then record the letter again with their codes in `codes`.",
        ),
        where="/codes",
        values={"missing": missing},
    )


def receiver_named(to_unit_id: str | None) -> str:
    """A letter is presented to a cell of this register. Source: domain 7."""
    if to_unit_id is not None:
        return to_unit_id
    raise refusal(
        RECEIVER,
        Text(
            vi="Chưa nêu chi bộ nơi đến, nơi giấy giới thiệu được xuất trình.",
            en="It is not said to which cell the letter was presented.",
        ),
        Text(vi="Nêu mã của chi bộ nơi đến (to_unit_id).", en="Give the receiving cell's id (to_unit_id)."),
        where="/to_unit_id",
        content=True,
    )


def presented_once(presented_on: date | None) -> None:
    """A letter is presented once. Source: domain 7."""
    if presented_on is None:
        return
    day = written(presented_on)
    raise refusal(
        PRESENTED,
        Text(
            vi=f"Giấy giới thiệu này đã được xuất trình ngày {day.vi}.",
            en=f"The letter was presented on {day.en} already.",
        ),
        Text(
            vi="Ghi bước tiếp theo (tiếp nhận hoặc trả lại giấy); nếu ngày đã ghi sai, đính chính việc đó.",
            en="Record what comes next (accepted or sent back); if that date is wrong, correct it.",
        ),
        values={"presented_on": presented_on},
    )


def presenting_due(issued_on: date, policies: Policies, days: WorkingDays) -> Due:
    """Until when a letter is presented in time: 30 working days from its issue. `policies`: of that day. Domain 7."""
    return days.due(issued_on, policies.deadline("transfer_presenting").working_days)


def issuing_due(moved_on: date, policies: Policies, days: WorkingDays) -> Due:
    """Until when a letter is issued in time: 60 working days from the decision or move; lateness is shown. Domain 7."""
    return days.due(moved_on, policies.deadline("transfer_start").working_days)


def late_with_ruling(on: date, due: Due, reason: str | None, ruling: Decision | None) -> None:
    """A letter presented after its due day needs the reason and the competent committee's ruling. Source: domain 7.

    The due day itself is in time; a provisional due day blocks nothing (contracts 4).
    """
    if on <= due.on or due.provisional or (reason is not None and ruling is not None):
        return
    asked, last = written(on), written(due.on)
    lacking = []
    if reason is None:
        lacking.append(Text(vi="lý do", en="a reason"))
    if ruling is None:
        lacking.append(Text(vi="ý kiến của cấp ủy có thẩm quyền", en="a ruling of the competent committee"))
    raise refusal(
        LATE,
        Text(
            vi=f"Giấy giới thiệu phải xuất trình chậm nhất ngày {last.vi}; xuất trình ngày {asked.vi} mà chưa có "
            f"{' và '.join(each.vi for each in lacking)}.",
            en=f"The letter had to be presented by {last.en}; it was on {asked.en}, without "
            f"{' and '.join(each.en for each in lacking)}.",
        ),
        Text(
            vi="Nêu lý do xuất trình chậm (reason) và ý kiến của cấp ủy có thẩm quyền (decision: cơ quan, số, ngày).",
            en="Give the reason and the competent committee's ruling (decision: body, number, date).",
        ),
        where="/reason" if reason is None else "/decision",
        values={"on": on, "due_on": due.on, "reason": reason, "ruling": None if ruling is None else ruling.number},
    )


def ruling_by_competent(organisation: Organisation, ruling: Decision, cell_id: str, on: date) -> None:
    """The ruling on a late letter is taken by a competent committee above the receiving cell. Source: domain 7."""
    able = [unit for unit in path(organisation, cell_id, on) if _competent(unit)]
    if not able or ruling.body_unit_id in {unit.unit_id for unit in able}:
        return
    body, cell = organisation.label(ruling.body_unit_id, on), organisation.label(cell_id, on)
    names = ", ".join(unit.label for unit in able)
    raise refusal(
        RULING,
        Text(
            vi=f"{body} không có thẩm quyền cho ý kiến về giấy giới thiệu xuất trình chậm ở {cell}.",
            en=f"{body} cannot rule on a letter presented late at {cell}.",
        ),
        Text(vi=f"Cấp ủy có thẩm quyền: {names}.", en=f"The competent committees: {names}."),
        where="/decision/body_unit_id",
        values={"body_unit_id": ruling.body_unit_id, "competent": [unit.unit_id for unit in able]},
    )


def reason_code(reason: str | None, name: str, policies: Policies, *, needed: bool = False) -> None:
    """A reason is one of the policy's codes; a letter is sent back with one. Source: domain 7."""
    known = policies.codes(name)
    if (reason is None and not needed) or (reason is not None and (reason in known or not known)):
        return
    usable = codes_named(known)
    raise refusal(
        cited(REASON, policies.source_of(name)),
        Text(
            vi="Chưa nêu lý do." if reason is None else f"Lý do “{reason}” không có trong quy định.",
            en="The reason is missing." if reason is None else f"The policy has no reason “{reason}”.",
        ),
        Text(
            vi=f"Nêu lý do (reason), một trong: {usable.vi}." if known else "Nêu mã lý do (reason).",
            en=f"Give `reason`, one of: {usable.en}." if known else "Give the code of the reason (`reason`).",
        ),
        where="/reason",
        values={"reason": reason},
        content=True,
    )


def official_date(official_on: date | None, ceremony_on: date | None, on: date, *, official: bool) -> None:
    """The official date in a letter: of an official member, after the ceremony, not after the arrival. Domain 3."""
    if official_on is None or (official and official_on <= on and (ceremony_on is None or ceremony_on < official_on)):
        return
    stated, arrived = written(official_on), written(on)
    admitted = None if ceremony_on is None else written(ceremony_on)
    why = Text(vi="người này chưa là đảng viên chính thức", en="the person is no official member")
    if official:
        why = Text(
            vi=f"tiếp nhận ngày {arrived.vi}" + ("" if admitted is None else f", kết nạp ngày {admitted.vi}"),
            en=f"the arrival is of {arrived.en}" + ("" if admitted is None else f", the ceremony of {admitted.en}"),
        )
    raise refusal(
        OFFICIAL_DATE,
        Text(
            vi=f"Ngày chính thức {stated.vi} không hợp lý: {why.vi}.",
            en=f"The official date {stated.en} cannot be right: {why.en}.",
        ),
        Text(
            vi="Chỉ đảng viên chính thức mới có ngày này; ngày đó sau ngày kết nạp và không muộn hơn ngày tiếp nhận.",
            en="Only official members have one; it is after the ceremony and not after the arrival.",
        ),
        where="/official_on",
        values={"official_on": official_on, "ceremony_on": ceremony_on, "on": on},
        content=True,
    )


def _competent(unit: Unit) -> bool:
    return unit.kind in ABOVE_GRASSROOTS or (unit.kind is UnitKind.GRASSROOTS_COMMITTEE and unit.authorised)
