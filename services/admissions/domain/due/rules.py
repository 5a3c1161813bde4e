"""The rules by which something is due, each with its source: what docs/rules.md and every answer name."""

from services.admissions.domain.due.task import DueRule
from shared.core.text import Text

NEXT_STEP = DueRule(
    id="due-next-step",
    source="HD 12-HD/BTCTW (18/01/2022); domain 5",
    says=Text(vi="Hồ sơ chờ bước tiếp theo.", en="The dossier waits for its next step."),
)
STALE = DueRule(
    id="due-dossier-stale",
    source="QĐ 24-QĐ/TW; domain 4.2",
    says=Text(
        vi="Chi bộ xét trong thời hạn của hồ sơ; để lâu hơn phải thẩm tra và lấy ý kiến bổ sung.",
        en="The cell reviews the dossier while it is fresh; later it needs supplementary checks and opinions.",
    ),
)
DECISION = DueRule(
    id="due-admission-decision",
    source="điểm 4.3.1 QĐ 29-QĐ/TW, QĐ 232-QĐ/TW; domain 5 (C4)",
    says=Text(
        vi="Quyết định kết nạp trong thời hạn kể từ nghị quyết của chi bộ.",
        en="The decision on admission is due within its time limit from the cell's resolution.",
    ),
)
CEREMONY = DueRule(
    id="due-ceremony",
    source="điểm 4.1 QĐ 232-QĐ/TW; domain 5 (C6)",
    says=Text(
        vi="Lễ kết nạp trong thời hạn kể từ khi chi bộ nhận quyết định.",
        en="The ceremony is held within its time limit from the receipt of the decision.",
    ),
)
REFERRAL = DueRule(
    id="due-referral",
    source="điểm 3.6c HD 01-HD/TW; domain 3, 5",
    says=Text(
        vi="Phiếu chưa đủ hai phần ba: cấp trên xem xét, quyết định.",
        en="A vote fell short of two thirds: the committee above decides.",
    ),
)
NEW_MEMBER_CLASS = DueRule(
    id="due-new-member-class",
    source="điểm 4.1 HD 01-HD/TW (28/09/2021); domain 5 (D1), 6",
    says=Text(
        vi="Đảng viên dự bị đến tháng này chưa học lớp đảng viên mới.",
        en="A probationary member has not attended the new-member class by this month.",
    ),
)
RECOGNITION = DueRule(
    id="due-recognition",
    source="khoản 1 Điều 5 Điều lệ Đảng, điểm 4.2 QĐ 232-QĐ/TW; domain 5 (D5), 6",
    says=Text(
        vi="Đủ thời gian dự bị: chi bộ xét công nhận trong thời hạn.",
        en="The probation has run: the cell reviews the recognition within its time limit.",
    ),
)
RECOGNITION_DECISION = DueRule(
    id="due-recognition-decision",
    source="điểm 4.3.1 QĐ 29-QĐ/TW; domain 5 (D8)",
    says=Text(
        vi="Quyết định công nhận trong thời hạn kể từ nghị quyết của chi bộ.",
        en="The decision on recognition is due within its time limit from the cell's resolution.",
    ),
)
CERTIFICATE = DueRule(
    id="due-certificate",
    source="HD 12-HD/BTCTW (18/01/2022), mẫu CN-NTVĐ; domain 4.2; contracts 4",
    says=Text(
        vi="Giấy chứng nhận lớp nhận thức về Đảng hết giá trị sau ngày này.",
        en="The awareness certificate lapses after this day.",
    ),
)
LIST_REVIEW = DueRule(
    id="due-list-review",
    source="HD 09-HD/BTCTW (2017); domain 5 (A1, A2)",
    says=Text(
        vi="Chi bộ rà soát danh sách cảm tình Đảng theo định kỳ.",
        en="The cell reviews its list of prospects at the times that policy sets.",
    ),
)
LETTER = DueRule(
    id="due-transfer",
    source="điểm 6.3 QĐ 294-QĐ/TW; domain 7",
    says=Text(
        vi="Giấy giới thiệu chuyển sinh hoạt đảng đã cấp, nơi đến chưa tiếp nhận.",
        en="A transfer letter was issued and is not accepted yet.",
    ),
)
AWAY = DueRule(
    id="due-away",
    source="điểm 6.3 QĐ 294-QĐ/TW; domain 7",
    says=Text(vi="Đảng viên vắng nơi sinh hoạt.", en="A member is away from the cell."),
)
ARRIVAL = DueRule(
    id="due-arrival",
    source="HD 12-HD/BTCTW (17/05/2012, phiếu báo chuyển sinh hoạt đảng); domain 7",
    says=Text(
        vi="Có phiếu báo chuyển đến nhưng đảng viên chưa đến.",
        en="A slip announced a member who has not arrived.",
    ),
)

REVIEW = DueRule(
    id="due-review",
    source="điểm 8.1 QĐ 24-QĐ/TW, điểm 11.2 HD 01-HD/TW; domain 8.1",
    says=Text(
        vi="Việc xem xét xóa tên hoặc xin ra khỏi Đảng đang mở; chỉ con người quyết định.",
        en="A case of strike-off or resignation is open; only people decide it.",
    ),
)

DUE_RULES = (
    NEXT_STEP,
    STALE,
    DECISION,
    CEREMONY,
    REFERRAL,
    NEW_MEMBER_CLASS,
    RECOGNITION,
    RECOGNITION_DECISION,
    CERTIFICATE,
    LIST_REVIEW,
    LETTER,
    AWAY,
    ARRIVAL,
    REVIEW,
)
