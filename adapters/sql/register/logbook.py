"""The register of agreements: what stands, since when, and when it is looked at again, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.pages import in_circles
from adapters.sql.tables import COMPACT, key
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.logbook.messages import AgreementNoted, AgreementRecorded
from governance_core.logbook.reading import AgreementRow as Line
from governance_core.logbook.reading import ReadsLogbook


class AgreementRow(SQLModel, table=True):
    """An agreement in force; instants are UTC.

    One with `recorded_by` was decided elsewhere and never adopted here: `adopted_at` is when it was written down.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        Index("agreements_circle", "org", "circle", "adopted_at"),
        Index("agreements_number", "org", "number"),
        Index("agreements_of", "org", "circle", "number"),
        COMPACT,
    )

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
    recorded_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})


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


def _noted(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    expires = stored(e.expires_at) if e.expires_at else None
    dates = (stored(e.at), stored(e.review_at), expires)
    connection.execute(
        "INSERT INTO agreements (org, agreement, number, circle, proposal, title, driver, text, adopted_at, review_at,"
        " expires_at, practice, recorded_by, source) VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, number, e.circle, e.title, e.driver, e.text, *dates, False, e.recorded_by, e.source),
    )


_LINE = "SELECT agreement, circle, title, adopted_at, review_at, practice, recorded_by FROM agreements"


class LogbookInRegister:
    """`ReadsLogbook` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def recent(self, circles: Sequence[CircleId], limit: int, before: int = 0) -> Sequence[Line]:
        """The newest first, along an index, however many there are."""
        where, values = in_circles("circle", circles)
        older = " AND number < ?" if before else ""
        statement = f"{_LINE} WHERE org = ? AND {where}{older} ORDER BY number DESC LIMIT ?"
        rows = self._reading.rows(statement, (self._reading.org, *values, *([before] if before else []), limit))
        return [_line(row) for row in rows]

    def recorded_from(self, circle: CircleId, source: str, text: str) -> StreamId | None:
        """The first."""
        statement = (
            "SELECT agreement FROM agreements WHERE org = ? AND circle = ? AND recorded_by <> ''"
            " AND source = ? AND text = ? ORDER BY number LIMIT 1"
        )
        rows = self._reading.rows(statement, (self._reading.org, circle, source, text))
        return StreamId(rows[0][0]) if rows else None

    def in_force(self, circle: CircleId) -> Sequence[StreamId]:
        """The oldest first."""
        statement = "SELECT agreement FROM agreements WHERE org = ? AND circle = ? ORDER BY number"
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, circle))]


def _line(row: Sequence[Any]) -> Line:
    agreement, circle, title, since, due, practice, by = row
    return Line(StreamId(agreement), CircleId(circle), title, instant(since), instant(due), bool(practice), by)


TABLES = (AgreementRow,)
PROJECTIONS = {AgreementRecorded: _recorded, AgreementNoted: _noted}
HALVES: dict[type, Any] = {ReadsLogbook: LogbookInRegister}
