"""Who wrote down an agreement that was decided elsewhere, and where that was."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreements", sa.Column("recorded_by", sa.String, nullable=False, server_default=""))
    op.add_column("agreements", sa.Column("source", sa.Text, nullable=False, server_default=""))
