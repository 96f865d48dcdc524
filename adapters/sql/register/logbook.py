"""The register of agreements: what stands, since when, and when it is looked at again, as rows."""
# ruff: noqa: S608  every statement is put together from the constants of this module and `?` marks

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Projection, Reading, reviews
from adapters.sql.register.pages import in_circles
from adapters.sql.tables import COMPACT, key
from governance_core.answered import Answer, Answered
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.logbook.changing import AgreementChanged, AgreementDropped
from governance_core.logbook.messages import AgreementNoted, AgreementRecorded
from governance_core.logbook.moving import AgreementMoved
from governance_core.logbook.reading import AgreementRow as Line
from governance_core.logbook.reading import ReadsLogbook
from governance_core.logbook.review_events import (
    AgreementExpired,
    AgreementRenewed,
    ReviewEnded,
    ReviewOpened,
    ReviewOverdue,
)


class AgreementRow(SQLModel, table=True):
    """An agreement; instants are UTC. `state` is `in force`, `in review`, `overdue`, `dropped` or `expired`.

    `review_due` is when the review that is going on is due. One with `recorded_by` was decided elsewhere and never
    adopted here: `adopted_at` is when it was written down.
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
    state: str = Field(default="in force", sa_column_kwargs={"server_default": "in force"})
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    review_due: datetime | None = None


def _recorded(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    dates = (stored(e.adopted_at), stored(e.review_at), _perhaps(e.expires_at))
    connection.execute(
        "INSERT INTO agreements (org, agreement, number, circle, proposal, title, driver, text, adopted_at, review_at,"
        " expires_at, practice) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, number, e.circle, e.proposal, e.title, e.driver, e.text, *dates, e.practice),
    )


def _perhaps(at: datetime | None) -> str | None:
    return stored(at) if at else None


def _noted(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    dates = (stored(e.at), stored(e.review_at), _perhaps(e.expires_at))
    connection.execute(
        "INSERT INTO agreements (org, agreement, number, circle, proposal, title, driver, text, adopted_at, review_at,"
        " expires_at, practice, recorded_by, source)"
        " VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, number, e.circle, e.title, e.driver, e.text, *dates, False, e.recorded_by, e.source),
    )


def _changed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    dates = (stored(e.adopted_at), stored(e.review_at), _perhaps(e.expires_at))
    connection.execute(
        "UPDATE agreements SET proposal = ?, title = ?, driver = ?, text = ?, adopted_at = ?, review_at = ?,"
        " expires_at = ?, version = ?, state = 'in force', review_due = NULL, recorded_by = '',"
        " source = '' WHERE org = ? AND agreement = ?",
        (e.proposal, e.title, e.driver, e.text, *dates, e.version, org, recorded.stream),
    )


def _renewed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "UPDATE agreements SET state = 'in force', review_due = NULL, review_at = ? WHERE org = ? AND agreement = ?",
        (stored(e.review_at), org, recorded.stream),
    )


def _opened(connection: Connection, org: str, recorded: Any) -> None:
    due = stored(recorded.event.due)
    connection.execute(
        "UPDATE agreements SET state = 'in review', review_due = ? WHERE org = ? AND agreement = ?",
        (due, org, recorded.stream),
    )


def _moved(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "UPDATE agreements SET circle = ?, state = 'in force', review_due = NULL WHERE org = ? AND agreement = ?",
        (e.circle, org, recorded.stream),
    )


def _state(state: str) -> Projection:
    """A projection that only says how the agreement stands now."""

    def project(connection: Connection, org: str, recorded: Any) -> None:
        review = "" if state == "overdue" else ", review_due = NULL"
        connection.execute(
            f"UPDATE agreements SET state = ?{review} WHERE org = ? AND agreement = ?",
            (state, org, recorded.stream),
        )

    return project


_LINE = (
    "SELECT agreement, circle, title, adopted_at, COALESCE(review_due, review_at), practice, recorded_by, state,"
    " expires_at, version FROM agreements"
)
_STANDS = "state NOT IN ('dropped', 'expired')"
_IN_REVIEW = "state IN ('in review', 'overdue')"


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

    def answers_of(self, person: PersonId, limit: int, before: Answered | None = None) -> Sequence[Answer]:
        """The newest first."""
        return reviews.answers_of(self._reading, person, limit, before)

    def in_force(self, circle: CircleId) -> Sequence[StreamId]:
        """The oldest first."""
        statement = f"SELECT agreement FROM agreements WHERE org = ? AND circle = ? AND {_STANDS} ORDER BY number"
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, circle))]

    def in_review(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        """The oldest first."""
        where, values = in_circles("circle", circles)
        statement = f"SELECT agreement FROM agreements WHERE org = ? AND {where} AND {_IN_REVIEW} ORDER BY number"
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, *values))]

    def due(self, circles: Sequence[CircleId], until: datetime, limit: int) -> Sequence[Line]:
        """Overdue ones first, then by what comes first."""
        where, values = in_circles("circle", circles)
        by, last = stored(until), "COALESCE(expires_at, '9999')"
        statement = (
            f"{_LINE} WHERE org = ? AND {where} AND {_STANDS}"
            f" AND ({_IN_REVIEW} OR review_at <= ? OR expires_at <= ?)"
            f" ORDER BY CASE state WHEN 'overdue' THEN 0 ELSE 1 END,"
            f" MIN(COALESCE(review_due, review_at), {last}), number LIMIT ?"
        )
        rows = self._reading.rows(statement, (self._reading.org, *values, by, by, limit))
        return [_line(row) for row in rows]


def _line(row: Sequence[Any]) -> Line:
    agreement, circle, title, since, due, practice, by, state, ends, version = row
    return Line(
        id=StreamId(agreement),
        circle=CircleId(circle),
        title=title,
        since=instant(since),
        review_at=instant(due),
        practice=bool(practice),
        recorded_by=by,
        state=state,
        expires_at=instant(ends) if ends else None,
        version=version,
    )


TABLES = (AgreementRow,)
PROJECTIONS: dict[type[Event], Projection] = {
    AgreementRecorded: _recorded,
    AgreementNoted: _noted,
    AgreementChanged: _changed,
    AgreementRenewed: _renewed,
    AgreementMoved: _moved,
    AgreementDropped: _state("dropped"),
    AgreementExpired: _state("expired"),
    ReviewOpened: _opened,
    ReviewOverdue: _state("overdue"),
    ReviewEnded: _state("in force"),
}
HALVES: dict[type, Any] = {ReadsLogbook: LogbookInRegister}
