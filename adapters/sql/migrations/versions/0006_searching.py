"""Every item with the words written in it, and the index that finds it by them; filled from what is recorded."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.sql.word_index import CREATE, tag
from governance_core.searching.words import words_of

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = ("clarify", "react", "amend", "consent", "objected")
INDEXES = (
    ("proposals_number", "proposals", ("org", "number")),
    ("proposals_of", "proposals", ("org", "circle", "number")),
    ("proposals_by", "proposals", ("org", "proposer", "number")),
    ("proposals_stage", "proposals", ("org", "stage", "number")),
    ("agreements_number", "agreements", ("org", "number")),
    ("agreements_of", "agreements", ("org", "circle", "number")),
)
ITEMS = """SELECT j.position, i.* FROM (
    SELECT org, proposal AS item, circle, stage AS state, title, created_at, practice FROM proposals
    UNION ALL SELECT org, agreement, circle,
    CASE recorded_by WHEN '' THEN 'in force' ELSE 'decided elsewhere' END, title,
    adopted_at, practice FROM agreements) i
    JOIN journal j ON j.org = i.org AND j.stream = i.item AND j.version = 1 ORDER BY j.position"""
TEXTS = """SELECT person, text FROM personal_texts
    WHERE org = :org AND stream = :stream AND text IS NOT NULL AND text <> '[erased]'"""


def upgrade() -> None:
    """An item of an older store is found by all that was ever written in it."""
    table = op.create_table(
        "searched_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("circle", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("practice", sa.Boolean, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("org", "item", name="searched_items_item"),
    )
    op.create_index("searched_items_at", "searched_items", ["org", "at"])
    for name, of, columns in INDEXES:
        op.create_index(name, of, list(columns))
    for statement in CREATE:
        op.execute(sa.text(statement.replace(":", "\\:")))
    connection = op.get_bind()
    for row in connection.execute(sa.text(ITEMS)).fetchall():
        connection.execute(_insert(table), _row(connection, *row))


def _insert(table: Any) -> Any:
    """Instants go in as they are kept, as text."""
    names = ", ".join(column.name for column in table.columns)
    marks = ", ".join(f":{column.name}" for column in table.columns)
    return sa.text(f"INSERT INTO searched_items ({names}) VALUES ({marks})")  # noqa: S608  names of our own columns


def _row(connection: Any, place: int, org: str, item: str, *kept: Any) -> dict[str, Any]:
    circle, state, title, at, practice = kept
    said = connection.execute(sa.text(TEXTS), {"org": org, "stream": item}).fetchall()
    words = set().union(*(words_of(text) for _, text in said))
    return {
        "id": place,
        "org": org,
        "item": item,
        "circle": circle,
        "state": state,
        "title": title,
        "at": at,
        "practice": practice,
        "tags": " ".join(_tags(org, item, circle, state, {tag("p", person) for person, _ in said if person})),
        "words": " ".join(sorted(words)),
    }


def _tags(org: str, item: str, circle: str, state: str, persons: set[str]) -> Iterator[str]:
    yield from (tag("o", org), tag("k", item.partition("-")[0].lower()), tag("c", circle), tag("s", state))
    if state in OPEN:
        yield tag("s", "open")
    if state == "decided elsewhere":
        yield tag("s", "in force")
    yield from sorted(persons)
