"""What people see of what was paid for a request: figures, payments, receipts, and what can be recorded."""

from collections.abc import Iterator

from governance_core.budgets.cards import amount
from governance_core.budgets.paying_messages import (
    BudgetClosed,
    PaymentRecorded,
    PaymentReversed,
    ReceiptAdded,
    RefundRecorded,
)
from governance_core.budgets.request_model import Payment, Request, Standing
from governance_core.cards.card import Button, Entry, Listing, Press, Quote
from governance_core.cards.plain import money_words, one_line
from governance_core.cards.text import Mention, Text, When, text
from governance_core.kernel.ids import StreamId

REFERENCE_LIMIT = 80
_ANEW = " It is available again; what must be paid after all is asked for anew."
SETTLED = (Standing.APPROVED, Standing.PAID, Standing.CLOSED)


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
    """Each payment with what it is called outside, and each receipt."""
    if state.payments:
        entries = tuple(_line(stream, number, one, state) for number, one in enumerate(state.payments, 1))
        yield Listing(entries, title="Payments")
    for number, words in enumerate(state.receipts.values(), 1):
        yield Quote(f"Receipt {number}", words)


def _line(stream: StreamId, number: int, one: Payment, state: Request) -> Entry:
    said = amount(one.minor, state.content.of)
    back = " · taken back" if one.taken_back else ""
    reference = one_line(one.reference, REFERENCE_LIMIT)
    words = text(f"{number} · ", said, " · ", When(one.on, "date"), " · ", Mention(one.payer), f" · {reference}{back}")
    press = Press(stream, state.version, "reverse-payment", str(number))
    mistaken = not one.taken_back and state.paid - one.minor >= state.refunded
    return Entry(words, "", Button(f"Take back payment {number}", press) if mistaken else None)


def buttons(stream: StreamId, state: Request) -> list[Button]:
    """What can be recorded as it stands."""
    if state.standing not in SETTLED:
        return []
    named = {"Record payment": "paid-request"} if state.payable else {}
    named |= {"Record refund": "refund-request"} if state.paid > state.refunded else {}
    named |= {"Add receipt": "add-receipt"}
    found = [Button(label, Press(stream, state.version, action)) for label, action in named.items()]
    if state.paid and state.standing is not Standing.CLOSED:
        free = f" {money_words(amount(state.due, state.content.of))} of it is free again then." if state.due else ""
        found.append(Button("Close", Press(stream, state.version, "close-request"), f"Close {stream}?{free}"))
    return found


def said_of(which: Text, event: object, state: Request) -> Text:
    """What is said of something recorded; nothing of what goes without saying."""
    unit = state.content.of
    match event:
        case PaymentRecorded(minor=minor, payer=payer, reference=reference):
            called = f" ({one_line(reference, REFERENCE_LIMIT)})."
            return text(which, ": ", amount(minor, unit), " is paid, says ", Mention(payer), called)
        case RefundRecorded(minor=minor, person=person, reference=reference):
            called = f" ({one_line(reference, REFERENCE_LIMIT)}). It is available again."
            return text(which, ": ", amount(minor, unit), " came back, says ", Mention(person), called)
        case PaymentReversed(number=number, minor=minor, person=person, reason=reason, promised=promised):
            why = f": “{one_line(reason, REFERENCE_LIMIT)}”.{'' if promised else _ANEW}"
            return text(
                which, f": payment {number} of ", amount(minor, unit), " was taken back by ", Mention(person), why
            )
        case ReceiptAdded(person=person, same_as=same_as):
            note = f" Note: the very same receipt is in {same_as}." if same_as else ""
            return text(which, ": ", Mention(person), f" added a receipt.{note}")
        case BudgetClosed(released=released):
            free = text(" ", amount(released, unit), " of what was promised is free again.") if released else ""
            return text(which, " is closed.", free)
        case _:
            return ()
