"""Opening a store file: is it one of ours, made by a program no newer than this one, and are its tables up to date?"""

import importlib
import sqlite3
from contextlib import suppress
from pathlib import Path

from adapters.sql.dialect import APPLICATION, Connection, connect, prepare_to_write
from adapters.sql.errors import NotAStore, StoreTooNew, StoreUnreachable, trouble

MIGRATIONS = Path(__file__).parent / "migrations"
HEADER = b"SQLite format 3\0"


def opened(path: Path, create: bool = True) -> Connection:
    """A connection to a store whose tables are those of this program; a new store is made where there is no file.

    Raises StoreError: unreachable, not a store, too new, read-only, locked, full, damaged.
    """
    _check_place(path, create)
    _check_kind(path)
    try:
        connection = connect(path)
        try:
            _bring_up_to_date(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise trouble(error, path) or error from error
    return connection


def _check_place(path: Path, create: bool) -> None:
    try:
        possible = path.parent.is_dir() and (create or path.is_file())
    except OSError as error:  # a folder on the way may not be looked into
        raise StoreUnreachable(path) from error
    if not possible:
        raise StoreUnreachable(path)


def _check_kind(path: Path) -> None:
    """Raise NotAStore for a file that is no database: SQLite would take a very short one for an empty database."""
    with suppress(OSError), path.open("rb") as file:
        start = file.read(len(HEADER))
        if start and start != HEADER:
            raise NotAStore(path)


def _bring_up_to_date(connection: Connection, path: Path) -> None:
    found, known = revision(connection, path), revisions()
    if found is not None and found not in known:
        raise StoreTooNew(path, found=found, known=known[-1])
    prepare_to_write(connection)
    if found != known[-1]:  # alembic takes a third of a second to import, and is needed here only
        importlib.import_module("adapters.sql.upgrade").upgrade(connection)


def revisions() -> list[str]:
    """The schema revisions this program knows, the oldest first; they are in the names of the migrations."""
    return sorted(one.stem.partition("_")[0] for one in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision(connection: Connection, path: Path) -> str | None:
    """The store's schema revision, None when the file is still empty. Raises NotAStore."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark == APPLICATION:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    if mark or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise NotAStore(path)
    return None
