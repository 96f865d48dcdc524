"""What a card is on Discord before it is framed: texts, lines, rows of buttons and pictures."""

from dataclasses import dataclass, field

from governance_core.cards.card import Button, Press


@dataclass(frozen=True, slots=True)
class Size:
    """How much is shown: characters of a quote and of any other text, and lines of a list, a diff or facts."""

    quote: int
    words: int
    lines: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text, in Markdown."""

    content: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list with its button beside it."""

    content: str
    button: Button


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons side by side, however many; `listed` for those that belong to lines of a list."""

    buttons: tuple[Button, ...]
    primary: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, by the name of its file, and what it shows in words."""

    name: str
    said: str


Piece = Words | Line | Row | Shot


@dataclass(slots=True)
class Layout:
    """The pieces of a card, the ways to the whole of what is shortened, and whether anything has no such way."""

    pieces: list[Piece] = field(default_factory=list)
    ways: list[Press] = field(default_factory=list)
    lost: bool = False


def picture_name(number: int) -> str:
    """The file of the first picture of a card, the second, …"""
    return f"picture-{number}.png"
