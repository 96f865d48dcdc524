"""Whenever somebody leaves, or a circle decides about a loan, then this with loans: part of where features meet."""

from collections.abc import Iterable
from typing import Final

from governance_core.cards.plain import one_line
from governance_core.following import FollowUps, Policies
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.messages.items import EndWithItem, PutToCircle
from governance_core.things.events import ThingRetired
from governance_core.things.loan_events import LoanAsked, LoanCancelled, LoanEnded
from governance_core.things.loan_messages import EndLoansOf, GrantLoan, HandLoans, NoteLoan, RefuseLoan
from governance_core.things.model import Thing
from governance_core.things.reading import ReadsThings
from governance_core.things.spans import span_words

QUICK: Final = "quick"
"""Whether something is lent is a matter of yes or no: there is nothing to shape in it."""


def is_loan(item: Carried) -> bool:
    """Whether an item that a circle decides is a loan of a thing."""
    return item.key.startswith("T-")


def _asked(stream: StreamId, event: LoanAsked, reader: Reader) -> FollowUps:
    """What is lent by consent is put to the circle; its place is held meanwhile."""
    if not event.proposed:
        return
    state: Thing = reader.state(stream)
    everybody: People = reader.state(PEOPLE)
    span = span_words(event.start, event.until, event.zone)
    many = f"{event.quantity} of " if event.quantity > 1 else ""
    name, who = one_line(state.name, 60), everybody.name(event.borrower)
    item = Carried(
        Carries.ITEM,
        state.circle,
        key=stream,
        value=f"is lent, {span}",
        person=event.borrower,
        shown_by="thing",
        part=str(event.loan),
        called=f"loan {event.loan} of {stream}",
    )
    words = {
        "title": f"Lend {many}{stream} ({name}) to {who}, {span}",
        "driver": event.purpose or f"{who} would like to borrow it.",
        "text": f"{who} has {many}{stream} ({name}), {span}. Its place is held until this is decided.",
    }
    put = PutToCircle(circle=state.circle, proposer=event.borrower, item=item, process=QUICK, **words)
    yield put, Actor.policy(event.kind)


def noted(proposal: StreamId, item: Carried) -> Command:
    """The loan knows which proposal decides it: the first one, or that of the circle above."""
    return NoteLoan(id=StreamId(item.key), loan=int(item.part), proposal=proposal)


def adopted(proposal: StreamId, item: Carried) -> Command:
    """What an adoption does to the loan."""
    return GrantLoan(id=StreamId(item.key), loan=int(item.part), proposal=proposal)


def ended(proposal: StreamId, item: Carried, because: str) -> Command:
    """A proposal that ended without being adopted leaves the thing where it is."""
    return RefuseLoan(id=StreamId(item.key), loan=int(item.part), proposal=proposal, because=because)


def _over(stream: StreamId, event: LoanCancelled | LoanEnded, reader: Reader) -> FollowUps:
    """There is nothing to decide any more about a loan that does not take place."""
    if event.proposal:
        by = event.person if isinstance(event, LoanCancelled) else None
        because = f"loan {event.loan} of {stream} {'was cancelled' if by else 'is over'}"
        yield EndWithItem(id=StreamId(event.proposal), because=because, by=by), Actor.policy(event.kind)


def _retired(stream: StreamId, event: ThingRetired, reader: Reader) -> FollowUps:
    """Nor about one of a thing that is lent no more."""
    for proposal in filter(None, event.proposals):
        over = EndWithItem(id=StreamId(proposal), because=f"{stream} was retired", by=event.person)
        yield over, Actor.policy(event.kind)


OF_THINGS: Final[Policies] = {
    LoanAsked: _asked,
    LoanCancelled: _over,
    LoanEnded: _over,
    ThingRetired: _retired,
}
"""What follows from each event of a shared thing."""


def loans_end(person: PersonId, by: Actor, reader: Reader) -> FollowUps:
    """What somebody who left had booked is free, and what they have is to be fetched."""
    return [(EndLoansOf(id=thing, person=person), by) for thing in _with_loans_of(person, reader)]


def loans_handed(person: PersonId, to: PersonId, by: Actor, reader: Reader) -> FollowUps:
    """The loans of somebody who turned out to be somebody known are that person's."""
    return [(HandLoans(id=thing, person=person, to=to), by) for thing in _with_loans_of(person, reader)]


def _with_loans_of(person: PersonId, reader: Reader) -> list[StreamId]:
    return list(dict.fromkeys(row.id for row in reader.half(ReadsThings).loans_of(person)))


def kept_things(circles: Iterable[CircleId], reader: Reader) -> Iterable[tuple[StreamId, CircleId]]:
    """The things of these circles: their cards say who keeps them."""
    half = reader.half(ReadsThings)
    return [(thing, one) for one in sorted(circles) for thing in half.things_in(one)]
