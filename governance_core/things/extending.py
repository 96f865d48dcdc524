"""Keeping a thing for longer: at once where it is lent freely, else asked of whoever keeps it, who says yes or no."""

from datetime import datetime
from typing import Final

from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.things.guards import ThingFacts, over, require_decider, require_party, require_there, the_loan
from governance_core.things.loan_events import LoanExtended, LoanLongerAsked, LoanLongerRefused
from governance_core.things.loan_messages import ExtendLoan
from governance_core.things.model import UNDECIDED, Lending, Loan, Standing, Thing
from governance_core.things.requesting import require_free, require_short
from governance_core.things.when import end_of

WAIT: Final = "Wait until it is."


def extend(command: ExtendLoan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """Where it is free: at once by whoever may, asked for by a borrower who may not. Raises a Refusal."""
    require_there(state, facts)
    loan = the_loan(command.loan, state, facts, lambda one: one.standing not in UNDECIDED, "to extend")
    if isinstance(loan, Standing):
        raise over(loan, facts.stream)
    asks = _must_ask(state, loan, facts)
    me = loan.borrower if asks else _may_extend(state, loan, facts)
    if loan.standing in UNDECIDED:
        raise Invalid(problem=f"Loan {loan.number} is not decided yet.", fix=WAIT)
    until = end_of(command.until, loan.until, facts.now, loan.zone)
    require_short(state, loan.start, until, loan.zone, facts)
    _require_free_until(until, state, loan, facts)
    if not asks:
        return (LoanExtended(loan=loan.number, borrower=loan.borrower, until=until, at=facts.now, person=me),)
    if loan.wants == until:
        return ()
    asked = LoanLongerAsked(
        loan=loan.number,
        borrower=me,
        until=loan.until,
        wants=until,
        at=facts.now,
        keepers=facts.asked(state.circle, me),
    )
    return (asked,)


def _must_ask(state: Thing, loan: Loan, facts: ThingFacts) -> bool:
    """Whether whoever acts is a borrower, and somebody else who keeps the thing is there to be asked."""
    others = facts.keepers(state.circle, loan.borrower)
    return state.lending is not Lending.FREELY and facts.me == loan.borrower and bool(others)


def _may_extend(state: Thing, loan: Loan, facts: ThingFacts) -> PersonId:
    do = f"extend loan {loan.number} of {facts.stream}"
    if state.lending is Lending.FREELY:
        return require_party(state, loan, facts, do)
    return require_decider(state, loan, facts, do)


def _require_free_until(until: datetime, state: Thing, loan: Loan, facts: ThingFacts) -> None:
    since = max(loan.start, min(loan.until, facts.now))
    require_free(state, loan.quantity, since, until, loan.zone, facts, loan.number)


def grant(loan: Loan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """Whoever keeps it says yes: its place was held meanwhile. Raises a Refusal."""
    me = require_decider(state, loan, facts, f"extend loan {loan.number} of {facts.stream}")
    assert loan.wants is not None, "only what was asked for is granted"
    if loan.wants <= facts.now:
        fix = "You can extend it to a later end with /share extend, or decline."
        raise Invalid(field="loan", problem="The time that was asked for has passed.", fix=fix)
    return (LoanExtended(loan=loan.number, borrower=loan.borrower, until=loan.wants, at=facts.now, person=me),)


def refuse(loan: Loan, words: str, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """Whoever keeps it says no: it is to be back as it was agreed. Raises a Refusal."""
    me = require_decider(state, loan, facts, f"answer whether loan {loan.number} of {facts.stream} is extended")
    reason = checked_words("reason", words, "Say why it is needed back.")
    refused = LoanLongerRefused(
        loan=loan.number, borrower=loan.borrower, until=loan.until, at=facts.now, person=me, reason=reason
    )
    return (refused,)
