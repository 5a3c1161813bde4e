"""Rules on meetings: a body resolves on people of its own subtree."""

from datetime import date

from services.admissions.domain.rules.labels import day as written
from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.core.text import Text
from shared.tree.organisation import Organisation

ELSEWHERE = Rule(
    "meeting-person-elsewhere",
    "Điều 4, khoản 2 Điều 5 Điều lệ Đảng: xét từng người một; domain 5 (the body of each step), 7",
)


def below_the_body(organisation: Organisation, cell_id: str, body_id: str, on: date) -> None:
    """On the day of the meeting the person's cell is the body's, or below it. Source: domain 5, 7."""
    if any(unit.unit_id == body_id for unit in path(organisation, cell_id, on)):
        return
    day, cell, body = written(on), organisation.label(cell_id, on), organisation.label(body_id, on)
    raise refusal(
        ELSEWHERE,
        Text(
            vi=f"Ngày họp, {day.vi}, người này ở {cell}, không thuộc {body}.",
            en=f"On the day of the meeting, {day.en}, the person was in {cell}, not below {body}.",
        ),
        Text(
            vi="Kiểm tra lại người và ngày họp; người thuộc nơi khác thì nơi đó họp và ghi.",
            en="Check the person and the date of the meeting; whoever is elsewhere is voted on there.",
        ),
        where="/person_id",
        values={"unit_id": cell_id, "meeting_unit_id": body_id, "on": on},
    )
