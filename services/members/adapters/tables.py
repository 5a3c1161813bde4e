"""The tables of the members' database; migrations create them, a test compares the two."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from shared.adapters.sql.tables import (
    Big,
    checkpoint_table,
    organisation_event_table,
    read_access_table,
    time_line_table,
)


def membership_table(metadata: MetaData) -> Table:
    """One row a stay (domain/life.py): a movement in force, and what is known of its end. `unit_id` null: outside.

    `attributes`: canonical JSON. Dates are ISO text, positions and `known_*` places in the log.
    """
    return Table(
        "membership",
        metadata,
        Column("person_id", Text, primary_key=True),
        Column("position", Big, primary_key=True, autoincrement=False),
        Column("line", Integer, primary_key=True, autoincrement=False),
        Column("known_from", Big, primary_key=True, autoincrement=False),
        Column("known_to", Big, nullable=True),
        Column("kind", Text, nullable=False),
        Column("effective_on", Text, nullable=False),
        Column("until", Text, nullable=True),
        Column("until_known", Big, nullable=True),
        Column("unit_id", Text, nullable=True),
        Column("standing", Text, nullable=True),
        Column("attributes", Text, nullable=True),
        Column("since", Text, nullable=False),
        Index("membership_unit", "unit_id", "standing"),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 80},
    )


def particulars_table(metadata: MetaData) -> Table:
    """Sealed particulars as they came, as JSON; `sealed` null: the person was erased here. Unreadable without keys."""
    return Table(
        "particulars",
        metadata,
        Column("position", Big, primary_key=True, autoincrement=False),
        Column("person_id", Text, nullable=False),
        Column("sealed", Text, nullable=True),
    )


def members_metadata() -> MetaData:
    """Everything in the members' database."""
    metadata = MetaData()
    checkpoint_table(metadata)
    time_line_table(metadata)
    organisation_event_table(metadata)
    read_access_table(metadata)
    membership_table(metadata)
    particulars_table(metadata)
    return metadata
