"""The face of the books: allocating, giving back, balances and the ledger."""

from collections.abc import Sequence
from typing import Any

from governance_core.budgets import cards
from governance_core.budgets.messages import (
    Allocate,
    AllocationAsked,
    AmountMoved,
    AskAllocation,
    GiveBack,
    MoveForRequest,
    ShowBalance,
    ShowLedger,
)
from governance_core.budgets.model import BOOKS, Account, Books
from governance_core.budgets.purse import BooksFacts
from governance_core.budgets.reading import ReadsLedger
from governance_core.budgets.rules import decide, evolve
from governance_core.cards.card import Card, Entry
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.feature import Feature, Home, Notice
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader

MOST_LISTED = 20


def facts(command: Any, state: Books, by: Actor, reader: Reader) -> BooksFacts:
    """The instant, the actor, and the circles and people."""
    return BooksFacts(reader.now, by, reader.state(CIRCLES), reader.state(PEOPLE))


def balance(query: ShowBalance, by: Actor, reader: Reader) -> Card:
    """The envelopes of one circle, or a line for each that can be seen."""
    circles: Circles = reader.state(CIRCLES)
    state: Books = reader.state(BOOKS)
    if query.circle is None:
        return cards.balances_card(circles.visible(by.person), state)
    circle = _open(query.circle, circles)
    return cards.balance_card(circle, state, circles.zone_of(circle.id))


def ledger(query: ShowLedger, by: Actor, reader: Reader) -> Card:
    """The newest entries of one circle."""
    circles: Circles = reader.state(CIRCLES)
    circle = _open(query.circle, circles)
    half = reader.half(ReadsLedger)
    sight = cards.Names(circles, by.person)
    return cards.ledger_card(circle, half.entries(circle.id, MOST_LISTED), half.count(circle.id), sight)


def _open(wanted: CircleId, circles: Circles) -> Circle:
    found = circles.open(wanted)
    if found is None:
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    return found


def notices(event: Event, state: Books) -> tuple[Notice, ...]:
    """The circles on both sides hear what changed for them; who keeps a purse, what is asked of it."""
    if isinstance(event, AllocationAsked):
        return tuple(Notice(one, "whisper") for one in event.of)
    if not isinstance(event, AmountMoved):
        return ()
    return tuple(Notice(Home(circle), "announce") for circle in event.told_in)


def telling(stream: StreamId, event: Event, state: Books, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What they hear."""
    if isinstance(event, AllocationAsked):
        return cards.asked_card(event, reader.state(CIRCLES))
    return cards.told_card(event, reader.state(CIRCLES)) if isinstance(event, AmountMoved) else None


def receipt(stream: StreamId, events: tuple[Event, ...], state: Books, by: Actor, facts: BooksFacts | None) -> Card:
    """What the one who entered it is told."""
    return cards.receipt(events, state, facts.circles if facts else None)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """What circles ask of the purses that the person keeps."""
    circles: Circles = reader.state(CIRCLES)
    state: Books = reader.state(BOOKS)
    asked = [(Account.filed(key), one) for key, one in state.wanted.items() if person in one.of]
    return [
        cards.wanted_entry(circles.circles[CircleId(of.circle)], one, Unit(of.unit, one.exponent))
        for of, one in asked
        if circles.open(CircleId(of.circle)) and circles.may_see(person, CircleId(of.circle))
    ]


BUDGETS: Feature[Books, BooksFacts] = Feature(
    name="books",
    prefix=BOOKS,
    single=True,
    decider=Decider(Books(), decide, evolve),
    commands=(Allocate, GiveBack, AskAllocation, MoveForRequest),
    queries={ShowBalance: balance, ShowLedger: ledger},
    target=lambda command: BOOKS,
    facts=facts,
    notices=notices,
    telling=telling,
    receipt=receipt,
    waiting=waiting,
)
