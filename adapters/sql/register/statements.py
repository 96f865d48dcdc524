"""The register of envelopes: what each held after every entry, so that a balance of any day is one row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.budgets import ENTRY, entry_of
from adapters.sql.tables import COMPACT, key
from governance_core.budgets.messages import AmountMoved
from governance_core.budgets.model import OUTSIDE, PARTS
from governance_core.budgets.statement_model import Held, Line, ReadsStatements
from governance_core.kernel.ids import CircleId


class EnvelopeLineRow(SQLModel, table=True):
    """What the four parts of a circle's envelope in one unit held after an entry, in minor units."""

    __tablename__ = "envelope_lines"
    __table_args__ = (COMPACT,)

    org: str = key()
    circle: str = key()
    unit: str = key()
    at: datetime = key()
    number: int = key()
    available: int = Field(sa_type=BigInteger)
    reserved: int = Field(sa_type=BigInteger)
    committed: int = Field(sa_type=BigInteger)
    spent: int = Field(sa_type=BigInteger)


_PARTS = ", ".join(PARTS)
_BEFORE = (
    f"SELECT at, {_PARTS} FROM envelope_lines WHERE org = ? AND circle = ? AND unit = ? AND at < ?"  # noqa: S608
    " ORDER BY at DESC, number DESC LIMIT 1"
)
_INSERT = "INSERT INTO envelope_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_END_OF_TIME = "9999-12-31 23:59:59.999999"


def _moved(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    for circle in dict.fromkeys((e.from_circle, e.to_circle)):
        if circle != OUTSIDE:
            held = _held_now(connection, org, circle, e.unit)
            _move(held, e.from_circle == circle, e.from_part, -e.minor)
            _move(held, e.to_circle == circle, e.to_part, e.minor)
            connection.execute(_INSERT, (org, circle, e.unit, stored(e.at), e.number, *held.values()))


def _held_now(connection: Connection, org: str, circle: str, unit: str) -> dict[str, int]:
    row = connection.execute(_BEFORE, (org, circle, unit, _END_OF_TIME)).fetchone()
    return dict(zip(PARTS, row[1:] if row else (0, 0, 0, 0), strict=True))


def _move(held: dict[str, int], here: bool, part: str, minor: int) -> None:
    if here and part in held:
        held[part] += minor


_LINES = (
    f"SELECT e.{ENTRY.replace(', ', ', e.')}, l.available FROM envelope_lines l CROSS JOIN ledger e"  # noqa: S608
    " WHERE l.org = ? AND l.circle = ? AND l.unit = ? AND l.at >= ? AND (l.at, l.number) < (?, ?)"
    " AND e.org = l.org AND e.number = l.number ORDER BY l.at DESC, l.number DESC LIMIT ?"
)


class StatementsInRegister:
    """`ReadsStatements` on the register's rows; whatever is looked up costs the same however much there is."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def held_before(self, circle: CircleId, unit: str, before: datetime | None) -> Held:
        """The newest line before an instant."""
        until = stored(before) if before else _END_OF_TIME
        rows = self._reading.rows(_BEFORE, (self._reading.org, circle, unit, until))
        return Held(instant(rows[0][0]), *rows[0][1:]) if rows else Held()

    def first_at(self, circle: CircleId, unit: str) -> datetime | None:
        """The oldest line."""
        statement = "SELECT MIN(at) FROM envelope_lines WHERE org = ? AND circle = ? AND unit = ?"
        rows = self._reading.rows(statement, (self._reading.org, circle, unit))
        return instant(rows[0][0]) if rows[0][0] else None

    def lines(
        self,
        circle: CircleId,
        units: Sequence[str],
        since: datetime | None,
        until: datetime | None,
        before: int | None,
        limit: int,
    ) -> Sequence[Line]:
        """Unit by unit along the key, and then the newest of all of them."""
        first = stored(since) if since else ""
        last = min(self._ends(before, stored(until) if until else _END_OF_TIME))
        found = [row for unit in units for row in self._of_unit(circle, unit, first, last, limit)]
        newest = sorted(found, key=lambda row: (row[1], row[0]), reverse=True)[:limit]
        return [Line(entry_of(row[:-1]), row[-1]) for row in newest]

    def _of_unit(
        self, circle: CircleId, unit: str, first: str, last: tuple[str, int], limit: int
    ) -> list[tuple[Any, ...]]:
        return self._reading.rows(_LINES, (self._reading.org, circle, unit, first, *last, limit))

    def _ends(self, before: int | None, until: str) -> list[tuple[str, int]]:
        """Where a page ends: the end of the period, and the entry that was seen last."""
        statement = "SELECT at FROM ledger WHERE org = ? AND number = ?"
        rows = self._reading.rows(statement, (self._reading.org, before)) if before is not None else []
        return [(until, 0), *((row[0], before or 0) for row in rows)]


TABLES = (EnvelopeLineRow,)
PROJECTIONS = {AmountMoved: _moved}
HALVES: dict[type, Any] = {ReadsStatements: StatementsInRegister}
