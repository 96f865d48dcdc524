"""Reviews, and what everybody said in them; those of before are read from the journal."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
SAID = {"review.objected": "object", "review.objection_withdrawn": "withdrawn"}
OPEN = "INSERT INTO reviews (org, agreement, number, opened_at) VALUES (?, ?, ?, ?)"
SAY = (
    "INSERT INTO review_answers (org, agreement, review, person, said, version, at, receipt)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (org, agreement, review, person) DO UPDATE SET said = excluded.said, version = excluded.version,"
    " at = excluded.at, receipt = excluded.receipt"
)
RECORDED = (
    "SELECT org, stream, version, at, kind, payload FROM journal"
    " WHERE kind IN ('agreement.recorded', 'agreement.noted', 'agreement.changed', 'review.opened', 'review.answered',"
    " 'review.objected', 'review.objection_withdrawn') ORDER BY position"
)


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("agreement", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("opened_at", INSTANT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_answers",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("agreement", sa.String, primary_key=True),
        sa.Column("review", sa.Integer, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("said", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("receipt", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("review_answers_person", "review_answers", ["org", "person", "at"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    texts: dict[tuple[str, str], int] = {}
    reviews: dict[tuple[str, str], int] = {}
    for org, stream, version, at, kind, payload in connection.exec_driver_sql(RECORDED).all():
        event: dict[str, Any] = json.loads(payload)
        place = org, stream
        if kind.startswith("agreement."):
            texts[place] = int(event.get("version", 1))
        elif kind == "review.opened":
            reviews[place] = int(event["number"])
            connection.exec_driver_sql(OPEN, (org, stream, reviews[place], at))
        else:
            said = SAID.get(kind) or event["verdict"]
            row = (org, stream, reviews[place], event["person"], said, texts.get(place, 1), at, version)
            connection.exec_driver_sql(SAY, row)
