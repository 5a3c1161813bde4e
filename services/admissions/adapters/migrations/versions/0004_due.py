"""Who may have something waiting, on two clocks: derived from the log at the next start."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; what the log holds already is derived by `socai rebuild admissions`."""
    op.create_table(
        "due_place",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("leads_to", sa.Text(), nullable=True),
        sa.Column("settled_on", sa.Text(), nullable=True),
        sa.Column("closed", BIG, nullable=True),
    )
    op.create_index("due_place_unit", "due_place", ["unit_id"])
    op.create_index("due_place_leads_to", "due_place", ["leads_to"])
    op.create_index("due_place_person", "due_place", ["person_id"])
    op.create_table(
        "due_watch",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Text(), nullable=False),
    )
    # An older system's tables are derived again from the first event: catch_up finds that nothing is derived.
    for table in ("organisation_event", "person_place", "batch", "work_position"):
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - names of this file
