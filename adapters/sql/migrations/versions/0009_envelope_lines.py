"""What envelopes held after every entry; those entered before are reckoned up from the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PARTS = ("available", "reserved", "committed", "spent")
_CHANGES = ", ".join(
    f"CASE WHEN to_circle = circle AND to_part = '{part}' THEN minor ELSE 0 END"
    f" - CASE WHEN from_circle = circle AND from_part = '{part}' THEN minor ELSE 0 END AS {part}"
    for part in PARTS
)
_SUMS = ", ".join(f"SUM({part}) OVER so_far" for part in PARTS)
FILL = (
    "INSERT INTO envelope_lines WITH sides AS (SELECT org, number, from_circle AS circle FROM ledger UNION"  # noqa: S608
    " SELECT org, number, to_circle FROM ledger),"
    f" changes AS (SELECT l.org, circle, unit, at, l.number, {_CHANGES} FROM sides s"
    " JOIN ledger l ON l.org = s.org AND l.number = s.number WHERE circle <> '')"
    f" SELECT org, circle, unit, at, number, {_SUMS} FROM changes"
    " WINDOW so_far AS (PARTITION BY org, circle, unit ORDER BY number)"
)


def upgrade() -> None:
    op.create_table(
        "envelope_lines",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("circle", sa.String, primary_key=True),
        sa.Column("unit", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        *(sa.Column(part, sa.BigInteger, nullable=False) for part in PARTS),
        sqlite_with_rowid=False,
    )
    op.execute(FILL)
