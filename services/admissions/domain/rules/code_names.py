"""What the codes that a secretary meets are called in sentences, in both languages: `code (words)`."""

from collections.abc import Iterable

from shared.core.text import Text

NOT_RECORDED = Text(vi="chưa ghi", en="not recorded")
NAMES: dict[str, Text] = {
    "youth_union": Text(vi="Đoàn Thanh niên", en="the Youth Union"),
    "trade_union": Text(vi="công đoàn", en="the trade union"),
    "complete": Text(vi="đạt đủ", en="complete"),
    "returned": Text(vi="trả lại", en="returned"),
    "own_side_member": Text(vi="bên bản thân đã có đảng viên", en="a member on the own side"),
    "spouse_side_member": Text(vi="bên vợ hoặc chồng đã có đảng viên", en="a member on the spouse's side"),
    "paper_missing": Text(vi="thiếu giấy tờ", en="a paper is missing"),
    "paper_unsigned": Text(vi="giấy tờ chưa ký", en="a paper is not signed"),
    "seal_missing": Text(vi="thiếu dấu", en="a seal is missing"),
    "date_missing": Text(vi="thiếu ngày", en="a date is missing"),
    "declaration_incomplete": Text(vi="khai chưa đủ", en="the declaration is incomplete"),
    "altered_without_consent": Text(vi="sửa chữa chưa được đồng ý", en="altered without consent"),
    "verification_incomplete": Text(vi="thẩm tra chưa đủ", en="the background check is incomplete"),
    "opinions_incomplete": Text(vi="ý kiến nhận xét chưa đủ", en="the opinions are incomplete"),
    "moved_away": Text(vi="đã chuyển đi", en="moved away"),
    "own_wish": Text(vi="theo nguyện vọng", en="own wish"),
    "not_maturing": Text(vi="không phấn đấu tiếp", en="no longer working towards it"),
    "over_age": Text(vi="quá tuổi", en="over the age"),
    "deceased": Text(vi="từ trần", en="died"),
    "withdrawn": Text(vi="rút đơn", en="withdrawn"),
    "expired": Text(vi="hết hạn", en="expired"),
    "refused_above": Text(vi="cấp trên không đồng ý", en="refused above"),
    "education": Text(vi="Trình độ học vấn", en="The education"),
    "expertise": Text(vi="Trình độ chuyên môn", en="The expertise"),
    "theory_level": Text(vi="Trình độ lý luận chính trị", en="The theory level"),
    "none": Text(vi="không có", en="none"),
    "primary": Text(vi="tiểu học", en="primary school"),
    "thcs": Text(vi="trung học cơ sở", en="lower secondary school"),
    "thpt": Text(vi="trung học phổ thông", en="upper secondary school"),
    "elementary": Text(vi="sơ cấp", en="elementary"),
    "intermediate": Text(vi="trung cấp", en="intermediate"),
    "college": Text(vi="cao đẳng", en="college"),
    "university": Text(vi="đại học", en="university"),
    "master": Text(vi="thạc sĩ", en="master"),
    "doctor": Text(vi="tiến sĩ", en="doctor"),
    "advanced": Text(vi="cao cấp", en="advanced"),
    "late_ceremony": Text(vi="tổ chức lễ kết nạp muộn", en="a late ceremony"),
    "over_60": Text(vi="kết nạp người trên 60 tuổi", en="admission over 60"),
    "education_exception": Text(vi="ngoại lệ về trình độ học vấn", en="an exception on education"),
    "dossier_alteration": Text(vi="sửa chữa trong hồ sơ", en="an alteration in the dossier"),
    "approved": Text(vi="đồng ý", en="approved"),
    "closed": Text(vi="dừng hồ sơ", en="the dossier ends"),
    "other": Text(vi="khác", en="other"),
    # Leaving, its reasons and its reviews (domain 8)
    "struck_off": Text(vi="xóa tên", en="struck off"),
    "resigned": Text(vi="xin ra khỏi Đảng", en="resigned"),
    "expelled": Text(vi="khai trừ", en="expelled"),
    "R1_ABSENCE": Text(vi="bỏ sinh hoạt", en="absence"),
    "R2_DUES": Text(vi="không đóng đảng phí", en="dues unpaid"),
    "R3_CARD": Text(vi="tự trả hoặc hủy thẻ đảng viên", en="card returned or destroyed"),
    "R4_DUTIES": Text(vi="không làm nhiệm vụ đảng viên", en="duties not performed"),
    "R5_TWO_YEARS": Text(vi="hai năm liền vi phạm tư cách", en="two years in breach"),
    "R6_CRITERION": Text(vi="không bảo đảm tiêu chuẩn", en="criterion not met"),
    "R7_PROBATION": Text(vi="dự bị không đủ tư cách", en="probation not passed"),
    "family_hardship": Text(vi="gia đình đặc biệt khó khăn", en="extreme family hardship"),
    "disunity": Text(vi="gây mất đoàn kết nội bộ nghiêm trọng", en="serious internal disunity"),
    "corruption": Text(vi="bị kết án về tội tham nhũng", en="convicted of corruption"),
    "serious_offence": Text(vi="bị kết án về tội nghiêm trọng trở lên", en="convicted of a serious offence or worse"),
    "less_serious_offence": Text(vi="bị kết án về tội ít nghiêm trọng", en="convicted of a less serious offence"),
    "family_planning": Text(vi="vi phạm về dân số và kế hoạch hóa gia đình", en="family planning"),
    "kept": Text(vi="giữ lại, không đưa ra khỏi Đảng", en="remains a member"),
    "settled": Text(vi="đã giải quyết xong", en="settled"),
    "asked": Text(vi="đã yêu cầu", en="asked for"),
    "received": Text(vi="đã nhận", en="received"),
    "refused": Text(vi="không đồng ý", en="refused"),
    "short": Text(vi="chưa đủ phiếu", en="too few votes"),
    "reprimand": Text(vi="khiển trách", en="reprimand"),
    "warning": Text(vi="cảnh cáo", en="warning"),
    "removal_from_post": Text(vi="cách chức", en="removal from post"),
    "expulsion": Text(vi="khai trừ", en="expulsion"),
    # Transfers (domain 7)
    "letter": Text(vi="giấy giới thiệu", en="the letter"),
    "sealed_dossier": Text(vi="hồ sơ đảng viên niêm phong", en="the sealed dossier"),
    "self_review": Text(vi="bản tự kiểm điểm", en="the self-review"),
    "old_cell_remarks": Text(vi="nhận xét của chi bộ cũ", en="remarks of the old cell"),
    "illness": Text(vi="ốm đau", en="illness"),
    "disaster": Text(vi="thiên tai", en="disaster"),
    "work_far_away": Text(vi="công tác xa", en="work far away"),
    "letter_delayed": Text(vi="giấy đến chậm", en="the letter came late"),
    "wrong_cell": Text(vi="không đúng chi bộ", en="the wrong cell"),
    "papers_missing": Text(vi="thiếu giấy tờ kèm theo", en="papers are missing"),
    "not_moved_here": Text(vi="không chuyển về đây", en="did not move here"),
    "temporary": Text(vi="chuyển sinh hoạt tạm thời", en="temporary transfer"),
    "untransferred": Text(vi="vắng, chưa chuyển sinh hoạt", en="away without a transfer"),
    "move": Text(vi="chuyển chỗ ở hoặc nơi làm việc", en="a move"),
    "study": Text(vi="đi học", en="a course"),
    # Corrections (domain 12.3)
    "clerical_error": Text(vi="ghi nhầm", en="clerical error"),
    "court_or_registry_document": Text(vi="giấy tờ của tòa án hoặc hộ tịch", en="a court's or registry's document"),
    "decision_annulled": Text(vi="quyết định đã bị hủy", en="the decision was annulled"),
    "wrong_person": Text(vi="ghi nhầm người", en="the wrong person"),
    "same_person": Text(vi="cùng một người", en="the same person"),
    # Ratings (domain 9)
    "EXCELLENT": Text(vi="hoàn thành xuất sắc nhiệm vụ", en="excellent"),
    "GOOD": Text(vi="hoàn thành tốt nhiệm vụ", en="good"),
    "COMPLETED": Text(vi="hoàn thành nhiệm vụ", en="completed"),
    "NOT_COMPLETED": Text(vi="không hoàn thành nhiệm vụ", en="not completed"),
    "QUALIFIED_EXCELLENT": Text(vi="đủ tư cách, hoàn thành xuất sắc nhiệm vụ", en="qualified, excellent"),
    "QUALIFIED_GOOD": Text(vi="đủ tư cách, hoàn thành tốt nhiệm vụ", en="qualified, good"),
    "QUALIFIED": Text(vi="đủ tư cách, hoàn thành nhiệm vụ", en="qualified"),
    "IN_BREACH": Text(vi="vi phạm tư cách", en="in breach of status"),
    "runs": Text(vi="thời hạn vẫn chạy", en="the time limit runs on"),
    "restarts": Text(vi="thời hạn tính lại", en="the time limit restarts"),
    "year": Text(vi="năm", en="a year"),
    "quarter": Text(vi="quý", en="a quarter"),
    "span": Text(vi="khoảng thời gian khác", en="another span"),
}


def code_named(code: str | None) -> Text:
    """The words alone where there are some; a code that only a policy knows, as it is."""
    if code is None:
        return NOT_RECORDED
    return NAMES.get(code, Text(vi=code, en=code))


def codes_named(codes: Iterable[str]) -> Text:
    """Codes with their words, in the order given; “–” for none. A code that is its own word stands alone."""
    found = [(code, NAMES.get(code, Text(vi=code, en=code))) for code in codes]
    return Text(
        vi=", ".join(_told(code, name.vi) for code, name in found) or "–",
        en=", ".join(_told(code, name.en) for code, name in found) or "–",
    )


def _told(code: str, words: str) -> str:
    return code if words.casefold() == code.replace("_", " ").casefold() else f"{code} ({words})"
