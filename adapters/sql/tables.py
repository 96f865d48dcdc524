"""The tables of the store as SQLModel classes: what migrations are checked against and what an admin finds in the file.

Truth: journal, personal_texts, checkpoints, counters, applied_config. Delivery: inbox, outbox, postings, drafts.
Derived, and made again by `rebuild`: snapshots, alarms, and the tables of the register.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, LargeBinary, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

COMPACT = {"sqlite_with_rowid": False}
"""For tables found by their key only: the key is the table, no second tree beside it."""

ROW = BigInteger().with_variant(Integer, "sqlite")


def key(**options: Any) -> Any:
    """A column that is part of the primary key."""
    return Field(primary_key=True, **options)


class JournalRow(SQLModel, table=True):
    """A recorded event. `payload` is the text that was hashed; `position` is the order of recording in this store."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("org", "stream", "version", name="journal_stream"),)

    position: int | None = Field(default=None, primary_key=True, sa_type=ROW)
    org: str
    stream: str
    version: int
    at: datetime
    actor: str
    kind: str
    payload: str = Field(sa_type=Text)
    previous: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


class PersonalTextRow(SQLModel, table=True):
    """The words of a personal field of an event (`slot`), and whose they are. Erased: neither salt nor text."""

    __tablename__ = "personal_texts"
    __table_args__ = (COMPACT,)

    org: str = key()
    stream: str = key()
    version: int = key(sa_type=Integer)
    slot: str = key()
    person: str
    salt: str | None = None
    text: str | None = Field(default=None, sa_type=Text)


class CheckpointRow(SQLModel, table=True):
    """A hash over the heads of all streams that grew since the checkpoint before (see `hashing`)."""

    __tablename__ = "checkpoints"
    __table_args__ = (COMPACT,)

    org: str = key()
    number: int = key(sa_type=Integer)
    at: datetime
    position: int = Field(sa_type=BigInteger)
    count: int = Field(sa_type=BigInteger)
    previous: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


class SnapshotRow(SQLModel, table=True):
    """A stream's state at a version, so that loading folds the events after it only. Trusted when `tag` is ours."""

    __tablename__ = "snapshots"
    __table_args__ = (COMPACT,)

    org: str = key()
    stream: str = key()
    version: int
    tag: str
    state: str = Field(sa_type=Text)


class AlarmRow(SQLModel, table=True):
    """A command of a stream that is due at an instant."""

    __tablename__ = "alarms"
    __table_args__ = (Index("alarms_due", "due"), COMPACT)

    org: str = key()
    stream: str = key()
    name: str = key()
    due: datetime


class OutboxRow(SQLModel, table=True):
    """Something still to be shown. `id` is the order of sending, `sequence` counts how often it became due anew.

    `discussion` is set for what is said in an item's discussion, and says where else (see `ports.Posting`).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("org", "platform", "place", "key", name="outbox_key"),
        CheckConstraint("kind IN ('card', 'say')", name="outbox_kind"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=ROW)
    org: str
    platform: str
    place: str
    key: str
    kind: str
    ref: str
    version: int
    note: str
    personal: bool
    sequence: int
    since: datetime
    attempts: int
    not_before: datetime | None = None
    last_error: str | None = Field(default=None, sa_type=Text)
    gave_up: bool = False
    discussion: str = Field(default="", sa_column_kwargs={"server_default": ""})


class PostingRow(SQLModel, table=True):
    """Something that was shown: the platform's own id of the message that shows it."""

    __tablename__ = "postings"
    __table_args__ = (Index("postings_ref", "org", "ref"), COMPACT)

    org: str = key()
    platform: str = key()
    place: str = key()
    key: str = key()
    kind: str
    ref: str
    version: int
    message: str
    at: datetime


class InboxRow(SQLModel, table=True):
    """A delivery that was carried out, and which events it wrote (`count` of them, up to `version`)."""

    __tablename__ = "inbox"
    __table_args__ = (COMPACT,)

    org: str = key()
    key: str = key()
    stream: str
    version: int
    count: int
    at: datetime


class DraftRow(SQLModel, table=True):
    """What somebody typed into a form and could not hand in yet, as JSON."""

    __tablename__ = "drafts"
    __table_args__ = (COMPACT,)

    org: str = key()
    key: str = key()
    person: str | None = None
    kind: str
    answers: str = Field(sa_type=Text)
    expires: datetime


class CounterRow(SQLModel, table=True):
    """The last number given to an id with this prefix. `(erasures)` counts how often derived data was made anew."""

    __tablename__ = "counters"
    __table_args__ = (COMPACT,)

    org: str = key()
    prefix: str = key()
    last: int


class AppliedConfigRow(SQLModel, table=True):
    """A config file as it was applied; the one with the highest number is the last."""

    __tablename__ = "applied_config"
    __table_args__ = (COMPACT,)

    org: str = key()
    number: int = key(sa_type=Integer)
    at: datetime
    sha256: str
    document: str = Field(sa_type=Text)
    file: str | None = Field(default=None, sa_type=Text)


TABLES: tuple[type[SQLModel], ...] = (
    JournalRow,
    PersonalTextRow,
    CheckpointRow,
    SnapshotRow,
    AlarmRow,
    OutboxRow,
    PostingRow,
    InboxRow,
    DraftRow,
    CounterRow,
    AppliedConfigRow,
)


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a SQLModel class."""
    found = getattr(model, "__table__", None)
    if not isinstance(found, Table):
        raise TypeError(f"{model.__name__} is not a table")
    return found
