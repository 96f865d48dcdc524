"""Who need not answer a check-in is not counted: the runs of an older store learn who that was."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OPENED = "SELECT org, stream, payload FROM journal WHERE kind = 'checkin.run_opened'"
LEARN = """UPDATE checkin_runs SET optional = :optional,
    expected = CASE WHEN closed_at IS NULL THEN :expected ELSE expected END
    WHERE org = :org AND checkin = :stream AND run = :run"""


def upgrade() -> None:
    """A run that is closed keeps the number that was recorded then."""
    op.add_column("checkin_runs", sa.Column("optional", sa.Text, nullable=False, server_default=""))
    connection = op.get_bind()
    for org, stream, payload in connection.execute(sa.text(OPENED)).fetchall():
        opened = json.loads(payload)
        optional = opened.get("plan", {}).get("optional", ())
        if not optional:
            continue
        out = {*optional, *opened.get("away", ())}
        expected = sum(person not in out for person in opened.get("roster", ()))
        learnt = {"optional": "".join(f"{person}\n" for person in optional), "expected": expected}
        connection.execute(sa.text(LEARN), {**learnt, "org": org, "stream": stream, "run": opened["run"]})
