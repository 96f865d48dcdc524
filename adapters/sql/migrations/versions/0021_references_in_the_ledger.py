"""What a payment is called outside stands in its entry, and why somebody recorded it as the last who could."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger", sa.Column("reference", sa.Text, nullable=False, server_default=""))
    op.add_column("ledger", sa.Column("last_resort", sa.String, nullable=False, server_default=""))
