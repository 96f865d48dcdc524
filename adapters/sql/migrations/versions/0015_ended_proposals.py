"""When the proposals of a circle ended: digests look along it."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("proposals_ended", "proposals", ["org", "circle", "ended_at"])
