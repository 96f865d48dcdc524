"""When a bot was last running on the store, as a counter of seconds that belongs to no organisation."""

from datetime import UTC, datetime

from adapters.sql.dialect import Connection

_ALIVE = ("", "(alive)")
_BEAT = """INSERT INTO counters (org, prefix, last) VALUES (?, ?, ?)
    ON CONFLICT (org, prefix) DO UPDATE SET last = excluded.last"""
_LAST = "SELECT last FROM counters WHERE org = ? AND prefix = ?"


def beat(connection: Connection, now: datetime) -> None:
    """Keep this instant."""
    connection.execute(_BEAT, (*_ALIVE, int(now.timestamp())))


def last(connection: Connection) -> datetime | None:
    """The instant kept last (UTC)."""
    found = connection.execute(_LAST, _ALIVE).fetchone()
    return datetime.fromtimestamp(found[0], UTC) if found else None
