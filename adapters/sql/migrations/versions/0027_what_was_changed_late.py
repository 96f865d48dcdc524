"""What was answered in time and changed late is told apart, and a run keeps what moods came to at its close."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CLOSED = "SELECT org, stream, payload FROM journal WHERE kind = 'checkin.run_closed'"
LEARN = "UPDATE checkin_runs SET moods = :moods WHERE org = :org AND checkin = :stream AND run = :run"


def upgrade() -> None:
    """Answers of before stay late: nobody recorded what came first. Moods are as they were recorded."""
    op.add_column("checkin_answers", sa.Column("changed", sa.Boolean, nullable=False, server_default="0"))
    op.add_column("checkin_runs", sa.Column("moods", sa.Text, nullable=False, server_default=""))
    connection = op.get_bind()
    for org, stream, payload in connection.execute(sa.text(CLOSED)).fetchall():
        closed = json.loads(payload)
        moods = closed.get("moods")
        if moods is None:
            continue
        kept = {label: [one["total"], one["count"]] for label, one in moods.items()}
        learnt = {"moods": json.dumps(kept, sort_keys=True), "org": org, "stream": stream, "run": closed["run"]}
        connection.execute(sa.text(LEARN), learnt)
