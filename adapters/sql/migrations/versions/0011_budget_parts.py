"""The reports handed in for parts of budget requests."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget_reports",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("request", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("budget_reports_verdict", "budget_reports", ["org", "verdict"])
