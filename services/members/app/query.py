"""The questions about lists, single persons and counts; each from one snapshot, at one position (contracts 4, 5)."""

from collections.abc import Sequence
from datetime import date

from msgspec import UNSET

from services.members.app.answers import CountRow, CountsAnswer, Interval, MemberAnswer, MovementRow
from services.members.app.names import NameIndex
from services.members.app.ports import FOR_EVER, Asker, ReadModel, Snapshot, Whereabouts
from services.members.app.sight import AccessWriter, newest_tree, sees
from services.members.domain.life import Stay
from services.members.domain.record import Chapter, Sight, as_known, sight_of
from shared.contracts.answers import MemberRow, MembersAnswer
from shared.contracts.movement import MEMBERS, Standing
from shared.core.clock import Clock, today
from shared.core.errors import NotFound, Unavailable
from shared.core.stream import Position
from shared.core.text import Text
from shared.flow.question import Question
from shared.tree.organisation import Organisation


class MembersQuery:
    """Answers questions. Reading a personal record is written down before it is answered."""

    def __init__(self, model: ReadModel, names: NameIndex, access: AccessWriter, clock: Clock) -> None:
        self._model = model
        self._names = names
        self._access = access
        self._clock = clock

    def complete(self) -> Position:
        """The position to which answers are complete now. Raises Unavailable."""
        with self._model.snapshot() as snapshot:
            return snapshot.complete()

    def organisation(self) -> Organisation:
        """The organisation as far as it has been read: who may ask is judged on it. Raises Unavailable."""
        with self._model.snapshot() as snapshot:
            return snapshot.place(Question(as_of=today(self._clock()))).organisation

    def members(
        self,
        unit_id: str,
        question: Question,
        asker: Asker,
        *,
        standing: Standing | None = None,
        named: bool = False,
        why: str | None = None,
    ) -> MembersAnswer:
        """Everyone of a standing, by default the members, in the unit's subtree on the stamp's tree.

        Raises NotFound, Forbidden, Unavailable.
        """
        standings = MEMBERS if standing is None else frozenset({standing})
        with self._model.snapshot() as snapshot:
            asker.require_unit(newest_tree(snapshot, self._clock), unit_id)
            basis = snapshot.place(question)
            if unit_id not in basis.tree:
                raise unit_unknown(unit_id)
            self._access.write(asker, unit_id, None, "members with names" if named else "members", why)
            found = snapshot.stays_in(basis.tree.subtree(unit_id), standings, question.as_of, basis.position)
            if named:
                self._names.refresh(snapshot)
        rows = sorted((self._row(where, named) for where in found), key=lambda row: (row.unit_id, row.person_id))
        return MembersAnswer(stamp=basis.stamp, unit=unit_id, members=tuple(rows))

    def member(self, person_id: str, question: Question, asker: Asker, *, named: bool, why: str | None) -> MemberAnswer:
        """One person's place, intervals and movements. An old unit sees them up to the day the person left.

        Whether the caller may look is judged on what is known now. Raises NotFound, Forbidden, Unavailable.
        """
        with self._model.snapshot() as snapshot:
            basis = snapshot.place(question)
            stays = snapshot.life(person_id)
            if not any(stay.known_from <= basis.position for stay in stays):
                raise _person_unknown(person_id)
            sight = self._sight(snapshot, stays, asker, person_id)
            chapters = as_known(stays, basis.position)
            unit_id = next((c.stay.line.place.unit_id for c in chapters[::-1] if c.stay.line.place), asker.unit_id)
            self._access.write(asker, unit_id, person_id, "member with name" if named else "member", why)
            if named:
                self._names.refresh(snapshot)
        history = _history(chapters, sight)
        on = question.as_of
        return MemberAnswer(
            stamp=basis.stamp,
            person_id=person_id,
            place=next((at for at in history if at.from_ <= on and (at.until is None or on < at.until)), None),
            history=history,
            movements=tuple(_movement(c) for c in chapters if sight.shows(c.stay.line.effective_on)),
            seen_until=sight.until,
            name=self._names.of(person_id) if named else UNSET,
        )

    def counts(self, position: Position | None) -> CountsAnswer:
        """How many stand in each unit and standing at a position, by default the complete one, whatever the date.

        Raises Unavailable beyond what is complete.
        """
        with self._model.snapshot() as snapshot:
            complete = snapshot.complete()
            at = complete if position is None else position
            if at > complete:
                raise _not_reached(at, complete)
            rows = snapshot.counts(FOR_EVER, at)
        counted = (CountRow(unit_id=unit, standing=standing.value, count=count) for unit, standing, count in rows)
        return CountsAnswer(position=at, counts=tuple(counted))

    def _sight(self, snapshot: Snapshot, stays: Sequence[Stay], asker: Asker, person_id: str) -> Sight:
        tree = newest_tree(snapshot, self._clock)
        sight = sight_of(as_known(stays, snapshot.complete()), lambda unit_id: sees(asker, tree, unit_id))
        if not sight.allowed:
            raise asker.person_outside(tree, person_id)
        return sight

    def _row(self, where: Whereabouts, named: bool) -> MemberRow:
        place = where.stay.line.place
        assert place is not None, "a list holds nobody who is outside"
        return MemberRow(
            person_id=where.person_id,
            unit_id=place.unit_id,
            standing=place.standing.value,
            since=where.stay.since,
            attributes=place.attributes,
            name=self._names.of(where.person_id) if named else UNSET,
        )


def _history(chapters: list[Chapter], sight: Sight) -> tuple[Interval, ...]:
    """The intervals that held on some day, as far as they are shown; one that is cut ends where sight does."""
    found: list[Interval] = []
    for chapter in chapters:
        stay, until = chapter.stay, _earlier(chapter.until, sight.until)
        line = stay.line
        if line.place is None or (until is not None and until <= line.effective_on):
            continue
        found.append(
            Interval(
                from_=line.effective_on,
                until=until,
                unit_id=line.place.unit_id,
                standing=line.place.standing.value,
                attributes=line.place.attributes,
                since=stay.since,
                kind=line.kind.value,
            )
        )
    return tuple(found)


def _movement(chapter: Chapter) -> MovementRow:
    line = chapter.stay.line
    return MovementRow(
        position=line.position,
        line=line.line,
        kind=line.kind.value,
        effective_on=line.effective_on,
        from_=chapter.before,
        to=line.place,
    )


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def unit_unknown(unit_id: str) -> NotFound:
    """The unit is not in the tree of the answer."""
    return NotFound(
        "unit-unknown",
        Text(
            vi=f"Không có đơn vị “{unit_id}” ở thời điểm được hỏi.",
            en=f"No unit “{unit_id}” is known at the time asked.",
        ),
        mend=Text(vi="Kiểm tra mã đơn vị và as_known.", en="Check the unit's id and as_known."),
    )


def _person_unknown(person_id: str) -> NotFound:
    return NotFound(
        "person-unknown",
        Text(
            vi=f"Không có người “{person_id}” ở thời điểm được hỏi.",
            en=f"No person “{person_id}” is known at the time asked.",
        ),
        mend=Text(vi="Kiểm tra mã người và as_known.", en="Check the person's id and as_known."),
    )


def _not_reached(position: Position, complete: Position) -> Unavailable:
    return Unavailable(
        "position-not-reached",
        Text(
            vi=f"Mới đọc đến vị trí {complete}, chưa đến {position}.",
            en=f"Read up to position {complete}, not yet {position}.",
        ),
        mend=Text(vi="Thử lại sau giây lát.", en="Try again in a moment."),
    )
