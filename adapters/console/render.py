"""Draws cards and questions for a terminal: every width, with or without colour, and nothing said by colour alone."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from rich.console import Group, RenderableType
from rich.text import Text as Drawn

from adapters.console.forms import help_of, label_of
from adapters.console.layout import LABEL, Columns, Flow, Hanging, Labelled, Rows, steady
from adapters.console.screen import READ, buttons_of, is_shortened, limit_of
from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Diff,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Press,
    Quote,
    Table,
)
from governance_core.cards.chart import sparks
from governance_core.cards.file import handed
from governance_core.cards.form import Asked
from governance_core.cards.plain import Viewer, plain_text, shortened
from governance_core.cards.text import Bold, Link, Mention, Money, Text, When

Numbers = Mapping[Press, int]
SMALL, STRONG, LINK, MINUS, PLUS, WRONG = "dim", "bold", "underline", "red", "green", "bold red"
_SIGNS = {"same": ("  ", ""), "removed": ("- ", MINUS), "added": ("+ ", PLUS)}
NO_NUMBERS: Numbers = {}


def numbered(card: Card) -> Numbers:
    """The number to type for each button of a card, in the order they are drawn."""
    presses = dict.fromkeys(button.press for button in buttons_of(card))
    return {press: number for number, press in enumerate(presses, 1)}


def draw_card(card: Card, viewer: Viewer, numbers: Numbers = NO_NUMBERS) -> RenderableType:
    """A card as lines to print; buttons show their number where they can be pressed by it."""
    painter = _Painter(card, viewer, numbers)
    files = [Drawn(f"File: {handed(file)}") for file in card.files]
    return Group(*(painter.block(block) for block in card.blocks), *files, *painter.rest())


def draw_question(asked: Asked) -> Iterator[Drawn]:
    """One question: its label, what helps to answer it, and what is wrong with the last answer."""
    label = Drawn(label_of(asked), LABEL)
    label.append("" if asked.required else " (may stay empty)", SMALL)
    if help_of(asked):
        label.append(f"  {help_of(asked)}", "not bold dim")
    yield label
    if asked.complaint:
        yield Drawn(f"! {steady(asked.complaint)}", WRONG)


def draw_text(text: Text, viewer: Viewer) -> Drawn:
    """Spans in words; what stands out does so by weight, and is complete without it."""
    drawn = Drawn()
    for span in text:
        match span:
            case Bold():
                drawn.append(steady(plain_text((span,), viewer)), STRONG)
            case Link():
                drawn.append(steady(plain_text((span,), viewer)), LINK)
            case str() | Mention() | When() | Money():
                drawn.append(steady(plain_text((span,), viewer)))
            case _:
                assert_never(span)
    return drawn


class _Painter:
    def __init__(self, card: Card, viewer: Viewer, numbers: Numbers) -> None:
        self._card = card
        self._viewer = viewer
        self._numbers = numbers

    def block(self, block: Block) -> RenderableType:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(text):
                return self._text(text)
            case Note(text):
                note = self._text(text)
                note.stylize(SMALL)
                return note
            case Quote():
                return self._quote(block)
            case Facts(rows):
                return Rows([(label, self._text(text)) for label, text in rows])
            case Listing():
                return self._listing(block)
            case Diff():
                return _diff(block)
            case Table():
                return Columns(block, self._viewer)
            case Picture(chart, caption):
                return Drawn.assemble(f"{sparks(chart)} ", self._text(caption))
            case Buttons(buttons):
                return Flow([self._button(button) for button in buttons])
            case _:
                assert_never(block)

    def rest(self) -> Iterable[RenderableType]:
        """The way to the whole of what was shortened."""
        shown = {button.press for button in self._card.buttons()}
        ways = [button for button in buttons_of(self._card) if button.label == READ and button.press not in shown]
        return [Flow([self._button(button) for button in ways])] if ways else []

    def _text(self, text: Text) -> Drawn:
        return draw_text(text, self._viewer)

    def _heading(self, heading: Heading) -> RenderableType:
        title = self._text(heading.title)
        title.stylize(STRONG)
        return Group(title, Drawn(heading.status, "italic")) if heading.status else title

    def _quote(self, quote: Quote) -> RenderableType:
        words = Drawn(shortened(steady(quote.words), limit_of(self._card)))
        if is_shortened(quote, self._card):
            words.append(f" ({READ.lower()} below)" if quote.whole else "", SMALL)
        label = Drawn(quote.label, LABEL)
        if quote.by:
            label.append(f", {steady(plain_text(quote.by, self._viewer))}", "not bold")
        return Labelled(label, words) if label.plain else words

    def _button(self, button: Button) -> Drawn:
        number = self._numbers.get(button.press)
        return Drawn(f"[{number}] {button.label}" if number else f"[{button.label}]", no_wrap=True)

    def _listing(self, listing: Listing) -> RenderableType:
        lines: list[RenderableType] = [Drawn(listing.title, LABEL)] if listing.title else []
        lines.extend(self._entry(entry) for entry in listing.entries)
        if not listing.entries and listing.empty:
            lines.append(Drawn(listing.empty))
        if listing.more:
            lines.append(Drawn(f"… and {listing.more} more", SMALL))
        return Group(*lines)

    def _entry(self, entry: Entry) -> RenderableType:
        words = self._text(entry.text)
        if entry.button:
            words.append("  ")
            words.append_text(self._button(entry.button))
        return Hanging("• ", words)


def _diff(diff: Diff) -> RenderableType:
    head = Drawn(diff.title, LABEL)
    head.append("  - before, + now", "not bold dim")
    lines = [
        Drawn(sign + steady(change.words), style) for change in diff.changes for sign, style in [_SIGNS[change.kind]]
    ]
    return Group(head, *lines)
