"""Rules on introduction letters: who issues them, what goes along, when they must be presented (domain 7)."""

from collections.abc import Sequence
from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.contracts.facts import Decision
from shared.contracts.organisation import GRASSROOTS, UnitKind
from shared.core.text import Text
from shared.core.working_days import Due, WorkingDays
from shared.tree.organisation import Organisation
from shared.tree.unit import Unit

ISSUER = Rule("transfer-issuer", "QĐ 294-QĐ/TW item 6.3; domain 7")
PAPERS = Rule("transfer-papers", "HD 12-HD/BTCTW 2022; domain 6, 7")
PRESENTED = Rule("transfer-presented-already", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
LATE = Rule("transfer-presented-late", "QĐ 294-QĐ/TW item 6.3; domain 7")
RULING = Rule("transfer-ruling", "QĐ 294-QĐ/TW item 6.3; domain 7")
REASON = Rule("transfer-reason", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
RECEIVER = Rule("transfer-receiver", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 7")
OFFICIAL_DATE = Rule("official-date", "QĐ 294-QĐ/TW item 6.3 (chuyển sinh hoạt đảng); domain 3, 7")

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
    names = ", ".join(unit.unit_id for unit in able)
    raise refusal(
        ISSUER,
        Text(
            vi=f"{asked} không cấp giấy giới thiệu chuyển sinh hoạt từ {cell_id} đến {to_unit_id or 'ngoài tỉnh'}.",
            en=f"{asked} does not issue letters from {cell_id} to {to_unit_id or 'outside the province'}.",
        ),
        Text(vi=f"Nơi cấp: {names}.", en=f"The letter is issued by: {names}."),
        where="/body_unit_id",
        values={"body_unit_id": asked, "issuers": [unit.unit_id for unit in able]},
    )


def papers_known(codes: Sequence[str], policies: Policies) -> None:
    """The papers that go along are codes of the policy. Source: domain 7 (papers)."""
    known = policies.codes("transfer_papers")
    unknown = [code for code in codes if code not in known]
    if not unknown:
        return
    raise refusal(
        PAPERS,
        Text(
            vi=f"Không có mã giấy tờ: {', '.join(unknown)}.",
            en=f"There is no paper with the code: {', '.join(unknown)}.",
        ),
        Text(vi=f"Dùng: {', '.join(known)}.", en=f"Use: {', '.join(known)}."),
        where="/codes",
        values={"codes": unknown},
        content=True,
    )


def probation_papers(codes: Sequence[str], policies: Policies) -> None:
    """The remarks of the old cell go along with a probationary member. Source: domain 6 (unconfirmed, policy)."""
    missing = [code for code in policies.codes("transfer_probation_papers") if code not in codes]
    if not missing:
        return
    raise refusal(
        PAPERS,
        Text(
            vi=f"Đảng viên dự bị chuyển đi cần kèm: {', '.join(missing)}.",
            en=f"With a probationary member must go: {', '.join(missing)}.",
        ),
        Text(vi="Lấy nhận xét của chi bộ cũ rồi ghi lại.", en="Get the remarks of the old cell, then record it again."),
        where="/codes",
        values={"missing": missing},
    )


def receiver_named(to_unit_id: str | None) -> str:
    """A letter is presented to a cell of this register. Source: domain 7."""
    if to_unit_id is not None:
        return to_unit_id
    raise refusal(
        RECEIVER,
        Text(vi="Thiếu chi bộ nơi đến.", en="The receiving cell is missing."),
        Text(vi="Nêu to_unit_id của chi bộ nơi đến.", en="Give the receiving cell's to_unit_id."),
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
        Text(vi=f"Giấy này đã được xuất trình ngày {day.vi}.", en=f"The letter was presented on {day.en} already."),
        Text(vi="Nếu ngày sai, đính chính việc đã ghi.", en="If the date is wrong, correct that record."),
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
    raise refusal(
        LATE,
        Text(
            vi=f"Giấy giới thiệu phải xuất trình chậm nhất ngày {last.vi}; ngày xuất trình là {asked.vi}.",
            en=f"The letter had to be presented by {last.en}; it was on {asked.en}.",
        ),
        Text(
            vi="Nêu lý do (reason) và ý kiến của cấp ủy có thẩm quyền (decision: cơ quan, số, ngày).",
            en="Give the reason and the competent committee's ruling (decision: body, number, date).",
        ),
        where="/reason" if reason is None else "/decision",
        values={"on": on, "due_on": due.on, "reason": reason, "ruling": None if ruling is None else ruling.number},
    )


def ruling_by_competent(organisation: Organisation, ruling: Decision, cell_id: str, on: date) -> None:
    """The ruling on a late letter is taken by a competent committee above the receiving cell. Source: domain 7."""
    able = [unit.unit_id for unit in path(organisation, cell_id, on) if _competent(unit)]
    if ruling.body_unit_id in able or not able:
        return
    raise refusal(
        RULING,
        Text(
            vi=f"{ruling.body_unit_id} không có thẩm quyền về giấy xuất trình chậm ở {cell_id}.",
            en=f"{ruling.body_unit_id} cannot rule on a late letter at {cell_id}.",
        ),
        Text(vi=f"Cấp ủy có thẩm quyền: {', '.join(able)}.", en=f"The competent committees: {', '.join(able)}."),
        where="/decision/body_unit_id",
        values={"body_unit_id": ruling.body_unit_id, "competent": able},
    )


def reason_code(reason: str | None, name: str, policies: Policies, *, needed: bool = False) -> None:
    """A reason is one of the policy's codes; a letter is sent back with one. Source: domain 7."""
    known = policies.codes(name)
    if (reason is None and not needed) or (reason is not None and (reason in known or not known)):
        return
    raise refusal(
        REASON,
        Text(
            vi="Cần lý do." if reason is None else f"Lý do “{reason}” không có trong quy định.",
            en="A reason is needed." if reason is None else f"The policy has no reason “{reason}”.",
        ),
        Text(
            vi=f"Dùng một trong: {', '.join(known)}." if known else "Nêu mã lý do.",
            en=f"Use one of: {', '.join(known)}." if known else "Give the code of the reason.",
        ),
        where="/reason",
        values={"reason": reason},
        content=True,
    )


def official_date(official_on: date | None, ceremony_on: date | None, on: date, *, official: bool) -> None:
    """The official date in a letter: of an official member, after the ceremony, not after the arrival. Domain 3."""
    if official_on is None or (official and official_on <= on and (ceremony_on is None or ceremony_on < official_on)):
        return
    stated = written(official_on)
    raise refusal(
        OFFICIAL_DATE,
        Text(
            vi=f"Ngày chính thức {stated.vi} không thể đúng ở đây.",
            en=f"The official date {stated.en} cannot be right here.",
        ),
        Text(
            vi="Chỉ đảng viên chính thức có ngày này; nó ở sau ngày kết nạp và không sau ngày tiếp nhận.",
            en="Only official members have one; it is after the ceremony and not after the arrival.",
        ),
        where="/official_on",
        values={"official_on": official_on, "ceremony_on": ceremony_on, "on": on},
        content=True,
    )


def _competent(unit: Unit) -> bool:
    return unit.kind in ABOVE_GRASSROOTS or (unit.kind is UnitKind.GRASSROOTS_COMMITTEE and unit.authorised)
