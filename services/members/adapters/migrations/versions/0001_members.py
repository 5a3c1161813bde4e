"""What every reader keeps, the stays of members, sealed particulars, and who read what."""

import sqlalchemy as sa
from alembic import op

from shared.adapters.sql.migrations.reader_tables import (
    create_checkpoint_v1,
    create_organisation_v1,
    create_read_access_v1,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create everything."""
    create_checkpoint_v1()
    create_organisation_v1()
    create_read_access_v1()
    op.create_table(
        "membership",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("known_from", BIG, primary_key=True, autoincrement=False),
        sa.Column("known_to", BIG, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("until_known", BIG, nullable=True),
        sa.Column("unit_id", sa.Text(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=True),
        sa.Column("attributes", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 80},
    )
    op.create_index("membership_unit", "membership", ["unit_id", "standing"])
    op.create_table(
        "particulars",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
    )


def downgrade() -> None:
    """Derived tables go; they are rebuilt from the topics."""
    for table in ("particulars", "membership", "read_access", "organisation_event", "time_line", "checkpoint"):
        op.drop_table(table)
