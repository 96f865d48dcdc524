"""What can be asked of a request that was approved: to record what was paid, what came back, and what proves it."""

from datetime import datetime

from governance_core.budgets.request_messages import ID, SEEN_VERSION
from governance_core.cards.form import Moment, Question, Toggle, Words
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Command, Event, ask, event, message, personal

_REFERENCE = Question(Words(), "Reference", "What the bank or the till calls it, once for each payment")
_ON = Question(Moment(past=True), "Date", "When it was paid: 2026-06-01, or friday; blank is now")
_BACK_ON = Question(Moment(past=True), "Date", "When it came back: 2026-06-01, or friday; blank is now")
_EARLY = Question(Toggle(), "Paid before it was asked for", "Only where the date above is before the request")


@message(
    "budget.paid",
    "Record that a request was paid, or a part of it (no money is moved)",
    path="budget paid",
    action="paid-request",
    title="Record a payment",
    submit="Record",
    example='/budget paid B-1 ref:"SEPA 2026-117"',
)
class RecordPayment(Command):
    """Whoever keeps a purse and neither asked nor approved; what is not paid yet unless another amount is given."""

    id: StreamId = ask(ID)
    ref: str = ask(_REFERENCE)
    amount: str = ask(Question(Words(), "Amount", "Blank is all that is not paid yet"), default="")
    date: str | None = ask(_ON, default=None)
    early: bool = ask(_EARLY, default=False)
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "budget.refund",
    "Record that money came back, all or a part of what was paid",
    path="budget refund",
    action="refund-request",
    title="Record a refund",
    submit="Record",
    example='/budget refund B-1 amount:"20 EUR" ref:"SEPA 2026-140"',
)
class RecordRefund(Command):
    """It is available in the envelope again."""

    id: StreamId = ask(ID)
    amount: str = ask(Question(Words(), "Amount", "What came back"))
    ref: str = ask(_REFERENCE)
    date: str | None = ask(_BACK_ON, default=None)


@message(
    "budget.reverse",
    "Take back a payment or a refund that was recorded by mistake",
    path="budget reverse",
    action="reverse-payment",
    title="Take back a payment or a refund",
    submit="Take it back",
    argument="payment",
    example='/budget reverse B-1 payment:1 reason:"It was B-2"',
)
class ReversePayment(Command):
    """A new entry; the one by mistake stays in the ledger."""

    id: StreamId = ask(ID)
    payment: str = ask(Question(Words(), "Payment or refund", "Its number on the card: 1, or R1 of a refund"))
    reason: str = ask(Question(Words(), "Reason", "What was wrong"))


@message(
    "budget.receipt",
    "Add a receipt: a link to it, or what it says",
    path="budget receipt",
    action="add-receipt",
    title="Add a receipt",
    submit="Add",
    example='/budget receipt B-1 receipt:"Till 117, 3 March"',
)
class AddReceipt(Command):
    """The requester, or whoever may record payments."""

    id: StreamId = ask(ID)
    receipt: str = ask(Question(Words(), "Receipt", "A link to it, or its number, date and shop"))


@message(
    "budget.close",
    "Close a request that was paid: what is promised beyond that is free again",
    path="budget close",
    action="close-request",
    example="/budget close B-1",
)
class CloseRequest(Command):
    """Whoever may record payments, or the requester, who gives the rest up; by itself once all is paid and proved."""

    id: StreamId = ask(ID)


@event("budget.payment_recorded")
class PaymentRecorded(Event):
    """An amount was paid outside, on an instant (UTC), under a reference; a receipt that is missing is chased then.

    `early` when it says that it was paid before it was asked for; `last_resort` why whoever else was left recorded it.
    Where a `treasury` reported it itself, there is no payer.
    """

    number: int
    minor: int
    payer: PersonId
    on: datetime
    at: datetime
    chases: tuple[datetime, ...] = ()
    early: bool = False
    last_resort: str = ""
    treasury: str = ""
    reference: str = personal("payer")


@event("budget.refund_recorded")
class RefundRecorded(Event):
    """An amount came back, on an instant (UTC; None: when it was recorded)."""

    minor: int
    person: PersonId
    at: datetime
    on: datetime | None = None
    last_resort: str = ""
    reference: str = personal("person")


@event("budget.refund_reversed")
class RefundReversed(Event):
    """A refund was none, and the amount is spent still; a receipt that is missing is chased at these instants (UTC)."""

    number: int
    minor: int
    person: PersonId
    at: datetime
    chases: tuple[datetime, ...] = ()
    last_resort: str = ""
    reason: str = personal("person")


@event("budget.payment_reversed")
class PaymentReversed(Event):
    """A payment was none; `promised` whether the amount is promised again, or free since the request is closed."""

    number: int
    minor: int
    person: PersonId
    at: datetime
    promised: bool
    last_resort: str = ""
    reason: str = personal("person")


@event("budget.receipt_added")
class ReceiptAdded(Event):
    """Something that proves it. `digest` is salted; `same_as` is another request with the very same receipt."""

    person: PersonId
    at: datetime
    digest: str
    same_as: StreamId | None = None
    receipt: str = personal("person")


@event("budget.closed")
class BudgetClosed(Event):
    """Nothing more is paid for it; `released` (minor units) of what was promised is free again."""

    at: datetime
    released: int
    person: PersonId | None = None
