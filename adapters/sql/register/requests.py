"""The register of budget requests: what is asked for by whom, and how it stands, as rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, stored
from adapters.sql.register.request_reading import RequestsInRegister
from adapters.sql.tables import COMPACT, key
from governance_core.budgets.circle_events import BudgetNotAdopted
from governance_core.budgets.paying_messages import (
    BudgetClosed,
    PaymentRecorded,
    PaymentReversed,
    ReceiptAdded,
    RefundRecorded,
    RefundReversed,
)
from governance_core.budgets.reading import ReadsRequests
from governance_core.budgets.request_events import (
    BudgetAmended,
    BudgetApproved,
    BudgetDeclined,
    BudgetLapsed,
    BudgetRequested,
    BudgetWithdrawn,
)


class BudgetRequestRow(SQLModel, table=True):
    """A budget request as it stands: `minor` units of `unit` are asked for."""

    __tablename__ = "budget_requests"
    __table_args__ = (
        Index("budget_requests_circle", "org", "circle", "standing"),
        Index("budget_requests_requester", "org", "requester", "standing"),
        COMPACT,
    )

    org: str = key()
    request: str = key()
    number: int
    circle: str
    requester: str
    standing: str
    version: int
    minor: int = Field(sa_type=BigInteger)
    unit: str
    exponent: int
    purpose: str = Field(sa_type=Text)
    payee: str = Field(sa_type=Text)
    at: datetime
    settled_at: datetime | None = None


def _requested(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    connection.execute(
        "INSERT INTO budget_requests (org, request, number, circle, requester, standing, version, minor, unit,"
        " exponent, purpose, payee, at) VALUES (?, ?, ?, ?, ?, 'asked', 1, ?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, number, e.circle, e.requester, e.minor, e.unit, e.exponent, e.purpose, e.payee,
         stored(e.at)),
    )  # fmt: skip


def _amended(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "UPDATE budget_requests SET version = ?, minor = ?, unit = ?, exponent = ?, purpose = ?, payee = ?,"
        " requester = ? WHERE org = ? AND request = ?",
        (e.version, e.minor, e.unit, e.exponent, e.purpose, e.payee, e.requester, org, recorded.stream),
    )
    if e.voids:
        statement = "UPDATE budget_requests SET standing = 'asked', settled_at = NULL WHERE org = ? AND request = ?"
        connection.execute(statement, (org, recorded.stream))


class PaymentRow(SQLModel, table=True):
    """What was paid (`payment`) or came back (`refund`); `reversed` when by mistake.

    References stand as they are compared: without regard to case. `payment` is the number of a payment, 0 of a refund.
    """

    __tablename__ = "budget_payments"
    __table_args__ = (Index("budget_payments_reference", "org", "circle", "unit", "reference"), COMPACT)

    org: str = key()
    request: str = key()
    number: int = key()
    payment: int
    entry: str
    circle: str
    unit: str
    minor: int = Field(sa_type=BigInteger)
    person: str
    reference: str = Field(sa_type=Text)
    at: datetime


class ReceiptRow(SQLModel, table=True):
    """A receipt: a link to it, or what it says."""

    __tablename__ = "budget_receipts"
    __table_args__ = (Index("budget_receipts_receipt", "org", "receipt"), COMPACT)

    org: str = key()
    request: str = key()
    number: int = key()
    receipt: str = Field(sa_type=Text)
    person: str
    at: datetime


def _moved(entry: str) -> Any:
    def move(connection: Connection, org: str, recorded: Any) -> None:
        e, request = recorded.event, recorded.stream
        person, payment = (e.payer, e.number) if isinstance(e, PaymentRecorded) else (e.person, 0)
        connection.execute(
            "INSERT INTO budget_payments SELECT ?, ?, ?, ?, ?, circle, unit, ?, ?, ?, ? FROM budget_requests"
            " WHERE org = ? AND request = ?",
            (
                org,
                request,
                recorded.version,
                payment,
                entry,
                e.minor,
                person,
                e.reference.casefold(),
                stored(e.at),
                org,
                request,
            ),
        )
        if entry == "payment":
            _set_paid(connection, org, request, e.at)

    return move


def _set_paid(connection: Connection, org: str, request: str, at: datetime) -> None:
    """All of it, once its payments (but for those taken back) add up to it."""
    connection.execute(
        "UPDATE budget_requests SET standing = 'paid', settled_at = ? WHERE org = ? AND request = ? AND minor ="
        " (SELECT SUM(minor) FROM budget_payments p WHERE p.org = ? AND p.request = ? AND entry = 'payment')",
        (stored(at), org, request, org, request),
    )


def _reversed(connection: Connection, org: str, recorded: Any) -> None:
    """Its reference may be used again, for what it really was."""
    e, request = recorded.event, recorded.stream
    statement = "UPDATE budget_payments SET entry = 'reversed' WHERE org = ? AND request = ? AND payment = ?"
    connection.execute(statement, (org, request, e.number))
    if e.promised:
        statement = "UPDATE budget_requests SET standing = 'approved' WHERE org = ? AND request = ?"
        connection.execute(statement, (org, request))


def _refund_reversed(connection: Connection, org: str, recorded: Any) -> None:
    """The refund of this number, counted in their order; its reference may be used again too."""
    e, request = recorded.event, recorded.stream
    statement = (
        "UPDATE budget_payments SET entry = 'reversed' WHERE org = ? AND request = ? AND number = (SELECT number FROM"
        " budget_payments WHERE org = ? AND request = ? AND payment = 0 ORDER BY number LIMIT 1 OFFSET ?)"
    )
    connection.execute(statement, (org, request, org, request, e.number - 1))


def _receipt(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    row = (org, recorded.stream, recorded.version, e.receipt, e.person, stored(e.at))
    connection.execute("INSERT INTO budget_receipts VALUES (?, ?, ?, ?, ?, ?)", row)


def _settled(standing: str = "") -> Any:
    """As named, or as the event says."""

    def settle(connection: Connection, org: str, recorded: Any) -> None:
        statement = "UPDATE budget_requests SET standing = ?, settled_at = ? WHERE org = ? AND request = ?"
        how = standing or str(recorded.event.standing)
        connection.execute(statement, (how, stored(recorded.event.at), org, recorded.stream))

    return settle


TABLES = (BudgetRequestRow, PaymentRow, ReceiptRow)
PROJECTIONS = {
    BudgetRequested: _requested,
    BudgetAmended: _amended,
    BudgetApproved: _settled("approved"),
    BudgetDeclined: _settled("declined"),
    BudgetWithdrawn: _settled("withdrawn"),
    BudgetLapsed: _settled("lapsed"),
    BudgetNotAdopted: _settled(),
    PaymentRecorded: _moved("payment"),
    RefundRecorded: _moved("refund"),
    PaymentReversed: _reversed,
    RefundReversed: _refund_reversed,
    ReceiptAdded: _receipt,
    BudgetClosed: _settled("closed"),
}
HALVES: dict[type, Any] = {ReadsRequests: RequestsInRegister}
