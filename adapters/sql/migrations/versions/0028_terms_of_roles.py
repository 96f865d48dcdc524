"""Until which day somebody holds a role."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody's term was known before."""
    op.add_column("roles", sa.Column("until", sa.Text, nullable=False, server_default=""))
