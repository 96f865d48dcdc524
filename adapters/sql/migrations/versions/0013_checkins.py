"""Check-ins, their runs and the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkins",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("checkin", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("every", sa.String, nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open_run", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("checkins_circle", "checkins", ["org", "circle", "standing"])
    op.create_table(
        "checkin_runs",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("checkin", sa.String, primary_key=True),
        sa.Column("run", sa.Integer, primary_key=True),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("checkin_runs_circle", "checkin_runs", ["org", "circle", "opened_at"])
    op.create_table(
        "checkin_answers",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("checkin", sa.String, primary_key=True),
        sa.Column("run", sa.Integer, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String, nullable=True),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("early", sa.Boolean, nullable=False),
        sa.Column("skipped", sa.Boolean, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("checkin_answers_person", "checkin_answers", ["org", "person"])
