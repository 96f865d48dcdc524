"""What is said in an item's discussion."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits in an older store is said in its place, as before."""
    op.add_column("outbox", sa.Column("discussion", sa.String, nullable=False, server_default=""))
