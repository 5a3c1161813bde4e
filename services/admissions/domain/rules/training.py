"""Rules on classes: the class is known and of the right kind, it is over, the person was on its roster, once."""

from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from shared.contracts.organisation import ClassKind, ClassOpened
from shared.core.text import Text
from shared.tree.organisation import Organisation

UNKNOWN = Rule("class-unknown", "HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022); domain 5 (A2, A3, D1)")
EXISTS = Rule("class-exists", "HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022); domain 5 (A3, D1)")
ENDS = Rule("class-dates", "HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022); domain 5 (A3, D1)")
KIND = Rule("class-kind", "HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022); domain 1, 5 (A3, D1)")
NOT_OVER = Rule("class-not-over", "HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022); domain 5 (A3, D1)")
ROSTER = Rule("class-not-on-roster", "HD 09-HD/BTCTW (2017); domain 5 (A2)")
CERTIFIED = Rule(
    "class-certified-already", "HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022); domain 4.2, 5 (A3, D1)"
)

TOO_LARGE = Rule("class-roster-too-large", "Quy ước của sổ; design 10 (everything has a limit)")
NOBODY = Rule("class-nobody-to-certify", "HD 09-HD/BTCTW (2017), HD 12-HD/BTCTW (18/01/2022); domain 5 (A3, D1)")
PEOPLE_MAX = 50_000
"""How many people who ever stood in the organiser's subtree are looked through for a roster."""

KINDS: dict[ClassKind, Text] = {
    ClassKind.AWARENESS: Text(vi="lớp bồi dưỡng nhận thức về Đảng", en="an awareness class"),
    ClassKind.NEW_MEMBER: Text(vi="lớp bồi dưỡng đảng viên mới", en="a new-member class"),
}


def known_class(organisation: Organisation, class_id: str) -> ClassOpened:
    """The class, which must have been opened. Source: domain 5."""
    opened = organisation.training_class(class_id)
    if opened is not None:
        return opened
    raise refusal(
        UNKNOWN,
        Text(vi=f"Trong sổ không có lớp mang mã “{class_id}”.", en=f"The register has no class “{class_id}”."),
        Text(
            vi="Kiểm tra lại mã lớp; nếu là lớp mới, nơi mở lớp ghi việc mở lớp trước.",
            en="Check the class's id; if it is new, its organiser opens it first.",
        ),
        where="/class_id",
        values={"class_id": class_id},
    )


def new_class(organisation: Organisation, class_id: str) -> None:
    """A class is opened once under its id."""
    if organisation.training_class(class_id) is None:
        return
    raise refusal(
        EXISTS,
        Text(vi=f"Mã lớp “{class_id}” đã dùng cho một lớp đã mở.", en=f"A class “{class_id}” was opened already."),
        Text(vi="Đặt mã khác cho lớp mới.", en="Give the new class another id."),
        where="/class_id",
        values={"class_id": class_id},
    )


def ends_after_start(starts_on: date, ends_on: date) -> None:
    """A class ends on the day it starts, or later."""
    if starts_on <= ends_on:
        return
    first, last = written(starts_on), written(ends_on)
    raise refusal(
        ENDS,
        Text(
            vi=f"Ngày bế giảng {last.vi} trước ngày khai giảng {first.vi}.",
            en=f"The class ends on {last.en}, before it starts on {first.en}.",
        ),
        Text(vi="Sửa lại ngày khai giảng hoặc ngày bế giảng.", en="Mend the first or the last day of the class."),
        where="/to",
        values={"from": starts_on, "to": ends_on},
        content=True,
    )


def of_kind(opened: ClassOpened, kind: ClassKind) -> None:
    """Prospects go to an awareness class, probationers to a new-member class. Source: domain 5 (A3, D1)."""
    if opened.kind is kind:
        return
    found, needed = KINDS[opened.kind], KINDS[kind]
    raise refusal(
        KIND,
        Text(
            vi=f"Lớp {opened.class_id} là {found.vi}; bước này phải là {needed.vi}.",
            en=f"The class {opened.class_id} is {found.en}; this step needs {needed.en}.",
        ),
        Text(vi=f"Nêu mã của {needed.vi} mà người này đã học.", en=f"Give the id of {needed.en} that was attended."),
        where="/class_id",
        values={"class_id": opened.class_id, "kind": opened.kind.value, "needed": kind.value},
    )


def over(opened: ClassOpened, on: date) -> None:
    """A certificate is dated the class's last day or later. Source: domain 5 (A3, D1)."""
    if on >= opened.ends_on:
        return
    asked, last = written(on), written(opened.ends_on)
    raise refusal(
        NOT_OVER,
        Text(
            vi=f"Ngày {asked.vi} lớp {opened.class_id} chưa kết thúc; lớp bế giảng ngày {last.vi}.",
            en=f"On {asked.en} the class {opened.class_id} was not over; its last day is {last.en}.",
        ),
        Text(vi=f"Ghi giấy chứng nhận từ ngày {last.vi} trở đi.", en=f"Date the certificates {last.en} or later."),
        where="/effective_on",
        values={"on": on, "ends_on": opened.ends_on},
    )


def on_roster(opened: ClassOpened, *, listed: bool) -> None:
    """Who is certified was sent to the class: by an approved list (A2), or as a probationer of its area. Domain 5."""
    if listed:
        return
    awareness = opened.kind is ClassKind.AWARENESS
    raise refusal(
        ROSTER,
        Text(
            vi=f"Người này không có trong danh sách lớp {opened.class_id}.",
            en=f"The person is not on the roster of the class {opened.class_id}.",
        ),
        Text(
            vi="Ghi trước bước A2 (duyệt danh sách, cử đi học) kèm mã lớp (class_id), hoặc kiểm tra lại mã lớp."
            if awareness
            else "Kiểm tra lại mã lớp: lớp này chỉ dành cho đảng viên dự bị trong phạm vi của đơn vị mở lớp.",
            en="First record step A2 (approval of the list, sending to class) with the class_id, or check the id."
            if awareness
            else "Check the class's id: the class is for probationary members in the area of its organiser only.",
        ),
        where="/class_id",
        values={"class_id": opened.class_id},
    )


def not_certified(opened: ClassOpened, certified_on: date | None) -> None:
    """One certificate of one class. Source: domain 4.2, 5."""
    if certified_on is None:
        return
    issued = written(certified_on)
    raise refusal(
        CERTIFIED,
        Text(
            vi=f"Người này đã được cấp giấy chứng nhận lớp {opened.class_id} ngày {issued.vi}.",
            en=f"The person was certified in the class {opened.class_id} on {issued.en} already.",
        ),
        Text(
            vi="Không ghi lần nữa; nếu giấy đã ghi bị sai, đính chính giấy đó.",
            en="Do not record it again; if that certificate is wrong, correct it.",
        ),
        where="/class_id",
        values={"class_id": opened.class_id, "certified_on": certified_on},
    )


def drawn_from(unit: str, people: int) -> None:
    """A roster is drawn from a limited number of people; beyond it the people are named. Source: design 10."""
    if people <= PEOPLE_MAX:
        return
    raise refusal(
        TOO_LARGE,
        Text(
            vi=f"{unit} có {people} người; danh sách lớp lập từ tối đa {PEOPLE_MAX} người.",
            en=f"{unit} holds {people} people; a roster is drawn from at most {PEOPLE_MAX}.",
        ),
        Text(
            vi="Nêu từng người khi ghi giấy chứng nhận, hoặc để đơn vị cấp dưới mở lớp.",
            en="Name the people when certifying, or let a unit below organise the class.",
        ),
        values={"people": people, "people_max": PEOPLE_MAX},
    )


def some_to_certify(class_id: str, people: int, people_max: int) -> None:
    """One act certifies at least one person, and no more than one append takes. Source: domain 5 (A3, D1); design 4."""
    if 0 < people <= people_max:
        return
    raise refusal(
        NOBODY,
        Text(
            vi=f"Lớp {class_id} có {people} người để ghi giấy chứng nhận; mỗi lần ghi từ 1 đến {people_max} người.",
            en=f"The class {class_id} has {people} people to certify; one act certifies 1 to {people_max}.",
        ),
        Text(
            vi="Kiểm tra lại danh sách được cử đi học (A2); nếu quá đông, ghi từng phần danh sách.",
            en="Look at the approved list (A2); if it is too long, certify a part of it at a time.",
        ),
        where="/people",
        values={"people": people, "people_max": people_max},
    )
