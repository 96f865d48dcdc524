"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _truth()
    _delivery()
    _derived()


def _truth() -> None:
    op.create_table(
        "journal",
        sa.Column("position", ROW, primary_key=True),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("stream", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("org", "stream", "version", name="journal_stream"),
    )
    op.create_table(
        "personal_texts",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("stream", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("slot", sa.String, primary_key=True),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("salt", sa.String),
        sa.Column("text", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkpoints",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counters",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("prefix", sa.String, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "applied_config",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("file", sa.Text),
        sqlite_with_rowid=False,
    )


def _delivery() -> None:
    op.create_table(
        "inbox",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("stream", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("org", sa.String, nullable=False),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("ref", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("personal", sa.Boolean, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", INSTANT),
        sa.Column("last_error", sa.Text),
        sa.Column("gave_up", sa.Boolean, nullable=False),
        sa.UniqueConstraint("org", "platform", "place", "key", name="outbox_key"),
        sa.CheckConstraint("kind IN ('card', 'say')", name="outbox_kind"),
    )
    op.create_table(
        "postings",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("place", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("ref", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("postings_ref", "postings", ["org", "ref"])
    op.create_table(
        "drafts",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("person", sa.String),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sqlite_with_rowid=False,
    )


def _derived() -> None:
    op.create_table(
        "snapshots",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("stream", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("tag", sa.String, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alarms",
        sa.Column("org", sa.String, primary_key=True),
        sa.Column("stream", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("due", INSTANT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("alarms_due", "alarms", ["due"])


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first tables")
