"""Making the tables of a new store and changing those of an older one, all or nothing."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection as Borrowed

from adapters.sql.dialect import APPLICATION, BEGIN_WRITING, Connection
from adapters.sql.link import Link
from adapters.sql.schema import MIGRATIONS

PATIENCE_MS = 10_000


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in one transaction. Another process doing the same is waited for."""
    before = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    connection.execute(BEGIN_WRITING)
    try:
        with Link(connection).engine.connect() as borrowed:
            command.upgrade(alembic_config(borrowed), "head")
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute(f"PRAGMA busy_timeout={before}")


def alembic_config(borrowed: Borrowed) -> Config:
    """Alembic's settings for one connection; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = borrowed
    return config
