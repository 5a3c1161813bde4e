"""The tables of the audit database: leaves and tree, the trail, movements, merges, and what every reader keeps."""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

from shared.adapters.sql.tables import (
    Big,
    checkpoint_table,
    organisation_event_table,
    read_access_table,
    time_line_table,
)

metadata = MetaData()
checkpoint = checkpoint_table(metadata)
time_line_table(metadata)
organisation_event = organisation_event_table(metadata)
read_access_table(metadata)

leaf = Table(
    "leaf",
    metadata,
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("leaf", LargeBinary, nullable=False),
)
step = Table(
    "step",
    metadata,
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("person_id", Text, nullable=False),
    Column("step", LargeBinary, nullable=False),  # the TrailStep as JSON, as it will be answered
    Index("step_person", "person_id", "position"),
)
movement = Table(
    "movement",
    metadata,
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("person_id", Text, nullable=False),
    Column("effective_on", Text, nullable=False),
    Column("to_unit_id", Text, nullable=True),  # null: the outside
    Column("undo_position", Big, nullable=True),
    Column("undo_line", Integer, nullable=True),
    Index("movement_person", "person_id", "position"),
)
person_merge = Table(
    "person_merge",
    metadata,
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("person_id", Text, nullable=False),
    Column("into_id", Text, nullable=True),  # null: the merge was taken back
)
tree_state = Table(
    "tree_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("writer_root", LargeBinary, nullable=True),  # null: no watermark has named this size yet
)
reader_note = Table(
    "reader_note",
    metadata,
    Column("code", Text, primary_key=True),
    Column("partition", Text, primary_key=True),
    Column("figure", Big, nullable=False),
)
DERIVED = (leaf, step, movement, person_merge, tree_state, reader_note, organisation_event)
