"""What roles and duties are called in sentences, in both languages, and which roles carry a duty."""

from collections.abc import Iterable

from shared.core.text import Text
from shared.tree.roles import GRANTABLE, OFFICES, Permission, permissions_of

ROLES: dict[str, Text] = {
    "province_officer": Text(vi="cán bộ cấp tỉnh", en="province officer"),
    "committee_officer": Text(vi="cán bộ cấp ủy", en="committee officer"),
    "dossier_checker": Text(vi="cán bộ kiểm tra hồ sơ của ban tổ chức", en="dossier checker of the organisation board"),
    "decision_signer": Text(vi="người ký quyết định của cấp ủy", en="signer of the committee's decisions"),
    "training_centre": Text(vi="cán bộ trung tâm chính trị", en="officer of the training centre"),
    "cell_secretary": Text(vi="bí thư chi bộ", en="cell secretary"),
    "auditor": Text(vi="người kiểm tra sổ", en="auditor"),
    "founder": Text(vi="người được giao mở sổ", en="one of the first two people"),
    "operator": Text(vi="người vận hành hệ thống", en="operator of the system"),
    "system": Text(vi="máy của hệ thống", en="machine of the system"),
}

DUTIES: dict[Permission, Text] = {
    Permission.READ: Text(vi="xem hồ sơ và danh sách", en="look at records and lists"),
    Permission.NAMES: Text(vi="xem họ tên và thông tin cá nhân", en="see names and personal particulars"),
    Permission.WRITE: Text(
        vi="ghi các bước của hồ sơ, đảng viên và tổ chức", en="record steps of a dossier, members and units"
    ),
    Permission.CHECK: Text(
        vi="kiểm tra hồ sơ trước khi cấp ủy quyết định", en="check a dossier before the committee decides"
    ),
    Permission.SIGN: Text(
        vi="ghi quyết định của cấp ủy có thẩm quyền", en="record a decision of the competent committee"
    ),
    Permission.TRAIN: Text(vi="mở lớp và chứng nhận người đã học", en="open classes and certify who attended"),
    Permission.GRANT: Text(
        vi="ghi nhận cán bộ, giao và kết thúc vai trò", en="register officers, give and end offices"
    ),
    Permission.PUBLISH: Text(vi="ban hành quy định trong sổ", en="publish policies"),
    Permission.IMPORT: Text(
        vi="nhập dữ liệu hàng loạt, tiếp nhận người từ sổ cũ", en="import records, or take people over from a register"
    ),
    Permission.VERIFY: Text(vi="đối chiếu và kiểm chứng sổ", en="verify the register"),
    Permission.OPERATE: Text(vi="vận hành hệ thống", en="operate the system"),
}


def role_named(role: str) -> Text:
    """The role in words; one that is not known, by its id."""
    return ROLES.get(role, Text(vi=role, en=role))


def roles_named(roles: Iterable[str]) -> Text:
    """Several roles, any of which will do, in the order of the table."""
    found = [ROLES[role] for role in OFFICES if role in set(roles)]
    return Text(vi=_any([each.vi for each in found], "hoặc"), en=_any([each.en for each in found], "or"))


def _any(names: list[str], word: str) -> str:
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last


def duties_named(duties: Iterable[Permission]) -> Text:
    """Several duties, in the order of the table."""
    found = [DUTIES[duty] for duty in Permission if duty in set(duties)]
    return Text(vi="; ".join(each.vi for each in found), en="; ".join(each.en for each in found))


def carriers(duty: Permission) -> list[str]:
    """The roles of the log that carry a duty; where none does, those of the issuer."""
    able = [role for role in OFFICES if duty in permissions_of(role)]
    return [role for role in able if role in GRANTABLE] or able
