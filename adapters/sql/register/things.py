"""The register of shared things: what circles lend, and every loan of it, as rows."""
# ruff: noqa: S608  every statement is put together from constants and `?` marks

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, stored
from adapters.sql.register.proposal_reading import marks
from adapters.sql.register.thing_reading import ThingsInRegister
from adapters.sql.tables import COMPACT, key
from governance_core.things.events import ThingAdded, ThingChanged, ThingDamaged, ThingRepaired, ThingRetired
from governance_core.things.loan_events import (
    LoanAsked,
    LoanBooked,
    LoanCancelled,
    LoanDeclined,
    LoanEnded,
    LoanExtended,
    LoanHandedOver,
    LoanLent,
    LoanLongerAsked,
    LoanLongerRefused,
    LoanReturned,
)
from governance_core.things.reading import ReadsThings


class SharedThingRow(SQLModel, table=True):
    """A shared thing as it stands: `broken` of its `quantity` are out of use."""

    __tablename__ = "shared_things"
    __table_args__ = (Index("shared_things_circle", "org", "circle", "retired"), COMPACT)

    org: str = key()
    thing: str = key()
    number: int
    circle: str
    name: str = Field(sa_type=Text)
    kind: str
    lending: str
    reach: str
    quantity: int
    broken: int
    retired: bool
    at: datetime


class LoanRecordRow(SQLModel, table=True):
    """A loan, also when it is over: from `start` up to `until`, and how it stands."""

    __tablename__ = "thing_loans"
    __table_args__ = (
        Index("thing_loans_borrower", "org", "borrower", "standing"),
        Index("thing_loans_standing", "org", "standing"),
        Index("thing_loans_wants", "org", "wants"),
        COMPACT,
    )

    org: str = key()
    thing: str = key()
    loan: int = key()
    borrower: str
    quantity: int
    start: datetime
    until: datetime
    zone: str
    standing: str
    at: datetime
    ended_at: datetime | None = None
    wants: datetime | None = None


def _added(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    row = (org, recorded.stream, number, e.circle, e.name, e.sort, e.lending, e.reach, e.quantity, 0, False)
    connection.execute(f"INSERT INTO shared_things VALUES ({marks(row)}, ?)", (*map(_plain, row), stored(e.at)))


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def _changed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    values = (e.circle, e.name, e.sort, e.lending, e.reach, e.quantity, e.quantity, e.quantity)
    connection.execute(
        "UPDATE shared_things SET circle = ?, name = ?, kind = ?, lending = ?, reach = ?, quantity = ?,"
        " broken = CASE WHEN broken > ? THEN ? ELSE broken END WHERE org = ? AND thing = ?",
        (*map(_plain, values), org, recorded.stream),
    )


def _damaged(connection: Connection, org: str, recorded: Any) -> None:
    many = recorded.event.quantity
    connection.execute(
        "UPDATE shared_things SET broken = CASE WHEN broken + ? > quantity THEN quantity ELSE broken + ? END"
        " WHERE org = ? AND thing = ?",
        (many, many, org, recorded.stream),
    )


def _repaired(connection: Connection, org: str, recorded: Any) -> None:
    statement = "UPDATE shared_things SET broken = 0 WHERE org = ? AND thing = ?"
    connection.execute(statement, (org, recorded.stream))


def _retired(connection: Connection, org: str, recorded: Any) -> None:
    name = (org, recorded.stream)
    connection.execute("UPDATE shared_things SET retired = ? WHERE org = ? AND thing = ?", (True, *name))
    connection.execute(
        "UPDATE thing_loans SET standing = 'cancelled', wants = NULL, ended_at = ?"
        " WHERE org = ? AND thing = ? AND ended_at IS NULL",
        (stored(recorded.event.at), *name),
    )


def _asked(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "INSERT INTO thing_loans (org, thing, loan, borrower, quantity, start, until, zone, standing, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, e.loan, e.borrower, e.quantity, stored(e.start), stored(e.until), e.zone,
         "proposed" if e.proposed else "asked", stored(e.at)),
    )  # fmt: skip


_OF_LOAN = "WHERE org = ? AND thing = ? AND loan = ?"


def _booked(connection: Connection, org: str, recorded: Any) -> None:
    name = (org, recorded.stream, recorded.event.loan)
    connection.execute(f"UPDATE thing_loans SET standing = 'booked' {_OF_LOAN}", name)


def _lent(connection: Connection, org: str, recorded: Any) -> None:
    e, name = recorded.event, (org, recorded.stream, recorded.event.loan)
    connection.execute(f"UPDATE thing_loans SET standing = 'lent' {_OF_LOAN}", name)
    connection.execute(f"UPDATE thing_loans SET start = ? {_OF_LOAN} AND start > ?",
                       (stored(e.at), *name, stored(e.at)))  # fmt: skip


def _extended(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        f"UPDATE thing_loans SET until = ?, wants = NULL {_OF_LOAN}", (stored(e.until), org, recorded.stream, e.loan)
    )


def _longer_asked(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(f"UPDATE thing_loans SET wants = ? {_OF_LOAN}", (stored(e.wants), org, recorded.stream, e.loan))


def _longer_refused(connection: Connection, org: str, recorded: Any) -> None:
    name = (org, recorded.stream, recorded.event.loan)
    connection.execute(f"UPDATE thing_loans SET wants = NULL {_OF_LOAN}", name)


def _handed_over(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(f"UPDATE thing_loans SET borrower = ? {_OF_LOAN}", (e.to, org, recorded.stream, e.loan))


def _over(standing: str) -> Any:
    def end(connection: Connection, org: str, recorded: Any) -> None:
        e = recorded.event
        how = str(e.how) if isinstance(e, LoanEnded) else standing
        connection.execute(
            f"UPDATE thing_loans SET standing = ?, ended_at = ?, wants = NULL {_OF_LOAN}",
            (how, stored(e.at), org, recorded.stream, e.loan),
        )

    return end


TABLES = (SharedThingRow, LoanRecordRow)
PROJECTIONS = {
    ThingAdded: _added,
    ThingChanged: _changed,
    ThingDamaged: _damaged,
    ThingRepaired: _repaired,
    ThingRetired: _retired,
    LoanAsked: _asked,
    LoanBooked: _booked,
    LoanLent: _lent,
    LoanExtended: _extended,
    LoanLongerAsked: _longer_asked,
    LoanLongerRefused: _longer_refused,
    LoanHandedOver: _handed_over,
    LoanReturned: _over("returned"),
    LoanDeclined: _over("declined"),
    LoanCancelled: _over("cancelled"),
    LoanEnded: _over(""),
}
HALVES: dict[type, Any] = {ReadsThings: ThingsInRegister}
