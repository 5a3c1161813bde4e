"""Several acts about people as one command: all recorded or none, and each fault told by the item it stands in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from services.admissions.app.authority import DUTIES
from services.admissions.app.files import PERSON, person_stream
from services.admissions.app.handle import Ask, CommandHandler
from services.admissions.app.staging import Decided
from services.admissions.domain.person.commands import PersonCommand
from shared.contracts.codec import decode_envelope
from shared.contracts.registry import event_name
from shared.core.errors import Conflict, Fault, Malformed, NotFound, Refusal, SocaiError
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.append import Reads
from shared.http.caller import Permission
from shared.ports.event_store import CHUNK_EVENTS_MAX, Appended

Tx = TypeVar("Tx")
ITEMS_MAX = CHUNK_EVENTS_MAX
"""One act is one atomic append."""
JUDGED = (Refusal, NotFound, Conflict, Malformed)
"""What refuses a single item; what the caller may not do at all ends the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One act of several. `where`: how the request points to it. `version`: the ETag that the caller has seen."""

    where: str
    person_id: str
    command: PersonCommand
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWritten:
    """One person's part: the event, where it stands, the new version for If-Match."""

    person_id: str
    event: str
    position: Position
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActWritten:
    """What came of an act on several people. `act_id`: `actid` of every event."""

    act_id: str
    position: Position
    time: datetime
    people: tuple[PersonWritten, ...]
    repeated: bool


class Together(Generic[Tx]):
    """Records several acts as one. Raises Refusal listing every fault, Forbidden, Conflict, Unavailable."""

    def __init__(self, handler: CommandHandler[Tx]) -> None:
        self._handler = handler

    def record(
        self,
        ask: Ask,
        items_of: Callable[[Reads[Tx]], Sequence[Item]],
        refused: Callable[[Text, Sequence[Fault]], Refusal],
        *,
        permissions: Sequence[Permission] = DUTIES,
        check: Callable[[Sequence[Decided]], None] = lambda _: None,
    ) -> ActWritten:
        """Judge each item on the log as it is and append them at once.

        `items_of` may read streams to find them; `check` may refuse what an item came to.
        """
        ask.caller.require_any(permissions)
        require_no_single_version(ask)
        act_id = str(ask.command_id)

        def decide(reads: Reads[Tx]) -> list[Decided]:
            items = items_of(reads)
            reads.events([person_stream(person_id) for person_id in dict.fromkeys(i.person_id for i in items)])
            decided, faults = self._judge(ask, reads, items, check)
            if faults:
                raise refused(_summary(len(faults), len(items)), faults)
            return [replace(event, act_id=act_id) for event in decided]

        return _written(act_id, self._handler.record(ask, decide))

    def _judge(
        self, ask: Ask, reads: Reads[Tx], items: Sequence[Item], check: Callable[[Sequence[Decided]], None]
    ) -> tuple[list[Decided], list[Fault]]:
        decided: list[Decided] = []
        faults: list[Fault] = []
        first: dict[str, str] = {}
        for item in items:
            named = first.setdefault(item.person_id, item.where)
            if named != item.where:
                faults.append(Fault(item.where, _twice(named)))
                continue
            asked = replace(ask, expected_version=item.version)
            try:
                found = self._handler.judge_person(asked, reads, item.person_id, item.command)
                check(found)
            except JUDGED as refused:
                faults.append(fault_of(item.where, refused))
            else:
                decided += found
        return decided, faults


def require_no_single_version(ask: Ask) -> None:
    """An act on several streams has no one ETag. Raises Malformed."""
    if ask.expected_version is None:
        return
    raise Malformed(
        "if-match-of-many",
        Text(vi="Việc này ghi vào nhiều hồ sơ; If-Match chỉ nêu được một.", en="This act writes to several records."),
        mend=Text(vi="Nêu version trong từng mục.", en="Name the `version` seen in each item instead of If-Match."),
        where="If-Match",
    )


def fault_of(where: str, refused: SocaiError) -> Fault:
    """Where it stands, what is wrong, how to mend it, and by which rule."""
    named = refused.where or ""
    mend = refused.mend or Text(vi="", en="")
    source = f"{refused.code}; {refused.source}" if refused.source else refused.code
    return Fault(
        where=where + (named if named.startswith("/") else ""),
        what=Text(
            vi=f"{refused.what.vi} {mend.vi} [{source}]",
            en=f"{refused.what.en} {mend.en} [{source}]",
        ),
    )


def _twice(named: str) -> Text:
    return Text(
        vi=f"Người này đã được nêu ở {named}; mỗi người một mục.",
        en=f"The person stands in {named} already; one item a person.",
    )


def _summary(faults: int, items: int) -> Text:
    return Text(
        vi=f"{faults} trong {items} mục không ghi được; chưa ghi gì.",
        en=f"{faults} of {items} items cannot be recorded; nothing was written.",
    )


def _written(act_id: str, appended: Appended) -> ActWritten:
    envelopes = [decode_envelope(event.value) for event in appended.events]
    return ActWritten(
        act_id=act_id,
        position=appended.last,
        time=appended.time,
        people=tuple(
            PersonWritten(
                person_id=envelope.subject,
                event=event_name(envelope.type),
                position=event.position,
                version=envelope.streamversion,
            )
            for event, envelope in zip(appended.events, envelopes, strict=True)
            if envelope.stream.partition("-")[0] == PERSON
        ),
        repeated=appended.repeated,
    )
