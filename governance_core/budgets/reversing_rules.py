"""Taking back what was recorded by mistake: a payment or a refund, each by an entry of its own.

What was recorded stays to be read. The day of it does not matter: what takes it back is of today.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from governance_core.budgets.after_closing import heir_of
from governance_core.budgets.paying_guards import require_payer
from governance_core.budgets.paying_messages import BudgetClosed, PaymentReversed, RefundReversed, ReversePayment
from governance_core.budgets.receipts_rules import chases
from governance_core.budgets.request_guards import RequestFacts, require_standing
from governance_core.budgets.request_model import REFUND_MARK, Request, Standing
from governance_core.cards.text import Money
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.message import Event

_NUMBER: Final = re.compile(r"(r|refund)?\s*([0-9]{1,4})", re.IGNORECASE | re.ASCII)


class SpentSince(Refusal):
    """What came back was used since, so it cannot be found not to have come."""

    code = "spent_since"
    template = (
        "{circle} has {available} available, and taking this refund back would take {amount}, so nothing was recorded. "
        "Ask for an allocation with /budget ask, or take it back once there is enough."
    )


def reverse(command: ReversePayment, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """A payment, or by `R1` a refund. Raises a Refusal."""
    require_standing(state, facts, Standing.APPROVED, Standing.PAID, Standing.CLOSED)
    require_payer(facts, "take back what was recorded")
    reason = checked_words("reason", command.reason, "Say what was wrong.")
    typed = _NUMBER.fullmatch(command.payment.strip())
    if typed is not None and typed[1]:
        return (_refund(int(typed[2]), reason, state, facts),)
    taken_back = _payment(int(typed[2]) if typed else 0, reason, state, facts)
    ends = state.standing is not Standing.CLOSED and not taken_back.promised
    return (taken_back, BudgetClosed(at=facts.now, released=state.due)) if ends else (taken_back,)


def _payment(number: int, reason: str, state: Request, facts: RequestFacts) -> PaymentReversed:
    payment = _standing(number, state.payments, "payment", "", state, facts)
    if state.paid - payment.minor < state.refunded:
        fix = "Check which payment it was, or take back first the refund that was none."
        raise Invalid(field="payment", problem="More came back than would be paid without it.", fix=fix)
    promised = state.standing is not Standing.CLOSED and not facts.circles.circles[state.circle].closed
    return PaymentReversed(
        number=number,
        minor=payment.minor,
        person=facts.me,
        at=facts.now,
        promised=promised,
        last_resort=facts.resort,
        reason=reason,
    )


def _refund(number: int, reason: str, state: Request, facts: RequestFacts) -> RefundReversed:
    """It is spent still, so a receipt that is missing is asked for again."""
    refund = _standing(number, state.refunds, "refund", REFUND_MARK, state, facts)
    _require_there(refund.minor, state, facts)
    return RefundReversed(
        number=number,
        minor=refund.minor,
        person=facts.me,
        at=facts.now,
        chases=chases(state, facts),
        last_resort=facts.resort,
        reason=reason,
    )


def _require_there(minor: int, state: Request, facts: RequestFacts) -> None:
    """What came back may be asked for, promised or passed on by now. Raises SpentSince."""
    there = facts.circles.circles[state.circle]
    circle = (heir_of(there.id, facts.circles) if there.closed else there) or there
    envelope = facts.books.envelope(circle.id, state.content.of)
    if minor > envelope.available and not (circle.closed and circle is there):
        unit = envelope.unit
        said = [Money(one, unit.code, unit.exponent) for one in (envelope.available, minor)]
        raise SpentSince(field="payment", circle=circle.name, available=said[0], amount=said[1])


def _standing(number: int, recorded: Sequence[Any], what: str, mark: str, state: Request, facts: RequestFacts) -> Any:
    """The one of this number that was not taken back. Raises Invalid naming those there are."""
    known = {place: one for place, one in enumerate(recorded, 1) if not one.taken_back}
    if number not in known:
        refunds = [f"{REFUND_MARK}{place}" for place, one in enumerate(state.refunds, 1) if not one.taken_back]
        payments = [str(place) for place, one in enumerate(state.payments, 1) if not one.taken_back]
        choices = f"There are: {', '.join([*payments, *refunds]) or 'none'}."
        raise Invalid(field="payment", problem=f"{facts.stream} has no such {what} that stands.", fix=choices)
    return known[number]
