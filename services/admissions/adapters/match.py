"""Who may be recorded twice: the match tokens of the log, so that equal ones are found. Derived, and rebuildable."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Connection, Index, MetaData, SmallInteger, Table, Text, delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from services.admissions.app.ports import Alike
from shared.adapters.sql.engine import Dialect
from shared.adapters.sql.many import one_of
from shared.contracts.codec import decode_data
from shared.contracts.envelope import Envelope
from shared.contracts.people import ParticularsRecorded


def person_match_table(metadata: MetaData) -> Table:
    """One row for each token of a person's newest name and birth date; `likeness`: what the token was made of."""
    return Table(
        "person_match",
        metadata,
        Column("token", Text, primary_key=True),
        Column("person_id", Text, primary_key=True),
        Column("likeness", SmallInteger, nullable=False),
        Index("person_match_person", "person_id"),
    )


class MatchIndex:
    """The table, on both dialects."""

    def __init__(self, dialect: Dialect, metadata: MetaData) -> None:
        self._dialect = dialect
        self._table = metadata.tables["person_match"]
        self._insert = sqlite_insert if dialect == "sqlite" else postgresql_insert

    def note(self, tx: Connection, envelopes: Sequence[Envelope]) -> None:
        """Take particulars in the order of the log: the newest tokens of a person replace those before."""
        newest: dict[str, tuple[str, ...]] = {}
        for envelope in envelopes:
            data = decode_data(envelope)
            if isinstance(data, ParticularsRecorded) and data.match:
                newest[envelope.subject] = data.match
        if not newest:
            return
        held = self._table.c
        tx.execute(delete(self._table).where(one_of(self._dialect, held.person_id, sorted(newest))))
        rows = [
            {"token": token, "person_id": person_id, "likeness": likeness}
            for person_id, tokens in sorted(newest.items())
            for likeness, token in enumerate(tokens)
        ]
        tx.execute(self._insert(self._table).on_conflict_do_nothing(), rows)

    def forget(self, tx: Connection) -> None:
        """Drop what is derived."""
        tx.execute(delete(self._table))

    def holding(self, tx: Connection, tokens: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Those of these tokens that someone has, and everyone who has each."""
        held = self._table.c
        statement = select(held.token, held.person_id).where(one_of(self._dialect, held.token, tokens))
        found: dict[str, set[str]] = {}
        for token, person_id in tx.execute(statement):
            found.setdefault(token, set()).add(person_id)
        return {token: frozenset(who) for token, who in found.items()}

    def pairs(self, tx: Connection, likenesses: Sequence[int], limit: int) -> list[Alike]:
        """Pairs of persons with an equal token of these likenesses, the strongest first, then by id."""
        one, other = self._table.alias("one"), self._table.alias("other")
        strongest = func.min(one.c.likeness)
        statement = (
            select(one.c.person_id, other.c.person_id, strongest)
            .join(other, (one.c.token == other.c.token) & (one.c.person_id < other.c.person_id))
            .where(one.c.likeness.in_(list(likenesses)))
            .group_by(one.c.person_id, other.c.person_id)
            .order_by(strongest, one.c.person_id, other.c.person_id)
            .limit(limit)
        )
        return [Alike(str(left), str(right), int(likeness)) for left, right, likeness in tx.execute(statement)]
