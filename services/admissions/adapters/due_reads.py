"""What the lists of what is due read: where a question stands in the log, who may have something waiting, streams."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, MetaData, func, select

from services.admissions.adapters.due import DueIndex
from services.admissions.app.files import person_stream
from services.admissions.domain.person.state import INITIAL, PersonState, evolve
from shared.adapters.sql.engine import Database
from shared.adapters.sql.many import one_of
from shared.adapters.sql.organisation import OrganisationTable
from shared.contracts.codec import decode_movements
from shared.contracts.recorded import recorded
from shared.core.clock import from_micros, to_micros
from shared.core.stream import Position
from shared.flow.question import Basis, Question


class SqlDueReads:
    """DueReads over the writer's database. Everything is of one position, whatever is appended meanwhile."""

    def __init__(self, database: Database, metadata: MetaData, index: DueIndex) -> None:
        self._database = database
        self._log = metadata.tables["log"]
        self._index = index
        self._organisation = OrganisationTable(metadata)

    def place(self, question: Question) -> Basis:
        """The position of the question's instant, or the head; the organisation as known there."""
        with self._database.read() as tx:
            head = Position(tx.execute(select(func.max(self._log.c.position))).scalar() or 0)
            position = head if question.as_known is None else self._known_at(tx, head, question.as_known)
            time_us = self._time_us(tx, position)
            return Basis(
                question=question,
                position=position,
                time=None if time_us is None else from_micros(time_us),
                organisation=self._organisation.until(tx, position),
            )

    def candidates(self, units: Collection[str], on: date, known: Position) -> Sequence[str]:
        """As the port says."""
        with self._database.read() as tx:
            return self._index.candidates(tx, units, on, known)

    def people(self, person_ids: Sequence[str], known: Position) -> dict[str, PersonState]:
        """Each person as known at a position."""
        log = self._log.c
        streams = {str(person_stream(person_id)): person_id for person_id in person_ids}
        query = select(log.stream, log.value).where(
            one_of(self._database.dialect, log.stream, list(streams)), log.position <= known
        )
        found = dict.fromkeys(person_ids, INITIAL)
        with self._database.read() as tx:
            for stream, value in tx.execute(query.order_by(log.stream, log.streamversion)):
                event = recorded(bytes(value))
                movements = decode_movements(event.envelope) if event.data is None else ()
                person_id = streams[stream]
                found[person_id] = evolve(
                    found[person_id],
                    event.envelope.position,
                    event.data,
                    movements,
                    live=event.envelope.batchid is None,
                )
        return found

    def _known_at(self, tx: Connection, head: Position, instant: datetime) -> Position:
        """The last position with time <= the instant; times grow with positions, so halving finds it."""
        low, high, wanted = 0, int(head), to_micros(instant)
        while low < high:
            middle = (low + high + 1) // 2
            time_us = self._time_us(tx, Position(middle))
            if time_us is not None and time_us <= wanted:
                low = middle
            else:
                high = middle - 1
        return Position(low)

    def _time_us(self, tx: Connection, position: Position) -> int | None:
        return tx.execute(select(self._log.c.time_us).where(self._log.c.position == position)).scalar()
