"""What the codes in answers are called, in both languages: duties, standings, outcomes, and who acts."""

from collections.abc import Iterable, Mapping

from services.cli.output import say
from shared.core.text import Language, Text

DUTIES: Mapping[str, Text] = {
    "prepare": say("lập hồ sơ", "prepare the dossier"),
    "cell_vote": say("ghi biểu quyết của chi bộ", "record the cell's vote"),
    "grassroots_vote": say("ghi biểu quyết của đảng ủy cơ sở", "record the grassroots vote"),
    "check": say("kiểm tra hồ sơ", "check the dossier"),
    "decide": say("ký quyết định", "sign the decision"),
    "distinct": say("tách các việc đó (đủ vai trò nhưng ít người)", "keep these apart (all offices held, by too few)"),
}
STANDINGS: Mapping[str, Text] = {
    "PROSPECT": say("cảm tình Đảng", "prospect"),
    "TRAINED": say("đã học lớp nhận thức", "with the awareness certificate"),
    "APPLICANT": say("đang có hồ sơ", "applicant"),
    "PROBATIONARY": say("đảng viên dự bị", "probationary member"),
    "OFFICIAL": say("đảng viên chính thức", "official member"),
}
FIELDS: Mapping[str, Text] = {"standing": say("tư cách", "standing"), "unit_id": say("tổ chức", "unit")}
OUTCOMES: Mapping[str, Text] = {
    "approved": say("đồng ý", "approved"),
    "refused": say("không đồng ý", "refused"),
    "refused_by": say("bị từ chối", "refused"),
    "short": say("chưa đủ phiếu", "too few votes"),
    "recorded": say("đã ghi", "recorded"),
    "complete": say("đạt đủ", "complete"),
    "returned": say("trả lại", "returned"),
    "closed": say("đóng", "closed"),
}
ACTORS: Mapping[str, Text] = {
    "cell": say("chi bộ", "the cell"),
    "cell_committee": say("chi ủy", "the cell committee"),
    "sub_committee": say("đảng ủy bộ phận", "the sub-committee"),
    "grassroots": say("cấp ủy cơ sở", "the grassroots committee"),
    "competent": say("cấp ủy có thẩm quyền", "the competent committee"),
    "applicant": say("người vào Đảng", "the applicant"),
    "mentor": say("đảng viên giúp đỡ", "the mentor"),
    "youth_union": say("Đoàn Thanh niên", "the Youth Union"),
    "trade_union": say("công đoàn", "the trade union"),
    "training_centre": say("trung tâm chính trị", "the training centre"),
}


def term(table: Mapping[str, Text], code: str, language: Language) -> str:
    """A code in words; one that is not known, as it is."""
    found = table.get(code)
    return code if found is None else found.of(language)


def terms(table: Mapping[str, Text], codes: Iterable[str], language: Language) -> str:
    """Several codes in words."""
    return ", ".join(term(table, code, language) for code in codes)
