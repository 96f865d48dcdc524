"""What may happen to the loans of a thing: asked for, accepted, handed out, given back, extended, cancelled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from governance_core.cards.text import listed, text
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.things import extending
from governance_core.things.guards import (
    NotBack,
    ThingFacts,
    over,
    require_decider,
    require_party,
    require_there,
    the_loan,
)
from governance_core.things.loan_events import LoanBooked, LoanCancelled, LoanDeclined, LoanLent, LoanReturned
from governance_core.things.loan_messages import (
    AcceptLoan,
    CancelLoan,
    DeclineLoan,
    ExtendLoan,
    LendThing,
    RequestLoan,
    ReturnThing,
)
from governance_core.things.model import UNDECIDED, Lending, Loan, Standing, Thing
from governance_core.things.requesting import MOST_TAKEN, request, require_free, who_has


def _accept(command: AcceptLoan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """It takes its place already, so that accepting needs no other look at the calendar."""
    require_there(state, facts)
    loan = the_loan(command.loan, state, facts, _waits, "to accept")
    if isinstance(loan, Standing):
        raise over(loan, facts.stream)
    if loan.wants:
        return extending.grant(loan, state, facts)
    if loan.standing is Standing.PROPOSED:
        raise _circle_decides(loan)
    me = require_decider(state, loan, facts, f"accept loan {loan.number} of {facts.stream}")
    if loan.standing is not Standing.ASKED:
        return ()
    return (LoanBooked(loan=loan.number, borrower=loan.borrower, start=loan.start, until=loan.until, at=facts.now,
                       person=me),)  # fmt: skip


def _waits(loan: Loan) -> bool:
    """Whether somebody who keeps it is to answer: whether it is lent, or for longer."""
    return loan.standing is Standing.ASKED or loan.wants is not None


def _circle_decides(loan: Loan) -> Invalid:
    where = f"answer {loan.proposal}" if loan.proposal else "answer its round"
    return Invalid(problem="The circle decides this by consent.", fix=f"You can {where}.")


def _decline(command: DeclineLoan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    loan = the_loan(command.loan, state, facts, _waits, "to decline")
    if isinstance(loan, Standing):
        if loan is Standing.DECLINED:
            return ()
        raise over(loan, facts.stream)
    if loan.wants:
        return extending.refuse(loan, command.reason, state, facts)
    if loan.standing is Standing.PROPOSED:
        raise _circle_decides(loan)
    me = require_decider(state, loan, facts, f"decline loan {loan.number} of {facts.stream}")
    if loan.standing is not Standing.ASKED:
        raise Invalid(problem=f"Loan {loan.number} is {loan.standing} already.", fix="You can cancel it with a reason.")
    reason = checked_words("reason", command.reason, "Say why, and when it would work.")
    return (
        LoanDeclined(
            loan=loan.number,
            borrower=loan.borrower,
            start=loan.start,
            until=loan.until,
            at=facts.now,
            person=me,
            reason=reason,
        ),
    )


def _lend(command: LendThing, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """Handed out before its time, it begins earlier where it is free until then."""
    require_there(state, facts)
    loan = the_loan(command.loan, state, facts, lambda one: one.standing is Standing.BOOKED, "to hand out")
    if isinstance(loan, Standing):
        raise over(loan, facts.stream)
    do = f"hand out loan {loan.number} of {facts.stream}"
    if state.lending is Lending.FREELY:
        me = require_party(state, loan, facts, do)
    else:
        me = require_decider(state, loan, facts, do)
    if loan.standing is Standing.OUT:
        return ()
    if loan.standing in UNDECIDED:
        raise Invalid(problem=f"Loan {loan.number} is not decided yet.", fix="Wait until it is, or accept it first.")
    if not state.is_handed_out:
        raise Invalid(problem=f"{facts.stream} is used where it is, so nobody hands it out.", fix="You can use it.")
    require_here(state, loan, facts)
    if facts.now < loan.start:
        require_free(state, loan.quantity, facts.now, loan.until, loan.zone, facts, loan.number)
    return (LoanLent(loan=loan.number, borrower=loan.borrower, until=loan.until, at=facts.now, person=me),)


def require_here(state: Thing, loan: Loan, facts: ThingFacts) -> None:
    """Raise NotBack while as many are not there."""
    if state.out + loan.quantity <= state.usable:
        return
    out = [one for one in state.loans.values() if one.standing is Standing.OUT]
    have = listed([who_has(one, state, loan.zone, facts.now) for one in out[:MOST_TAKEN]])
    parts = [*([have] if out else []), *([text(f"{state.broken} of {state.quantity} damaged")] if state.broken else [])]
    next_step = "Ask whoever has it to bring it back." if out else "Ask whoever keeps it; /share repaired says when."
    raise NotBack(ref=facts.stream, name=state.name, why=listed(parts), next=next_step)


def _return(command: ReturnThing, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    loan = the_loan(command.loan, state, facts, lambda one: _in_use(one, state, facts), "to give back")
    if isinstance(loan, Standing):
        if loan in (Standing.RETURNED, Standing.OVER):
            return ()
        raise over(loan, facts.stream)
    me = require_party(state, loan, facts, f"give back loan {loan.number} of {facts.stream}")
    if not _in_use(loan, state, facts):
        problem = f"Loan {loan.number} of {facts.stream} has not begun."
        raise Invalid(field="loan", problem=problem, fix="You can cancel it with /share cancel.")
    return (
        LoanReturned(
            loan=loan.number,
            borrower=loan.borrower,
            until=loan.until,
            at=facts.now,
            person=me,
            waiting=_whose_time_is(state, loan, facts),
        ),
    )


def _whose_time_is(state: Thing, back: Loan, facts: ThingFacts) -> tuple[PersonId, ...]:
    """Who could have had it by now."""
    booked = (one for one in state.loans.values() if one.standing is Standing.BOOKED and state.is_handed_out)
    return tuple(one.borrower for one in booked if one.start <= facts.now and one.number != back.number)


def _in_use(loan: Loan, state: Thing, facts: ThingFacts) -> bool:
    """Whether somebody has it: handed out, or used in its place since its time began."""
    begun = loan.standing is Standing.BOOKED and loan.start <= facts.now and not state.is_handed_out
    return loan.standing is Standing.OUT or begun


def _cancel(command: CancelLoan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    loan = the_loan(command.loan, state, facts, lambda one: one.standing is not Standing.OUT, "to cancel")
    if isinstance(loan, Standing):
        if loan is Standing.CANCELLED:
            return ()
        raise over(loan, facts.stream)
    me = require_party(state, loan, facts, f"cancel loan {loan.number} of {facts.stream}")
    if loan.standing is Standing.OUT:
        problem = f"Loan {loan.number} of {facts.stream} was handed out."
        raise Invalid(field="loan", problem=problem, fix="Say that it is back with /share return.")
    reason = kept_words("reason", command.reason)
    if me != loan.borrower:
        reason = checked_words("reason", command.reason, "Say to the borrower why it cannot take place.")
    return (cancelled(loan, facts.now, me, reason=reason),)


def cancelled(loan: Loan, now: datetime, by: PersonId, *, left: bool = False, reason: str = "") -> LoanCancelled:
    """It does not take place."""
    return LoanCancelled(
        loan=loan.number,
        borrower=loan.borrower,
        start=loan.start,
        until=loan.until,
        at=now,
        person=by,
        left=left,
        proposal=loan.proposal,
        reason=reason,
    )


DECIDE: Final[Mapping[type, Any]] = {
    RequestLoan: request,
    AcceptLoan: _accept,
    DeclineLoan: _decline,
    LendThing: _lend,
    ReturnThing: _return,
    ExtendLoan: extending.extend,
    CancelLoan: _cancel,
}
