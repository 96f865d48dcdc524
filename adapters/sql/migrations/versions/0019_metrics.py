"""Metrics and their values."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "metrics",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("metric", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("direction", sa.String, nullable=False),
        sa.Column("target", sa.Integer, nullable=True),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("metrics_circle", "metrics", ["org", "circle", "standing"])
    op.create_table(
        "metric_values",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("metric", sa.String, primary_key=True),
        sa.Column("day", sa.String, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=False,
    )
