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
PROBATION_RUNNING = Rule("probation-running", "Charter Art. 5.1; QĐ 232-QĐ/TW item 4.2; domain 5 (D5), 6")
CEREMONY_UNKNOWN = Rule("ceremony-unknown", "Charter Art. 5.1; QĐ 232-QĐ/TW item 4.2; domain 3, 6")


def not_in_future(day: date, today: date, *, where: str = "/effective_on") -> None:
    """A fact has happened: its date is today at the latest, by UTC+7. Source: contracts 4."""
    if day <= today:
        return
    asked, now = written(day), written(today)
    raise refusal(
        FUTURE,
        Text(vi=f"Ngày {asked.vi} ở sau hôm nay ({now.vi}).", en=f"{asked.en} is after today ({now.en})."),
        Text(vi="Ghi nhận khi việc đã xảy ra.", en="Record it when it has happened."),
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
                vi=f"Ngày {asked.vi} chưa có giấy chứng nhận lớp bồi dưỡng nhận thức về Đảng.",
                en=f"On {asked.en} no awareness certificate is recorded.",
            ),
            Text(vi="Ghi nhận giấy chứng nhận trước.", en="Record the certificate first."),
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
            vi=f"Giấy chứng nhận ngày {issued.vi} có giá trị {months} tháng, đến hết {ended.vi}; ngày xét: {asked.vi}.",
            en=f"The certificate of {issued.en} is good for {months} months, to {ended.en}; the day is {asked.en}.",
        ),
        Text(vi="Học lại lớp và ghi giấy chứng nhận mới.", en="Attend the class again, record the new certificate."),
        values={"certified_on": certified_on, "good_to": last, "on": day},
    )


def official_on(ceremony_on: date | None, policies: Policies) -> date:
    """The day from which recognition counts: the ceremony + 12 months, however late. Source: domain 3, 6."""
    if ceremony_on is not None:
        return add_months(ceremony_on, policies.number("probation_months"))
    raise refusal(
        CEREMONY_UNKNOWN,
        Text(
            vi="Không biết ngày kết nạp, nên không tính được ngày đảng viên chính thức.",
            en="The day of the ceremony is not known, so the official date cannot be worked out.",
        ),
        Text(
            vi="Đính chính việc tiếp nhận, nêu ngày kết nạp.", en="Correct the enrolment, giving the ceremony's date."
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
            vi=f"Ngày {asked.vi} thời gian dự bị chưa hết; đủ 12 tháng ngày {ends.vi}.",
            en=f"On {asked.en} the probation was still running; it is over on {ends.en}.",
        ),
        Text(vi="Xét công nhận từ ngày đó trở đi.", en="Review the recognition from that day on."),
        values={"on": day, "official_on": official},
    )


def ceremony_before(ceremony_on: date | None, day: date, *, needed: bool) -> None:
    """A probationary member comes in with the date of the ceremony, which was held by then. Source: domain 3, 6."""
    if not needed or (ceremony_on is not None and ceremony_on <= day):
        return
    raise refusal(
        CEREMONY_UNKNOWN,
        Text(
            vi="Đảng viên dự bị cần ngày kết nạp, không sau ngày tiếp nhận.",
            en="A probationary member needs the date of the ceremony, not after coming in.",
        ),
        Text(vi="Nêu ngày kết nạp.", en="Give the date of the ceremony."),
        where="/ceremony_on",
        values={"ceremony_on": ceremony_on, "on": day},
        content=True,
    )
