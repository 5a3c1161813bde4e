"""Match tokens, by which one person recorded twice is found."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; logs from before carry no tokens."""
    op.create_table(
        "person_match",
        sa.Column("token", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("likeness", sa.SmallInteger(), nullable=False),
    )
    op.create_index("person_match_person", "person_match", ["person_id"])
