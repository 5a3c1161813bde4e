"""Rules on coming back: who may be admitted a second time, when, by whose consent; and a removal overturned."""

from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.labels import KIND
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from shared.contracts.movement import Kind
from shared.core.dates import add_months
from shared.core.text import Text

_ITEM = "điểm 3.5 QĐ 232-QĐ/TW, QĐ 294-QĐ/TW (kết nạp lại); domain 4.3"
NOT_LEFT = Rule("readmission-not-left", _ITEM)
REASON_UNKNOWN = Rule("readmission-reason-unknown", _ITEM)
BARRED = Rule("readmission-barred", _ITEM)
TOO_EARLY = Rule("readmission-too-early", _ITEM)
CLEARED = Rule("readmission-record-cleared", _ITEM)
ONCE = Rule("readmission-once", _ITEM)
CONSENT = Rule("readmission-consent-missing", _ITEM)
OVERTURNED = Rule("restored-after-strike-off", "điểm 8.2 QĐ 24-QĐ/TW (khiếu nại việc xóa tên); domain 3")

LESSER_OFFENCE = "less_serious_offence"
"""The ground of an expulsion after which the wait counts from the day the record was cleared."""
MAY_BE_OVERTURNED = frozenset({Kind.STRUCK_OFF, Kind.EXPELLED})
"""Removals against which a member complains; a resignation was asked for, a death is corrected."""


def left(kind: Kind | None, on: date) -> None:
    """Only who left the Party, and is alive, can be admitted again. Source: item 3.5; domain 3."""
    if kind is not None and kind is not Kind.DECEASED:
        return
    asked = written(on)
    what = Text(
        vi=f"Đến ngày {asked.vi} chưa ghi việc người này bị xóa tên, xin ra khỏi Đảng hoặc bị khai trừ.",
        en=f"By {asked.en} no strike-off, resignation or expulsion of the person is recorded.",
    )
    mend = Text(vi="Kiểm tra người và ngày.", en="Check the person and the date.")
    if kind is Kind.DECEASED:
        what = Text(vi=f"Đến ngày {asked.vi} người này đã từ trần.", en=f"By {asked.en} the person had died.")
        mend = Text(
            vi="Kiểm tra người và ngày; nếu việc từ trần ghi sai, đính chính việc đó.",
            en="Check the person and the date; if a death was recorded wrongly, correct it.",
        )
    raise refusal(
        NOT_LEFT,
        what,
        mend,
        values={"on": on, "left_as": None if kind is None else kind.value},
    )


def reason_known(reason: str | None, kind: Kind, position: int) -> str:
    """Whether someone is barred depends on why they left, so that must be recorded. Source: item 3.5; domain 4.3."""
    if reason:
        return reason
    label = KIND[kind]
    raise refusal(
        REASON_UNKNOWN,
        Text(
            vi=f"Chưa ghi lý do ra khỏi Đảng ({label.vi}), nên chưa xét được kết nạp lại.",
            en=f"Why the person left ({label.en}) is not recorded, so a re-admission cannot be judged.",
        ),
        Text(
            vi=f"Đính chính việc đã ghi ở vị trí {position}: nêu lại như cũ và thêm lý do (reason).",
            en=f"Correct the fact at position {position}: state it again with its reason code.",
        ),
        values={"kind": kind.value, "position": position},
    )


def not_barred(kind: Kind, reason: str, policies: Policies) -> None:
    """Never again: abandoned activities, resigned but for family hardship, disunity, corruption, serious offence.

    The refusal does not repeat the reason, which stays sealed. Source: item 3.5; domain 4.3.
    """
    bars, exceptions = policies.codes("readmission_bars"), policies.codes("readmission_exceptions")
    if reason in exceptions or not {kind.value, reason} & set(bars):
        return
    raise refusal(
        cited(BARRED, policies.source_of("readmission_bars")),
        Text(
            vi="Lý do ra khỏi Đảng của người này thuộc trường hợp không được xét kết nạp lại.",
            en="The reason for leaving is one of those after which nobody is admitted again.",
        ),
        Text(
            vi="Không thể xét kết nạp lại; chỉ khi lý do đã ghi sai thì đính chính theo quyết định gốc.",
            en="No re-admission is possible; only a reason recorded wrongly is corrected, by its original decision.",
        ),
        values={"bars": list(bars), "exceptions": list(exceptions)},
    )


def waited(left_on: date, on: date, policies: Policies) -> None:
    """At least 36 months since leaving, on the day of the consent. Source: item 3.5; domain 4.3; contracts 4."""
    months = policies.number("readmission_months_min")
    first = add_months(left_on, months)
    if on >= first:
        return
    asked, left_day, may = written(on), written(left_on), written(first)
    raise refusal(
        cited(TOO_EARLY, policies.source_of("readmission_months_min")),
        Text(
            vi=f"Người này ra khỏi Đảng ngày {left_day.vi}, phải sau ít nhất {months} tháng (từ {may.vi}) mới được "
            f"xét kết nạp lại; văn bản đồng ý ghi ngày {asked.vi}.",
            en=f"The person left on {left_day.en}; {months} months must pass, to {may.en}; the consent: {asked.en}.",
        ),
        Text(vi=f"Xem xét lại từ ngày {may.vi} trở đi.", en=f"Take it up from {may.en} on."),
        values={"left_on": left_on, "months": months, "first": first, "on": on},
    )


def record_cleared(reason: str, cleared_on: date | None, on: date, policies: Policies) -> None:
    """After a less serious offence, 60 months since the record was cleared. Source: item 3.5; domain 4.3.

    The refusal names no offence; the day of clearing stays sealed.
    """
    if reason != LESSER_OFFENCE:
        return
    months = policies.number("readmission_record_cleared_months_min")
    if cleared_on is not None and cleared_on <= on and on >= add_months(cleared_on, months):
        return
    asked = written(on)
    raise refusal(
        cited(CLEARED, policies.source_of("readmission_record_cleared_months_min")),
        Text(
            vi=f"Trường hợp này phải sau ít nhất {months} tháng kể từ ngày được xóa án tích; đến ngày {asked.vi} "
            + ("chưa đủ." if cleared_on is not None else "chưa biết ngày đó."),
            en=f"In this case {months} months must have passed since the record was cleared; by {asked.en} "
            + ("they have not." if cleared_on is not None else "that day is not known."),
        ),
        Text(
            vi="Nêu ngày được xóa án tích (cleared_on); nếu chưa đủ thời gian thì để xét sau.",
            en="Give the day on which it was cleared (cleared_on); if the time has not passed, take it up later.",
        ),
        where="/cleared_on",
        values={"months": months, "on": on},
    )


def first_time(readmissions: int, policies: Policies) -> None:
    """Once in a lifetime. Source: item 3.5; domain 4.3."""
    most = policies.number("readmissions_max")
    if readmissions < most:
        return
    raise refusal(
        cited(ONCE, policies.source_of("readmissions_max")),
        Text(
            vi=f"Người này đã được kết nạp lại {readmissions} lần; quy định chỉ cho kết nạp lại {most} lần.",
            en=f"The person has been re-admitted {readmissions} time(s); {most} is the most.",
        ),
        Text(vi="Không thể kết nạp lại nữa.", en="No further re-admission is possible."),
        values={"readmissions": readmissions, "readmissions_max": most},
    )


def consented(consent_on: date | None, left_on: date, on: date) -> None:
    """Who has left is listed again only after the province's standing board agreed in writing. Source: item 3.5."""
    if consent_on is not None and left_on <= consent_on <= on:
        return
    left_day, asked = written(left_on), written(on)
    raise refusal(
        CONSENT,
        Text(
            vi=f"Người này đã ra khỏi Đảng ngày {left_day.vi}; đến ngày {asked.vi} chưa ghi văn bản đồng ý cho xét kết "
            "nạp lại.",
            en=f"The person left the Party on {left_day.en}; by {asked.en} no consent to a re-admission is recorded.",
        ),
        Text(
            vi="Ghi văn bản đồng ý của ban thường vụ tỉnh ủy (readmission_consented) trước.",
            en="Record the consent of the province's standing board (readmission_consented) first.",
        ),
        values={"left_on": left_on, "on": on},
    )


def overturned(kind: Kind | None) -> None:
    """Only a strike-off or an expulsion is overturned on complaint. Source: QĐ 24 item 8.2; domain 3."""
    if kind in MAY_BE_OVERTURNED:
        return
    kinds = ", ".join(sorted(each.value for each in MAY_BE_OVERTURNED))
    left_as = Text(vi="chưa ra khỏi Đảng", en="the person had not left")
    if kind is not None:
        left_as = Text(vi=f"đã ra khỏi Đảng do {KIND[kind].vi}", en=f"the person had left by {KIND[kind].en}")
    raise refusal(
        OVERTURNED,
        Text(
            vi="Chỉ khôi phục quyền đảng viên cho người bị xóa tên hoặc khai trừ mà khiếu nại được chấp nhận; ngày đó "
            f"người này {left_as.vi}.",
            en=f"Only who was struck off or expelled is restored, when the complaint was upheld; {left_as.en}.",
        ),
        Text(
            vi="Kiểm tra người và ngày; ghi sai thì đính chính, đã xin ra khỏi Đảng thì theo thủ tục kết nạp lại.",
            en="Check the person and the date; correct what is wrong; who resigned can be re-admitted.",
        ),
        values={"left_as": None if kind is None else kind.value, "allowed": kinds},
    )
