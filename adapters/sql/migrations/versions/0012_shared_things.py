"""Shared things and their loans."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_things",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("thing", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("lending", sa.String, nullable=False),
        sa.Column("reach", sa.String, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("broken", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("shared_things_circle", "shared_things", ["org", "circle", "retired"])
    op.create_table(
        "thing_loans",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("thing", sa.String, primary_key=True),
        sa.Column("loan", sa.Integer, primary_key=True),
        sa.Column("borrower", sa.String, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_index("thing_loans_borrower", "thing_loans", ["org", "borrower", "standing"])
    op.create_index("thing_loans_standing", "thing_loans", ["org", "standing"])
