"""The register of agreements: what stands, since when, and when it is looked at again, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import marks
from adapters.sql.tables import COMPACT, key
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.logbook.messages import AgreementRecorded
from governance_core.logbook.reading import AgreementRow as Line
from governance_core.logbook.reading import ReadsLogbook


class AgreementRow(SQLModel, table=True):
    """An agreement in force; instants are UTC."""

    __tablename__ = "agreements"
    __table_args__ = (Index("agreements_circle", "org", "circle", "adopted_at"), COMPACT)

    org: str = key()
    agreement: str = key()
    number: int
    circle: str
    proposal: str
    title: str = Field(sa_type=Text)
    driver: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    adopted_at: datetime
    review_at: datetime
    expires_at: datetime | None = None
    practice: bool


def _recorded(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    expires = stored(e.expires_at) if e.expires_at else None
    dates = (stored(e.adopted_at), stored(e.review_at), expires)
    connection.execute(
        "INSERT INTO agreements (org, agreement, number, circle, proposal, title, driver, text, adopted_at, review_at,"
        " expires_at, practice) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, number, e.circle, e.proposal, e.title, e.driver, e.text, *dates, e.practice),
    )


_LINE = "SELECT agreement, circle, title, adopted_at, review_at, practice FROM agreements"


class LogbookInRegister:
    """`ReadsLogbook` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def recent(self, circles: Sequence[CircleId], limit: int) -> Sequence[Line]:
        """The newest first."""
        return self.search(circles, (), limit)

    def search(self, circles: Sequence[CircleId], words: Sequence[str], limit: int) -> Sequence[Line]:
        """Every word occurs in title, driver or text, whatever its case (of Latin letters without accents)."""
        found = " AND ".join("title || ' ' || driver || ' ' || text LIKE ? ESCAPE '!'" for _ in words)
        statement = (
            f"{_LINE} WHERE org = ? AND circle IN ({marks(circles)}){f' AND {found}' if words else ''}"
            " ORDER BY number DESC LIMIT ?"
        )
        patterns = [f"%{_plain(word)}%" for word in words]
        rows = self._reading.rows(statement, (self._reading.org, *circles, *patterns, limit))
        return [
            Line(StreamId(a), CircleId(c), t, instant(at), instant(review), bool(p)) for a, c, t, at, review, p in rows
        ]

    def in_force(self, circle: CircleId) -> Sequence[StreamId]:
        """The oldest first."""
        statement = "SELECT agreement FROM agreements WHERE org = ? AND circle = ? ORDER BY number"
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, circle))]


def _plain(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


TABLES = (AgreementRow,)
PROJECTIONS = {AgreementRecorded: _recorded}
HALVES: dict[type, Any] = {ReadsLogbook: LogbookInRegister}
