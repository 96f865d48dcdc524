"""What was out of the way or done in a stretch of time is found by its own index."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two indexes."""
    op.create_index("blockers_settled", "blockers", ["org", "holder", "settled_at"])
    op.create_index("actions_settled", "actions", ["org", "circle", "settled_at"])
