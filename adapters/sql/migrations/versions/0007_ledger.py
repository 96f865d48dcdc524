"""The entries of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.String, nullable=False),
        sa.Column("minor", sa.BigInteger, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("exponent", sa.Integer, nullable=False),
        sa.Column("from_circle", sa.String, nullable=False),
        sa.Column("from_part", sa.String, nullable=False),
        sa.Column("to_circle", sa.String, nullable=False),
        sa.Column("to_part", sa.String, nullable=False),
        sa.Column("entered_by", sa.String, nullable=False),
        sa.Column("because", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ledger_to", "ledger", ["org", "to_circle", "number"])
    op.create_index("ledger_from", "ledger", ["org", "from_circle", "number"])
