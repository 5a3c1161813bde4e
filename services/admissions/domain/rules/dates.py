"""Rules on dates: nothing from the future, certificates in time, recognition not before the probation has run."""

from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.core.dates import add_months
from shared.core.text import Text

FUTURE = Rule("date-in-future", "Quy ước của sổ; contracts 4")
CERTIFICATE_MISSING = Rule(
    "certificate-missing", "HD 12-HD/BTCTW (18/01/2022), mẫu CN-NTVĐ: giá trị 60 tháng; domain 3, 4.2"
)
CERTIFICATE_EXPIRED = Rule(
    "certificate-expired", "HD 12-HD/BTCTW (18/01/2022), mẫu CN-NTVĐ: giá trị 60 tháng; domain 4.2; contracts 4"
)
PROBATION_RUNNING = Rule("probation-running", "khoản 1 Điều 5 Điều lệ Đảng; điểm 4.2 QĐ 232-QĐ/TW; domain 5 (D5), 6")
CEREMONY_UNKNOWN = Rule("ceremony-unknown", "khoản 1 Điều 5 Điều lệ Đảng; điểm 4.2 QĐ 232-QĐ/TW; domain 3, 6")


def not_in_future(day: date, today: date, *, where: str = "/effective_on") -> None:
    """A fact has happened: its date is today at the latest, by UTC+7. Source: contracts 4."""
    if day <= today:
        return
    asked, now = written(day), written(today)
    raise refusal(
        FUTURE,
        Text(
            vi=f"Ngày {asked.vi} ở sau hôm nay ({now.vi}); sổ chỉ ghi việc đã xảy ra.",
            en=f"{asked.en} is after today ({now.en}); the register holds what has happened.",
        ),
        Text(
            vi="Kiểm tra lại ngày, hoặc ghi khi việc đã xảy ra.",
            en="Check the date, or record it when it has happened.",
        ),
        where=where,
        values={"date": day, "today": today},
        content=True,
    )


def certificate_good(certified_on: date | None, day: date, policies: Policies) -> None:
    """The awareness certificate is held and good while day <= add_months(its date, 60).

    Checked when the dossier opens and at the cell's review. Source: domain 4.2; contracts 4.
    """
    asked = written(day)
    if certified_on is None:
        raise refusal(
            CERTIFICATE_MISSING,
            Text(
                vi=f"Đến ngày {asked.vi} chưa ghi giấy chứng nhận lớp bồi dưỡng nhận thức về Đảng của người này.",
                en=f"By {asked.en} no certificate of the awareness class is recorded for the person.",
            ),
            Text(
                vi="Nếu đã học, ghi giấy chứng nhận (A3) trước; nếu chưa, cử đi học lớp bồi dưỡng nhận thức về Đảng.",
                en="If the class was attended, record the certificate (A3) first; if not, the person attends it.",
            ),
            values={"on": day},
        )
    months = policies.number("certificate_months_max")
    last = add_months(certified_on, months)
    if day <= last:
        return
    issued, ended = written(certified_on), written(last)
    raise refusal(
        CERTIFICATE_EXPIRED,
        Text(
            vi=f"Giấy chứng nhận lớp nhận thức về Đảng cấp ngày {issued.vi} có giá trị {months} tháng, đến hết ngày "
            f"{ended.vi}; ngày của bước này là {asked.vi}.",
            en=f"The awareness certificate of {issued.en} is good for {months} months, to {ended.en}; this step is of "
            f"{asked.en}.",
        ),
        Text(
            vi="Học lại lớp bồi dưỡng nhận thức về Đảng và ghi giấy chứng nhận mới (A3), rồi ghi lại bước này.",
            en="Attend the awareness class again and record the new certificate (A3), then record this step again.",
        ),
        values={"certified_on": certified_on, "good_to": last, "on": day},
    )


def official_on(ceremony_on: date | None, policies: Policies) -> date:
    """The day from which recognition counts: the ceremony + 12 months, however late. Source: domain 3, 6."""
    if ceremony_on is not None:
        return add_months(ceremony_on, policies.number("probation_months"))
    raise refusal(
        CEREMONY_UNKNOWN,
        Text(
            vi="Sổ chưa có ngày tổ chức lễ kết nạp của người này, nên không tính được ngày hết 12 tháng dự bị.",
            en="The day of the person's ceremony is not recorded, so the end of the probation cannot be worked out.",
        ),
        Text(
            vi="Đính chính việc tiếp nhận người này từ sổ cũ, nêu ngày kết nạp (ceremony_on).",
            en="Correct how the person was taken over, giving the date of the ceremony (ceremony_on).",
        ),
    )


def probation_over(official: date, day: date) -> None:
    """The cell recognises not before month 12 has passed. Source: domain 5 (D5), 6."""
    if day >= official:
        return
    asked, ends = written(day), written(official)
    raise refusal(
        PROBATION_RUNNING,
        Text(
            vi=f"Ngày {asked.vi} người này còn trong thời gian dự bị; đến ngày {ends.vi} mới đủ.",
            en=f"On {asked.en} the person was still on probation; it is over on {ends.en}.",
        ),
        Text(
            vi=f"Kiểm tra lại ngày kết nạp và ngày của bước này; nếu đúng, thực hiện từ ngày {ends.vi} trở đi.",
            en=f"Check the dates of the ceremony and of this step; if they are right, take it from {ends.en} on.",
        ),
        values={"on": day, "official_on": official},
    )


def ceremony_before(ceremony_on: date | None, day: date, *, needed: bool) -> None:
    """A probationary member comes in with the date of the ceremony, which was held by then. Source: domain 3, 6."""
    if not needed or (ceremony_on is not None and ceremony_on <= day):
        return
    came, held = written(day), Text(vi="chưa nêu", en="not given") if ceremony_on is None else written(ceremony_on)
    raise refusal(
        CEREMONY_UNKNOWN,
        Text(
            vi=f"Đảng viên dự bị phải có ngày kết nạp không sau ngày tiếp nhận ({came.vi}); ngày kết nạp: {held.vi}.",
            en=f"A probationary member needs a ceremony not after coming in ({came.en}); its date: {held.en}.",
        ),
        Text(
            vi="Nêu đúng ngày tổ chức lễ kết nạp (ceremony_on).",
            en="Give the right date of the ceremony (ceremony_on).",
        ),
        where="/ceremony_on",
        values={"ceremony_on": ceremony_on, "on": day},
        content=True,
    )
