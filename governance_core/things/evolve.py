"""What a shared thing becomes with each event."""

from dataclasses import replace
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.things.events import ThingAdded, ThingChanged, ThingDamaged, ThingRepaired, ThingRetired
from governance_core.things.loan_events import (
    LoanAsked,
    LoanBooked,
    LoanCancelled,
    LoanDeclined,
    LoanEnded,
    LoanExtended,
    LoanHandedOver,
    LoanLent,
    LoanLongerAsked,
    LoanLongerRefused,
    LoanNotThere,
    LoanOrphaned,
    LoanProposed,
    LoanReminded,
    LoanReminderPutOff,
    LoanReturned,
)
from governance_core.things.model import REMEMBERED, Loan, Standing, Step, Thing

_BEFORE = {Step.OVERDUE: (Step.SOON,)}
"""A reminder that comes too late for another stands for it."""


def evolve(state: Thing, event: Any) -> Thing:
    """The thing after an event."""
    match event:
        case ThingAdded() | ThingChanged():
            return _described(state, event)
        case ThingDamaged(quantity=quantity, what=what, person=person):
            return changed(state, broken=min(state.broken + quantity, state.quantity), damage=what, damaged_by=person)
        case ThingRepaired():
            return changed(state, broken=0, damage="", damaged_by=None)
        case ThingRetired():
            over = tuple((number, Standing.CANCELLED) for number in state.loans)
            return changed(state, retired=True, loans={}, over=(*state.over, *over)[-REMEMBERED:])
        case LoanAsked():
            return changed(state, count=event.loan, loans={**state.loans, event.loan: _asked(event)})
        case _:
            return _of_loan(state, event)


def _described(state: Thing, e: ThingAdded | ThingChanged) -> Thing:
    return changed(
        state,
        circle=e.circle,
        name=e.name,
        sort=e.sort,
        quantity=e.quantity,
        lending=e.lending,
        reach=e.reach,
        longest=e.longest,
        place=e.place,
        edition=state.edition + 1,
        broken=min(state.broken, e.quantity),
    )


def _asked(e: LoanAsked) -> Loan:
    standing = Standing.PROPOSED if e.proposed else Standing.ASKED
    return Loan(e.loan, e.borrower, e.quantity, e.start, e.until, standing, e.zone, e.purpose)


def _of_loan(state: Thing, event: Any) -> Thing:
    match event:
        case LoanReturned():
            return _over(state, event.loan, Standing.RETURNED)
        case LoanDeclined():
            return _over(state, event.loan, Standing.DECLINED)
        case LoanCancelled():
            return _over(state, event.loan, Standing.CANCELLED)
        case LoanEnded(how=how):
            return _over(state, event.loan, how)
        case _:
            return changed(state, loans={**state.loans, event.loan: _after(state.loans[event.loan], event)})


def _over(state: Thing, number: int, how: Standing) -> Thing:
    left = {other: loan for other, loan in state.loans.items() if other != number}
    return changed(state, loans=left, over=(*state.over, (number, how))[-REMEMBERED:])


def _after(loan: Loan, event: Any) -> Loan:
    match event:
        case LoanProposed(proposal=proposal):
            return replace(loan, proposal=proposal)
        case LoanBooked():
            return replace(loan, standing=Standing.BOOKED)
        case LoanLent(at=at):
            return replace(loan, standing=Standing.OUT, lent_at=at, start=min(loan.start, at))
        case LoanNotThere():
            return replace(loan, told=(*loan.told, Step.BEGIN))
        case LoanExtended(until=until):
            begun = tuple(one for one in loan.told if one is Step.BEGIN)
            return replace(loan, until=until, later={}, told=begun, wants=None)
        case LoanLongerAsked(wants=wants):
            return replace(loan, wants=wants)
        case LoanLongerRefused():
            return replace(loan, wants=None)
        case LoanReminded(step=step):
            told = (*loan.told, *_BEFORE.get(step, ()), step)
            return replace(loan, told=tuple(dict.fromkeys(told)), later=_without(loan, step))
        case LoanReminderPutOff(step=step, until=until):
            return replace(loan, later={**loan.later, step: until})
        case LoanOrphaned():
            return replace(loan, orphaned=True)
        case LoanHandedOver(to=to):
            return replace(loan, borrower=to)
        case _:
            raise TypeError(f"shared things do not know {event!r}")


def _without(loan: Loan, step: Step) -> dict[Step, Any]:
    gone = (step, *_BEFORE.get(step, ()))
    return {one: at for one, at in loan.later.items() if one not in gone}
