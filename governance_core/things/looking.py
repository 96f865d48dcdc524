"""What people look up of shared things: one of them, its history, a loan, lists, and what waits for somebody."""

from collections.abc import Sequence

from governance_core.cards.card import Button, Card, Entry, Listing, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import one_line, shortened
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader
from governance_core.things import cards
from governance_core.things.guards import ThingFacts, over, the_loan
from governance_core.things.history import history_card
from governance_core.things.keeping import keepers, longest_loan
from governance_core.things.kept import answers, due
from governance_core.things.loan_cards import loan_card
from governance_core.things.loan_messages import ShowLoan
from governance_core.things.messages import ListThings, MyLoans, ShowBookings, ShowHistory, ShowThing
from governance_core.things.model import Standing, Thing
from governance_core.things.reading import ReadsThings, ThingRow

MOST_LISTED = 20
MOST_CHOICES = 25
MOST_OWN = 5
_NOTHING = "Nothing yet. Whoever keeps the things of a circle adds one with /share add."
_NOT_CALLED = "Nothing is called so. /share list shows all you can see."


def sees(state: Thing, person: PersonId | None, reader: Reader) -> bool:
    """A thing of a private circle is there for its seats, and for whoever has it."""
    if not state.circle:
        return True
    circles: Circles = reader.state(CIRCLES)
    return circles.may_see(person, state.circle) or any(one.borrower == person for one in state.loans.values())


def card(stream: StreamId, state: Thing, reader: Reader, viewer: PersonId | None) -> Card:
    """The thing's card."""
    circles: Circles = reader.state(CIRCLES)
    able = keepers(state.circle, circles, reader.state(PEOPLE))
    circle = circles.circles[state.circle]
    most = longest_loan(state, circles)
    return cards.thing_card(stream, state, circle, able, circles.zone_of(state.circle), reader.now, most)


def _seen(stream: StreamId, by: Actor, reader: Reader) -> Thing:
    state = reader.state(stream) if reader.version(stream) else None
    if not isinstance(state, Thing) or not sees(state, by.person, reader):
        raise Unknown(what=str(stream), hint=" /share list shows those you can see.")
    return state


def show(query: ShowThing, by: Actor, reader: Reader) -> Card:
    """The card as it stands. Raises Unknown."""
    return card(query.id, _seen(query.id, by, reader), reader, by.person)


def bookings(query: ShowBookings, by: Actor, reader: Reader) -> Card:
    """Its calendar. Raises Unknown."""
    state = _seen(query.id, by, reader)
    circles: Circles = reader.state(CIRCLES)
    return cards.bookings_card(query.id, state, circles.zone_of(state.circle), reader.now)


def history(query: ShowHistory, by: Actor, reader: Reader) -> Card:
    """What happened to it. Raises Unknown."""
    state = _seen(query.id, by, reader)
    circles: Circles = reader.state(CIRCLES)
    last = reader.version(query.id)
    recorded = reader.recorded(query.id, max(1, last - 2 * MOST_LISTED), last)
    return history_card(query.id, state, recorded, circles.zone_of(state.circle), MOST_LISTED)


def show_loan(query: ShowLoan, by: Actor, reader: Reader) -> Card:
    """One loan. Raises Unknown or Closed."""
    state = _seen(query.id, by, reader)
    circles: Circles = reader.state(CIRCLES)
    known = ThingFacts(reader.now, by, query.id, circles, reader.state(PEOPLE))
    loan = the_loan(query.loan, state, known, lambda _: True, "just now")
    if isinstance(loan, Standing):
        raise over(loan, query.id)
    able = known.keepers(state.circle, loan.borrower)
    return loan_card(query.id, state, loan, able, circles.zone_of(state.circle), reader.now)


def listed(query: ListThings, by: Actor, reader: Reader) -> Card:
    """The things of one circle or of all that can be seen, by a part of their name."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    rows = _called(query.name, wanted, reader)
    title = f"Shared things of {circles.circles[query.circle].name}" if query.circle else "Shared things"
    entries = [cards.thing_entry(row, circles.circles[row.circle]) for row in rows[:MOST_LISTED]]
    add = Button("Add a thing", Press(query.circle or "", 0, "add-thing"))
    mine = Button("My loans", Press("things", 0, "my-loans"))
    none = _NOT_CALLED if query.name else _NOTHING
    kept = Button("What I keep", Press(query.circle or "", 0, "kept-things"))
    first = () if query.name or query.circle else _own(by.person, reader)
    return cards.list_card(title, entries, len(rows) - len(entries), none, (add, mine, kept), first)


def _own(person: PersonId | None, reader: Reader) -> Sequence[Listing]:
    """What the viewer has and booked, and what waits for them, before all that can be borrowed."""
    rows = reader.half(ReadsThings).loans_of(person) if person else ()
    asked = answers(person, _kept_by(person, reader), reader) if person else []
    parts = (("Yours", rows), ("Waiting for you", asked))
    return [
        Listing(
            tuple(cards.loan_entry(row, reader.now) for row in found[:MOST_OWN]),
            name,
            more=max(len(found) - MOST_OWN, 0),
        )
        for name, found in parts
        if found
    ]


def _called(name: str, circles: Sequence[CircleId], reader: Reader) -> Sequence[ThingRow]:
    """Whatever the case."""
    rows = reader.half(ReadsThings).listed_things(circles)
    return [row for row in rows if name.strip().casefold() in f"{row.id} {row.name}".casefold()]


def my_loans(query: MyLoans, by: Actor, reader: Reader) -> Card:
    """The viewer's own."""
    rows = reader.half(ReadsThings).loans_of(by.person) if by.person else ()
    entries = [cards.loan_entry(row, reader.now) for row in rows[:MOST_LISTED]]
    none = "None. /share list shows what can be borrowed."
    return cards.list_card("What you have borrowed and booked", entries, len(rows) - len(entries), none)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """What the person should bring back, and the requests and damage they are to see to."""
    half = reader.half(ReadsThings)
    found = due(person, reader)
    kept = _kept_by(person, reader)
    if not kept:
        return found
    found += [cards.loan_entry(row, reader.now) for row in answers(person, kept, reader)]
    circles: Circles = reader.state(CIRCLES)
    return [*found, *(cards.thing_entry(row, circles.circles[row.circle]) for row in half.broken_in(kept))]


def _kept_by(person: PersonId, reader: Reader) -> list[CircleId]:
    """The circles of whose things it is waited for the person."""
    circles: Circles = reader.state(CIRCLES)
    held = {one.id for one in circles.alive() if person in one.roles.values()}
    below = [one.id for one in circles.alive() if any(above.id in held for above in circles.ancestry(one.id))]
    return below if held else []


def thing_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Things to pick, by a part of their name."""
    circles: Circles = reader.state(CIRCLES)
    visible = [one.id for one in circles.visible(person)]
    return [_option(row, circles) for row in _called(typed, visible, reader)[:MOST_CHOICES]]


def things_called(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """What somebody means by a name: what is called just so, else what has all of its words in its name."""
    circles: Circles = reader.state(CIRCLES)
    rows = reader.half(ReadsThings).listed_things([one.id for one in circles.visible(person)])
    words = typed.casefold().split()
    exact = [row for row in rows if row.name.casefold().split() == words]
    close = [row for row in rows if all(word in row.name.casefold() for word in words)]
    return [_option(row, circles) for row in exact or close]


def _option(row: ThingRow, circles: Circles) -> Option:
    name = f"{row.id} · {one_line(row.name, 60)} · {circles.circles[row.circle].name}"
    return Option(row.id, shortened(name, 100))
