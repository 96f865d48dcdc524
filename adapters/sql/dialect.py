"""The one place where databases differ: connecting, beginning, how an instant is written, how parameters are marked."""

import re
import sqlite3
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

WRITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=8000", "journal_size_limit=67108864")
CACHE_PRAGMA = "cache_size=-32768"
PATIENCE_IN_ONE_CALL = 0.25
"""How many seconds SQLite itself waits for another writer before we are asked whether to go on waiting."""

BEGIN_WRITING = "BEGIN IMMEDIATE"
BEGIN_READING = "BEGIN"
OTHERS_WROTE = "PRAGMA data_version"
"""Changes when another connection wrote; stale until a transaction has begun."""
CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)"
CHECKPOINT_WHOLE = "PRAGMA wal_checkpoint(TRUNCATE)"
APPLICATION = 0x43524C54
"""Marks the file as ours ("CRLT"), so that `file` and a mistaken path are told apart."""


class Connection(sqlite3.Connection):
    """A connection whose transactions only our own BEGIN and COMMIT govern: a borrowing session cannot end them."""

    def commit(self) -> None:
        """Nothing: the writer commits."""

    def rollback(self) -> None:
        """Nothing: the writer rolls back."""


def connect(path: Path) -> Connection:
    """A connection that may write, made without touching the file. Raises sqlite3.Error."""
    return _connect(path.absolute().as_uri())


def prepare_to_write(connection: Connection) -> None:
    """Make its writes durable and its commits few. Raises sqlite3.Error."""
    for pragma in (*WRITE_PRAGMAS, CACHE_PRAGMA):
        connection.execute(f"PRAGMA {pragma}")


def connect_to_read(path: Path) -> Connection:
    """A connection that cannot change the store (temporary tables beside it are its own). Raises sqlite3.Error."""
    made = _connect(f"{path.absolute().as_uri()}?mode=ro")
    made.execute(f"PRAGMA {CACHE_PRAGMA}")
    return made


def _connect(uri: str) -> Connection:
    return sqlite3.connect(
        uri,
        uri=True,
        timeout=PATIENCE_IN_ONE_CALL,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        factory=Connection,
    )


@lru_cache(maxsize=64)
def stored(instant: datetime) -> str:
    """An instant (UTC) as it is kept and hashed: `2026-03-02 09:00:00.000000`, which sorts by time."""
    if instant.tzinfo is not UTC:
        instant = instant.astimezone(UTC)
    return instant.isoformat(" ", "microseconds")[:26]


def instant(kept: str) -> datetime:
    """The instant (UTC) behind what is kept."""
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)


_QUOTED_OR_MARK = re.compile(r"'[^']*'|\?|%")


@lru_cache(maxsize=1024)
def in_style(statement: str, style: str) -> str:
    """Our statements mark parameters with `?`; this rewrites one for drivers that want `format` (`%s`)."""
    if style == "qmark":
        return statement
    return _QUOTED_OR_MARK.sub(_as_format, statement)


def _as_format(found: re.Match[str]) -> str:
    return "%s" if found[0] == "?" else found[0].replace("%", "%%")
