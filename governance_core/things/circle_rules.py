"""What a circle's decision makes of a loan that was put to it."""

from collections.abc import Mapping
from typing import Any, Final

from governance_core.kernel.errors import Invalid
from governance_core.kernel.message import Event
from governance_core.things.guards import ThingFacts
from governance_core.things.loan_events import LoanBooked, LoanDeclined, LoanProposed
from governance_core.things.loan_messages import GrantLoan, NoteLoan, RefuseLoan
from governance_core.things.model import Loan, Standing, Thing


def _note(command: NoteLoan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    loan = _proposed(command, state)
    if loan is None or loan.proposal == command.proposal:
        return ()
    return (LoanProposed(loan=loan.number, borrower=loan.borrower, proposal=command.proposal),)


def _grant(command: GrantLoan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """It is held already. Raises Invalid where it is over meanwhile, so that the adoption says so."""
    loan = _proposed(command, state)
    if loan is None:
        problem = f"Loan {command.loan} of {facts.stream} is over already."
        raise Invalid(problem=problem, fix="The borrower can ask anew with /share request.")
    return (
        LoanBooked(
            loan=loan.number, borrower=loan.borrower, start=loan.start, until=loan.until, at=facts.now, by_circle=True
        ),
    )


def _refuse(command: RefuseLoan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    loan = _proposed(command, state)
    if loan is None or loan.proposal not in ("", command.proposal):
        return ()
    return (
        LoanDeclined(
            loan=loan.number,
            borrower=loan.borrower,
            start=loan.start,
            until=loan.until,
            at=facts.now,
            outcome=command.because,
        ),
    )


def _proposed(command: NoteLoan | GrantLoan | RefuseLoan, state: Thing) -> Loan | None:
    """The loan, where it still waits for its circle."""
    loan = state.loans.get(command.loan)
    return loan if loan is not None and loan.standing is Standing.PROPOSED else None


DECIDE: Final[Mapping[type, Any]] = {NoteLoan: _note, GrantLoan: _grant, RefuseLoan: _refuse}
