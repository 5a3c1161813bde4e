"""The one table of policy values: name, shape, unit, what it means, and which way a local override may go.

A name that does not stand here is refused on publication. The numbers themselves stand in genesis/policies/*.yaml.
"""

from dataclasses import dataclass

from services.admissions.domain.policy.shapes import Shape, Tightens
from shared.core.text import Text

PROCEDURE = (
    *("A1", "A2", "A3"),
    *("B1", "B2", "B3", "B4", "B5a", "B5b", "B6"),
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7"),
    *("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"),
)
"""The steps of domain 5, in order."""

CHECK = "check"
"""The dossier check by staff: what a step may need besides other steps."""

ACTORS = (
    *("cell", "cell_committee", "sub_committee", "grassroots", "competent"),
    *("applicant", "mentor", "youth_union", "trade_union", "training_centre"),
)
"""Who may take a step (domain 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One policy value. `unit` is empty for codes."""

    name: str
    shape: Shape
    meaning: Text
    tightens: Tightens
    unit: str = ""


def _number(name: str, unit: str, tightens: Tightens, vi: str, en: str) -> Value:
    shape = Shape.DAYS if unit == _WORKING_DAYS else Shape.NUMBER
    return Value(name=name, shape=shape, unit=unit, tightens=tightens, meaning=Text(vi=vi, en=en))


def _other(name: str, shape: Shape, tightens: Tightens, vi: str, en: str) -> Value:
    return Value(name=name, shape=shape, tightens=tightens, meaning=Text(vi=vi, en=en))


_MONTHS, _WORKING_DAYS, _PEOPLE, _TIMES = "months", "working days", "people", "times"

_TABLE = (
    _other("source", Shape.TEXT, Tightens.NEVER, "văn bản quy định, như trích dẫn", "the regulation, as cited"),
    _other(
        "dossier_whole_from",
        Shape.DATE,
        Tightens.EARLIER,
        "hồ sơ mở từ ngày này được ghi đủ mọi bước; hồ sơ cũ có thể còn trên giấy",
        "dossiers opened from this day on are kept whole here; older ones may be on paper",
    ),
    # Who may enter (domain 4.1)
    _number("entry_age_months_min", _MONTHS, Tightens.RISES, "tuổi thấp nhất khi chi bộ xét", "lowest age at C1"),
    _number("entry_age_months_max", _MONTHS, Tightens.FALLS, "tuổi cao nhất khi chi bộ xét", "highest age at C1"),
    _other("education_min", Shape.CODE, Tightens.RANK_RISES, "học vấn thấp nhất", "lowest education"),
    _other(
        "education_exception_min",
        Shape.CODE,
        Tightens.RANK_RISES,
        "học vấn thấp nhất khi được đồng ý ngoại lệ",
        "lowest education where a consent to the exception is recorded",
    ),
    _other("expertise_min", Shape.CODE, Tightens.RANK_RISES, "chuyên môn thấp nhất", "lowest expertise"),
    _other("ranks", Shape.RANKS, Tightens.NEVER, "thứ bậc của các mã trình độ", "the order of codes of schooling"),
    # Papers and their time (domain 4.2)
    _number(
        "certificate_months_max", _MONTHS, Tightens.FALLS, "giá trị của giấy chứng nhận", "life of the certificate"
    ),
    _number(
        "certificate_warning_months",
        _MONTHS,
        Tightens.RISES,
        "nhắc trước khi giấy chứng nhận hết giá trị",
        "so long before the certificate lapses there is a warning",
    ),
    _number(
        "dossier_stale_months_max",
        _MONTHS,
        Tightens.FALLS,
        "quá thời gian này chưa xét thì phải thẩm tra bổ sung",
        "a dossier not reviewed within this time needs supplements",
    ),
    _other(
        "dossier_stale_needs",
        Shape.CODES,
        Tightens.GROWS,
        "các bước phải làm lại cho hồ sơ để quá lâu",
        "the steps to take again for a stale dossier",
    ),
    _other("background_waivers", Shape.CODES, Tightens.SHRINKS, "mã miễn thẩm tra lý lịch", "waivers of the check B3"),
    _other("dossier_faults", Shape.CODES, Tightens.NEVER, "mã thiếu sót khi trả hồ sơ", "codes of a returned dossier"),
    _other("extra_papers", Shape.PAPERS, Tightens.GROWS, "giấy tờ thêm và bước cần nó", "extra papers, by step"),
    _other(
        "clock_on_return",
        Shape.CODE,
        Tightens.NEVER,
        "trả hồ sơ thì thời hạn: runs (vẫn chạy) hoặc restarts (tính lại khi nộp đủ)",
        "when a dossier is returned the time limit runs on, or restarts when it is complete",
    ),
    # Introducers (domain 4.1)
    _number("introducers_min", _PEOPLE, Tightens.RISES, "số đảng viên giới thiệu", "members who introduce"),
    _number(
        "introducers_with_union_min",
        _PEOPLE,
        Tightens.RISES,
        "số đảng viên giới thiệu khi có nghị quyết Đoàn hoặc công đoàn",
        "members who introduce beside a Youth-Union or trade-union resolution",
    ),
    _number(
        "introducer_months_min",
        _MONTHS,
        Tightens.RISES,
        "thời gian người giới thiệu cùng công tác hoặc cư trú",
        "time that an introducer has worked, studied or lived with the applicant",
    ),
    # The road of a dossier (domain 5)
    _other("steps", Shape.STEPS, Tightens.NEEDS_GROW, "các bước: ai, mẫu, cần gì", "steps: who, form, needs"),
    _other("votes", Shape.VOTES, Tightens.VOTES_RISE, "tỷ lệ phiếu của từng bước", "the votes that a step needs"),
    _other("deadlines", Shape.DEADLINES, Tightens.SHORTENS, "thời hạn của từng bước", "time limits of steps"),
    _number("votes_short_max", _TIMES, Tightens.NEVER, "số lần phiếu không đủ rồi chuyển lên", "short votes, then up"),
    _other("vote_base_without_exempt", Shape.FLAG, Tightens.NEVER, "trừ người được miễn", "exempt leave the base"),
    _number("probation_months", _MONTHS, Tightens.NEVER, "thời gian dự bị", "the probation"),
    _number(
        "class_warning_month",
        "month of probation",
        Tightens.FALLS,
        "đến tháng này chưa học lớp đảng viên mới thì nhắc",
        "without the new-member class by this month there is a warning",
    ),
    _number(
        "prospect_review_months_max",
        _MONTHS,
        Tightens.FALLS,
        "chi bộ rà soát danh sách cảm tình trong khoảng này",
        "a cell reviews its prospect list within this time",
    ),
    _other("delisting_reasons", Shape.CODES, Tightens.NEVER, "mã đưa ra khỏi danh sách", "why a prospect is delisted"),
    _other("closing_reasons", Shape.CODES, Tightens.NEVER, "mã đóng hồ sơ", "why a dossier is closed"),
    _other("separation", Shape.CODES, Tightens.GROWS, "hai việc không cùng một người", "acts that one may not do both"),
    # Coming back (domain 4.3)
    _number("readmission_months_min", _MONTHS, Tightens.RISES, "chờ trước khi kết nạp lại", "wait for re-admission"),
    _number(
        "readmission_record_cleared_months_min",
        _MONTHS,
        Tightens.RISES,
        "chờ sau khi được xóa án tích",
        "wait after a criminal record is cleared",
    ),
    _number("readmissions_max", _TIMES, Tightens.FALLS, "số lần kết nạp lại", "how often one may be re-admitted"),
    _other("readmission_bars", Shape.CODES, Tightens.GROWS, "lý do không xét kết nạp lại", "exits that bar it"),
    _other("readmission_exceptions", Shape.CODES, Tightens.SHRINKS, "trường hợp vẫn được xét", "exits still allowed"),
    # Leaving (domain 8)
    _other("strike_off_reasons", Shape.CODES, Tightens.NEVER, "mã lý do xóa tên", "reasons for a strike-off"),
    _other("resignation_grounds", Shape.CODES, Tightens.NEVER, "mã lý do xin ra", "grounds of a resignation"),
    _other(
        "removal_steps_from",
        Shape.DATE,
        Tightens.EARLIER,
        "từ ngày này xóa tên và xin ra phải qua đủ các bước",
        "from this day on a strike-off or resignation goes through its review and its steps",
    ),
    _other("breach_grades", Shape.CODES, Tightens.NEVER, "mức xếp loại vi phạm tư cách", "grades in breach of status"),
    _other("correction_grounds", Shape.CODES, Tightens.NEVER, "căn cứ đính chính", "grounds of a correction"),
    _other("expulsion_grounds", Shape.CODES, Tightens.NEVER, "mã lý do khai trừ", "grounds of an expulsion"),
    _other("discipline_member", Shape.CODES, Tightens.NEVER, "hình thức kỷ luật đảng viên", "discipline of members"),
    _other(
        "discipline_probationary", Shape.CODES, Tightens.NEVER, "kỷ luật đảng viên dự bị", "discipline on probation"
    ),
    _number(
        "absence_months_min", _MONTHS, Tightens.NEVER, "bỏ sinh hoạt bao lâu thì xét", "absence that opens a review"
    ),
    _number("dues_months_min", _MONTHS, Tightens.NEVER, "không đóng phí bao lâu thì xét", "unpaid dues, likewise"),
    _number("duties_months_min", _MONTHS, Tightens.NEVER, "thời gian giúp đỡ trước khi xét", "help before R4"),
    _number("breach_years_min", "years", Tightens.NEVER, "số năm liền vi phạm tư cách", "years in breach for R5"),
    _number("self_review_requests_min", _TIMES, Tightens.NEVER, "số lần yêu cầu kiểm điểm", "requests before absence"),
    # Transfers (domain 7)
    _number("transfer_ageing_working_days", _WORKING_DAYS, Tightens.FALLS, "mốc chuyển chậm", "first ageing bucket"),
    _number("transfer_ageing_months", _MONTHS, Tightens.FALLS, "mốc chuyển quá chậm", "second ageing bucket"),
    _number("temporary_months_min", _MONTHS, Tightens.NEVER, "chuyển tạm thời ít nhất", "shortest temporary transfer"),
    _number("temporary_months_max", _MONTHS, Tightens.NEVER, "chuyển tạm thời nhiều nhất", "longest, but for study"),
    _number("temporary_study_months_max", _MONTHS, Tightens.NEVER, "đi học nhiều nhất", "longest for a course"),
    _other("transfer_papers", Shape.CODES, Tightens.NEVER, "giấy tờ kèm giấy giới thiệu", "papers beside a letter"),
    _other(
        "transfer_probation_papers",
        Shape.CODES,
        Tightens.GROWS,
        "giấy tờ phải kèm khi đảng viên dự bị chuyển",
        "papers that must go along with a probationary member",
    ),
    _other("transfer_late_reasons", Shape.CODES, Tightens.NEVER, "lý do xuất trình chậm", "why a letter comes late"),
    _other("transfer_return_reasons", Shape.CODES, Tightens.NEVER, "lý do trả giấy", "why a letter is sent back"),
    # Units, groups, ratings, indicators (domain 2, 9, 10, 11)
    _number("organisation_members_min", _PEOPLE, Tightens.NEVER, "đảng viên chính thức để lập", "to form a unit"),
    _other("groups", Shape.CODES, Tightens.NEVER, "mã nhóm đối tượng", "codes of groups of people"),
    _other("rating_scheme", Shape.CODE, Tightens.NEVER, "bộ tiêu chí xếp loại", "the scheme of ratings"),
    _other("rating_grades", Shape.CODES, Tightens.NEVER, "các mức, cao nhất trước", "grades, the best first"),
    _other(
        "rating_periods", Shape.CODES, Tightens.SHRINKS, "xếp loại theo kỳ nào", "year, quarter, span (term or need)"
    ),
    _number(
        "rating_admitted_months_min", _MONTHS, Tightens.RISES, "kết nạp bao lâu thì xếp loại", "cut-off of new ones"
    ),
    _other("rating_cap", Shape.RATIO, Tightens.FALLS, "tỷ lệ tối đa mức cao nhất", "greatest share of the best grade"),
    _other("rating_cap_base", Shape.CODES, Tightens.SHRINKS, "tính trên các mức này", "of those with these grades"),
    _other("rating_cap_group", Shape.CODE, Tightens.NEVER, "trong nhóm đảng viên", "group of members, by unit kind"),
    _other("rating_cap_unit_group", Shape.CODE, Tightens.NEVER, "trong nhóm tổ chức", "group of organisations"),
    _other("near_ratio", Shape.RATIO, Tightens.FREE, "từ tỷ lệ này là gần đạt", "from this share a target is near"),
)

VALUES: dict[str, Value] = {value.name: value for value in _TABLE}
"""Every policy value by its name."""
