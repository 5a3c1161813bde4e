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
    "other": Text(vi="lý do khác", en="other"),
}


def code_named(code: str | None) -> Text:
    """The words alone where there are some; a code that only a policy knows, as it is."""
    if code is None:
        return NOT_RECORDED
    return NAMES.get(code, Text(vi=code, en=code))


def codes_named(codes: Iterable[str]) -> Text:
    """Codes with their words, in order; “–” for none."""
    found = [(code, NAMES.get(code)) for code in sorted(codes)]
    return Text(
        vi=", ".join(code if name is None else f"{code} ({name.vi})" for code, name in found) or "–",
        en=", ".join(code if name is None else f"{code} ({name.en})" for code, name in found) or "–",
    )
