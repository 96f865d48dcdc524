"""What people see of a shared thing: its card with the calendar, its history, and lists."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Press,
    Quote,
)
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, people, say, text
from governance_core.circles.model import Circle
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.time import Duration
from governance_core.things.model import Kind, Lending, Loan, Reach, Standing, Thing
from governance_core.things.reading import LoanRow, ThingRow
from governance_core.things.spans import end_words, span_words

MOST_SHOWN: Final = 7
"""So many lines of the calendar stand on the card."""
MOST_BOOKINGS: Final = 60
"""So many of them where that is all there is to see."""
KINDS = {
    Kind.ROOM: "room",
    Kind.TOOL: "tool",
    Kind.VEHICLE: "vehicle",
    Kind.LICENCE: "licence",
    Kind.HOURS: "machine hours",
    Kind.OTHER: "other",
}
_LENT = {
    Lending.FREELY: "freely: booked at once",
    Lending.REQUEST: "on request: its keeper accepts",
    Lending.CONSENT: "by consent: {circle} decides",
}
_TO = {
    Reach.CIRCLE: "to members of {circle}",
    Reach.BELOW: "to {circle} and the circles below it",
    Reach.ALL: "to everybody",
}
_STANDS = {
    Standing.ASKED: "asked, held until it is decided",
    Standing.PROPOSED: "held until {proposal} decides",
    Standing.BOOKED: "booked",
    Standing.OUT: "lent",
}


def thing_card(
    stream: StreamId,
    state: Thing,
    circle: Circle,
    keepers: Sequence[PersonId],
    zone: str,
    now: datetime,
    longest: Duration | None = None,
) -> Card:
    """The one card of a thing, as everybody who may see it does."""
    blocks: tuple[Block, ...] = (
        Heading((f"{stream} · {one_line(state.name)} · {circle.name}",), status(state, now)),
        Facts(tuple(_facts(state, circle, keepers, longest))),
        *_damage(state),
        *([] if state.retired else [_calendar(stream, state, zone, now)]),
        *_buttons(stream, state),
        Note(next_step(state, zone)),
    )
    return Card(stream, blocks, in_short(stream, state, circle, now), state.edition, zone)


def status(state: Thing, now: datetime) -> str:
    """How it stands, in words."""
    if state.retired:
        return "retired"
    late = any(one.is_late(now) for one in state.loans.values())
    words = [lent_words(state.out, state.quantity)] if state.out else []
    words += ["overdue"] if late else []
    words += [_broken_words(state)] if state.broken else []
    return ", ".join(words) or "there to borrow"


def lent_words(out: int, quantity: int) -> str:
    """`lent`, or `2 of 5 lent`."""
    return "lent" if quantity == 1 else f"{out} of {quantity} lent"


def _broken_words(state: Thing) -> str:
    return "damaged" if state.quantity == state.broken else f"{state.broken} of {state.quantity} damaged"


def _facts(
    state: Thing, circle: Circle, keepers: Sequence[PersonId], longest: Duration | None
) -> Iterator[tuple[str, Text]]:
    how_many = f", {state.quantity} of it" if state.quantity > 1 else ""
    yield "Kind", (f"{KINDS[state.sort]}{how_many}",)
    yield "Kept by", people(keepers, "or") if keepers else ("nobody: an admin can name a keeper in the config",)
    yield "Lent", (lending_words(state, circle, longest),)
    if state.place:
        yield "Where", (one_line(state.place, 200),)


def lending_words(state: Thing, circle: Circle, most: Duration | None) -> str:
    """`on request: its keeper accepts; to everybody, for 14 days at most`."""
    longest = f", for {most.in_words()} at most" if most else ""
    how = _LENT[state.lending].format(circle=circle.name)
    return f"{how}; {_TO[state.reach].format(circle=circle.name)}{longest}"


def _damage(state: Thing) -> Iterator[Quote]:
    if state.broken:
        yield Quote("Damaged", state.damage, by=(Mention(state.damaged_by),) if state.damaged_by else ())


def _calendar(stream: StreamId, state: Thing, zone: str, now: datetime) -> Listing:
    loans = _in_order(state)
    lines = tuple(_line(stream, state, one, zone, now) for one in loans[:MOST_SHOWN])
    return Listing(lines, f"Calendar ({zone})", "Nothing is booked.", max(len(loans) - MOST_SHOWN, 0))


def _in_order(state: Thing) -> Sequence[Loan]:
    return sorted(state.loans.values(), key=lambda one: (one.start, one.number))


def bookings_card(stream: StreamId, state: Thing, zone: str, now: datetime) -> Card:
    """The whole calendar, with nothing to press but the way back."""
    loans = _in_order(state)
    lines = tuple(Entry(_line(stream, state, one, zone, now).text) for one in loans[:MOST_BOOKINGS])
    title = f"{stream} · {one_line(state.name)}: who has it when ({zone})"
    listing = Listing(lines, empty="Nothing is booked.", more=max(len(loans) - MOST_BOOKINGS, 0))
    back = Buttons((Button("Open", Press(stream, state.edition, "thing")),))
    return Card(stream, (Heading((title,)), listing, back), (f"{title}.",), state.edition, zone, private=True)


def _line(stream: StreamId, state: Thing, loan: Loan, zone: str, now: datetime) -> Entry:
    words = text(f"{loan.number} · {span_words(loan.start, loan.until, zone)} · ", Mention(loan.borrower), many(loan),
                 f" · {loan_status(loan, now)}")  # fmt: skip
    return Entry(words, stream, main_button(stream, state, loan))


def many(loan: Loan) -> str:
    """` × 3`, where it is more than one."""
    return f" × {loan.quantity}" if loan.quantity > 1 else ""


def loan_status(loan: Loan, now: datetime) -> str:
    """How a loan stands, in words."""
    longer = ", asks to keep it" if loan.wants else ""
    if loan.is_late(now):
        return f"lent, overdue{longer}"
    return (longer and f"{loan.standing}{longer}") or _STANDS[loan.standing].format(
        proposal=loan.proposal or "the circle"
    )


def main_button(stream: StreamId, state: Thing, loan: Loan) -> Button:
    """What is most likely wanted next of a loan."""
    if loan.wants:
        return Button("Decide", Press(stream, state.edition, "loan", str(loan.number)))
    if loan.standing is Standing.OUT:
        return Button("It is back", Press(stream, state.edition, "return-thing", str(loan.number)))
    if loan.standing is Standing.BOOKED and state.is_handed_out:
        return Button("Hand out", Press(stream, state.edition, "lend-thing", str(loan.number)))
    label = "Decide" if loan.standing is Standing.ASKED else "Look"
    return Button(label, Press(stream, state.edition, "loan", str(loan.number)))


def _buttons(stream: StreamId, state: Thing) -> Iterator[Buttons]:
    """What can be pressed as it stands; whether somebody may is looked at when they press."""
    history = Button("History", Press(stream, state.edition, "thing-history"))
    if state.retired:
        yield Buttons((history,))
        return
    found = [Button("Borrow", Press(stream, state.edition, "request-thing"))]
    if state.broken:
        found.append(Button("It is repaired", Press(stream, state.edition, "repair-thing")))
    if state.usable:
        found.append(Button("Report damage", Press(stream, state.edition, "damage-thing")))
    found.append(Button("Change", Press(stream, state.edition, "change-thing")))
    if len(state.loans) > MOST_SHOWN:
        found.append(Button("All bookings", Press(stream, state.edition, "thing-bookings")))
    yield Buttons((*found, Button("Retire", Press(stream, state.edition, "retire-thing")), history))


def next_step(state: Thing, zone: str) -> Text:
    """What comes next, and what holds a place."""
    if state.retired:
        return ("It is lent no more.",)
    if not state.usable:
        return ("It is not lent until somebody who keeps it says that it can be used again.",)
    if state.lending is Lending.FREELY:
        held = "Whoever books it has it for that time."
    else:
        held = "A request holds its place until it is decided."
    return (f"{held} Times are those of {zone}; a day alone is all of it.",)


def in_short(stream: StreamId, state: Thing, circle: Circle, now: datetime) -> Text:
    """One sentence for notifications and screen readers."""
    words = "{stream}, {name}, kept by {circle}: {status}."
    return say(words, stream=stream, name=one_line(state.name), circle=circle.name, status=status(state, now))


def thing_entry(row: ThingRow, circle: Circle) -> Entry:
    """A line of the list."""
    words = [lent_words(row.out, row.quantity)] if row.out else []
    words += ["damaged" if row.broken == row.quantity else f"{row.broken} damaged"] if row.broken else []
    said = ", ".join(words) or "there"
    how = {"freely": "lent freely", "request": "on request", "consent": "by consent"}[row.lending]
    line = f"{row.id} · {one_line(row.name, 60)} · {circle.name} · {how} · {said}"
    return Entry((line,), row.id, Button("Open", Press(row.id, 0, "thing")))


def loan_entry(row: LoanRow, now: datetime, since: datetime | None = None) -> Entry:
    """A line about a loan in a list or an inbox."""
    late = _when_due(row, now) if row.standing == Standing.OUT else ""
    late += f", asks for it until {end_words(row.wants, row.zone)}" if row.wants else ""
    span = span_words(row.start, row.until, row.zone)
    words = text(f"{row.id} {one_line(row.name, 60)} · {span} · ", Mention(row.borrower), f" · {row.standing}{late}")
    return Entry(words, row.id, Button("Open", Press(row.id, 0, "loan", str(row.loan))), since=since or row.at)


def _when_due(row: LoanRow, now: datetime) -> str:
    if row.until <= now:
        return ", overdue"
    return ", due back soon" if row.until - now <= timedelta(days=1) else ""


def list_card(
    title: str,
    entries: Sequence[Entry],
    more: int,
    empty: str,
    buttons: Sequence[Button] = (),
    first: Sequence[Listing] = (),
) -> Card:
    """Things or loans, one a line; `first` what is the viewer's own."""
    blocks: list[Block] = [Heading((title,)), *first, Listing(tuple(entries), empty=empty, more=max(more, 0))]
    return Card(
        "things", (*blocks, Buttons(tuple(buttons))) if buttons else tuple(blocks), (f"{title}.",), private=True
    )
