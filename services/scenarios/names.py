"""Made-up names of people. Common parts, drawn apart: whoever bears one of the results is a coincidence."""

from services.scenarios.draw import Draw


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FAMILY = _words(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trương Lương Mai Tô Tạ Hà"
)
_MIDDLE = {
    "f": _words("Thị Ngọc Thu Thanh Minh Kim Bích Hồng Thùy Diệu Mỹ Khánh Phương Hoài"),
    "m": _words("Văn Hữu Đức Quốc Minh Công Xuân Thanh Ngọc Đình Quang Trọng Bá Tấn"),
}
_GIVEN = {
    "f": _words(
        "Lan Hương Hoa Mai Thủy Hằng Nga Yến Linh Trang Hiền Loan Nhung Phượng Thảo Vân Oanh Quyên Tuyết Xuân Dung "
        "Hạnh Liên Ngân Như Tâm Trinh Vy"
    ),
    "m": _words(
        "An Bình Cường Dũng Đạt Hải Hiếu Hòa Hùng Huy Khánh Kiên Lâm Long Lực Nam Nghĩa Phong Phúc Quân Sơn Tài Thành "
        "Thắng Thịnh Tiến Toàn Trung Tuấn Vinh"
    ),
}


def full_name(draw: Draw, sex: str) -> str:
    """Family, middle and given name; some have two given names."""
    parts = [draw.pick(_FAMILY), draw.pick(_MIDDLE[sex]), draw.pick(_GIVEN[sex])]
    if draw.chance(40):
        parts.insert(2, draw.pick(_GIVEN[sex]))
    return " ".join(parts)
