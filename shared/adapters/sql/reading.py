"""Where a reader stands, and which position an instant means: the start of every answer (contracts 4)."""

from datetime import datetime

from sqlalchemy import Connection, MetaData, func, select

from shared.adapters.sql.organisation import OrganisationTable
from shared.adapters.sql.tables import checkpoint_table, time_line_table
from shared.contracts.topics import EVENT_PARTITIONS
from shared.core.clock import from_micros, to_micros
from shared.core.stream import Position
from shared.flow.question import Basis, Question


class Reading:
    """Places questions in what a reader has handled."""

    def __init__(self, metadata: MetaData, organisation: OrganisationTable) -> None:
        tables = metadata.tables
        self._checkpoint = tables["checkpoint"] if "checkpoint" in tables else checkpoint_table(metadata)
        self._time_line = tables["time_line"] if "time_line" in tables else time_line_table(metadata)
        self._organisation = organisation

    def complete(self, tx: Connection) -> Position:
        """The position to which every partition is complete; 0 before the first watermark was reached."""
        return self._lowest(tx, "complete")

    def verified(self, tx: Connection) -> Position:
        """The position to which every partition's running hash was found equal to the writer's."""
        return self._lowest(tx, "verified")

    def place(self, tx: Connection, question: Question) -> Basis:
        """The position that a question is answered at: of its K, and never beyond what is complete."""
        complete = self.complete(tx)
        position = complete if question.as_known is None else min(complete, self._known_at(tx, question.as_known))
        return Basis(
            question=question,
            position=position,
            time=self.time_of(tx, position),
            organisation=self._organisation.load(tx),
        )

    def time_of(self, tx: Connection, position: Position) -> datetime | None:
        """The time of the event at a position; an append's events share one, kept with its last position."""
        line = self._time_line.c
        found = tx.execute(select(func.min(line.time_us)).where(line.position >= position)).scalar()
        return None if position == 0 or found is None else from_micros(found)

    def _known_at(self, tx: Connection, instant: datetime) -> Position:
        line = self._time_line.c
        found = tx.execute(select(func.max(line.position)).where(line.time_us <= to_micros(instant))).scalar()
        return Position(found or 0)

    def _lowest(self, tx: Connection, column: str) -> Position:
        counted, lowest = tx.execute(select(func.count(), func.min(self._checkpoint.c[column]))).one()
        return Position(lowest if counted == len(EVENT_PARTITIONS) else 0)
