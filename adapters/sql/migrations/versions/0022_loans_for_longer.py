"""Until when a borrower asked to keep a thing."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("thing_loans", sa.Column("wants", sa.DateTime, nullable=True))
    op.create_index("thing_loans_wants", "thing_loans", ["org", "wants"])
