"""Budget requests and shared things are found by their words as well; those of an older store from now on."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.sql.word_index import tag
from governance_core.searching.words import words_of

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ITEMS = """SELECT j.position, i.* FROM (
    SELECT org, request AS item, circle, standing AS state, purpose AS title, at FROM budget_requests
    UNION ALL SELECT org, thing, circle, CASE WHEN retired THEN 'retired' ELSE 'shared' END, name, at
    FROM shared_things) i
    JOIN journal j ON j.org = i.org AND j.stream = i.item AND j.version = 1
    WHERE NOT EXISTS (SELECT 1 FROM searched_items s WHERE s.org = i.org AND s.item = i.item) ORDER BY j.position"""
TEXTS = """SELECT person, text FROM personal_texts
    WHERE org = :org AND stream = :stream AND text IS NOT NULL AND text <> '[erased]' AND slot IN :slots"""
SLOTS = {"B": ("purpose", "payee", "part_words", "reason", "reference", "receipt"), "T": ("name", "place", "what")}
ADD = """INSERT INTO searched_items (id, org, item, circle, state, title, at, practice, tags, words)
    VALUES (:id, :org, :item, :circle, :state, :title, :at, :practice, :tags, :words)"""


def upgrade() -> None:
    """Items that are there already stay as they are."""
    connection = op.get_bind()
    for row in connection.execute(sa.text(ITEMS)).fetchall():
        connection.execute(sa.text(ADD), _row(connection, *row))


def _row(connection: Any, place: int, org: str, item: str, circle: str, state: str, title: str, at: Any) -> Any:
    texts = sa.text(TEXTS).bindparams(sa.bindparam("slots", expanding=True))
    asked = {"org": org, "stream": item, "slots": SLOTS[item.partition("-")[0]]}
    said = connection.execute(texts, asked).fetchall()
    words = set().union(*(words_of(text) for _, text in said))
    kept = {"id": place, "org": org, "item": item, "circle": circle, "state": state, "title": title, "at": at}
    tags = " ".join(_tags(org, item, circle, state, {tag("p", person) for person, _ in said if person}))
    return {**kept, "practice": False, "tags": tags, "words": " ".join(sorted(words))}


def _tags(org: str, item: str, circle: str, state: str, persons: set[str]) -> Iterator[str]:
    yield from (tag("o", org), tag("k", item.partition("-")[0].lower()), tag("c", circle), tag("s", state))
    if state == "asked":
        yield tag("s", "open")
    yield from sorted(persons)
