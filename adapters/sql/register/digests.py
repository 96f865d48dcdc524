"""The register of digests: which event told a circle of which stretch of time, so that it can be read again."""

from typing import Any

from sqlmodel import SQLModel

from adapters.sql.dialect import Connection
from adapters.sql.register import Reading
from adapters.sql.tables import COMPACT, key
from governance_core.digests.messages import DigestSent
from governance_core.digests.model import stretch
from governance_core.digests.reading import ReadsDigests
from governance_core.kernel.ids import CircleId


class DigestsSentRow(SQLModel, table=True):
    """A digest that was sent: `stretch` as its button carries it, `version` of its event in the stream of digests."""

    __tablename__ = "digests_sent"
    __table_args__ = (COMPACT,)

    org: str = key()
    circle: str = key()
    stretch: str = key()
    version: int


def _sent(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    statement = (
        "INSERT INTO digests_sent (org, circle, stretch, version) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (org, circle, stretch) DO UPDATE SET version = excluded.version"
    )
    connection.execute(statement, (org, e.circle, stretch(e.since, e.until), recorded.version))


class DigestsInRegister:
    """`ReadsDigests` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def sent(self, circle: CircleId, stretch: str) -> int | None:
        """By the key."""
        statement = "SELECT version FROM digests_sent WHERE org = ? AND circle = ? AND stretch = ?"
        rows = self._reading.rows(statement, (self._reading.org, circle, stretch))
        return rows[0][0] if rows else None


TABLES = (DigestsSentRow,)
PROJECTIONS = {DigestSent: _sent}
HALVES: dict[type, Any] = {ReadsDigests: DigestsInRegister}
