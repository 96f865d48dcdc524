"""A store as an older program would have left it: without the tables, columns and indexes that came later."""

import sqlite3
from pathlib import Path

from alembic import command

from adapters.sql.dialect import connect
from adapters.sql.link import Link
from adapters.sql.upgrade import alembic_config


def make_older(path: Path, revision: str) -> None:
    """Take out of a store whatever migrations after this one made."""
    then = _then(path.with_name("then.db"), revision)
    connection = sqlite3.connect(path, isolation_level=None)
    _drop_later(connection, then)
    for table in (name for kind, name in then if kind == "table"):
        for column in _columns(connection, table) - then["table", table]:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


def _drop_later(connection: sqlite3.Connection, then: dict[tuple[str, str], set[str]]) -> None:
    for kind in ("table", "index"):
        for name in [name for one, name in _things(connection) if one == kind and (kind, name) not in then]:
            if not name.startswith("searched_words_"):  # these go with the index they belong to
                connection.execute(f"DROP {kind} IF EXISTS {name}")


def _then(path: Path, revision: str) -> dict[tuple[str, str], set[str]]:
    connection = connect(path)
    with Link(connection).engine.connect() as borrowed:
        command.upgrade(alembic_config(borrowed), revision)
    found = {
        (kind, name): _columns(connection, name) if kind == "table" else set() for kind, name in _things(connection)
    }
    connection.close()
    return found


def _things(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    statement = "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'"
    return [(kind, name) for kind, name in connection.execute(statement).fetchall()]


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()}
