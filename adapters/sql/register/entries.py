"""Reading the ledger entry by entry, in order and with what the requests say, for those who write it out."""

from collections.abc import Sequence
from typing import Any

from adapters.sql.dialect import stored
from adapters.sql.register import Reading
from adapters.sql.register.budgets import ENTRY, entry_of
from adapters.sql.register.proposal_reading import marks
from governance_core.budgets.export_model import Entered, ReadsEntries, Which

_COLUMNS = f"e.{ENTRY.replace(', ', ', e.')}, COALESCE(r.payee, ''), COALESCE(r.purpose, '')"
_ENTERED = f"SELECT {_COLUMNS} FROM ledger e LEFT JOIN budget_requests r ON r.org = e.org AND r.request = e.because"  # noqa: S608


class EntriesInRegister:
    """`ReadsEntries` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def entered(self, which: Which, after: int, limit: int) -> Sequence[Entered]:
        """Along the numbers."""
        where, values = self._where(which)
        statement = f"{_ENTERED} WHERE {where} AND e.number > ? ORDER BY e.number LIMIT ?"
        rows = self._reading.rows(statement, (*values, after, limit))
        return [Entered(entry_of(row[:-2]), *row[-2:]) for row in rows]

    def entered_count(self, which: Which) -> int:
        """Of the same."""
        where, values = self._where(which)
        found: int = self._reading.rows(f"SELECT COUNT(*) FROM ledger e WHERE {where}", values)[0][0]  # noqa: S608
        return found

    def _where(self, which: Which) -> tuple[str, list[object]]:
        where, values = "e.org = ? AND e.number <= ?", [self._reading.org, which.last]
        for condition, instant in (("e.at >= ?", which.since), ("e.at < ?", which.until)):
            if instant is not None:
                where, values = f"{where} AND {condition}", [*values, stored(instant)]
        if which.circles is not None:
            some = marks(which.circles)
            where = f"{where} AND (e.from_circle IN ({some}) OR e.to_circle IN ({some}))"
            values = [*values, *which.circles, *which.circles]
        return where, values


TABLES: tuple[type, ...] = ()
PROJECTIONS: dict[Any, Any] = {}
HALVES: dict[type, Any] = {ReadsEntries: EntriesInRegister}
