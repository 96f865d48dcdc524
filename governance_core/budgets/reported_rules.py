"""What a treasury reports that it paid: recorded once, and never more than was promised."""

from collections.abc import Mapping
from typing import Any, Final

from governance_core.budgets.parts_rules import not_released
from governance_core.budgets.paying_messages import BudgetClosed, PaymentRecorded
from governance_core.budgets.paying_rules import moved, reference_of, too_much
from governance_core.budgets.receipts_rules import chases
from governance_core.budgets.request_guards import RequestFacts, require_standing
from governance_core.budgets.request_model import Request, Standing
from governance_core.budgets.treasury import USUAL
from governance_core.budgets.treasury_orders import ReportPaid
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event

NOBODY: Final = PersonId("")
"""In the place of whoever recorded a payment: the treasury did."""


class OtherTreasury(Refusal):
    """A treasury that is used no more reports late, or one that never was."""

    code = "other_treasury"
    template = (
        "The treasury {mode} reports a payment, and the organisation uses {used}, so nothing was recorded. "
        "Ask an admin to look at treasury in the config."
    )


def reported(command: ReportPaid, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """Reported twice it is one payment. Raises a Refusal."""
    mode, used = facts.by.because, facts.circles.organisation.treasury or USUAL
    if mode != used:
        raise OtherTreasury(mode=mode, used=used)
    if any(_is_it(one, command) for one in state.payments):
        return ()
    require_standing(state, facts, Standing.APPROVED)
    reference = reference_of(command.ref, facts)
    if command.minor > state.due:
        raise too_much(command.minor, state.due, "still to be paid", state, facts, "look at what moved")
    if command.minor > state.payable or command.minor <= 0:
        raise not_released(state, facts)
    on = moved(command.minor, reference, command.on or facts.now, state, facts, person=NOBODY)
    paid = PaymentRecorded(
        number=len(state.payments) + 1,
        minor=command.minor,
        payer=NOBODY,
        on=on,
        at=facts.now,
        chases=chases(state, facts),
        treasury=mode,
        reference=reference,
    )
    done = command.minor == state.due and (state.receipts or not state.content.receipts)
    return (paid, BudgetClosed(at=facts.now, released=0)) if done else (paid,)


def _is_it(one: Any, command: ReportPaid) -> bool:
    same = (one.reference.casefold(), one.minor) == (" ".join(command.ref.split()).casefold(), command.minor)
    return same and not one.taken_back


DECIDE: Final[Mapping[type, Any]] = {ReportPaid: reported}
