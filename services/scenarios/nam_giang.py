"""Scenario `nam-giang`: a mountain district at 31/12/2019, structure and totals of domain.md 10.3.

The cut-over is 31/12/2014, the eve of the five years reported: what is taken over is then the opening of the movement
table and none of its flows.
"""

from datetime import date

from services.scenarios.definition import EntryRule, LateDeath, Scenario, Totals
from services.scenarios.rows import FactRow, TargetRow, UnitRow
from services.scenarios.structure import Cell, Committee, Structure, build

_PROVINCE = "quang-nam"
_DISTRICT = "nam-giang"
_OPENED_ON = date(2009, 1, 1)
_YEARS = range(2015, 2020)

# Communes by name; the number of villages is invented, 66 in all.
_COMMUNES = (
    ("thanh-my", "thị trấn Thạnh Mỹ", 6),
    ("ca-dy", "xã Cà Dy", 6),
    ("ta-bhing", "xã Tà Bhing", 6),
    ("ta-poo", "xã Tà Pơơ", 6),
    ("zuoih", "xã Zuôih", 6),
    ("cha-val", "xã Chà Vàl", 6),
    ("la-dee", "xã La Dêê", 5),
    ("la-ee", "xã La Êê", 5),
    ("cho-chun", "xã Chơ Chun", 5),
    ("dac-toi", "xã Đắc Tôi", 5),
    ("dac-pre", "xã Đắc Pre", 5),
    ("dac-pring", "xã Đắc Pring", 5),
)
# Village names are made up from these two lists, each pair once.
_VILLAGE_FIRST = ("Pà", "A", "Đắc", "Tà", "La", "Cà")
_VILLAGE_SECOND = ("Dấu", "Rông", "Ting", "Xua", "Lăng", "Ôi", "Bhoong", "Vin", "Rớt", "Tôn", "Chim")
# 63 of 66 village cells have a committee: 95% as published (NG5). These have none.
_VILLAGES_WITHOUT_COMMITTEE = frozenset({"Tà Rớt", "La Tôn", "Cà Chim"})

_POLICE = ("Tham mưu", "Cảnh sát hình sự", "Cảnh sát giao thông", "An ninh", "Hậu cần")
_MILITARY = ("Tham mưu", "Chính trị", "Hậu cần - Kỹ thuật", "Trung đội cơ động")
_HEALTH = ("Khám bệnh", "Nội - Nhi", "Ngoại - Sản", "Y tế dự phòng")
_AGENCIES = (
    "Văn phòng Huyện ủy",
    "Ban Tổ chức Huyện ủy",
    "Ban Tuyên giáo Huyện ủy",
    "Ban Dân vận Huyện ủy",
    "Cơ quan Ủy ban Kiểm tra Huyện ủy",
    "Trung tâm Bồi dưỡng chính trị",
    "Văn phòng HĐND và UBND",
    "Khối Mặt trận và đoàn thể",
    "Phòng Nội vụ",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Nông nghiệp và PTNT",
    "Phòng Kinh tế và Hạ tầng",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Văn hóa và Thông tin",
    "Phòng Lao động - TB và XH",
    "Phòng Tư pháp - Thanh tra",
    "Tòa án nhân dân",
    "Viện Kiểm sát nhân dân",
    "Chi cục Thi hành án dân sự",
    "Kho bạc Nhà nước",
    "Ban Quản lý rừng phòng hộ",
)
_SCHOOLS = (
    "THPT số 1",
    "THPT số 2",
    "Phổ thông Dân tộc nội trú",
    "Trung tâm GDNN - GDTX",
    "THCS số 1",
    "THCS số 2",
    "THCS số 3",
    "Mầm non số 1",
    "Mầm non số 2",
    "Mầm non số 3",
    "Mẫu giáo liên xã 1",
    "Mẫu giáo liên xã 2",
)
_ENTERPRISES = ("Thủy điện", "Lâm nghiệp", "Xây dựng")
_BORDER_POSTS = ("số 1", "số 2", "số 3")


def _villages() -> list[Cell]:
    names = [f"{first} {second}" for second in _VILLAGE_SECOND for first in _VILLAGE_FIRST]
    return [
        Cell(name_vi=f"Chi bộ thôn {name}", kind="village", has_committee=name not in _VILLAGES_WITHOUT_COMMITTEE)
        for name in names
    ]


def _commune_committees() -> list[Committee]:
    villages = iter(_villages())
    return [
        Committee(
            slug=slug,
            name_vi=f"Đảng bộ {name}",
            size=15 if villages_here == 6 else 13,
            cells=(
                *(next(villages) for _ in range(villages_here)),
                Cell(name_vi=f"Chi bộ cơ quan {name}", kind="agency"),
                Cell(name_vi=f"Chi bộ trường PTDTBT {name}", kind="school"),
            ),
        )
        for slug, name, villages_here in _COMMUNES
    ]


def _structure() -> Structure:
    committees = (
        *_commune_committees(),
        Committee(
            slug="cong-an",
            name_vi="Đảng bộ Công an huyện",
            size=9,
            cells=tuple(Cell(name_vi=f"Chi bộ Đội {name}", kind="police") for name in _POLICE),
        ),
        Committee(
            slug="quan-su",
            name_vi="Đảng bộ Quân sự huyện",
            size=9,
            cells=tuple(Cell(name_vi=f"Chi bộ {name}", kind="military") for name in _MILITARY),
        ),
        Committee(
            slug="y-te",
            name_vi="Đảng bộ Trung tâm Y tế huyện",
            size=7,
            cells=tuple(Cell(name_vi=f"Chi bộ {name}", kind="agency") for name in _HEALTH),
        ),
    )
    groups = (
        ("cq", "agency", "Chi bộ", _AGENCIES),
        ("th", "school", "Chi bộ Trường", _SCHOOLS),
        ("dn", "enterprise", "Chi bộ Doanh nghiệp", _ENTERPRISES),
        ("bp", "military", "Chi bộ Đồn Biên phòng", _BORDER_POSTS),
    )
    return build(
        UnitRow(
            unit_id=_DISTRICT,
            kind="district",
            parent_id=_PROVINCE,
            name_vi="Đảng bộ huyện Nam Giang",
            opened_on=_OPENED_ON,
        ),
        above=UnitRow(unit_id=_PROVINCE, kind="province", name_vi="Đảng bộ tỉnh Quảng Nam", opened_on=_OPENED_ON),
        board_size=11,
        prefix="ng",
        opened_on=_OPENED_ON,
        committees=committees,
        grassroots_cells=tuple(
            (f"{slug}-{number}", Cell(name_vi=f"{title} {name}", kind=kind))
            for slug, kind, title, names in groups
            for number, name in enumerate(names, start=1)
        ),
    )


def _facts() -> tuple[FactRow, ...]:
    classes = ("2", "3", "2", "3", "3")
    yearly = tuple(
        FactRow(unit_id=_DISTRICT, fact="classes", effective_on=date(year, 12, 31), value=value)
        for year, value in zip(_YEARS, classes, strict=True)
    )
    # Over 75% of village officials are members (NG7); the numbers behind the share are invented.
    officials = (("village_officials", "320"), ("village_officials_members", "246"))
    return yearly + tuple(
        FactRow(unit_id=_DISTRICT, fact=fact, effective_on=date(2019, 12, 31), value=value) for fact, value in officials
    )


NAM_GIANG = Scenario(
    name="nam-giang",
    ref_prefix="NG",
    cutover=date(2014, 12, 31),
    last_day=date(2019, 12, 31),
    structure=_structure(),
    totals=Totals(
        members_at_end=2794,
        admissions=((2015, 126), (2016, 137), (2017, 139), (2018, 129), (2019, 119)),
        opening_probationers=88,
        transferred_in=96,
        transferred_out=184,
        struck_off=31,
        probation_not_passed=7,
        resigned=9,
        expelled=12,
        deceased=88,
        internal_moves=214,
        probation_moves=9,
        pending_transfers=5,
        profile_changes=320,
        prospects=140,
        trained=95,
        applicants=38,
        delisted=24,
        dossiers_closed=9,
    ),
    # The local rule of domain.md 12.2: under 35 and at least intermediate, over the central 18 years and THCS.
    entry=EntryRule(
        months_min=216,
        months_below=420,
        educations=("thcs", "thpt"),
        expertises=("intermediate", "college", "university"),
    ),
    late_death=LateDeath(
        letter_on=date(2018, 12, 3),
        died_on=date(2018, 12, 16),
        confirmed_on=date(2019, 1, 10),
        reported_on=date(2020, 2, 17),
    ),
    targets=tuple(
        TargetRow(
            unit_id=_DISTRICT,
            indicator="NG2",
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            low="90",
        )
        for year in _YEARS
    ),
    facts=_facts(),
)
