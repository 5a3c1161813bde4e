"""Who may be admitted: age and schooling on the day of the cell's review, by the policy in force there and then."""

from datetime import date

from services.admissions.domain.policy.in_force import Policies
from services.admissions.domain.rules.code_names import code_named
from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, cited, refusal
from shared.contracts.movement import Attributes
from shared.core.dates import add_months, full_months
from shared.core.text import Text

AGE = Rule("entry-age", "điểm 1.1 QĐ 24-QĐ/TW, QĐ 232-QĐ/TW (tuổi); domain 4.1; contracts 4")
AGE_UNKNOWN = Rule("birth-date-unknown", "điểm 1.1 QĐ 24-QĐ/TW, QĐ 232-QĐ/TW (tuổi); domain 4.1")
EXPERTISE = Rule("entry-expertise", "Quy định của cấp ủy địa phương (Nam Giang: từ trung cấp); domain 10.3, 12.2")
OVER_60_MONTHS = 720
"""From this maximum on the limit is the central one, which a consent lifts; a lower one is a local rule."""
EDUCATION = Rule("entry-education", "điểm 1.2 QĐ 24-QĐ/TW, QĐ 232-QĐ/TW (trình độ); domain 4.1")


def entry_age(birth_date: date | None, review_on: date, policies: Policies, *, over_60_agreed: bool = False) -> None:
    """Full months of age at the cell's review lie in the policy's span, both ends included: 216 to 720 centrally.

    A local "under 35" is a maximum of 419. Over 60 the province's written consent, given before, lifts the central
    maximum, never a lower one of a local rule. Source: domain 4.1 (QĐ 24 item 1.1.2); contracts 4.
    """
    if birth_date is None:
        raise refusal(
            AGE_UNKNOWN,
            Text(
                vi="Sổ chưa có ngày sinh của người này, nên không xét được tuổi vào Đảng.",
                en="The person's birth date is not recorded, so the age cannot be judged.",
            ),
            Text(
                vi="Ghi ngày sinh của người đó (sửa thông tin cá nhân), rồi ghi lại bước này.",
                en="Record the birth date (alter the particulars), then record this step again.",
            ),
        )
    months = full_months(birth_date, review_on)
    lowest, highest = policies.number("entry_age_months_min"), policies.number("entry_age_months_max")
    if lowest <= months and (months <= highest or (over_60_agreed and highest >= OVER_60_MONTHS)):
        return
    raise refusal(
        cited(AGE, policies.source_of("entry_age_months_min" if months < lowest else "entry_age_months_max")),
        _age_told(birth_date, review_on, lowest, highest),
        _age_mended(birth_date, months, lowest, highest),
        values={"on": review_on, "months": months, "months_min": lowest, "months_max": highest},
    )


def _age_told(birth_date: date, review_on: date, lowest: int, highest: int) -> Text:
    on, age = written(review_on), _years(full_months(birth_date, review_on))
    least, most = _years(lowest), _years(highest)
    return Text(
        vi=f"Ngày chi bộ xét, {on.vi}, người này {age.vi}; quy định từ {least.vi} đến {most.vi} (tính đủ tháng).",
        en=f"At the cell's review, {on.en}, the age was {age.en}; the rule is {least.en} to {most.en} (full months).",
    )


def _years(months: int) -> Text:
    """An age as people say it: years, and the months over."""
    years, over = divmod(months, 12)
    vi, en = f"{years} tuổi", f"{years} years"
    return Text(vi=f"{vi} {over} tháng", en=f"{en} {over} months") if over else Text(vi=vi, en=en)


def _age_mended(birth_date: date, months: int, lowest: int, highest: int) -> Text:
    """Who is too young waits for a day; over the central maximum a consent helps, over a local one nothing does."""
    if months < lowest:
        first = written(add_months(birth_date, lowest))
        return Text(
            vi=f"Kiểm tra lại ngày sinh và ngày họp; nếu đúng, chi bộ xét được từ ngày {first.vi}.",
            en=f"Check the birth date and the date of the meeting; if right, the cell can review from {first.en} on.",
        )
    if highest >= OVER_60_MONTHS:
        return Text(
            vi="Kiểm tra lại ngày sinh và ngày họp; nếu đúng, phải có văn bản đồng ý của ban thường vụ cấp ủy trực "
            "thuộc Trung ương (over_60) ghi trước, rồi ghi lại bước này.",
            en="Check the birth date and the date of the meeting; if right, the written consent of the province's "
            "standing board (over_60) is recorded first, then this step again.",
        )
    return Text(
        vi="Kiểm tra ngày sinh và ngày họp; nếu đúng, không thể kết nạp ở đây: giới hạn do địa phương đặt ra.",
        en="Check the birth date and the date of the meeting; if right, no admission is possible here: the limit is a "
        "local one.",
    )


def schooling(attributes: Attributes, policies: Policies, *, exception_agreed: bool = False) -> None:
    """Expertise and education reach the policy's minimum, where one is set. Source: domain 4.1, 10.3, 12.2.

    With a written consent to the exception (remote, island, ethnic-minority or very poor areas) a lower minimum counts.

    A local minimum of expertise must be shown to be met. Education is judged where it is recorded: the place need not
    hold it (contracts 3), the dossier's papers do.
    """
    if policies.code("expertise_min") is not None:
        _reaches(EXPERTISE, "expertise", attributes.expertise, policies)
    lowest = "education_exception_min" if exception_agreed else "education_min"
    if policies.code(lowest) is not None and attributes.education is not None:
        _reaches(EDUCATION, "education", attributes.education, policies, value=lowest)


def _schooling_mended(lowest: str) -> Text:
    if lowest == "education_min":
        return Text(
            vi="Nếu thông tin ghi chưa đúng, cập nhật rồi ghi lại bước này; nếu đúng, phải có văn bản đồng ý cho hưởng "
            "ngoại lệ (education_exception) ghi trước.",
            en="If the record is out of date, change the profile, then record the step again; if it is right, the "
            "written consent to an exception (education_exception) is recorded first.",
        )
    return Text(
        vi="Nếu thông tin ghi chưa đúng, cập nhật rồi ghi lại bước này; nếu đúng, chưa xét được ở địa phương này.",
        en="If the record is out of date, change the profile, then record the step again; if it is right, the person "
        "cannot be reviewed here yet.",
    )


def _reaches(rule: Rule, name: str, held: str | None, policies: Policies, *, value: str | None = None) -> None:
    ranks, lowest = policies.ranks(name), policies.code(value or f"{name}_min")
    enough = ranks[ranks.index(lowest) :] if lowest in ranks else ()
    if held in enough:
        return
    what, has, least = code_named(name), code_named(held), code_named(lowest)
    raise refusal(
        cited(rule, policies.source_of(value or f"{name}_min")),
        Text(
            vi=f"{what.vi} đang ghi: {has.vi}; quy định ít nhất: {least.vi}.",
            en=f"{what.en} on record: {has.en}; the rule is at least: {least.en}.",
        ),
        _schooling_mended(value or f"{name}_min"),
        values={name: held, "at_least": lowest, "accepted": list(enough)},
    )
