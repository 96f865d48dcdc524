"""What a card is on Slack before it is framed, and how much of it is shown."""

from dataclasses import dataclass, field

from adapters.slack.blocks import Structure
from governance_core.cards.card import Press


@dataclass(frozen=True, slots=True)
class Size:
    """How much is shown: characters of a quote that leads on to the whole, of one that does not, and of other texts,
    and lines of a list, a diff or facts."""

    quote: int
    only: int
    words: int
    lines: int


@dataclass(slots=True)
class Layout:
    """The blocks of a card, the ways to the whole of what is shortened, and whether anything has no such way."""

    blocks: list[Structure] = field(default_factory=list)
    ways: list[Press] = field(default_factory=list)
    lost: bool = False
