"""The ledger, and the tables that every reader keeps."""

import sqlalchemy as sa
from alembic import op

from shared.adapters.sql.migrations.reader_tables import BIG, create_checkpoint_v1, create_organisation_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    create_checkpoint_v1()
    create_organisation_v1()
    op.create_table(
        "posting",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("side", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("counter_unit_id", sa.Text(), nullable=True),
        sa.Column("counter_standing", sa.Text(), nullable=True),
        sa.Column("effective_on", sa.Text(), nullable=False),
        sa.Column("recorded_us", BIG, nullable=False),
        sa.Column("shifts", sa.Integer(), nullable=False),
    )
    shifting = sa.text("shifts = 1")
    stock = ["unit_id", "standing", "effective_on", "position", "amount"]
    op.create_index("posting_stock", "posting", stock, sqlite_where=shifting, postgresql_where=shifting)
    flow = ["kind", "effective_on", "unit_id", "standing", "side", "position", "amount"]
    flow += ["counter_unit_id", "counter_standing"]
    op.create_index("posting_flow", "posting", flow, sqlite_where=shifting, postgresql_where=shifting)
