"""The register of reviews: when each was opened, and what everybody said in it last, with the receipt of it."""
# ruff: noqa: S608  every statement is put together from the constants of this module and `?` marks

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Projection, Reading
from adapters.sql.tables import COMPACT, key
from governance_core.answered import Answer, Answered
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.logbook.review_events import LateObjectionWithdrawn, ReviewAnswered, ReviewObjected, ReviewOpened


class ReviewRow(SQLModel, table=True):
    """A review of an agreement, by its number."""

    __tablename__ = "reviews"
    __table_args__ = (COMPACT,)

    org: str = key()
    agreement: str = key()
    number: int = key()
    opened_at: datetime


class ReviewAnswerRow(SQLModel, table=True):
    """What somebody said last in a review: `keep`, `change`, `drop`, `object` or `withdrawn`, about which version."""

    __tablename__ = "review_answers"
    __table_args__ = (Index("review_answers_person", "org", "person", "at"), COMPACT)

    org: str = key()
    agreement: str = key()
    review: int = key()
    person: str = key()
    said: str
    version: int = Field(default=1)
    at: datetime
    receipt: int


_OPEN = "INSERT INTO reviews (org, agreement, number, opened_at) VALUES (?, ?, ?, ?)"
_SAY = (
    "INSERT INTO review_answers (org, agreement, review, person, said, version, at, receipt)"
    " SELECT a.org, a.agreement, MAX(r.number), ?, ?, a.version, ?, ? FROM agreements a"
    " JOIN reviews r ON r.org = a.org AND r.agreement = a.agreement"
    " WHERE a.org = ? AND a.agreement = ? GROUP BY a.org, a.agreement, a.version"
    " ON CONFLICT (org, agreement, review, person) DO UPDATE SET said = excluded.said, version = excluded.version,"
    " at = excluded.at, receipt = excluded.receipt"
)


def _opened(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(_OPEN, (org, recorded.stream, e.number, stored(recorded.at)))


def _say(connection: Connection, org: str, recorded: Any, said: str) -> None:
    what = (recorded.event.person, said, stored(recorded.at), recorded.version)
    connection.execute(_SAY, (*what, org, recorded.stream))


def _answered(connection: Connection, org: str, recorded: Any) -> None:
    _say(connection, org, recorded, recorded.event.verdict.value)


def _objected(connection: Connection, org: str, recorded: Any) -> None:
    _say(connection, org, recorded, "object")


def _withdrawn(connection: Connection, org: str, recorded: Any) -> None:
    _say(connection, org, recorded, "withdrawn")


def answers_of(reading: Reading, person: PersonId, limit: int, before: Answered | None) -> Sequence[Answer]:
    """What somebody said in reviews, the newest first."""
    older = " AND (s.at, s.agreement, s.receipt) < (?, ?, ?)" if before else ""
    statement = (
        "SELECT s.agreement, a.title, s.version, s.said, s.at, s.receipt FROM review_answers s"
        " JOIN agreements a ON a.org = s.org AND a.agreement = s.agreement"
        f" WHERE s.org = ? AND s.person = ?{older} ORDER BY s.at DESC, s.agreement DESC, s.receipt DESC LIMIT ?"
    )
    values = (stored(before.at), before.item, before.number) if before else ()
    rows = reading.rows(statement, (reading.org, person, *values, limit))
    return [Answer(StreamId(d), title, version, said, instant(at), r) for d, title, version, said, at, r in rows]


TABLES = (ReviewRow, ReviewAnswerRow)
PROJECTIONS: Mapping[type[Event], Projection] = {
    ReviewOpened: _opened,
    ReviewAnswered: _answered,
    ReviewObjected: _objected,
    LateObjectionWithdrawn: _withdrawn,
}
HALVES: Mapping[type, Any] = {}
