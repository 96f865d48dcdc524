"""Actions as they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("action", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("adder", sa.String, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sqlite_with_rowid=False,
    )
    for column in ("circle", "owner"):
        op.create_index(f"actions_{column}", "actions", ["org", column, "standing"])
