"""The relay's fence and hint, and what it is asked to send again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, and the one row of the state."""
    state = op.create_table(
        "relay_state",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("epoch", BIG, nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=True),
    )
    op.bulk_insert(state, [{"id": 1, "epoch": 0, "edge": None}])
    op.create_table(
        "resend_request",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("first", BIG, nullable=False),
    )
