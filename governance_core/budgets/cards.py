"""What people see of the books: balances with a sentence each, and the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance_core.budgets.messages import AllocationAsked, AmountMoved
from governance_core.budgets.model import EXCHANGE, OUTSIDE, Account, Books, Wanted
from governance_core.budgets.reading import EntryRow
from governance_core.cards.card import (
    Button,
    Buttons,
    Card,
    Entry,
    Note,
    Paragraph,
    Press,
)
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Money, Text, When, listed, people, text
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit, amount_said, amount_typed

REASON_LIMIT = 120
_SAID = {
    "allocation": "allocated",
    "return": "given back",
    "reservation": "asked for",
    "release": "set free",
    "commitment": "promised",
    "payment": "spent",
    "refund": "paid back",
    "reversal": "not spent after all",
    "refund reversal": "not paid back after all",
    "transfer": "transferred",
    "correction": "taken back",
    "exchange": "changed",
}
"""What an entry is called; its kind where there is no other word for it."""


def amount(minor: int, unit: Unit) -> Money:
    """An amount as it is said."""
    return Money(minor, unit.code, unit.exponent)


@dataclass(frozen=True, slots=True)
class Names:
    """What circles are called before somebody: a private one they have no seat in has no name there."""

    circles: Circles
    viewer: PersonId | None

    def of(self, circle: str) -> str:
        """The name, `outside` for the world, or that it is private."""
        if circle == OUTSIDE:
            return "outside"
        known = CircleId(circle)
        return self.circles.circles[known].name if self.circles.may_see(self.viewer, known) else "a private circle"


def entry_words(row: EntryRow, circle: Circle, names: Names) -> Text:
    """An entry as a line of a circle's ledger: when, what, what for and by whom."""
    moved = amount(row.minor, Unit(row.unit, row.exponent))
    because = f" ({row.because})" if row.because else ""
    last = " (payer of last resort)" if row.last_resort else ""
    who = text(", by ", Mention(row.by), last) if row.by else ()
    why = f": {one_line(row.reason, REASON_LIMIT)}" if row.reason else ""
    return text(
        f"{row.number} · ", When(row.at, "date"), " · ", moved, f" {_way(row, circle, names)}{because}", who, why
    )


def _way(row: EntryRow, circle: Circle, names: Names) -> str:
    """`allocated to Garden`, `given back by Garden`: seen from the circle whose ledger it is."""
    said = _SAID.get(row.entry, row.entry)
    if row.from_circle == row.to_circle or EXCHANGE in (row.from_part, row.to_part):
        return said
    if row.to_circle == circle.id:
        return f"{said} {'by' if row.entry == 'return' else 'from'} {names.of(row.from_circle)}"
    return f"{said} to {names.of(row.to_circle)}"


def told_card(event: AmountMoved, circles: Circles) -> Card:
    """What the circles hear of an entry."""
    unit = Unit(event.unit, event.exponent)
    source, target = (_open_name(one, circles) for one in (event.from_circle, event.to_circle))
    why = f": {one_line(event.reason, REASON_LIMIT)}" if event.reason else "."
    words = text(Mention(event.by) if event.by else "The program", " moved ", amount(event.minor, unit))
    because = f" ({event.because})" if event.because else ""
    because = f" (taking {event.because} back)" if event.corrects else because
    said = text(words, f" from {source} to {target}{because}{why}")
    if event.entry == "exchange":
        said = text(Mention(event.by) if event.by else "The program", f" changed {event.because}, in {source}{why}")
    place = next(iter(event.told_in), "")
    button = Button("Balance", Press(event.to_circle or event.from_circle, 0, "balance"))
    return Card("books", (Paragraph(said), Buttons((button,))), said, zone=circles.zone_of(CircleId(place)), quiet=True)


def _open_name(circle: str, circles: Circles) -> str:
    return circles.circles[CircleId(circle)].name if circle else "outside"


def receipt(events: Sequence[Event], state: Books, circles: Circles | None, viewer: PersonId | None) -> Card:
    """What the one who entered it is told: what moved, and what is available on the sides that they can see."""
    if events and isinstance(events[0], AllocationAsked):
        return receipt_asked(events[0])
    moved = next((one for one in events if isinstance(one, AmountMoved)), None)
    if moved is None:
        return Card("books", (Note(("Nothing changed.",)),), ("Nothing changed.",), private=True)
    unit = Unit(moved.unit, moved.exponent)
    sides = [CircleId(one) for one in (moved.to_circle, moved.from_circle) if one]
    seen = [one for one in sides if circles is None or circles.may_see(viewer, one)]
    named = [(circles.circles[one].name if circles else one, one) for one in seen]
    left = [text(f"{name} has ", _left(one, unit, state)) for name, one in named]
    words = text(
        "Recorded: ", amount(moved.minor, unit), f" {_SAID[moved.entry]}.", *((" ", listed(left), ".") if left else ())
    )
    return Card("books", (Paragraph(words),), words, private=True)


def again(state: Books, person: PersonId | None) -> Text | None:
    """What somebody is told whose press changed nothing while what they asked for waits; None where nothing does."""
    mine = [(key, one) for key, one in state.wanted.items() if one.by == person]
    if not mine:
        return None
    key, newest = max(mine, key=lambda one: one[1].at)
    said = amount(newest.minor, Unit(Account.filed(key).unit, newest.exponent))
    return text("Nothing changed. ", people(newest.of), " heard already that you ask for ", said, ".")


def asked_card(event: AllocationAsked, circles: Circles) -> Card:
    """What whoever keeps the purse hears of a circle that wants more."""
    circle, unit = circles.circles[event.circle], Unit(event.unit, event.exponent)
    why = f": {one_line(event.reason, REASON_LIMIT)}" if event.reason else "."
    words = text(
        Mention(event.by), " asks you for ", amount(event.minor, unit), f" more in {circle.name}'s envelope{why}"
    )
    buttons = (_allocate(circle, event.minor, unit), Button("Balance", Press(circle.id, 0, "balance")))
    zone = circles.zone_of(circle.id)
    return Card("books", (Paragraph(words), Buttons(buttons)), words, zone=zone, private=True)


def wanted_entry(circle: Circle, wanted: Wanted, unit: Unit) -> Entry:
    """A line of the inbox of whoever keeps the purse."""
    words = text(f"{circle.name} · wants ", amount(wanted.minor, unit), " more, asked by ", Mention(wanted.by))
    return Entry(words, circle.id, _allocate(circle, wanted.minor, unit), since=wanted.at)


def _allocate(circle: Circle, minor: int, unit: Unit) -> Button:
    press = Press(circle.id, 0, "allocate", amount_typed(minor, unit))
    said = amount_said(minor, unit)
    return Button(f"Allocate {said}", press, f"Allocate {said} to {one_line(circle.name, 60)}?")


def receipt_asked(event: AllocationAsked) -> Card:
    """What the one who asked is told."""
    words = text(
        people(event.of), " heard that you ask for ", amount(event.minor, Unit(event.unit, event.exponent)), "."
    )
    return Card("books", (Paragraph(words),), words, private=True)


def _left(circle: CircleId, unit: Unit, state: Books) -> Text:
    return text(amount(state.envelope(circle, unit).available, unit), " available")
