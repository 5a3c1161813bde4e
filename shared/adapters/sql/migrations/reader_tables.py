"""Migration steps for the tables that readers share; a migration calls the step of its time, a changed table adds one.

What they create is compared with `tables.py` by each service's schema test.
"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def create_checkpoint_v1() -> None:
    """checkpoint and time_line: every reader."""
    op.create_table(
        "checkpoint",
        sa.Column("topic", sa.Text(), primary_key=True),
        sa.Column("partition", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("offset", BIG, nullable=True),
        sa.Column("complete", BIG, nullable=False),
        sa.Column("complete_sequence", BIG, nullable=False),
        sa.Column("complete_hash", sa.LargeBinary(), nullable=False),
        sa.Column("verified", BIG, nullable=False),
    )
    op.create_table(
        "time_line",
        sa.Column("time_us", BIG, primary_key=True, autoincrement=False),
        sa.Column("position", BIG, nullable=False),
    )


def create_organisation_v1() -> None:
    """organisation_event: every reader that needs the tree, and admissions."""
    op.create_table(
        "organisation_event",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("time_us", BIG, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
    )


def create_read_access_v1() -> None:
    """read_access: every service that shows personal records."""
    op.create_table(
        "read_access",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("at_us", BIG, nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
    )
