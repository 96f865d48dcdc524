"""What the clock does for loans: they begin, end and are missed; and what follows when a borrower leaves."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import Duration, moved_out_of
from governance_core.things.evolve import evolve
from governance_core.things.guards import ThingFacts
from governance_core.things.loan_events import (
    LoanEnded,
    LoanHandedOver,
    LoanLent,
    LoanNotThere,
    LoanOrphaned,
    LoanReminded,
    LoanReminderPutOff,
)
from governance_core.things.loan_messages import EndLoansOf, HandLoans, TurnLoans
from governance_core.things.loan_rules import cancelled
from governance_core.things.model import Lending, Loan, Standing, Step, Thing

BEFORE_THE_END: Final = Duration.parse("1d")
KEEPER_AFTER: Final = Duration.parse("3d")
Due = tuple[datetime, int, Step]
"""When, for which loan, and what."""


def steps(state: Thing) -> Iterator[Due]:
    """What the clock still has to do, from the state alone."""
    for loan in state.loans.values():
        for step, at in _nominal(loan, state):
            if step not in loan.told:
                yield loan.later.get(step, at), loan.number, step


def _nominal(loan: Loan, state: Thing) -> Iterator[tuple[Step, datetime]]:
    if loan.standing is not Standing.OUT:
        yield Step.END, loan.until
        if loan.standing is Standing.BOOKED and state.is_handed_out and _begins_by_clock(loan, state):
            yield Step.BEGIN, loan.start
        return
    soon = BEFORE_THE_END.before(loan.until, loan.zone)
    if loan.lent_at is not None and soon > loan.lent_at:
        yield Step.SOON, soon
    yield Step.OVERDUE, loan.until
    yield Step.LATE, KEEPER_AFTER.after(loan.until, loan.zone)


def _begins_by_clock(loan: Loan, state: Thing) -> bool:
    """What is lent freely; of the rest what is not there to be handed out, so that those who wait hear of it."""
    return state.lending is Lending.FREELY or not _is_there(loan, state)


def _is_there(loan: Loan, state: Thing) -> bool:
    return state.out + loan.quantity <= state.usable


def _turn(command: TurnLoans, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """One after another, as what comes back or ends makes room for what begins."""
    happened: list[Event] = []
    while due := sorted(one for one in steps(state) if one[0] <= facts.now):
        done = _step(due[0], state, facts)
        happened.extend(done)
        for event in done:
            state = evolve(state, event)
    return tuple(happened)


def _step(due: Due, state: Thing, facts: ThingFacts) -> Sequence[Event]:
    _, number, step = due
    loan = state.loans[number]
    if step is Step.BEGIN:
        return [_begun(loan, state, facts)]
    if step is Step.END:
        return [_ended(loan, state, facts)]
    return [_reminded(loan, step, state, facts)]


def _begun(loan: Loan, state: Thing, facts: ThingFacts) -> Event:
    """Nobody hands out what is lent freely: it is with the borrower, unless it is not there."""
    if not _is_there(loan, state):
        return _missing(loan, state, facts)
    return LoanLent(loan=loan.number, borrower=loan.borrower, until=loan.until, at=facts.now)


def _missing(loan: Loan, state: Thing, facts: ThingFacts) -> Event:
    """Whose time it is hears so, and whoever has it still; at night in the morning, when it may be back."""
    late = tuple(dict.fromkeys(one.borrower for one in state.loans.values() if one.is_late(facts.now)))
    awake = max(_awake(person, state, facts) for person in (loan.borrower, *late))
    if facts.now < awake < loan.until:
        return LoanReminderPutOff(loan=loan.number, borrower=loan.borrower, step=Step.BEGIN, until=awake)
    asked = tuple(one for one in facts.asked(state.circle) if one not in (loan.borrower, *late))
    return LoanNotThere(loan=loan.number, borrower=loan.borrower, at=facts.now, keepers=asked, late=late)


def _ended(loan: Loan, state: Thing, facts: ThingFacts) -> Event:
    used = loan.standing is Standing.BOOKED and not state.is_handed_out
    return LoanEnded(
        loan=loan.number,
        borrower=loan.borrower,
        start=loan.start,
        until=loan.until,
        how=Standing.OVER if used else Standing.LAPSED,
        at=facts.now,
        proposal=loan.proposal if loan.standing is Standing.PROPOSED else "",
    )


def _reminded(loan: Loan, step: Step, state: Thing, facts: ThingFacts) -> Event:
    """Now, or once they are awake; a reminder that would come after the end is not worth waking anybody."""
    persons = _whom(loan, step, state, facts)
    awake = max((_awake(person, state, facts) for person in persons), default=facts.now)
    late = step is Step.SOON and max(awake, facts.now) >= loan.until
    if awake > facts.now and not late:
        return LoanReminderPutOff(loan=loan.number, borrower=loan.borrower, step=step, until=awake)
    told = () if late else persons
    direct = {person: platform for person in told if (platform := _where(person, state, facts)) is not None}
    return LoanReminded(
        loan=loan.number,
        borrower=loan.borrower,
        step=step,
        until=loan.until,
        at=facts.now,
        persons=told,
        direct=direct,
    )


def _whom(loan: Loan, step: Step, state: Thing, facts: ThingFacts) -> tuple[PersonId, ...]:
    """The borrower; later, or where they are gone, whoever keeps it."""
    if step is Step.LATE or loan.orphaned:
        asked = facts.asked(state.circle)
        return tuple(one for one in asked if one != loan.borrower) or asked
    return (loan.borrower,)


def _awake(person: PersonId, state: Thing, facts: ThingFacts) -> datetime:
    known = facts.people.present(person)
    quiet = (known and known.quiet_hours) or facts.circles.policy_of(state.circle).quiet_hours
    zone = (known and known.zone) or facts.circles.zone_of(state.circle)
    return moved_out_of(quiet, facts.now, zone)


def _where(person: PersonId, state: Thing, facts: ThingFacts) -> str | None:
    """The platform of those who asked for direct messages; any for those who are not in its circle; None for others."""
    known = facts.people.present(person)
    wanted = known.reminded_on() if known else ""
    here = facts.circles.sits_in(person, state.circle) and facts.circles.circles[state.circle].homes
    return wanted or (None if here else "")


def _leave(command: EndLoansOf, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """What they booked is free for others; what they have is still with them."""
    theirs = [one for one in state.loans.values() if one.borrower == command.person]
    asked = tuple(one for one in facts.asked(state.circle) if one != command.person)
    return tuple(
        LoanOrphaned(loan=one.number, borrower=one.borrower, until=one.until, at=facts.now, keepers=asked)
        if one.standing is Standing.OUT
        else cancelled(one, facts.now, one.borrower, left=True)
        for one in theirs
        if not one.orphaned
    )


def _hand_over(command: HandLoans, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    theirs = (one for one in state.loans.values() if one.borrower == command.person)
    return tuple(LoanHandedOver(loan=one.number, borrower=one.borrower, to=command.to) for one in theirs)


DECIDE: Final[Mapping[type, Any]] = {TurnLoans: _turn, EndLoansOf: _leave, HandLoans: _hand_over}
