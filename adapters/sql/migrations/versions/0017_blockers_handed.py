"""The circle that is asked to take a blocker over."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("blockers", sa.Column("offered", sa.String, nullable=False, server_default=""))
    op.create_index("blockers_offered", "blockers", ["org", "offered", "standing"])
