"""Leaves, tree, trail and movements, and the tables that every reader keeps."""

import sqlalchemy as sa
from alembic import op

from shared.adapters.sql.migrations.reader_tables import (
    BIG,
    create_checkpoint_v1,
    create_organisation_v1,
    create_read_access_v1,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    create_checkpoint_v1()
    create_organisation_v1()
    create_read_access_v1()
    op.create_table(
        "leaf",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "step",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("step", sa.LargeBinary(), nullable=False),
    )
    op.create_index("step_person", "step", ["person_id", "position"])
    op.create_table(
        "movement",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Text(), nullable=False),
        sa.Column("to_unit_id", sa.Text(), nullable=True),
        sa.Column("undo_position", BIG, nullable=True),
        sa.Column("undo_line", sa.Integer(), nullable=True),
    )
    op.create_index("movement_person", "movement", ["person_id", "position"])
    op.create_table(
        "tree_state",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("writer_root", sa.LargeBinary(), nullable=True),
    )
    op.create_table(
        "reader_note",
        sa.Column("code", sa.Text(), primary_key=True),
        sa.Column("partition", sa.Text(), primary_key=True),
        sa.Column("figure", BIG, nullable=False),
    )
