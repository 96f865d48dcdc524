"""Check-ins, blockers, actions and metrics are found as well; those of an older store from now on."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.sql.word_index import tag
from governance_core.searching.words import words_of

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ITEMS = """SELECT j.position, i.org, i.item, i.circle, i.holder, i.offered, i.state, i.title, COALESCE(i.at, j.at)
    FROM (SELECT org, checkin AS item, circle, '' AS holder, '' AS offered, standing AS state, title, NULL AS at
    FROM checkins
    UNION ALL SELECT org, blocker, circle, holder, offered, standing, words, at FROM blockers
    UNION ALL SELECT org, action, circle, '', '', standing, words, at FROM actions
    UNION ALL SELECT org, metric, circle, '', '', standing, name, at FROM metrics) i
    JOIN journal j ON j.org = i.org AND j.stream = i.item AND j.version = 1
    WHERE NOT EXISTS (SELECT 1 FROM searched_items s WHERE s.org = i.org AND s.item = i.item) ORDER BY j.position"""
TEXTS = """SELECT person, text FROM personal_texts
    WHERE org = :org AND stream = :stream AND text IS NOT NULL AND text <> '[erased]' AND slot IN :slots"""
SLOTS = {"X": ("words", "how"), "A": ("words", "note", "reason"), "M": ("name",)}
ADD = """INSERT INTO searched_items
    (id, org, item, circle, holder, offered, state, title, at, practice, tags, words)
    VALUES (:id, :org, :item, :circle, :holder, :offered, :state, :title, :at, :practice, :tags, :words)"""
NAMES = ("id", "org", "item", "circle", "holder", "offered", "state", "title", "at")


def upgrade() -> None:
    """Items that are there already stay as they are."""
    for name in ("holder", "offered"):
        op.add_column("searched_items", sa.Column(name, sa.String, nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.text(ITEMS)).fetchall():
        connection.execute(sa.text(ADD), _row(connection, dict(zip(NAMES, row, strict=True))))


def _row(connection: Any, kept: dict[str, Any]) -> dict[str, Any]:
    said = _said(connection, kept["org"], kept["item"])
    words = set().union(*(words_of(text) for _, text in said)) if said else set()
    if kept["item"].startswith("C-"):
        words = words_of(kept["title"])
    tags = " ".join(_tags(kept, {tag("p", person) for person, _ in said if person}))
    return {**kept, "practice": False, "tags": tags, "words": " ".join(sorted(words))}


def _said(connection: Any, org: str, item: str) -> list[Any]:
    slots = SLOTS.get(item.partition("-")[0])
    if slots is None:
        return []
    texts = sa.text(TEXTS).bindparams(sa.bindparam("slots", expanding=True))
    return list(connection.execute(texts, {"org": org, "stream": item, "slots": slots}).fetchall())


def _tags(kept: dict[str, Any], persons: set[str]) -> Iterator[str]:
    yield from (tag("o", kept["org"]), tag("k", kept["item"].partition("-")[0].lower()))
    circles = (kept["circle"], kept["holder"], kept["offered"])
    yield from (tag("c", one) for one in dict.fromkeys(circles) if one)
    yield tag("s", kept["state"])
    if kept["state"] == "acknowledged":
        yield tag("s", "open")
    yield from sorted(persons)
