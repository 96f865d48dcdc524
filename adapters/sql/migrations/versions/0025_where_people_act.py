"""Where somebody did something last: what is for them alone is said there."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

FILL = """INSERT INTO acted_last (org, person, platform)
    SELECT org, substr(actor, 8, instr(actor, '@') - 8), substr(actor, instr(actor, '@') + 1) FROM journal
    WHERE position IN (SELECT MAX(position) FROM journal WHERE actor LIKE 'person:%@%'
    GROUP BY org, substr(actor, 1, instr(actor, '@')))"""


def upgrade() -> None:
    """Those of an older store as its journal has them."""
    op.create_table(
        "acted_last",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("platform", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(FILL)
