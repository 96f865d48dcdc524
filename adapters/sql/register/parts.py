"""The register of amounts in parts: the reports handed in for them, and what is paid without a receipt, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, stored
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import marks
from adapters.sql.tables import COMPACT, key
from governance_core.budgets.parts_messages import ReportAccepted, ReportHandedIn, ReportRefused
from governance_core.budgets.reading import ReadsParts
from governance_core.budgets.request_events import BudgetAmended
from governance_core.kernel.ids import CircleId, PersonId, StreamId


class ReportRow(SQLModel, table=True):
    """A report for a part of a request, both counted from 1, and how it stands."""

    __tablename__ = "budget_reports"
    __table_args__ = (Index("budget_reports_verdict", "org", "verdict"), COMPACT)

    org: str = key()
    request: str = key()
    number: int = key()
    part: int
    verdict: str
    person: str
    at: datetime
    report: str = Field(sa_type=Text)


def _handed_in(connection: Connection, org: str, recorded: Any) -> None:
    e, request = recorded.event, recorded.stream
    connection.execute(
        "UPDATE budget_reports SET verdict = 'replaced'"
        " WHERE org = ? AND request = ? AND part = ? AND verdict = 'waits'",
        (org, request, e.part),
    )
    row = (org, request, e.number, e.part, "waits", e.person, stored(e.at), e.report)
    connection.execute("INSERT INTO budget_reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _decided(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    verdict = "refused" if isinstance(e, ReportRefused) else "accepted" if e.final else "waits"
    statement = "UPDATE budget_reports SET verdict = ? WHERE org = ? AND request = ? AND number = ?"
    connection.execute(statement, (verdict, org, recorded.stream, e.number))


def _amended(connection: Connection, org: str, recorded: Any) -> None:
    """The reports of an earlier content count for nothing."""
    if recorded.event.voids:
        statement = "UPDATE budget_reports SET verdict = 'replaced' WHERE org = ? AND request = ?"
        connection.execute(statement, (org, recorded.stream))


class PartsInRegister:
    """`ReadsParts` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def reports_waiting(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        """The oldest first."""
        return self._requests(
            "standing = 'approved' AND EXISTS (SELECT 1 FROM budget_reports r WHERE r.org = b.org"
            " AND r.request = b.request AND r.verdict = 'waits')",
            circles,
        )

    def without_receipt(self, circles: Sequence[CircleId], requester: PersonId | None = None) -> Sequence[StreamId]:
        """The oldest first; whether one is needed, the request itself says."""
        which = (
            "standing IN ('approved', 'paid') AND EXISTS (SELECT 1 FROM budget_payments p WHERE p.org = b.org"
            " AND p.request = b.request AND p.entry = 'payment') AND NOT EXISTS (SELECT 1 FROM budget_receipts q"
            " WHERE q.org = b.org AND q.request = b.request)"
        )
        whose = (f"{which} AND requester = ?", circles, requester) if requester else (which, circles)
        return self._requests(*whose)

    def _requests(self, which: str, circles: Sequence[CircleId], *more: str) -> Sequence[StreamId]:
        statement = (
            f"SELECT request FROM budget_requests b WHERE org = ? AND circle IN ({marks(circles)})"  # noqa: S608
            f" AND {which} ORDER BY number"
        )
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, *circles, *more))]


TABLES = (ReportRow,)
PROJECTIONS = {
    ReportHandedIn: _handed_in,
    ReportAccepted: _decided,
    ReportRefused: _decided,
    BudgetAmended: _amended,
}
HALVES: dict[type, Any] = {ReadsParts: PartsInRegister}
