"""What the steps of the procedure and its papers are called in sentences, in both languages (domain 5)."""

from collections.abc import Iterable

from services.admissions.domain.person.commands import Step
from shared.core.text import Text

CHECK = "check"
"""How policies name the dossier check by staff among what a step needs."""

NAMES: dict[str, Text] = {
    Step.LISTING: Text(vi="đưa vào danh sách cảm tình Đảng", en="listing as a prospect"),
    Step.LIST_APPROVAL: Text(vi="duyệt danh sách, cử đi học", en="approval of the list, sending to class"),
    Step.AWARENESS_CLASS: Text(vi="lớp bồi dưỡng nhận thức về Đảng", en="awareness class"),
    Step.APPLICATION: Text(vi="đơn xin vào Đảng", en="application"),
    Step.PERSONAL_PROFILE: Text(vi="lý lịch của người xin vào Đảng", en="personal profile"),
    Step.BACKGROUND_CHECK: Text(vi="thẩm tra lý lịch", en="background check"),
    Step.INTRODUCTION: Text(vi="giấy giới thiệu người vào Đảng", en="introduction by members"),
    Step.YOUTH_UNION_RESOLUTION: Text(vi="nghị quyết giới thiệu của Đoàn", en="Youth-Union resolution"),
    Step.TRADE_UNION_RESOLUTION: Text(vi="nghị quyết giới thiệu của công đoàn", en="trade-union resolution"),
    Step.OPINIONS: Text(vi="tổng hợp ý kiến nhận xét", en="summary of opinions"),
    Step.CELL_REVIEW: Text(vi="nghị quyết của chi bộ đề nghị kết nạp", en="the cell's resolution to admit"),
    Step.APPRAISAL: Text(vi="báo cáo thẩm định của đảng ủy bộ phận", en="the sub-committee's appraisal"),
    Step.GRASSROOTS_REVIEW: Text(
        vi="nghị quyết của đảng ủy cơ sở đề nghị kết nạp", en="the grassroots committee's resolution to admit"
    ),
    Step.ADMISSION_DECISION: Text(vi="quyết định kết nạp", en="decision on admission"),
    Step.NOTICE: Text(vi="thông báo kết quả cho chi bộ", en="notice of the decision to the cell"),
    Step.CEREMONY: Text(vi="lễ kết nạp", en="admission ceremony"),
    Step.MEMBER_FILE: Text(
        vi="lý lịch, phiếu đảng viên, sổ đảng viên dự bị", en="member profile, card sheet, register"
    ),
    Step.MEMBER_CLASS: Text(vi="lớp bồi dưỡng đảng viên mới", en="new-member class"),
    Step.SELF_REVIEW: Text(vi="bản tự kiểm điểm", en="self-review"),
    Step.MENTOR_REMARKS: Text(vi="nhận xét của người hướng dẫn", en="the mentor's remarks"),
    Step.PROBATION_OPINIONS: Text(
        vi="tổng hợp ý kiến nhận xét đảng viên dự bị", en="summary of opinions on the probationer"
    ),
    Step.CELL_RECOGNITION: Text(vi="nghị quyết của chi bộ đề nghị công nhận", en="the cell's resolution to recognise"),
    Step.RECOGNITION_APPRAISAL: Text(
        vi="báo cáo thẩm định của đảng ủy bộ phận về công nhận", en="the sub-committee's appraisal on recognition"
    ),
    Step.GRASSROOTS_RECOGNITION: Text(
        vi="nghị quyết của đảng ủy cơ sở về công nhận", en="the grassroots committee's resolution on recognition"
    ),
    Step.RECOGNITION_DECISION: Text(vi="quyết định công nhận đảng viên chính thức", en="decision on recognition"),
    CHECK: Text(vi="kiểm tra hồ sơ đạt đủ", en="dossier check found complete"),
}


def named(step: str) -> Text:
    """The step with its id and name: `C1 (…)`; what is not known here, as it is."""
    found = NAMES.get(step)
    if found is None:
        return Text(vi=step, en=step)
    return found if step == CHECK else Text(vi=f"{step} ({found.vi})", en=f"{step} ({found.en})")


def listed(steps: Iterable[str]) -> Text:
    """Several steps in one sentence."""
    found = [named(step) for step in steps]
    return Text(vi=", ".join(each.vi for each in found), en=", ".join(each.en for each in found))
