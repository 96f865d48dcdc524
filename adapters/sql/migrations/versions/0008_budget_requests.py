"""Budget requests as they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget_requests",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("request", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("requester", sa.String, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("minor", sa.BigInteger, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("exponent", sa.Integer, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("payee", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "budget_payments",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("request", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("payment", sa.Integer, nullable=False),
        sa.Column("entry", sa.String, nullable=False),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("minor", sa.BigInteger, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("budget_payments_reference", "budget_payments", ["org", "circle", "unit", "reference"])
    op.create_table(
        "budget_receipts",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("request", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("budget_receipts_receipt", "budget_receipts", ["org", "receipt"])
    op.create_index("budget_requests_circle", "budget_requests", ["org", "circle", "standing"])
    op.create_index("budget_requests_requester", "budget_requests", ["org", "requester", "standing"])
