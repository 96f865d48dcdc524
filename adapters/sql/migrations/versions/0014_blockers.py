"""Blockers as they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blockers",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("blocker", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("asker", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sqlite_with_rowid=False,
    )
    for column in ("circle", "holder", "owner"):
        op.create_index(f"blockers_{column}", "blockers", ["org", column, "standing"])
