"""What people see of what was paid for a request: figures, payments, receipts, and what can be recorded."""

from collections.abc import Iterator

from governance_core.budgets.cards import amount
from governance_core.budgets.paying_messages import (
    BudgetClosed,
    PaymentRecorded,
    PaymentReversed,
    ReceiptAdded,
    RefundRecorded,
    RefundReversed,
)
from governance_core.budgets.paying_route import APPROVER, MEMBERS
from governance_core.budgets.request_model import REFUND_MARK, SETTLED, Payment, Refund, Request, Standing
from governance_core.cards.card import Button, Entry, Listing, Press, Quote
from governance_core.cards.plain import money_words, one_line
from governance_core.cards.text import Mention, Text, When, text
from governance_core.kernel.ids import PersonId, StreamId

REFERENCE_LIMIT = 80
_ANEW = " It is available again; what must be paid after all is asked for anew."
LAST = {MEMBERS: ", as payer of last resort", APPROVER: ", who approved it, as payer of last resort"}
_EARLY = " It was paid before it was asked for."


def figures(state: Request) -> Iterator[tuple[str, Text]]:
    """What was paid and what came back, and whether a receipt is there."""
    unit = state.content.of
    if state.payments:
        yield "Paid", (amount(state.paid, unit), " of ", amount(state.content.minor, unit))
    if state.refunded:
        yield "Came back", (amount(state.refunded, unit),)
    if state.receipts or state.content.receipts:
        need = "" if state.receipts else ", needed before it is closed"
        yield "Receipts", (f"{len(state.receipts)}{need}",)


def paid_so_far(stream: StreamId, state: Request) -> Iterator[Listing | Quote]:
    """Each payment and refund with what it is called outside, and each receipt."""
    if state.payments:
        entries = tuple(_line(stream, number, one, state) for number, one in enumerate(state.payments, 1))
        yield Listing(entries, title="Payments")
    if state.refunds:
        came = tuple(_refund_line(stream, number, one, state) for number, one in enumerate(state.refunds, 1))
        yield Listing(came, title="Refunds")
    for number, words in enumerate(state.receipts.values(), 1):
        yield Quote(f"Receipt {number}", words)


def _line(stream: StreamId, number: int, one: Payment, state: Request) -> Entry:
    early = ", before it was asked for" if one.early else ""
    words = _recorded(str(number), one, by_whom(one.payer, one.treasury), early, state)
    mistaken = not one.taken_back and state.paid - one.minor >= state.refunded
    return Entry(words, "", _take_back(stream, state, "payment", str(number)) if mistaken else None)


def _refund_line(stream: StreamId, number: int, one: Refund, state: Request) -> Entry:
    called = f"{REFUND_MARK}{number}"
    words = _recorded(called, one, (Mention(one.person),), "", state)
    return Entry(words, "", None if one.taken_back else _take_back(stream, state, "refund", called))


def _recorded(called: str, one: Payment | Refund, by: Text, note: str, state: Request) -> Text:
    said, day = amount(one.minor, state.content.of), When(one.on, "date")
    back = " · taken back" if one.taken_back else ""
    reference = one_line(one.reference, REFERENCE_LIMIT)
    return text(f"{called} · ", said, " · ", day, f"{note} · ", by, as_last(one.last_resort), f" · {reference}{back}")


def by_whom(payer: PersonId, treasury: str) -> Text:
    """Who says that it was paid: a member, or `the treasury vault`."""
    return (f"the treasury {treasury}",) if treasury else (Mention(payer),)


def as_last(resort: str) -> str:
    """`, as payer of last resort`; nothing of whoever keeps a purse."""
    return LAST[resort] if resort else ""


def _take_back(stream: StreamId, state: Request, what: str, called: str) -> Button:
    return Button(f"Take back {what} {called}", Press(stream, state.version, "reverse-payment", called))


def buttons(stream: StreamId, state: Request, left: bool = False) -> list[Button]:
    """What can be recorded as it stands; of who asked and `left`, what is promised can be given up unpaid."""
    if state.standing not in SETTLED:
        return []
    named = {"Record payment": "paid-request"} if state.payable else {}
    named |= {"Record refund": "refund-request"} if state.paid > state.refunded else {}
    named |= {"Add receipt": "add-receipt"}
    found = [Button(label, Press(stream, state.version, action)) for label, action in named.items()]
    if (state.paid or left) and state.standing is not Standing.CLOSED:
        free = f" {money_words(amount(state.due, state.content.of))} of it is free again then." if state.due else ""
        found.append(Button("Close", Press(stream, state.version, "close-request"), f"Close {stream}?{free}"))
    return found


def said_of(which: Text, event: object, state: Request) -> Text:
    """What is said of something recorded; nothing of what goes without saying."""
    unit = state.content.of
    match event:
        case PaymentRecorded(minor=minor, payer=payer, reference=reference, early=early):
            called = f"{as_last(event.last_resort)} ({one_line(reference, REFERENCE_LIMIT)}).{_EARLY if early else ''}"
            return text(which, ": ", amount(minor, unit), " is paid, says ", by_whom(payer, event.treasury), called)
        case RefundRecorded(minor=minor, person=person, reference=reference):
            called = f"{as_last(event.last_resort)} ({one_line(reference, REFERENCE_LIMIT)}). It is available again."
            return text(which, ": ", amount(minor, unit), " came back, says ", Mention(person), called)
        case PaymentReversed(number=number, minor=minor, person=person, reason=reason, promised=promised):
            why = f": “{one_line(reason, REFERENCE_LIMIT)}”.{'' if promised else _ANEW}"
            return text(
                which, f": payment {number} of ", amount(minor, unit), " was taken back by ", Mention(person), why
            )
        case RefundReversed(number=number, minor=minor, person=person, reason=reason):
            why = f": “{one_line(reason, REFERENCE_LIMIT)}”. It is spent still."
            return text(which, f": refund {REFUND_MARK}{number} of ", amount(minor, unit), " was taken back by ",
                        Mention(person), why)  # fmt: skip
        case ReceiptAdded(person=person, same_as=same_as):
            note = f" Note: the very same receipt is in {same_as}." if same_as else ""
            return text(which, ": ", Mention(person), f" added a receipt.{note}")
        case BudgetClosed(released=released):
            free = text(" ", amount(released, unit), " of what was promised is free again.") if released else ""
            return text(which, " is closed.", free)
        case _:
            return ()
