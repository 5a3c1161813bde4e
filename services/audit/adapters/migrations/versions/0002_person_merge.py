"""Who was recorded twice, so that a trail shows one person's acts as one person's."""

import sqlalchemy as sa
from alembic import op

from shared.adapters.sql.migrations.reader_tables import BIG

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DERIVED = ("leaf", "step", "movement", "tree_state", "reader_note", "organisation_event", "checkpoint", "time_line")


def upgrade() -> None:
    """Create the table. An older system's reader begins at the first event again: no checkpoint, nothing derived."""
    op.create_table(
        "person_merge",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("into_id", sa.Text(), nullable=True),
    )
    for table in DERIVED:
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - names of this file
