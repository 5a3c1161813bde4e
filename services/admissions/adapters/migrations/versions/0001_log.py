"""The log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the log."""
    op.create_table(
        "log",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("streamversion", BIG, nullable=False),
        sa.Column("commandid", sa.Text(), nullable=False),
        sa.Column("time_us", BIG, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("stream", "streamversion", name="log_stream_version"),
        sa.UniqueConstraint("topic", "partition", "sequence", name="log_partition_sequence"),
    )
    op.create_index("log_commandid", "log", ["commandid"])
