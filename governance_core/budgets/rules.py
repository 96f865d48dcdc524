"""What may happen in the books: an amount goes from one account to another, and never is there less than nothing.

Research on what goes wrong elsewhere stands behind this: a balance is checked where it is written, in the same
transaction, and every movement is one entry with two sides (process.md, 4).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from governance_core.budgets import closing, exchange, funding, moving, recurring, recurring_due
from governance_core.budgets.after_closing import entries_for
from governance_core.budgets.asking import asked, asked_for_missing
from governance_core.budgets.entering import entry_of, keeper_of, require_available
from governance_core.budgets.funding_messages import AskMissing, DeclineWish, FundWish, TakeWishBack
from governance_core.budgets.messages import Allocate, AmountMoved, AskAllocation, GiveBack, MoveForRequest
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books
from governance_core.budgets.moving_messages import (
    ClosePeriod,
    CorrectEntry,
    Exchange,
    RefuseTransfer,
    TakeTransfer,
    Transfer,
)
from governance_core.budgets.purse import BooksFacts, open_circle, read_amount
from governance_core.budgets.recurring_messages import AllocateDue, ChangeRecurring, ForgoOwed, StopRecurring, TryOwed
from governance_core.kernel.errors import Invalid
from governance_core.kernel.message import Event


def decide(command: Any, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """The entries a command leads to. Raises a Refusal."""
    match command:
        case Allocate():
            return recurring.set_up(command, state, facts) if command.every else (_allocated(command, state, facts),)
        case GiveBack():
            return (_given_back(command, state, facts),)
        case MoveForRequest():
            return entries_for(command, state, facts)
        case AskAllocation():
            return asked(command, state, facts)
        case _:
            return _of_another_kind(command, state, facts)


_FURTHER: Final[Mapping[type, Callable[[Any, Books, BooksFacts], tuple[Event, ...]]]] = {
    AllocateDue: recurring_due.allocate_due,
    ChangeRecurring: recurring.change,
    StopRecurring: recurring.stop,
    TryOwed: recurring.try_owed,
    ForgoOwed: recurring.forgo,
    Transfer: moving.transfer,
    TakeTransfer: moving.take,
    RefuseTransfer: moving.refuse,
    CorrectEntry: moving.correct,
    Exchange: exchange.exchange,
    ClosePeriod: closing.close,
    AskMissing: asked_for_missing,
    FundWish: funding.fund,
    DeclineWish: funding.decline,
    TakeWishBack: funding.take_back,
}


def _of_another_kind(command: Any, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    decided = _FURTHER.get(type(command))
    if decided is None:
        raise TypeError(f"the books do not know {command!r}")
    return decided(command, state, facts)


def _allocated(command: Allocate, state: Books, facts: BooksFacts) -> AmountMoved:
    if command.leftover or command.starting:
        fix = "Say how often too, with every:monthly or every:quarterly, or leave it out."
        raise Invalid(field="every", problem="This is said of what recurs only.", fix=fix)
    circle = open_circle(command.circle, facts)
    above = facts.circles.circles[circle.parent] if circle.parent else None
    by = keeper_of(above or circle, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people, others=above is None)
    source = Account(above.id, AVAILABLE, unit.code) if above else Account(OUTSIDE, AVAILABLE, unit.code)
    if above is not None:
        require_available(minor, unit, above, state, facts)
    target = Account(circle.id, AVAILABLE, unit.code)
    return entry_of("allocation", minor, unit, source, target, state, facts, by=by, reason=command.reason)


def _given_back(command: GiveBack, state: Books, facts: BooksFacts) -> AmountMoved:
    circle = open_circle(command.circle, facts)
    by = keeper_of(circle, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people)
    require_available(minor, unit, circle, state, facts)
    source = Account(circle.id, AVAILABLE, unit.code)
    target = Account(circle.parent or OUTSIDE, AVAILABLE, unit.code)
    return entry_of("return", minor, unit, source, target, state, facts, by=by, reason=command.reason)
