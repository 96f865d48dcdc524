"""What all tests share: a new store gets its tables at once, as the migrations made them once for the whole run."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest

import adapters.sql.upgrade
from adapters.sql import schema
from adapters.sql.dialect import APPLICATION, BEGIN_WRITING, Connection

_REAL = adapters.sql.upgrade.upgrade


@pytest.fixture(scope="session")
def made_by_migrations(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What makes the tables of a new store, read from one that went through every migration."""
    connection = schema.opened(tmp_path_factory.mktemp("migrated") / "circlet.db")
    try:
        found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return [*(one for (one,) in found), f"INSERT INTO alembic_version VALUES ('{version}')"]
    finally:
        connection.close()


@pytest.fixture(scope="session", autouse=True)
def tables_at_once(made_by_migrations: list[str]) -> Iterator[None]:
    """Migrations take a tenth of a second for a store, and the tests make thousands of them."""
    adapters.sql.upgrade.upgrade = _at_once(made_by_migrations)
    yield
    adapters.sql.upgrade.upgrade = _REAL


@pytest.fixture
def by_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of the migrations themselves: they run for every store."""
    monkeypatch.setattr(adapters.sql.upgrade, "upgrade", _REAL)


def _at_once(statements: list[str]) -> Callable[[Connection], None]:
    def upgrade(connection: Connection) -> None:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return _REAL(connection)
        connection.execute(BEGIN_WRITING)
        try:
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            return _REAL(connection)
        return None

    return upgrade
