"""What people see of receipts that are missing: the reminder to whoever asked, and the list."""

from collections.abc import Iterable

from governance_core.budgets.cards import amount
from governance_core.budgets.request_model import Request
from governance_core.cards.card import Button, Buttons, Card, Entry, Heading, Listing, Note, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, When, text
from governance_core.circles.model import Circle
from governance_core.kernel.ids import PersonId, StreamId


def reminder(which: Text, person: PersonId, here: bool) -> Text:
    """What is said of it: in the request's own place with their name, or to them alone."""
    said = text(
        which, " is paid, and its receipt is still missing: a link to it, or its number, date and shop, will do."
    )
    return text(Mention(person, ping=True), ": ", said) if here else said


def reminded(stream: StreamId, said: Text, version: int, zone: str, alone: bool) -> Card:
    """The reminder with its way; to somebody `alone` how to have them elsewhere."""
    way = Buttons((Button("Add receipt", Press(stream, version, "add-receipt")), _open(stream, version)))
    stop = (Note(("You asked for reminders as direct messages; /me settings changes that.",)),) if alone else ()
    return Card(stream, (Paragraph(said), way, *stop), said, version, zone, private=alone)


def _open(stream: StreamId, version: int) -> Button:
    return Button("Open", Press(stream, version, "request"))


def missing_entry(stream: StreamId, state: Request, circle: Circle) -> Entry:
    """A line about what is paid without a receipt."""
    last = max(one.on for one in state.payments if not one.taken_back)
    purpose = one_line(state.content.purpose, 60)
    paid = amount(state.paid, state.content.of)
    words = text(f"{stream} · ", paid, f" · {purpose} · {circle.name} · paid ", When(last, "date"), " · ",
                 Mention(state.requester))  # fmt: skip
    return Entry(words, stream, Button("Add receipt", Press(stream, state.version, "add-receipt")), since=last)


def missing_card(where: str, entries: Iterable[Entry]) -> Card:
    """What is paid without a receipt, one a line."""
    listing = Listing(tuple(entries), empty="None: whatever is paid and needs a receipt has one.")
    title = f"Missing receipts{where}"
    return Card("receipts", (Heading((title,)), listing), (f"{title}.",), private=True)
