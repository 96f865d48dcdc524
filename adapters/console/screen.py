"""What the platforms show by now: which cards stand where, and every button that was ever there to press."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from governance_core.cards.card import Button, Card, Listing, Quote
from governance_core.cards.plain import QUOTE_LIMIT, visible
from governance_core.cards.text import Bold, Link, Span
from governance_core.kernel.words import LONGEST

READ = "Read in full"


def buttons_of(card: Card) -> tuple[Button, ...]:
    """Everything that can be pressed on a card; where member words are shortened, one button leads to all of them."""
    return (*card.buttons(), *_ways_to_the_whole(card))


def _ways_to_the_whole(card: Card) -> Iterator[Button]:
    quotes = (block for block in card.blocks if isinstance(block, Quote))
    long = (quote.whole for quote in quotes if is_shortened(quote, card) and quote.whole)
    yield from (Button(READ, press) for press in dict.fromkeys(long))


def is_shortened(quote: Quote, card: Card) -> bool:
    """Whether a card shows only the beginning of some words."""
    return len(visible(quote.words)) > limit_of(card)


def limit_of(card: Card) -> int:
    """How much of a member's words a card shows. A card that leads no further is the place where all of them stand."""
    leads_on = any(isinstance(block, Quote) and block.whole for block in card.blocks)
    return QUOTE_LIMIT if leads_on else LONGEST


def lines_of(card: Card) -> Iterator[Button]:
    """The buttons of a list's entries, each called as its line reads: six buttons `Show` are told apart by that."""
    for block in card.blocks:
        for entry in block.entries if isinstance(block, Listing) else ():
            if entry.button is not None:
                yield replace(entry.button, label="".join(map(_said, entry.text)))


def _said(span: Span) -> str:
    return span if isinstance(span, str) else span.words if isinstance(span, Bold | Link) else ""


def called(label: str, buttons: Iterable[Button]) -> Sequence[Button]:
    """The different buttons with this label, else those whose label begins with it, else those that have it inside."""
    wanted = label.strip().casefold()
    different = list({button.press: button for button in buttons}.values())
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [button for button in different if wanted and fits(button.label.casefold(), wanted)]
        if found:
            return found
    return ()


class Screen:
    """Outlives a restart of the program, as messages on a chat platform do."""

    def __init__(self) -> None:
        self._standing: dict[str, object] = {}
        self._newest: dict[tuple[str, str], Card] = {}
        self._ever: dict[str, dict[str, Button]] = {}

    def remember(self, to: str, card: Card) -> None:
        """Somebody was shown a card."""
        self._newest[to, card.ref] = card
        for button in buttons_of(card):
            for ref in {card.ref, button.press.ref}:
                self._ever.setdefault(ref, {})[button.label] = button

    def stands(self, slot: str, drawn: object) -> bool | None:
        """Put a drawing into a slot. None: the slot was empty; True: it showed just this; False: it showed another."""
        before = self._standing.get(slot)
        self._standing[slot] = drawn
        return None if before is None else before == drawn

    def newest(self, to: str, ref: str) -> Card | None:
        """The last card about something that somebody was shown."""
        return self._newest.get((to, ref))

    def ever(self, ref: str) -> Iterable[Button]:
        """Every button that was shown about something, each in its last form."""
        return self._ever.get(ref, {}).values()
