"""What a body above may agree to in writing, time that it may extend, and votes that it settles (domain 4.1, 5)."""

from datetime import date

from services.admissions.domain.rules.code_names import codes_named
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from services.admissions.domain.rules.step_names import named
from shared.contracts.facts import Decision
from shared.core.errors import Refusal
from shared.core.text import Text
from shared.core.working_days import Due

KIND = Rule("consent-kind", "điểm 1.1.2, 1.2, 6.2.4 QĐ 24-QĐ/TW; điểm 4.1 QĐ 232-QĐ/TW; domain 4.1, 4.2, 5 (C6)")
PAPER = Rule(
    "consent-in-writing", "điểm 1.1.2 QĐ 24-QĐ/TW, điểm 4.1 QĐ 232-QĐ/TW (đồng ý bằng văn bản); domain 4.1, 5 (C4, C6)"
)
LATE = Rule("ceremony-late", "điểm 4.1 QĐ 232-QĐ/TW (lễ kết nạp); domain 5 (C6)")
NOT_EXTENDED = Rule("extension-not-provided", "điểm 4.3.1 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; domain 5 (C4, D8)")
NOT_RUNNING = Rule("extension-nothing-runs", "điểm 4.3.1 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; domain 5 (C4, D8)")
TWICE = Rule("extension-only-once", "điểm 4.3.1 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; domain 5 (C4, D8)")
TOO_LATE = Rule("extension-too-late", "điểm 4.3.1 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; domain 5 (C4, D8)")
NOTHING_SHORT = Rule("referral-nothing-short", "điểm 3.6c HD 01-HD/TW; domain 3, 5")
SETTLED = Rule("referral-outcome", "điểm 3.6c HD 01-HD/TW; domain 3")
REFERRED = Rule("referral-open", "điểm 3.6c HD 01-HD/TW; domain 3")
CLOSED = Rule("referral-closed", "điểm 3.6c HD 01-HD/TW; domain 3")

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
    kinds = codes_named(CONSENTS)
    raise refusal(
        KIND,
        Text(vi=f"Không có loại văn bản đồng ý mang mã “{kind}”.", en=f"There is no kind of consent “{kind}”."),
        Text(vi=f"Dùng một trong: {kinds.vi}.", en=f"Use one of: {kinds.en}."),
        where="/kind",
        values={"kind": kind, "known": sorted(CONSENTS)},
        content=True,
    )


def in_writing(decision: Decision | None, on: date) -> None:
    """Consents, extensions and settlements are papers with a number, dated before they count. Source: domain 4, 5."""
    if decision is not None and decision.date <= on:
        return
    asked, given = written(on), _dated(decision)
    raise refusal(
        PAPER,
        Text(
            vi=f"Việc này phải có văn bản ban hành không sau ngày {asked.vi}; {given.vi}.",
            en=f"This needs a paper of {asked.en} at the latest; {given.en}.",
        ),
        Text(
            vi="Nêu cấp ủy ra văn bản, số và ngày của văn bản; nếu văn bản ra sau, ghi việc này từ ngày của văn bản.",
            en="Give the paper's body, number and date; if it is later, record this from the day of the paper.",
        ),
        where="/decision",
        values={"date": None if decision is None else decision.date, "on": on},
        content=True,
    )


def _dated(decision: Decision | None) -> Text:
    if decision is None:
        return Text(vi="chưa nêu văn bản nào", en="none is given")
    day = written(decision.date)
    return Text(
        vi=f"văn bản được nêu, số {decision.number}, ra ngày {day.vi}",
        en=f"the paper given, number {decision.number}, is of {day.en}",
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
            vi=f"Chi bộ nhận quyết định kết nạp ngày {received.vi}, hạn tổ chức lễ kết nạp là ngày {last.vi}; lễ được "
            f"ghi ngày {asked.vi}.",
            en=f"The cell received the decision on {received.en}, so the ceremony was due by {last.en}; it is recorded "
            f"on {asked.en}.",
        ),
        Text(
            vi="Ghi trước văn bản của cấp ủy có thẩm quyền đồng ý tổ chức lễ muộn (late_ceremony), rồi ghi lễ kết nạp.",
            en="First record the competent committee's written consent to a late ceremony (late_ceremony), then the "
            "ceremony.",
        ),
        values={"received_on": received_on, "due_on": due.on, "on": on},
    )


def not_extended(step: str, regulation: str) -> Refusal:
    """Only the time to decide (C4, D8) can be extended. Source: item 4.3.1."""
    name = named(step)
    return refusal(
        cited(NOT_EXTENDED, regulation),
        Text(vi=f"Thời hạn của {name.vi} không được gia hạn.", en=f"The time for {name.en} cannot be extended."),
        Text(
            vi="Chỉ được gia hạn thời hạn ra quyết định: C4 (quyết định kết nạp) hoặc D8 (quyết định công nhận).",
            en="Only the time to decide can be extended: C4 (decision on admission) or D8 (decision on recognition).",
        ),
        where="/extends",
        values={"extends": step},
        content=True,
    )


def still_extended(due: Due, on: date) -> bool:
    """While the first time limit runs; a provisional last day blocks nothing. Source: item 4.3.1; contracts 4."""
    return on <= due.on or due.provisional


def extension_in_time(step: str, started_on: date | None, due: Due | None, on: date, regulation: str) -> None:
    """The extension is granted while the first time limit runs, on its due day at the latest. Source: item 4.3.1."""
    name, asked = named(step), written(on)
    if started_on is None or due is None:
        raise refusal(
            cited(NOT_RUNNING, regulation),
            Text(
                vi=f"Đến ngày {asked.vi} chưa có thời hạn nào đang tính cho {name.vi}.",
                en=f"On {asked.en} no time limit runs for {name.en}.",
            ),
            Text(
                vi="Thời hạn tính từ nghị quyết của chi bộ: ghi nghị quyết đó trước, hoặc kiểm tra lại ngày.",
                en="It runs from the cell's resolution: record that first, or check the date.",
            ),
            where="/extends",
            values={"extends": step, "on": on},
        )
    if still_extended(due, on):
        return
    last = written(due.on)
    raise refusal(
        cited(TOO_LATE, regulation),
        Text(
            vi=f"Thời hạn của {name.vi} đã hết ngày {last.vi}; ngày {asked.vi} không còn gia hạn được.",
            en=f"The time for {name.en} ended on {last.en}; an extension on {asked.en} is too late.",
        ),
        Text(
            vi="Cứ ghi quyết định khi đã có: quyết định vẫn có giá trị và hiện là chậm so với thời hạn.",
            en="Record the decision when it is there: it counts, and shows as late.",
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
            vi=f"Thời hạn của {name.vi} đã được gia hạn ngày {given.vi}; mỗi thời hạn chỉ được gia hạn một lần.",
            en=f"The time for {name.en} was extended on {given.en} already; a time limit is extended once.",
        ),
        Text(
            vi="Không ghi thêm gia hạn; nếu lần gia hạn trước ghi sai, đính chính lần đó.",
            en="Record no further extension; if the earlier one is wrong, correct it.",
        ),
        where="/extends",
        values={"extended_on": earlier, "extends": step},
    )


def something_short(referral: str | None, on: date) -> None:
    """Only a vote that fell short and is not settled yet is settled above. Source: HD 01 item 3.6c; domain 3."""
    if referral == "open":
        return
    asked = written(on)
    raise refusal(
        NOTHING_SHORT,
        Text(
            vi=f"Ngày {asked.vi} không có lần biểu quyết nào thiếu hai phần ba đang chờ cấp trên kết luận.",
            en=f"On {asked.en} no vote short of two thirds was waiting for the body above.",
        ),
        Text(
            vi="Kiểm tra lại ngày và số phiếu đã ghi; nếu phiếu đã đủ thì không cần kết luận này.",
            en="Check the date and the votes recorded; where the votes suffice, nothing is to be settled.",
        ),
        values={"referral": referral, "on": on},
    )


def settlement(outcome: str) -> None:
    """What the competent committee can make of it. Source: domain 3 (REFERRED_UP)."""
    if outcome in OUTCOMES:
        return
    known = codes_named(OUTCOMES)
    raise refusal(
        SETTLED,
        Text(vi=f"Không có kết quả “{outcome}”.", en=f"There is no outcome “{outcome}”."),
        Text(vi=f"Dùng một trong: {known.vi}.", en=f"Use one of: {known.en}."),
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
                vi=f"Lần biểu quyết trước thiếu hai phần ba, đã báo cáo cấp trên; {name.vi} phải chờ kết luận.",
                en=f"The vote before fell short of two thirds and is with the body above; {name.en} waits for it.",
            ),
            Text(
                vi="Ghi kết luận của cấp ủy có thẩm quyền về lần biểu quyết đó trước (referral_settled).",
                en="Record the competent committee's settlement of that vote first (referral_settled).",
            ),
            values={"referral": referral, "step": step},
        )
    raise refusal(
        cited(CLOSED, regulation),
        Text(
            vi=f"Cấp ủy có thẩm quyền đã kết luận dừng hồ sơ này; không ghi {name.vi} nữa.",
            en=f"The competent committee ended the dossier; there is no {name.en} any more.",
        ),
        Text(vi="Ghi việc đóng hồ sơ (dossier_closed).", en="Record the closing of the dossier (dossier_closed)."),
        values={"referral": referral, "step": step},
    )
