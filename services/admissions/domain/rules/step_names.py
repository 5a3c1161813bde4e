"""What the steps of the procedure and its papers are called in sentences, in both languages (domain 5, 8.1)."""

from collections.abc import Iterable

from services.admissions.domain.person.commands import Step
from services.admissions.domain.person.commands_leaving import ReviewStep
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
    Step.MENTOR_REMARKS: Text(vi="bản nhận xét của đảng viên được phân công giúp đỡ", en="the mentor's remarks"),
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
    ReviewStep.SELF_REVIEW: Text(vi="kiểm điểm của người được xem xét", en="self-review of whom the case concerns"),
    ReviewStep.CELL_VOTE: Text(vi="chi bộ biểu quyết", en="the cell's vote"),
    ReviewStep.APPRAISAL: Text(vi="báo cáo thẩm định của đảng ủy bộ phận", en="the sub-committee's appraisal"),
    ReviewStep.GRASSROOTS_VOTE: Text(vi="đảng ủy cơ sở biểu quyết", en="the grassroots committee's vote"),
    ReviewStep.DECISION: Text(vi="quyết định của cấp ủy có thẩm quyền", en="the competent committee's decision"),
}

ACTS: dict[str, Text] = {
    CHECK: Text(vi="kiểm tra hồ sơ đạt đủ", en="dossier check found complete"),
    "dossier_opened": Text(vi="chi bộ cho mở hồ sơ", en="the cell allows a dossier"),
    "dossier_closed": Text(vi="đóng hồ sơ", en="closing of the dossier"),
    "dossier_checked": Text(vi="kiểm tra hồ sơ", en="dossier check"),
    "mentor_assigned": Text(vi="phân công đảng viên giúp đỡ", en="assignment of a mentor"),
    "list_reviewed": Text(vi="rà soát danh sách cảm tình Đảng", en="review of the list of prospects"),
    "extension_granted": Text(vi="cho gia hạn", en="grant of an extension"),
    "consent_given": Text(vi="đồng ý bằng văn bản", en="written consent"),
    "referral_settled": Text(vi="cấp ủy có thẩm quyền kết luận việc thiếu phiếu", en="settlement of the short vote"),
    "corrected": Text(vi="duyệt đính chính", en="approval of a correction"),
    "particulars_altered": Text(vi="duyệt sửa thông tin cá nhân", en="approval of altered particulars"),
    "merged": Text(vi="duyệt nhập hồ sơ trùng", en="approval of a merger of records"),
    "unmerged": Text(vi="duyệt tách hồ sơ đã nhập", en="approval of separating merged records"),
    "restored": Text(vi="khôi phục quyền đảng viên", en="restoration of a member"),
    "readmission_consented": Text(vi="đồng ý cho kết nạp lại", en="consent to a re-admission"),
    "enrolled": Text(vi="tiếp nhận từ sổ cũ", en="enrolment from the former register"),
    "nominated": Text(vi="đưa vào danh sách cảm tình Đảng", en="listing as a prospect"),
    "delisted": Text(vi="đưa ra khỏi danh sách cảm tình Đảng", en="delisting"),
    "trained": Text(vi="giấy chứng nhận lớp nhận thức về Đảng", en="awareness certificate"),
    "admitted": Text(vi="lễ kết nạp", en="admission ceremony"),
    "readmitted": Text(vi="lễ kết nạp lại", en="ceremony of re-admission"),
    "probation_passed": Text(vi="công nhận đảng viên chính thức", en="recognition"),
    "transfer_issued": Text(vi="cấp giấy giới thiệu chuyển sinh hoạt đảng", en="issue of an introduction letter"),
    "transfer_presented": Text(vi="xuất trình giấy giới thiệu", en="presentation of the letter"),
    "transfer_returned": Text(vi="trả lại giấy giới thiệu", en="return of the letter"),
    "transfer_lapsed": Text(vi="giấy giới thiệu hết hiệu lực", en="lapse of the letter"),
    "transferred": Text(vi="tiếp nhận chuyển sinh hoạt đảng", en="acceptance of the transfer"),
    "away_recorded": Text(vi="ghi vắng nơi sinh hoạt", en="absence from the cell"),
    "away_extended": Text(vi="gia hạn sinh hoạt tạm thời", en="extension of a temporary stay"),
    "away_ended": Text(vi="kết thúc vắng nơi sinh hoạt", en="end of the absence"),
    "profile_changed": Text(vi="thay đổi thông tin", en="change of profile"),
    "rated": Text(vi="xếp loại", en="rating"),
    "suspension_recorded": Text(vi="đình chỉ sinh hoạt đảng", en="suspension of party activity"),
    "discipline_recorded": Text(vi="kỷ luật", en="discipline"),
    "review_opened": Text(vi="mở việc xem xét", en="opening of a review"),
    "review_closed": Text(vi="đóng việc xem xét", en="closing of a review"),
    "review_step_recorded": Text(vi="bước xem xét", en="step of a review"),
    "removed": Text(vi="ra khỏi Đảng", en="removal"),
    "restructured": Text(vi="chuyển theo sắp xếp tổ chức", en="move by restructuring"),
    "erased": Text(vi="xóa theo luật", en="erasure by law"),
}
"""What else is done about a dossier or a member, by the name of its event; it has no id that a form would show."""


def named(step: str) -> Text:
    """The step with its id and name: `C1 (…)`; another act by its name alone; what is not known here, as it is."""
    found = NAMES.get(step)
    if found is None:
        return ACTS.get(step, Text(vi=step, en=step))
    return Text(vi=f"{step} ({found.vi})", en=f"{step} ({found.en})")


def listed(steps: Iterable[str]) -> Text:
    """Several steps in one sentence."""
    found = [named(step) for step in steps]
    return Text(vi=", ".join(each.vi for each in found), en=", ".join(each.en for each in found))
