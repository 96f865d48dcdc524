"""The register of the books: every entry of the ledger as a row, with both of its sides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Reading
from adapters.sql.tables import COMPACT, key
from governance_core.budgets.messages import AmountMoved
from governance_core.budgets.reading import EntryRow, ReadsLedger
from governance_core.kernel.ids import CircleId, PersonId


class LedgerRow(SQLModel, table=True):
    """An entry: `minor` units of `unit` left one account and came to the other. An empty circle is the world outside.

    What is in an account is the sum of what came to it less the sum of what left it.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ledger_to", "org", "to_circle", "number"),
        Index("ledger_from", "org", "from_circle", "number"),
        COMPACT,
    )

    org: str = key()
    number: int = key()
    at: datetime
    entry: str
    minor: int = Field(sa_type=BigInteger)
    unit: str
    exponent: int
    from_circle: str
    from_part: str
    to_circle: str
    to_part: str
    entered_by: str
    because: str
    reason: str = Field(sa_type=Text)


def _moved(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    sides = (e.from_circle, e.from_part, e.to_circle, e.to_part)
    connection.execute(
        "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (org, e.number, stored(e.at), e.entry, e.minor, e.unit, e.exponent, *sides, e.by or "", e.because, e.reason),
    )


_LINE = (
    "SELECT number, at, entry, minor, unit, exponent, from_circle, from_part, to_circle, to_part, entered_by, because,"
    " reason FROM ledger"
)
_TO = f"{_LINE} WHERE org = ? AND to_circle = ? ORDER BY number DESC LIMIT ?"
_FROM = f"{_LINE} WHERE org = ? AND from_circle = ? ORDER BY number DESC LIMIT ?"


class LedgerInRegister:
    """`ReadsLedger` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def entries(self, circle: CircleId, limit: int) -> Sequence[EntryRow]:
        """The newest first; each side is found by its own index."""
        side = (self._reading.org, circle, limit)
        rows = {row[0]: row for statement in (_TO, _FROM) for row in self._reading.rows(statement, side)}
        return [_line(rows[number]) for number in sorted(rows, reverse=True)[:limit]]

    def count(self, circle: CircleId) -> int:
        """Each entry once, also one between two parts of the same envelope."""
        statement = "SELECT COUNT(*) FROM ledger WHERE org = ? AND (to_circle = ? OR from_circle = ?)"
        found: int = self._reading.rows(statement, (self._reading.org, circle, circle))[0][0]
        return found


def _line(row: Sequence[Any]) -> EntryRow:
    number, at, *between, by, because, reason = row
    entry, minor, unit, exponent, *sides = between
    from_circle, from_part, to_circle, to_part = sides
    return EntryRow(
        number=number,
        at=instant(at),
        entry=entry,
        minor=minor,
        unit=unit,
        exponent=exponent,
        from_circle=from_circle,
        from_part=from_part,
        to_circle=to_circle,
        to_part=to_part,
        by=PersonId(by) if by else None,
        because=because,
        reason=reason,
    )


TABLES = (LedgerRow,)
PROJECTIONS = {AmountMoved: _moved}
HALVES: dict[type, Any] = {ReadsLedger: LedgerInRegister}
