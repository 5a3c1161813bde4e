"""The tables of the indicators database: the ledger, and what every reader keeps."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, text

from shared.adapters.sql.tables import Big, checkpoint_table, organisation_event_table, time_line_table

metadata = MetaData()
checkpoint_table(metadata)
time_line_table(metadata)
organisation_event_table(metadata)

posting = Table(
    "posting",
    metadata,
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("side", Integer, primary_key=True, autoincrement=False),  # -1 leaving, +1 arriving
    Column("amount", Integer, nullable=False),  # the side; its sign swapped when the movement is an undo
    Column("kind", Text, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("attributes", Text, nullable=False),  # JSON, fields in the contract's order
    Column("counter_unit_id", Text, nullable=True),  # null: the outside
    Column("counter_standing", Text, nullable=True),
    Column("effective_on", Text, nullable=False),
    Column("recorded_us", Big, nullable=False),
    Column("shifts", Integer, nullable=False),  # 0: only attributes changed; no sum by place reads it
    # Each sum reads one index and no table: a stock by place, a flow by kind and date. Yearly ratings are most of a
    # long ledger and stand in neither.
    Index(
        "posting_stock",
        "unit_id",
        "standing",
        "effective_on",
        "position",
        "amount",
        sqlite_where=text("shifts = 1"),
        postgresql_where=text("shifts = 1"),
    ),
    Index(
        "posting_flow",
        "kind",
        "effective_on",
        "unit_id",
        "standing",
        "side",
        "position",
        "amount",
        "counter_unit_id",
        "counter_standing",
        sqlite_where=text("shifts = 1"),
        postgresql_where=text("shifts = 1"),
    ),
)
