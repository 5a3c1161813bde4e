"""What standings, movements, reviews and kinds of unit are called in sentences, in both languages."""

from collections.abc import Iterable
from datetime import date

from services.admissions.domain.person.commands_leaving import ReviewKind
from shared.contracts.movement import Kind, Standing
from shared.contracts.organisation import UnitKind
from shared.core.text import Text

STANDING: dict[Standing, Text] = {
    Standing.PROSPECT: Text(vi="quần chúng trong danh sách cảm tình Đảng", en="a listed prospect"),
    Standing.TRAINED: Text(vi="người đã học lớp nhận thức về Đảng", en="a prospect with the awareness certificate"),
    Standing.APPLICANT: Text(vi="người đang có hồ sơ xin vào Đảng", en="an applicant with an open dossier"),
    Standing.PROBATIONARY: Text(vi="đảng viên dự bị", en="a probationary member"),
    Standing.OFFICIAL: Text(vi="đảng viên chính thức", en="an official member"),
}

KIND: dict[Kind, Text] = {
    Kind.ENROLLED: Text(vi="tiếp nhận từ sổ cũ", en="the enrolment from the former register"),
    Kind.ADMITTED: Text(vi="kết nạp", en="the admission"),
    Kind.READMITTED: Text(vi="kết nạp lại", en="the re-admission"),
    Kind.RESTORED: Text(vi="khôi phục quyền đảng viên", en="the restoration"),
    Kind.RECOGNISED: Text(vi="công nhận đảng viên chính thức", en="the recognition"),
    Kind.TRANSFERRED: Text(vi="chuyển sinh hoạt đảng", en="the transfer"),
    Kind.RESTRUCTURED: Text(vi="chuyển theo sắp xếp tổ chức", en="the move by restructuring"),
    Kind.STRUCK_OFF: Text(vi="xóa tên", en="the strike-off"),
    Kind.RESIGNED: Text(vi="xin ra khỏi Đảng", en="the resignation"),
    Kind.EXPELLED: Text(vi="khai trừ", en="the expulsion"),
    Kind.DECEASED: Text(vi="từ trần", en="the death"),
    Kind.CHANGED: Text(vi="thay đổi thông tin", en="the change of profile or transfer letter"),
    Kind.RATED: Text(vi="xếp loại", en="the rating"),
    Kind.NOMINATED: Text(vi="đưa vào danh sách cảm tình Đảng", en="the nomination"),
    Kind.TRAINED: Text(vi="chứng nhận lớp nhận thức về Đảng", en="the awareness certificate"),
    Kind.DOSSIER_OPENED: Text(vi="mở hồ sơ", en="the opening of a dossier"),
    Kind.DOSSIER_CLOSED: Text(vi="đóng hồ sơ", en="the closing of the dossier"),
    Kind.DELISTED: Text(vi="đưa ra khỏi danh sách cảm tình Đảng", en="the delisting"),
}

UNIT_KIND: dict[UnitKind, Text] = {
    UnitKind.PROVINCE: Text(vi="cấp tỉnh", en="province"),
    UnitKind.DISTRICT: Text(vi="cấp huyện", en="district"),
    UnitKind.WARD: Text(vi="cấp xã, phường", en="commune or ward"),
    UnitKind.GRASSROOTS_COMMITTEE: Text(vi="đảng ủy cơ sở", en="grassroots committee"),
    UnitKind.SUB_COMMITTEE: Text(vi="đảng ủy bộ phận", en="sub-committee"),
    UnitKind.GRASSROOTS_CELL: Text(vi="chi bộ cơ sở", en="grassroots cell"),
    UnitKind.SUBORDINATE_CELL: Text(vi="chi bộ trực thuộc", en="subordinate cell"),
}

OUTSIDE_PROVINCE = Text(vi="ngoài tỉnh", en="outside the province")
REVIEW: dict[ReviewKind, Text] = {
    ReviewKind.STRIKE_OFF: Text(vi="việc xem xét xóa tên", en="a review for strike-off"),
    ReviewKind.RESIGNATION: Text(vi="việc xem xét đơn xin ra khỏi Đảng", en="a review of a request to resign"),
    ReviewKind.DISCIPLINE: Text(vi="việc xem xét kỷ luật", en="a disciplinary review"),
}

OUTSIDE = Text(vi="không có trong tổ chức nào", en="in no unit")


def standing(of: Standing | None) -> Text:
    """What someone is; None: outside."""
    return OUTSIDE if of is None else STANDING[of]


def standings(of: Iterable[Standing]) -> Text:
    """One of several standings, in the order of the pipeline."""
    found = [STANDING[each] for each in Standing if each in set(of)]
    return Text(vi=" hoặc ".join(each.vi for each in found), en=" or ".join(each.en for each in found))


def day(of: date) -> Text:
    """A date as the forms write it, day first, in both languages."""
    shown = of.strftime("%d/%m/%Y")
    return Text(vi=shown, en=shown)


def upper(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]
