"""What decisions look up beside the log: the organisation, who stood where, staged acts, keys of requests, reads."""

import sqlalchemy as sa
from alembic import op

from shared.adapters.sql.migrations.reader_tables import create_organisation_v1, create_read_access_v1

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the work tables."""
    create_organisation_v1()
    create_read_access_v1()
    op.create_table(
        "person_place",
        sa.Column("unit_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), primary_key=True),
    )
    op.create_table(
        "batch",
        sa.Column("batch_id", sa.Text(), primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("events_planned", BIG, nullable=False),
        sa.Column("events_appended", BIG, nullable=False),
        sa.Column("first_position", BIG, nullable=False),
        sa.Column("last_position", BIG, nullable=False),
    )
    op.create_index("batch_digest", "batch", ["digest"])
    op.create_table(
        "idempotency",
        sa.Column("officer_id", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_us", BIG, nullable=False),
    )
    op.create_table(
        "work_position",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("position", BIG, nullable=False),
    )
