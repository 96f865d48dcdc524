"""The register of people, circles, proposals and agreements."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _key(name: str, kind: type[sa.types.TypeEngine[Any]] | sa.types.TypeEngine[Any] = sa.String) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True)


def _words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _instant(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, INSTANT, nullable=nullable)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, *columns, sqlite_with_rowid=False)


def upgrade() -> None:
    _people()
    _circles()
    _proposals()
    _answers()
    _agreements()


def _people() -> None:
    _table("people", _key("org"), _key("person"), *_words("name", "zone", "language"), _flag("present"))
    _table("accounts", _key("org"), _key("platform"), _key("account"), *_words("person"))
    _table("absences", _key("org"), _key("person"), _key("start", INSTANT), _instant("until"))


def _circles() -> None:
    _table(
        "circles",
        _key("org"),
        _key("circle"),
        *_words("name", "aim", "domain"),
        sa.Column("parent", sa.String),
        _flag("private"),
        *_words("zone"),
        _flag("closed"),
    )
    _table("memberships", _key("org"), _key("circle"), _key("person"))
    _table("roles", _key("org"), _key("circle"), _key("role"), *_words("person"))
    _table("homes", _key("org"), _key("circle"), _key("platform"), *_words("place"))


def _proposals() -> None:
    _table(
        "proposals",
        _key("org"),
        _key("proposal"),
        _number("number"),
        *_words("circle", "proposer", "stage"),
        _number("version"),
        *_texts("title", "driver", "text"),
        _instant("created_at"),
        _instant("deadline", nullable=True),
        _instant("ended_at", nullable=True),
        *_words("agreement"),
        _flag("practice"),
    )
    op.create_index("proposals_circle", "proposals", ["org", "circle", "stage"])
    op.create_index("proposals_proposer", "proposals", ["org", "proposer", "stage"])
    _table("electors", _key("org"), _key("proposal"), _key("person"))
    op.create_index("electors_person", "electors", ["org", "person"])
    drafts = (*_words("proposer", "circle"), *_texts("title"), _instant("at"))
    _table("proposal_drafts", _key("org"), _key("draft"), *drafts)
    op.create_index("proposal_drafts_proposer", "proposal_drafts", ["org", "proposer"])


def _answers() -> None:
    key = (_key("org"), _key("proposal"), _key("version", sa.Integer), _key("person"))
    _table("answers", *key, *_words("answer"), *_texts("words"), _instant("at"), _number("receipt"))
    op.create_index("answers_person", "answers", ["org", "person", "at"])
    columns = (*_words("person"), _number("version"), *_texts("harm", "safe"), *_words("state"))
    _table("objections", _key("org"), _key("proposal"), _key("number", sa.Integer), *columns)


def _agreements() -> None:
    _table(
        "agreements",
        _key("org"),
        _key("agreement"),
        _number("number"),
        *_words("circle", "proposal"),
        *_texts("title", "driver", "text"),
        _instant("adopted_at"),
        _instant("review_at"),
        _instant("expires_at", nullable=True),
        _flag("practice"),
    )
    op.create_index("agreements_circle", "agreements", ["org", "circle", "adopted_at"])
