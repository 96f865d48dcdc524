"""The reading half of budget requests: lists, what waits for whom, and what was paid with the same reference."""

from collections.abc import Sequence
from typing import Any

from adapters.sql.dialect import instant
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import marks
from governance_core.budgets.reading import RequestRow
from governance_core.kernel.ids import CircleId, PersonId, StreamId

_COLUMNS = "request, circle, requester, standing, version, minor, unit, exponent, purpose, at"


class RequestsInRegister:
    """`ReadsRequests` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def listed_requests(
        self,
        circles: Sequence[CircleId],
        standings: Sequence[str],
        requester: PersonId | None,
        limit: int,
        before: int | None = None,
    ) -> Sequence[RequestRow]:
        """The newest first."""
        where, values = self._where(circles, standings, requester)
        if before is not None:
            where, values = f"{where} AND number < ?", (*values, before)
        statement = f"SELECT {_COLUMNS} FROM budget_requests WHERE {where} ORDER BY number DESC LIMIT ?"  # noqa: S608
        return [_line(row) for row in self._reading.rows(statement, (*values, limit))]

    def count_requests(self, circles: Sequence[CircleId], standings: Sequence[str], requester: PersonId | None) -> int:
        """Of the same."""
        where, values = self._where(circles, standings, requester)
        found: int = self._reading.rows(f"SELECT COUNT(*) FROM budget_requests WHERE {where}", values)[0][0]  # noqa: S608
        return found

    def _where(
        self, circles: Sequence[CircleId], standings: Sequence[str], requester: PersonId | None
    ) -> tuple[str, tuple[object, ...]]:
        where, values = f"org = ? AND circle IN ({marks(circles)})", [self._reading.org, *circles]
        if standings:
            where, values = f"{where} AND standing IN ({marks(standings)})", [*values, *standings]
        if requester is not None:
            where, values = f"{where} AND requester = ?", [*values, requester]
        return where, tuple(values)

    def requests_in(self, circle: CircleId) -> Sequence[StreamId]:
        """By the circle's index."""
        return self._asked("circle = ?", circle)

    def paid_with(self, circle: CircleId, unit: str, reference: str) -> StreamId | None:
        """By its own index; what was taken back has none."""
        statement = (
            "SELECT request FROM budget_payments WHERE org = ? AND circle = ? AND unit = ? AND reference = ?"
            " AND entry <> 'reversed' LIMIT 1"
        )
        rows = self._reading.rows(statement, (self._reading.org, circle, unit, reference.casefold()))
        return StreamId(rows[0][0]) if rows else None

    def receipt_in(self, receipt: str) -> StreamId | None:
        """By its own index, the oldest."""
        statement = "SELECT request FROM budget_receipts WHERE org = ? AND receipt = ? ORDER BY at LIMIT 1"
        rows = self._reading.rows(statement, (self._reading.org, receipt))
        return StreamId(rows[0][0]) if rows else None

    def requests_of(self, person: PersonId) -> Sequence[StreamId]:
        """By the requester's index."""
        return self._asked("requester = ?", person)

    def promised_to(self, person: PersonId) -> Sequence[StreamId]:
        """By the requester's index."""
        return self._asked("requester = ?", person, "approved")

    def _asked(self, whose: str, value: str, standing: str = "asked") -> Sequence[StreamId]:
        statement = f"SELECT request FROM budget_requests WHERE org = ? AND {whose} AND standing = ? ORDER BY number"  # noqa: S608
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, value, standing))]


def _line(row: Sequence[Any]) -> RequestRow:
    request, circle, requester, standing, version, minor, unit, exponent, purpose, at = row
    return RequestRow(
        StreamId(request), CircleId(circle), PersonId(requester), standing, version, minor, unit, exponent, purpose,
        instant(at),
    )  # fmt: skip
