"""What may be recorded of an approved request: payments, refunds, receipts, and that it is done (process.md, 4).

The program moves no money. It keeps exact what people say was moved: never more than was promised, no reference twice,
and a mistake is taken back by an entry of its own.
"""

from datetime import datetime
from typing import Any, Final

from governance_core.budgets.closing import require_open_day
from governance_core.budgets.parts_rules import not_released
from governance_core.budgets.paying_dates import day_of, is_early, require_paid_by, require_said
from governance_core.budgets.paying_guards import payers_said, require_closer, require_payer
from governance_core.budgets.paying_messages import (
    AddReceipt,
    BudgetClosed,
    CloseRequest,
    PaymentRecorded,
    ReceiptAdded,
    RecordPayment,
    RecordRefund,
    RefundRecorded,
    ReversePayment,
)
from governance_core.budgets.purse import read_amount
from governance_core.budgets.receipts_rules import chases
from governance_core.budgets.request_content import short_words
from governance_core.budgets.request_guards import RequestFacts, require_standing, require_version
from governance_core.budgets.request_model import Request, Standing, content_digest
from governance_core.budgets.request_route import requester_left
from governance_core.budgets.reversing_rules import reverse
from governance_core.budgets.treasury import Claim, treasury
from governance_core.cards.text import Money
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.words import is_blank

REFERENCE_LIMIT: Final = 120
RECEIPT_LIMIT: Final = 500
REFERENCE_FIX = "Give what the bank or the till calls it."
RECEIPT_FIX = "Give a link to it, or its number, date and shop."


class MoreThanDue(Refusal):
    """Nothing is paid that was not promised, and nothing comes back that was not paid."""

    code = "more_than_due"
    template = "{ref} has {due} {what}, and this is {amount}, so nothing was recorded. Check the amount and {next}."


class ReferenceUsed(Refusal):
    """A payment is recorded once."""

    code = "reference_used"
    template = (
        "The reference {reference} stands in {known} already, so nothing was recorded. If it is another payment, "
        "give its own reference."
    )


class ReceiptMissing(Refusal):
    """The circle closes nothing without one."""

    code = "receipt_missing"
    template = "{ref} needs a receipt before it is closed. Add one with /budget receipt."


def decide(command: Any, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    events: tuple[Event, ...] = DECIDE[type(command)](command, state, facts)
    return events


def _pay(command: RecordPayment, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_standing(state, facts, Standing.APPROVED)
    require_version(state, facts, command.version)
    me = require_payer(facts, "record payments")
    reference = reference_of(command.ref, facts)
    minor = _minor(command.amount, state, facts) if not is_blank(command.amount) else state.payable
    if minor > state.due:
        raise too_much(minor, state.due, "still to be paid", state, facts, "ask for more with /budget request")
    if minor > state.payable or not minor:
        raise not_released(state, facts)
    day = day_of(command.date, state, facts, "was paid")
    require_said(day, command.early, state, facts)
    on = moved(minor, reference, day, state, facts)
    paid = PaymentRecorded(
        number=len(state.payments) + 1,
        minor=minor,
        payer=me,
        on=on,
        at=facts.now,
        chases=chases(state, facts),
        early=is_early(on, state, facts),
        last_resort=facts.resort,
        reference=reference,
    )
    done = minor == state.due and (state.receipts or not state.content.receipts)
    return (paid, BudgetClosed(at=facts.now, released=0)) if done else (paid,)


def moved(
    minor: int,
    reference: str,
    on: datetime,
    state: Request,
    facts: RequestFacts,
    back: bool = False,
    person: PersonId | None = None,
) -> datetime:
    """When it moved, by the organisation's treasury. Raises a Refusal where that knows of nothing."""
    claim = Claim(
        request=facts.stream,
        circle=state.circle,
        minor=minor,
        unit=state.content.of,
        payee=state.content.payee,
        person=facts.me if person is None else person,
        reference=reference,
        on=on,
        now=facts.now,
        back=back,
    )
    moved = treasury(facts.circles.organisation.treasury).confirmed(claim)
    zone = facts.circles.zone_of(state.circle)
    require_open_day(facts.circles.circles[state.circle], moved, zone, facts.books)
    return moved


def _minor(typed: str, state: Request, facts: RequestFacts) -> int:
    minor, unit = read_amount(typed, facts.books, facts.me, facts.circles, facts.people, meant=state.content.of)
    if unit != state.content.of:
        raise Invalid(field="amount", problem=f"It was promised in {state.content.unit}.", fix="Give that amount.")
    return minor


def too_much(minor: int, due: int, what: str, state: Request, facts: RequestFacts, then: str) -> MoreThanDue:
    """The refusal of more than is due, with both amounts."""
    unit = state.content.of
    said = [Money(one, unit.code, unit.exponent) for one in (due, minor)]
    return MoreThanDue(field="amount", ref=facts.stream, due=said[0], what=what, amount=said[1], next=then)


def reference_of(typed: str, facts: RequestFacts) -> str:
    """One that no other payment has. Raises ReferenceUsed."""
    words = " ".join(short_words("ref", checked_words("ref", typed, REFERENCE_FIX), REFERENCE_LIMIT).split())
    if facts.same_reference is not None:
        raise ReferenceUsed(field="ref", reference=words, known=facts.same_reference)
    return words


def _refund(command: RecordRefund, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_standing(state, facts, Standing.APPROVED, Standing.PAID, Standing.CLOSED)
    me = require_payer(facts, "record refunds")
    reference = reference_of(command.ref, facts)
    minor, left = _minor(command.amount, state, facts), state.paid - state.refunded
    if minor > left:
        raise too_much(minor, left, "paid that could come back", state, facts, "change it")
    on = moved(minor, reference, day_of(command.date, state, facts, "came back"), state, facts, back=True)
    require_paid_by(on, state, facts)
    back = RefundRecorded(minor=minor, person=me, at=facts.now, on=on, last_resort=facts.resort, reference=reference)
    return (back,)


def _receipt(command: AddReceipt, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_standing(state, facts, Standing.APPROVED, Standing.PAID, Standing.CLOSED)
    if facts.me not in (state.requester, *facts.payers):
        who = payers_said((state.requester, *facts.payers))
        raise NotAllowed(who=who, do=f"add receipts to {facts.stream}", next="Ask them to.")
    words = short_words("receipt", checked_words("receipt", command.receipt, RECEIPT_FIX), RECEIPT_LIMIT).strip()
    digest = content_digest(state.salt, 0, "", "", words, True)
    if digest in state.receipts:
        return ()
    added = ReceiptAdded(person=facts.me, at=facts.now, digest=digest, same_as=facts.same_receipt, receipt=words)
    if state.standing is Standing.PAID:
        return (added, BudgetClosed(at=facts.now, released=0))
    return (added,)


def _close(command: CloseRequest, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_standing(state, facts, Standing.APPROVED, Standing.PAID)
    me = require_closer(state, facts)
    if not state.payments and not requester_left(state, facts.people):
        fix = "The requester can take it back with /budget withdraw."
        raise Invalid(problem=f"Nothing of {facts.stream} is paid yet.", fix=fix)
    if state.payments and state.content.receipts and not state.receipts:
        raise ReceiptMissing(ref=facts.stream)
    return (BudgetClosed(at=facts.now, released=state.due, person=me),)


DECIDE: Final[dict[type, Any]] = {
    RecordPayment: _pay,
    RecordRefund: _refund,
    ReversePayment: reverse,
    AddReceipt: _receipt,
    CloseRequest: _close,
}
