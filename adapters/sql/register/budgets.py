"""The register of the books: every entry of the ledger as a row, with both of its sides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.ledger_check import ledger_findings, ledger_notes
from adapters.sql.tables import COMPACT, key
from governance_core.budgets.messages import AmountMoved
from governance_core.budgets.moving_model import FindsEntry
from governance_core.budgets.reading import EntryRow
from governance_core.kernel.ids import PersonId


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
    reference: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    last_resort: str = Field(default="", sa_column_kwargs={"server_default": ""})


ENTRY = (
    "number, at, entry, minor, unit, exponent, from_circle, from_part, to_circle, to_part, entered_by, because, reason,"
    " reference, last_resort"
)
"""The columns of an entry, in the order in which `entry_of` reads them."""


def _moved(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    sides = (e.from_circle, e.from_part, e.to_circle, e.to_part)
    connection.execute(
        f"INSERT INTO ledger (org, {ENTRY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            *(org, e.number, stored(e.at), e.entry, e.minor, e.unit, e.exponent, *sides, e.by or "", e.because),
            *(e.reason, e.reference, e.last_resort),
        ),
    )


def entry_of(row: Sequence[Any]) -> EntryRow:
    """An entry from its columns."""
    number, at, *between, by, because, reason, reference, last_resort = row
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
        reference=reference,
        last_resort=last_resort,
    )


_ENTRY = f"SELECT {ENTRY} FROM ledger WHERE org = ? AND number = ?"  # noqa: S608


class EntriesInRegister:
    """`FindsEntry` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def entry(self, number: int) -> EntryRow | None:
        """Found by its number, which is in the key."""
        rows = self._reading.rows(_ENTRY, (self._reading.org, number))
        return entry_of(rows[0]) if rows else None


TABLES = (LedgerRow,)
PROJECTIONS = {AmountMoved: _moved}
CHECKS = (ledger_findings,)
NOTES = (ledger_notes,)
HALVES: dict[type, Any] = {FindsEntry: EntriesInRegister}
