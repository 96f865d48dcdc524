"""Cards: what is shown, as ten kinds of block that every platform can draw within its limits."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from governance_core.cards.chart import Chart
from governance_core.cards.file import File
from governance_core.cards.text import Text


@dataclass(frozen=True, slots=True)
class Press:
    """What a button carries: an item, the version it was seen at, an action, and an optional argument."""

    ref: str
    version: int
    action: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. The label says the whole action; `confirm` is asked first where it cannot be undone."""

    label: str
    press: Press
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line: what this is, and its status in words."""

    title: Text
    status: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences of ours."""

    text: Text


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a member, shown as theirs and shortened where they are long; `whole` leads to all of them."""

    label: str
    words: str
    whole: Press | None = None
    by: Text = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts, a label and a text each."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list, about one item, with at most one thing to press.

    `since` is when it began to wait, `closes` when it is too late for it (UTC). `recorded` is what may be kept of a
    line that has more words of people in it than what its item is called: the same without them, and without that.
    """

    text: Text
    ref: str = ""
    button: Button | None = None
    since: datetime | None = None
    closes: datetime | None = None
    recorded: Text = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Items, one a line. `empty` is said when there is none; `more` counts those left out."""

    entries: tuple[Entry, ...]
    title: str = ""
    empty: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a diff."""

    kind: Literal["same", "added", "removed"]
    words: str


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two versions of a text, line by line."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures to be read beside each other. The first column says what a row is about; each row is as long as `heads`.

    What is `more` is counted, where not all rows are shown.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    title: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, drawn where an answer can show a picture. `caption` says its figures in words, for everybody.

    `asked` when somebody wants just this: then it is sent to them where no answer can show it.
    """

    chart: Chart
    caption: Text
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """Things to press, of equal weight: colour persuades nobody."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: what comes next, how to undo, a receipt."""

    text: Text


Block = Heading | Paragraph | Quote | Facts | Listing | Diff | Table | Picture | Buttons | Note


@dataclass(frozen=True, slots=True)
class Card:
    """What one person or a whole place is shown. `ref` is the item, `version` the text version its buttons speak of.

    `zone` is used where a platform cannot show each viewer their own times; `summary` is the one sentence that
    notifications and screen readers say; `private` keeps it from places everybody reads; a `quiet` one wakes
    nobody when it is posted; one that stands `instead` of what was said before is told to nobody who was not told
    that. `files` go to the one who asked, with the answer: a card that stands in a place has none.
    """

    ref: str
    blocks: tuple[Block, ...]
    summary: Text = ()
    version: int = 0
    zone: str = "UTC"
    private: bool = False
    quiet: bool = False
    instead: bool = False
    tone: Literal["plain", "refusal", "done"] = "plain"
    files: tuple[File, ...] = ()

    def buttons(self) -> tuple[Button, ...]:
        """Everything that can be pressed on this card, in order."""
        found: list[Button] = []
        for block in self.blocks:
            if isinstance(block, Buttons):
                found.extend(block.buttons)
            elif isinstance(block, Listing):
                found.extend(entry.button for entry in block.entries if entry.button)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with the page of it that is shown, for texts too long for one message."""

    card: Card
    page: int = 1
    pages: int = field(default=1)
