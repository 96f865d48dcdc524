"""Asking for a thing: for how long, of how many, and whether they are free; the refusal says when they would be."""

from datetime import datetime, timedelta
from typing import Final

from governance_core.cards.text import Mention, Text, listed, people, text
from governance_core.kernel.checked import kept_words
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import wall
from governance_core.things.booking import free, in_the_way, next_free
from governance_core.things.counting import whole
from governance_core.things.guards import NotFree, ThingFacts, TooLong, TooManyLoans, require_borrower, require_there
from governance_core.things.keeping import longest_loan
from governance_core.things.loan_events import LoanAsked, LoanBooked, LoanLent
from governance_core.things.loan_messages import RequestLoan
from governance_core.things.model import Lending, Loan, Thing
from governance_core.things.spans import span_words
from governance_core.things.when import stretch

MOST_LOANS: Final = 10
"""So many loans of one thing has one person at once."""
MOST_TAKEN: Final = 5
"""So many loans in the way are named in a refusal."""


def request(command: RequestLoan, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """It takes its place at once, whoever decides about it. Raises a Refusal."""
    require_there(state, facts)
    me = require_borrower(state, facts)
    zone = facts.circles.zone_of(state.circle)
    start, until = stretch(command.start, command.until, facts.now, zone)
    quantity = whole(command.quantity)
    _require_few(state, facts)
    require_short(state, start, until, zone, facts)
    require_free(state, quantity, start, until, zone, facts)
    asked, proposed = _waited_for(state, facts), _is_proposed(state, facts)
    loan = state.count + 1
    held = LoanAsked(
        loan=loan,
        borrower=me,
        quantity=quantity,
        start=start,
        until=until,
        zone=zone,
        at=facts.now,
        keepers=asked,
        proposed=proposed,
        purpose=kept_words("purpose", command.purpose),
    )
    if asked or proposed:
        return (held,)
    booked = LoanBooked(loan=loan, borrower=me, start=start, until=until, at=facts.now)
    return (held, booked, *_at_once(state, booked, facts))


def _at_once(state: Thing, booked: LoanBooked, facts: ThingFacts) -> tuple[Event, ...]:
    """What is lent freely from now on is with the borrower."""
    if booked.start > facts.now or state.lending is not Lending.FREELY or not state.is_handed_out:
        return ()
    return (LoanLent(loan=booked.loan, borrower=booked.borrower, until=booked.until, at=facts.now, person=facts.me),)


def _waited_for(state: Thing, facts: ThingFacts) -> tuple[PersonId, ...]:
    """Who is asked to accept it; nobody where it is lent freely or by consent, or nobody else keeps it."""
    return facts.asked(state.circle, facts.me) if state.lending is Lending.REQUEST else ()


def _is_proposed(state: Thing, facts: ThingFacts) -> bool:
    """Whether the circle decides it: somebody else must sit there."""
    return state.lending is Lending.CONSENT and bool(set(facts.circles.seats(state.circle)) - {facts.me})


def _require_few(state: Thing, facts: ThingFacts) -> None:
    mine = sum(one.borrower == facts.me for one in state.loans.values())
    if mine >= MOST_LOANS:
        raise TooManyLoans(count=mine, ref=facts.stream, name=state.name)


def require_short(state: Thing, start: datetime, until: datetime, zone: str, facts: ThingFacts) -> None:
    """Raise TooLong beyond what its keepers allow."""
    most = longest_loan(state, facts.circles)
    if most and until > most.after(start, zone):
        who = people(facts.keepers(state.circle), "or")
        raise TooLong(field="until", ref=facts.stream, name=state.name, longest=most.in_words(), who=who)


def require_free(
    state: Thing, quantity: int, start: datetime, until: datetime, zone: str, facts: ThingFacts, but: int = 0
) -> None:
    """Raise NotFree, which names what is in the way, and when it would work."""
    there = free(state, start, until, facts.now, but)
    if there >= quantity:
        return
    raise NotFree(
        field="until" if but else "start",
        ref=facts.stream,
        name=state.name,
        free=_how_many(state, there, quantity),
        span=span_words(start, until, zone),
        taken=_taken(state, start, until, zone, facts, but),
        next=_next(state, quantity, start, until, zone, facts, but),
    )


def _how_many(state: Thing, there: int, wanted: int) -> str:
    if state.quantity == 1 and wanted == 1:
        return "is not free"
    return f"has {there or 'none'} free, and you ask for {wanted}"


def _taken(state: Thing, start: datetime, until: datetime, zone: str, facts: ThingFacts, but: int) -> Text:
    found = [one for one in in_the_way(state, start, until, facts.now) if one.number != but]
    said: list[Text] = [who_has(one, state, zone, facts.now) for one in found[:MOST_TAKEN]]
    more = [text(f"{len(found) - MOST_TAKEN} more")] if len(found) > MOST_TAKEN else []
    broken = [text("it is damaged" if state.quantity == state.broken else f"{state.broken} of it are damaged")]
    return listed([*said, *more, *(broken if state.broken else [])]) or (f"there are {state.quantity} in all",)


def who_has(loan: Loan, state: Thing, zone: str, now: datetime) -> Text:
    """`Ben has it (Fri 6 Mar 2026, all day)`."""
    late = ", overdue" if loan.is_late(now) else ""
    many = "it" if state.quantity == 1 else str(loan.quantity)
    return text(Mention(loan.borrower), f" has {many} ({span_words(loan.start, loan.until, zone)}{late})")


def _next(state: Thing, quantity: int, start: datetime, until: datetime, zone: str, facts: ThingFacts, but: int) -> str:
    if but:
        return f"Ask whoever is next, or bring it back on time; /share show {facts.stream} has its calendar."
    again = next_free(state, quantity, start, until - start, facts.now)
    if again is None and state.broken:
        return "Ask whoever keeps it; /share repaired says that it can be used again."
    if again is None:
        return f"Ask for fewer, or look at its calendar with /share show {facts.stream}."
    minute = again + timedelta(minutes=1, microseconds=-1)
    return f"Try again with start:“{wall(minute, zone):%Y-%m-%d %H:%M}”: from then on it is free for so long."
