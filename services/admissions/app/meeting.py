"""One meeting recorded once: its date, its base and who was present, and what it resolved on each person apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from services.admissions.app.authority import Reach
from services.admissions.app.handle import Ask
from services.admissions.app.person_acts import UNIT
from services.admissions.app.ports import Work
from services.admissions.app.staging import Decided
from services.admissions.app.together import ActWritten, Item, Together
from services.admissions.domain.person.commands import Correct
from services.admissions.domain.rules.meetings import below_the_body
from services.admissions.domain.rules.units import open_unit
from shared.contracts.facts import PersonFact
from shared.core.clock import Clock, today
from shared.core.errors import Fault, Refusal
from shared.core.stream import stream_id
from shared.core.text import Text
from shared.flow.append import Reads

Tx = TypeVar("Tx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """`unit_id`: the cell or committee that met. `items`: one a person, each with the meeting's date, base and body."""

    unit_id: str
    held_on: date
    items: Sequence[Item]


class Meetings(Generic[Tx]):
    """Records meetings: every item or none. Raises Refusal listing every fault by item, Forbidden, Unavailable."""

    def __init__(self, together: Together[Tx], work: Work[Tx], clock: Clock) -> None:
        self._together = together
        self._work = work
        self._clock = clock

    def record(self, ask: Ask, meeting: Meeting) -> ActWritten:
        """The same events as the items recorded one by one on that day, in the order given, sharing `actid`."""

        def items_of(reads: Reads[Tx]) -> Sequence[Item]:
            reads.events([stream_id(UNIT, meeting.unit_id)])
            organisation = self._work.organisation()
            unit = open_unit(organisation, meeting.unit_id, meeting.held_on)
            Reach(ask.caller, organisation, today(self._clock())).require(meeting.unit_id)
            if not unit.is_cell:
                return meeting.items
            return [_in_cell(item, unit.unit_id) for item in meeting.items]

        return self._together.record(ask, items_of, _refused, check=lambda decided: self._below(meeting, decided))

    def _below(self, meeting: Meeting, decided: Sequence[Decided]) -> None:
        """A body resolves on people of its own subtree on that day. Source: domain 5, 7."""
        organisation = self._work.organisation()
        for event in decided:
            cell = event.data.unit_id if isinstance(event.data, PersonFact) else None
            if cell is not None:
                below_the_body(organisation, cell, meeting.unit_id, meeting.held_on)


def _in_cell(item: Item, unit_id: str) -> Item:
    """A cell resolves on those who are in it that day."""
    assert not isinstance(item.command, Correct), "no meeting corrects"
    return replace(item, command=replace(item.command, unit_id=unit_id))


def _refused(what: Text, faults: Sequence[Fault]) -> Refusal:
    return Refusal(
        "meeting-refused",
        what,
        source="điểm 3.6 HD 01-HD/TW (biểu quyết từng người)",
        mend=Text(
            vi="Sửa hoặc bỏ các mục đã nêu, rồi gửi lại cả cuộc họp.",
            en="Mend or leave out the items named, then send the whole meeting again.",
        ),
        faults=faults,
    )
