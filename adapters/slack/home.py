"""App Home: what waits for somebody and what is theirs, from the same cards that commands give."""

from collections.abc import Iterable, Sequence
from typing import Final

from adapters.slack import blocks
from adapters.slack.blocks import Structure, inside
from adapters.slack.hub import say
from adapters.slack.layout import laid_out
from adapters.slack.limits import VIEW_BLOCKS
from adapters.slack.pieces import Size
from adapters.slack.text import Sight
from adapters.slack.views import fits
from governance_core.cards.card import Block, Card, Heading, Listing

_SIZES: Final = tuple(
    (Size(quote, quote, words, lines), dense)
    for quote, words, lines, dense in (
        (300, 300, 20, False),
        (300, 300, 8, False),
        (150, 150, 8, True),
        (60, 100, 5, True),
        (40, 60, 3, True),
        (40, 30, 1, True),
    )
)


def home(parts: Sequence[tuple[str, Card]], doors: Iterable[tuple[str, str]], sight: Sight) -> Structure:
    """The view: buttons for typed commands (`doors`: label and command), and then the cards under their titles."""
    buttons = blocks.actions(say(label, typed) for label, typed in doors)
    whole = Card("home", tuple(block for title, card in parts for block in _titled(title, card)))
    for size, dense in _SIZES:
        drawn = [buttons, *laid_out(whole, sight, size, dense).blocks]
        if fits({"blocks": drawn}):
            break
    return {"type": "home", "blocks": _unique(drawn)[:VIEW_BLOCKS]}


def _titled(title: str, card: Card) -> list[Block]:
    """The card's blocks under one title of ours, which says its status."""
    first = next((block for block in card.blocks if isinstance(block, Heading)), None)
    rest = [block for block in card.blocks if block is not first]
    is_empty = any(isinstance(block, Listing) and block.empty and not block.entries for block in rest)
    status = "" if first is None or is_empty else first.status  # what an empty list says is enough
    return [Heading((title,), status), *rest]


def _unique(drawn: list[Structure]) -> list[Structure]:
    """Slack takes an id once in a view."""
    seen: set[str] = set()
    kept = []
    for block in drawn:
        ids = [one["action_id"] for one in inside(block) if "action_id" in one]
        if not seen & set(ids):
            kept.append(block)
            seen.update(ids)
    return kept
