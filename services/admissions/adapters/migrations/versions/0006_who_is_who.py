"""The organisation learns who was recorded twice: merges, by which duties are kept apart."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DERIVED = ("organisation_event", "person_place", "batch", "due_place", "due_watch", "person_match", "work_position")


def upgrade() -> None:
    """An older system's work tables are derived again from the first event: catch_up finds that nothing is derived."""
    for table in DERIVED:
        op.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - names of this file
