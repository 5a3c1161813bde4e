"""One wrapped key for each person, and the system's named secrets."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "person_key",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
    )
