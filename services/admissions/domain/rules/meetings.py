"""Rules on meetings: a body resolves on people of its own subtree."""

from datetime import date

from services.admissions.domain.rules.refusals import Rule, refusal
from services.admissions.domain.rules.units import path
from shared.core.text import Text
from shared.tree.organisation import Organisation

ELSEWHERE = Rule(
    "meeting-person-elsewhere", "Charter Art. 4, 5.2: xét từng người một; domain 5 (the body of each step); domain 7"
)


def below_the_body(organisation: Organisation, cell_id: str, body_id: str, on: date) -> None:
    """On the day of the meeting the person's cell is the body's, or below it. Source: domain 5, 7."""
    if any(unit.unit_id == body_id for unit in path(organisation, cell_id, on)):
        return
    raise refusal(
        ELSEWHERE,
        Text(
            vi=f"Ngày họp người này ở {cell_id}, không thuộc {body_id}.",
            en=f"On the day of the meeting the person was in {cell_id}, not below {body_id}.",
        ),
        Text(vi="Kiểm tra người và ngày họp.", en="Check the person and the date of the meeting."),
        where="/person_id",
        values={"unit_id": cell_id, "meeting_unit_id": body_id},
    )
