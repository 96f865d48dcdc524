"""The face of the books: allocating and giving back. How they are read is `statement_feature`'s."""

from collections.abc import Sequence
from typing import Any

from governance_core.budgets import cards, funding_cards, moving_cards, recurring_cards, recurring_feature, reports
from governance_core.budgets.asking import request_in
from governance_core.budgets.evolving import evolve
from governance_core.budgets.funding_messages import AskMissing, AskShown, DeclineWish, FundWish, TakeWishBack
from governance_core.budgets.messages import (
    Allocate,
    AllocationAsked,
    AmountMoved,
    AskAllocation,
    GiveBack,
    MoveForRequest,
)
from governance_core.budgets.model import BOOKS, Account, Books
from governance_core.budgets.moving_messages import (
    ClosePeriod,
    CorrectEntry,
    Exchange,
    RefuseTransfer,
    TakeTransfer,
    Transfer,
)
from governance_core.budgets.moving_model import FindsEntry
from governance_core.budgets.purse import BooksFacts, purse_keepers
from governance_core.budgets.reading import EntryRow
from governance_core.budgets.recurring_dates import dates
from governance_core.budgets.recurring_due import alarms
from governance_core.budgets.recurring_messages import (
    AllocateDue,
    ChangeRecurring,
    ForgoOwed,
    ListRecurring,
    ShowRecurring,
    StopRecurring,
    TryOwed,
)
from governance_core.budgets.request_model import Request
from governance_core.budgets.rules import decide
from governance_core.cards.card import Card, Entry, Paragraph
from governance_core.cards.text import Text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature, Home, Notice
from governance_core.kernel.decider import Decider
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader


def facts(command: Any, state: Books, by: Actor, reader: Reader) -> BooksFacts:
    """The instant, the actor, the circles and people, and the entry that is to be corrected."""
    entry = _named(command.entry, reader) if isinstance(command, CorrectEntry) else None
    held = _held(request_in(command.whole), reader) if isinstance(command, AskMissing) else 0
    return BooksFacts(reader.now, by, reader.state(CIRCLES), reader.state(PEOPLE), entry, held)


def _held(request: str, reader: Reader) -> int | None:
    """What a request holds while it can be changed; nothing where it was refused before it was one."""
    if not request:
        return 0
    state = reader.state(StreamId(request)) if reader.version(StreamId(request)) else None
    return state.content.minor if isinstance(state, Request) and state.holds and not state.paid else None


def _named(typed: str, reader: Reader) -> EntryRow | None:
    number = typed.strip().removeprefix("#")
    known = number.isascii() and number.isdigit() and len(number) < 10
    return reader.half(FindsEntry).entry(int(number)) if known else None


def notices(event: Event, state: Books) -> tuple[Notice, ...]:
    """The circles on both sides hear what changed for them; who keeps a purse, what is asked of it."""
    if funding_cards.is_wish(event):
        return funding_cards.notices(event)
    if isinstance(event, AllocationAsked):
        return tuple(Notice(one, "whisper") for one in event.of)
    if not isinstance(event, AmountMoved):
        return (*recurring_cards.notices(event), *moving_cards.notices(event))
    return tuple(Notice(Home(circle), "announce") for circle in event.told_in)


def telling(stream: StreamId, event: Event, state: Books, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What they hear."""
    if funding_cards.is_wish(event):
        return funding_cards.telling(event, state, reader.state(CIRCLES), viewer)
    if isinstance(event, AllocationAsked):
        return cards.asked_card(event, reader.state(CIRCLES))
    if isinstance(event, AmountMoved):
        return cards.told_card(event, reader.state(CIRCLES))
    circles = reader.state(CIRCLES)
    return recurring_cards.telling(event, state, circles, viewer) or moving_cards.telling(event, circles, viewer)


def receipt(stream: StreamId, events: tuple[Event, ...], state: Books, by: Actor, facts: BooksFacts | None) -> Card:
    """What the one who entered it is told."""
    circles = facts.circles if facts else None
    said = _said_once(events, state, circles) if events else cards.again(state, by.person)
    if said is not None:
        return Card("books", (Paragraph(said),), said, private=True)
    return cards.receipt(events, state, circles, by.person)


def _said_once(events: tuple[Event, ...], state: Books, circles: Circles | None) -> Text | None:
    first = events[0]
    told = recurring_cards.receipt(first, state, circles) or funding_cards.receipt(first, state, circles)
    return told or moving_cards.receipt(events, state, circles)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """What circles ask of the purses that the person keeps, and what could not be allocated out of them."""
    circles: Circles = reader.state(CIRCLES)
    state: Books = reader.state(BOOKS)
    asked = [(Account.filed(key), one) for key, one in state.wanted.items() if person in one.of]
    wanted = [
        cards.wanted_entry(circles.circles[CircleId(of.circle)], one, Unit(of.unit, one.exponent))
        for of, one in asked
        if circles.open(CircleId(of.circle)) and circles.may_see(person, CircleId(of.circle))
    ]
    return [*wanted, *_wishes(person, state, circles), *recurring_feature.waiting(person, reader),
            *_offers(person, state, circles)]  # fmt: skip


def _wishes(person: PersonId, state: Books, circles: Circles) -> list[Entry]:
    """What private circles ask of the purses that the person keeps now."""
    there = (one for one in state.wishes.values() if circles.open(one.circle) and circles.open(one.above))
    return [funding_cards.entry(one, circles) for one in there if person in purse_keepers(circles.circles[one.above])]


def _offers(person: PersonId, state: Books, circles: Circles) -> list[Entry]:
    names = cards.Names(circles, person)
    waiting = (one for one in state.offers.values() if person in one.of)
    there = (one for one in waiting if circles.open(one.source) and circles.open(one.target))
    return [moving_cards.offer_entry(one, names) for one in there]


BUDGETS: Feature[Books, BooksFacts] = Feature(
    name="books",
    prefix=BOOKS,
    single=True,
    decider=Decider(Books(), decide, evolve),
    commands=(
        Allocate,
        GiveBack,
        AskAllocation,
        MoveForRequest,
        AllocateDue,
        ChangeRecurring,
        StopRecurring,
        TryOwed,
        ForgoOwed,
        Transfer,
        TakeTransfer,
        RefuseTransfer,
        CorrectEntry,
        Exchange,
        ClosePeriod,
        AskMissing,
        AskShown,
        FundWish,
        DeclineWish,
        TakeWishBack,
    ),
    queries={ListRecurring: recurring_feature.listed, ShowRecurring: recurring_feature.show},
    target=lambda command: BOOKS,
    facts=facts,
    alarms=alarms,
    rings={name: lambda stream: AllocateDue() for name in ("allocate", "owed")},
    notices=notices,
    telling=telling,
    receipt=receipt,
    waiting=waiting,
    reports=reports.envelopes,
    dates=dates,
)
