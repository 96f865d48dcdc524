"""Digests that were sent are found by their stretch of time, those of an older store too."""

import json
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SENT = "SELECT org, version, payload FROM journal WHERE kind = 'digest.sent'"
KEEP = "INSERT OR REPLACE INTO digests_sent (org, circle, stretch, version) VALUES (:org, :circle, :stretch, :version)"


def upgrade() -> None:
    op.create_table(
        "digests_sent",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("circle", sa.String, primary_key=True),
        sa.Column("stretch", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    for org, version, payload in connection.execute(sa.text(SENT)).fetchall():
        sent = json.loads(payload)
        since, until = (int(datetime.fromisoformat(sent[end]).timestamp()) for end in ("since", "until"))
        row = {"org": org, "circle": sent["circle"], "stretch": f"{since}-{until}", "version": version}
        connection.execute(sa.text(KEEP), row)
