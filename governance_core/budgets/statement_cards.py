"""What people see of envelopes: balances as tables with a sentence each, and the ledger of a period."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from governance_core.budgets.cards import Names, amount, entry_words
from governance_core.budgets.model import PARTS, Books, Envelope
from governance_core.budgets.statement_model import Line, Span
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
    Paragraph,
    Picture,
    Press,
    Table,
)
from governance_core.cards.plain import date_words, one_line
from governance_core.cards.text import Text, listed, say, text
from governance_core.circles.model import Circle
from governance_core.kernel.money import Unit
from governance_core.kernel.periods import Period

MOST_ROWS, MOST_BUTTONS = 60, 15
LABELS = {
    "allocated": "Allocated",
    "reserved": "Asked for",
    "committed": "Promised",
    "spent": "Spent",
    "available": "Available",
}
PARTS_SAID = (
    "Allocated is what came in and was not passed on. Asked for is set aside for requests that wait for a decision. "
    "Promised is approved and not paid yet. Available is what is left of all that was allocated."
)
_SENTENCE = "{available} of {allocated} can still be asked for."
_ENDED = "At the end {available} of {allocated} could still be asked for."
_NAME, _INDENT = 30, "  "
_ACTIONS = {
    "request-money": "Ask for money",
    "requests": "Requests",
    "ledger": "Ledger",
    "allocate": "Allocate",
    "give-back": "Give back",
    "recurring": "What recurs",
}
_OF_KEEPER = {"transfer": "Transfer", "exchange": "Exchange", "close-period": "Close a period"}
_FIRST = {"allocate": "Allocate"}
_CLOSED = {"requests": "Requests", "ledger": "Ledger"}
_BESIDE_A_PICTURE = {"balance": "Balance", "ledger": "Ledger"}


@dataclass(frozen=True, slots=True)
class Branch:
    """A circle as deep as it stands below the first, with its envelopes."""

    circle: Circle
    depth: int
    envelopes: tuple[Envelope, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period as somebody typed it, and as it was understood in the circle's zone."""

    typed: str
    of: Period
    zone: str

    @property
    def said(self) -> Text:
        """From the first day to the last."""
        since = date_words(self.of.since, self.zone, "date") if self.of.since else "the beginning"
        last = self.of.until - timedelta(seconds=1) if self.of.until else None
        return (f"From {since} to {date_words(last, self.zone, 'date') if last else 'now'}.",)


def balance_card(
    branches: Sequence[Branch],
    zone: str,
    pictures: Sequence[Picture] = (),
    standing: Sequence[Note] = (),
    keeps: bool = False,
) -> Card:
    """The envelopes of one circle, the first: five figures and a sentence each; and those of its sub-circles.

    `standing` says what holds for them beside the figures; whoever `keeps` the purse can do more with it.
    """
    own, *below = branches
    circle = own.circle
    blocks: list[Block] = [Heading((f"Envelopes of {circle.name}",))]
    for envelope in own.envelopes:
        blocks += [Facts(tuple(_figures(envelope))), Note(_sentence(_SENTENCE, envelope))]
    if not own.envelopes:
        blocks.append(Note((f"Nothing was ever allocated to {circle.name}.",)))
    blocks += [*standing, *pictures]
    blocks += _sub_circles(own, below)
    if own.envelopes:
        blocks.append(Note((PARTS_SAID,)))
    if circle.closed:
        blocks.append(Note((f"{circle.name} is closed: what comes back later goes on to the circle above.",)))
    actions = _CLOSED if circle.closed else _ACTIONS if own.envelopes else _FIRST
    actions = {**actions, "burn": "Picture"} if pictures else actions
    actions = {**actions, **_OF_KEEPER} if keeps and own.envelopes else actions
    blocks.append(Buttons(tuple(Button(label, Press(circle.id, 0, action)) for action, label in actions.items())))
    return Card(circle.id, tuple(blocks), _in_short(circle, own.envelopes), zone=zone, private=True)


def burn_card(circle: Circle, period: str, pictures: Sequence[Picture]) -> Card:
    """How a circle's envelopes were used over a period."""
    title = f"Envelopes of {circle.name}, {one_line(period, 60)}"
    nothing = "Nothing was asked for or spent in that time, so there is nothing to draw."
    to_press = [Button(label, Press(circle.id, 0, action)) for action, label in _BESIDE_A_PICTURE.items()]
    said: Sequence[Block] = pictures or (Paragraph((nothing,)),)
    return Card(circle.id, (Heading((title,)), *said, Buttons(tuple(to_press))), (f"{title}.",), private=True)


def _sub_circles(own: Branch, below: Sequence[Branch]) -> Iterator[Block]:
    known = [one for one in below if one.envelopes]
    if known:
        together = _together(f"With {one_line(own.circle.name, _NAME)}", [own, *known])
        yield _table("Its sub-circles", known, together, least=1)


def balances_card(branches: Sequence[Branch]) -> Card:
    """What each circle still has, one line an envelope, and all of them together."""
    known = [one for one in branches if one.envelopes]
    heading = Heading(("Envelopes",))
    if not known:
        empty = Listing((), empty="No circle you can see was ever allocated anything. /budget allocate begins.")
        return Card("balances", (heading, empty), ("Envelopes.",), private=True)
    total = _together("Together", known) if len(known) > 1 else []
    buttons = tuple(Button(one.circle.name, Press(one.circle.id, 0, "balance")) for one in known[:MOST_BUTTONS])
    left = known[MOST_BUTTONS:]
    typed = [Note((f"For the others: /budget balance circle:{left[0].circle.id}",))] if left else []
    sums = [text(amount(one.available, one.unit), " of ", amount(one.allocated, one.unit)) for one in _sums(known)]
    said = text("In all that you can see, ", listed(sums), " can still be asked for.")
    blocks: tuple[Block, ...] = (heading, _table("", known, total), Note(said), Buttons(buttons), *typed)
    return Card("balances", blocks, said, private=True)


def _table(title: str, branches: Sequence[Branch], total: Iterable[tuple[Text, ...]], least: int = 0) -> Table:
    rows = [row for branch in branches for row in _rows(branch, least)]
    shown = (*rows[:MOST_ROWS], *total)
    return Table(("Circle", LABELS["available"], LABELS["allocated"]), shown, title, more=max(len(rows) - MOST_ROWS, 0))


def _rows(branch: Branch, least: int) -> Iterator[tuple[Text, ...]]:
    name = _INDENT * max(branch.depth - least, 0) + one_line(branch.circle.name, _NAME)
    for number, one in enumerate(branch.envelopes):
        yield (("" if number else name,), (amount(one.available, one.unit),), (amount(one.allocated, one.unit),))


def _together(label: str, branches: Sequence[Branch]) -> list[tuple[Text, ...]]:
    return [
        (("" if number else label,), (amount(one.available, one.unit),), (amount(one.allocated, one.unit),))
        for number, one in enumerate(_sums(branches))
    ]


def _sums(branches: Sequence[Branch]) -> list[Envelope]:
    """What they have together, unit by unit: one unit is never added to another."""
    sums: dict[str, Envelope] = {}
    for one in (envelope for branch in branches for envelope in branch.envelopes):
        before = sums.get(one.unit.code, Envelope(one.unit))
        sums[one.unit.code] = Envelope(one.unit, *(getattr(before, part) + getattr(one, part) for part in PARTS))
    return list(sums.values())


def _figures(envelope: Envelope) -> Iterator[tuple[str, Text]]:
    for part, label in LABELS.items():
        yield label, (amount(getattr(envelope, part), envelope.unit),)


def _sentence(template: str, envelope: Envelope) -> Text:
    unit = envelope.unit
    return say(template, available=amount(envelope.available, unit), allocated=amount(envelope.allocated, unit))


def _in_short(circle: Circle, envelopes: Sequence[Envelope]) -> Text:
    if not envelopes:
        return (f"{circle.name} has no envelope.",)
    said = [text(amount(one.available, one.unit), " of ", amount(one.allocated, one.unit)) for one in envelopes]
    return text(f"{circle.name} has available: ", listed(said), ".")


def ledger_card(
    circle: Circle,
    period: Stretch,
    spans: Sequence[Span],
    lines: Sequence[Line],
    names: Names,
    older: Button | Note | None,
    keeps: bool = False,
) -> Card:
    """The newest entries, each with what was available after it; of a period also what it began and ended with.

    `older` leads to the next page, or says how to get there; None on the last one.
    """
    title = f"Ledger of {circle.name}" + (f", {one_line(period.typed, 60)}" if period.typed else "")
    entries = tuple(Entry(_said(line, circle, names)) for line in lines)
    nothing = f"Nothing was entered for {circle.name} in that time." if period.typed else _never(circle)
    to_press = {"Balance": "balance", "Export": "export-ledger"}
    to_press |= {"Take an entry back": "correct-entry"} if keeps and lines else {}
    buttons = [Button(label, Press(circle.id, 0, action)) for label, action in to_press.items()]
    buttons += [older] if isinstance(older, Button) else []
    blocks: list[Block] = [Heading((title,)), *([Paragraph(period.said)] if spans else [])]
    for span in spans:
        blocks += [_movement(span), Paragraph(_sentence(_ENDED, span.end))]
    blocks += [Listing(entries, empty=nothing), Buttons(tuple(buttons)), *([older] if isinstance(older, Note) else [])]
    zone = names.circles.zone_of(circle.id)
    return Card(circle.id, tuple(blocks), (f"{title}.",), zone=zone, private=True)


def _never(circle: Circle) -> str:
    return f"Nothing was ever entered for {circle.name}."


def _movement(span: Span) -> Table:
    unit = span.end.unit
    rows: list[tuple[Text, ...]] = []
    for part, label in LABELS.items():
        before, after = getattr(span.begin, part), getattr(span.end, part)
        rows.append(((label,), *((amount(minor, unit),) for minor in (before, after - before, after))))
    return Table((unit.code, "At the start", "Change", "At the end"), tuple(rows))


def _said(line: Line, circle: Circle, names: Names) -> Text:
    unit = Unit(line.entry.unit, line.entry.exponent)
    return text(entry_words(line.entry, circle, names), " · ", amount(line.available, unit), " available")


def branches_of(first: Circle, tree: Mapping[str, Sequence[Circle]], state: Books, depth: int = 0) -> Iterator[Branch]:
    """A circle and those below it, each before its own sub-circles; `tree` has the sub-circles somebody may know of."""
    yield Branch(first, depth, tuple(state.envelopes(first.id)))
    for child in tree.get(first.id, ()):
        yield from branches_of(child, tree, state, depth + 1)
