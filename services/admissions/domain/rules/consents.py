"""What a body above may agree to in writing, time that it may extend, and votes that it settles (domain 4.1, 5)."""

from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.step_names import named
from shared.contracts.facts import Decision
from shared.core.errors import Refusal
from shared.core.text import Text
from shared.core.working_days import Due

KIND = Rule("consent-kind", "QĐ 24-QĐ/TW item 1.1.2, 1.2, 6.2.4; QĐ 232-QĐ/TW item 4.1; domain 4.1, 4.2, 5 (C6)")
PAPER = Rule(
    "consent-in-writing", "QĐ 24-QĐ/TW item 1.1.2, QĐ 232-QĐ/TW item 4.1 (đồng ý bằng văn bản); domain 4.1, 5 (C4, C6)"
)
LATE = Rule("ceremony-late", "QĐ 29, QĐ 232 item 4.1; domain 5 (C6)")
NOT_EXTENDED = Rule("extension-not-provided", "QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; item 4.3.1; domain 5 (C4, D8)")
NOT_RUNNING = Rule("extension-nothing-runs", "QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; item 4.3.1; domain 5 (C4, D8)")
TWICE = Rule("extension-only-once", "QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; item 4.3.1; domain 5 (C4, D8)")
TOO_LATE = Rule("extension-too-late", "QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; item 4.3.1; domain 5 (C4, D8)")
NOTHING_SHORT = Rule("referral-nothing-short", "HD 01 item 3.6c; domain 3, 5")
SETTLED = Rule("referral-outcome", "HD 01-HD/TW item 3.6c; domain 3")
REFERRED = Rule("referral-open", "HD 01 item 3.6c; domain 3")
CLOSED = Rule("referral-closed", "HD 01-HD/TW item 3.6c; domain 3")

CONSENTS: dict[str, str] = {
    "late_ceremony": "competent",
    "over_60": "province",
    "education_exception": "competent",
    "dossier_alteration": "competent",
}
"""What can be agreed to, and by whom: the actor as rules/bodies.py knows it."""
OUTCOMES = ("approved", "returned", "closed")


def consent_kind(kind: str) -> str:
    """The actor who may agree. Source: domain 4.1 (over 60), 4.2, 5 (C6)."""
    actor = CONSENTS.get(kind)
    if actor is not None:
        return actor
    kinds = ", ".join(CONSENTS)
    raise refusal(
        KIND,
        Text(vi=f"Không có loại đồng ý “{kind}”.", en=f"There is no consent “{kind}”."),
        Text(vi=f"Dùng một trong: {kinds}.", en=f"Use one of: {kinds}."),
        where="/kind",
        values={"kind": kind},
        content=True,
    )


def in_writing(decision: Decision | None, on: date) -> None:
    """Consents, extensions and settlements are papers with a number, dated before they count. Source: domain 4, 5."""
    if decision is not None and decision.date <= on:
        return
    asked = written(on)
    raise refusal(
        PAPER,
        Text(
            vi=f"Cần văn bản có số, ngày không sau {asked.vi}.",
            en=f"A paper with number and date, not after {asked.en}, is needed.",
        ),
        Text(vi="Nêu cơ quan, số và ngày của quyết định.", en="Give the decision's body, number and date."),
        where="/decision",
        values={"date": None if decision is None else decision.date, "on": on},
        content=True,
    )


def ceremony_in_time(received_on: date, due: Due, on: date, consent: date | None, regulation: str) -> None:
    """The ceremony is held within 30 working days of receipt; later only with written consent. Item 4.1; domain 5 (C6).

    A provisional due day (a year whose holidays are not known yet) blocks nothing (contracts 4).
    """
    if on <= due.on or due.provisional or (consent is not None and consent <= on):
        return
    received, last, asked = written(received_on), written(due.on), written(on)
    raise refusal(
        cited(LATE, regulation),
        Text(
            vi=f"Chi bộ nhận quyết định ngày {received.vi}; hạn tổ chức lễ kết nạp là {last.vi}, nay là {asked.vi}.",
            en=f"The cell received the decision on {received.en}; the ceremony was due by {last.en}, not {asked.en}.",
        ),
        Text(
            vi="Ghi văn bản đồng ý của cấp ủy cấp trên trước, rồi ghi lễ kết nạp.",
            en="First record the written consent of the committee above, then the ceremony.",
        ),
        values={"received_on": received_on, "due_on": due.on, "on": on},
    )


def not_extended(step: str, regulation: str) -> Refusal:
    """Only the time to decide (C4, D8) can be extended. Source: item 4.3.1."""
    name = named(step)
    return refusal(
        cited(NOT_EXTENDED, regulation),
        Text(vi=f"Thời hạn của {name.vi} không được gia hạn.", en=f"The time for {name.en} cannot be extended."),
        Text(vi="Chỉ gia hạn C4 hoặc D8.", en="Only C4 and D8 can be extended."),
        where="/extends",
        values={"extends": step},
        content=True,
    )


def still_extended(due: Due, on: date) -> bool:
    """While the first time limit runs; a provisional last day blocks nothing. Source: item 4.3.1; contracts 4."""
    return on <= due.on or due.provisional


def extension_in_time(step: str, started_on: date | None, due: Due | None, on: date, regulation: str) -> None:
    """The extension is granted while the first time limit runs, on its due day at the latest. Source: item 4.3.1."""
    name = named(step)
    if started_on is None or due is None:
        raise refusal(
            cited(NOT_RUNNING, regulation),
            Text(vi=f"Chưa có thời hạn nào chạy cho {name.vi}.", en=f"No time limit runs for {name.en}."),
            Text(vi="Thời hạn chạy từ nghị quyết của chi bộ.", en="It runs from the cell's resolution."),
            where="/extends",
            values={"extends": step},
        )
    if still_extended(due, on):
        return
    asked, last = written(on), written(due.on)
    raise refusal(
        cited(TOO_LATE, regulation),
        Text(
            vi=f"Hạn của {name.vi} đã hết ngày {last.vi}; gia hạn ngày {asked.vi} là muộn.",
            en=f"The time for {name.en} ended on {last.en}; an extension on {asked.en} is too late.",
        ),
        Text(
            vi="Quyết định vẫn được ghi, và ghi là chậm; không gia hạn được nữa.",
            en="The decision can still be recorded and shows as late; no extension is possible.",
        ),
        values={"due_on": due.on, "on": on, "extends": step},
    )


def extension_once(step: str, earlier: date | None, regulation: str) -> None:
    """One extension per time limit. Source: item 4.3.1."""
    if earlier is None:
        return
    name, given = named(step), written(earlier)
    raise refusal(
        cited(TWICE, regulation),
        Text(
            vi=f"Thời hạn của {name.vi} đã được gia hạn ngày {given.vi}.",
            en=f"The time for {name.en} was extended on {given.en} already.",
        ),
        Text(vi="Mỗi thời hạn chỉ gia hạn một lần.", en="A time limit is extended once."),
        where="/extends",
        values={"extended_on": earlier, "extends": step},
    )


def something_short(referral: str | None) -> None:
    """Only a vote that fell short and is not settled yet is settled above. Source: HD 01 item 3.6c; domain 3."""
    if referral == "open":
        return
    raise refusal(
        NOTHING_SHORT,
        Text(
            vi="Ngày đó không có lần biểu quyết nào không đủ phiếu đang chờ cấp trên.",
            en="On that date no vote short of two thirds was waiting for the body above.",
        ),
        Text(vi="Kiểm tra ngày và kết quả biểu quyết.", en="Check the date and the votes recorded."),
        values={"referral": referral},
    )


def settlement(outcome: str) -> None:
    """What the competent committee can make of it. Source: domain 3 (REFERRED_UP)."""
    if outcome in OUTCOMES:
        return
    raise refusal(
        SETTLED,
        Text(vi=f"Không có kết quả “{outcome}”.", en=f"There is no outcome “{outcome}”."),
        Text(vi=f"Dùng một trong: {', '.join(OUTCOMES)}.", en=f"Use one of: {', '.join(OUTCOMES)}."),
        where="/outcome",
        values={"outcome": outcome},
        content=True,
    )


def not_referred(step: str, referral: str | None, regulation: str) -> None:
    """While a short vote waits above, or was closed there, the procedure does not go on. Source: domain 3."""
    if referral not in {"open", "closed"}:
        return
    name = named(step)
    if referral == "open":
        raise refusal(
            cited(REFERRED, regulation),
            Text(
                vi=f"Phiếu không đủ đã được báo cáo lên trên; {name.vi} phải chờ kết quả.",
                en=f"A vote short of two thirds is with the body above; {name.en} waits for it.",
            ),
            Text(
                vi="Ghi kết luận của cấp ủy có thẩm quyền về lần biểu quyết đó trước.",
                en="Record the competent committee's settlement of that vote first.",
            ),
            values={"referral": referral, "step": step},
        )
    raise refusal(
        cited(CLOSED, regulation),
        Text(
            vi=f"Cấp ủy có thẩm quyền đã kết luận dừng hồ sơ; không có {name.vi} nữa.",
            en=f"The competent committee ended the dossier; there is no {name.en} any more.",
        ),
        Text(vi="Đóng hồ sơ (dossier_closed).", en="Close the dossier (dossier_closed)."),
        values={"referral": referral, "step": step},
    )
