"""Draws a card as Slack messages: within every limit for any text, waking nobody but those it means to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.slack.blocks import Structure, fits, inside, paragraph, section
from adapters.slack.escape import mrkdwn
from adapters.slack.layout import PART, laid_out
from adapters.slack.limits import BLOCKS, MESSAGE_SIZE, MESSAGE_TEXT, NOTIFICATION, SECTION_TEXT
from adapters.slack.pieces import Size
from adapters.slack.text import Sight, in_words
from governance_core.application.queries import ShowItem
from governance_core.cards.card import Block, Button, Buttons, Card, Heading, Paragraph, Press, Quote
from governance_core.cards.plain import QUOTE_LIMIT, READ_IN_FULL, one_line, plain_text, visible
from governance_core.cards.spans import flat
from governance_core.kernel.ids import item_id
from governance_core.kernel.words import LONGEST

_LINES, _BARE_TITLE, _MOST_BUTTONS = 60, 60, 40
_EVERYTHING: Final = Size(QUOTE_LIMIT, 2 * LONGEST, PART, LONGEST)
_SIZES: Final = tuple(
    Size(quote, quote, words, lines)
    for quote, words, lines in (
        *((quote, PART, _LINES) for quote in (QUOTE_LIMIT, 400, 250, 150, 100, 60)),
        *((60, words, _LINES) for words in (600, 300, 160, 100, 60)),
        *((60, 60, lines) for lines in (40, 30, 20, 12)),
        *((40, 40, lines) for lines in (12, 8)),
        *((40, 24, lines) for lines in (5, 3)),
    )
)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: blocks, and the card in words for notifications and screen readers."""

    blocks: tuple[Structure, ...]
    text: str

    def body(self) -> Structure:
        """What a request that posts it, or puts it in the place of another, says of it."""
        return {"text": self.text, "blocks": list(self.blocks)}

    @property
    def shape(self) -> frozenset[str]:
        """What can be pressed on it."""
        return frozenset(one["action_id"] for one in inside(list(self.blocks)) if "action_id" in one)

    @property
    def awakened(self) -> tuple[str, ...]:
        """The accounts it wakes."""
        found = (one["user_id"] for one in inside(list(self.blocks)) if one.get("type") == "user")
        return tuple(dict.fromkeys(found))


def render(card: Card, sight: Sight) -> Message:
    """The one message a card becomes where everybody reads it; what is shortened leads on to the whole."""
    cut = replace(card, blocks=tuple(map(_cut_down, card.blocks)))
    made = next((made for made in _tried(cut, sight) if fits(made)), None) or _bare(card, sight)
    return Message(tuple(made or _nothing(card, sight)), notification(card, sight))


def in_full(card: Card, sight: Sight) -> tuple[Message, ...]:
    """The messages a card becomes for one person: nothing is lost, in as many of them as it takes."""
    made = laid_out(card, sight, _EVERYTHING)
    if len(made.blocks) > BLOCKS:
        made = laid_out(card, sight, _EVERYTHING, dense=True)
    said = notification(card, sight)
    return tuple(Message(tuple(group), said) for group in grouped(made.blocks or _nothing(card, sight)))


def grouped(made: Sequence[Structure]) -> Iterator[list[Structure]]:
    """Blocks in as few messages as they fit in."""
    group: list[Structure] = []
    for one in made:
        if group and not fits([*group, one]):
            yield group
            group = []
        group.append(one)
    yield group


def notification(card: Card, sight: Sight) -> str:
    """A card in words, on one line: what it says of itself, else its first words."""
    said = in_words(flat(card.summary), sight) or plain_words(card, sight)
    short = one_line(said, NOTIFICATION)
    return mrkdwn(short)[:MESSAGE_TEXT] or "…"


def plain_words(card: Card, sight: Sight) -> str:
    """The titles and sentences of a card."""
    texts = (_sentence(block, sight) for block in card.blocks)
    return " ".join(one for one in texts if one)


def _sentence(block: Block, sight: Sight) -> str:
    if isinstance(block, Heading):
        return plain_text(block.title, sight.viewer)
    return plain_text(block.text, sight.viewer) if isinstance(block, Paragraph) else ""


def _cut_down(block: Block) -> Block:
    """What no message can hold is not looked at again and again."""
    return replace(block, words=visible(block.words)[: 2 * MESSAGE_SIZE]) if isinstance(block, Quote) else block


def _tried(card: Card, sight: Sight) -> Iterator[list[Structure]]:
    """How a card may be laid out, the largest first."""
    most = max((len(block.words) for block in card.blocks if isinstance(block, Quote) and not block.whole), default=0)
    largest = _SIZES[0]
    for size in (replace(largest, only=min(most, MESSAGE_SIZE)), replace(largest, only=SECTION_TEXT), *_SIZES):
        for dense in (False, True):
            made = laid_out(card, sight, size, dense)
            yield (laid_out(_leading_on(card), sight, size, dense) if made.lost else made).blocks


def _leading_on(card: Card) -> Card:
    """With a way to all of it, for what is lost and has no way of its own."""
    item = item_id(card.ref)
    if item is None or ShowItem.spec.action is None:
        return card
    way = Press(item, card.version, ShowItem.spec.action)
    return replace(card, blocks=(*card.blocks, Buttons((Button(READ_IN_FULL, way),))))


def _bare(card: Card, sight: Sight) -> list[Structure]:
    """What fits whatever the card holds: its title and its buttons, and the way to all of it."""
    titles = [block for block in card.blocks if isinstance(block, Heading)][:1]
    short = [Heading((one_line(plain_text(one.title, sight.viewer), _BARE_TITLE),), one.status) for one in titles]
    bare = replace(card, blocks=(*short, Buttons(card.buttons()[:_MOST_BUTTONS])))
    return laid_out(_leading_on(bare), sight, _SIZES[-1]).blocks


def _nothing(card: Card, sight: Sight) -> list[Structure]:
    return [section(paragraph(in_words(card.summary, sight), SECTION_TEXT))]
