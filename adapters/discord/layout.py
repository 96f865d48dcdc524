"""Turns the blocks of a card into texts and buttons, as long as a size allows; how they are framed is `render`'s."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, assert_never

from adapters.discord.escape import escaped
from adapters.discord.limits import PICTURE_TEXT
from adapters.discord.pieces import Layout, Line, Piece, Row, Shot, Size, Words, picture_name
from adapters.discord.text import Sight, bold, markdown
from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Change,
    Diff,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Quote,
    Table,
)
from governance_core.cards.plain import READ_IN_FULL, one_line, plain_text, shortened, table_lines, visible
from governance_core.cards.spans import clipped, flat
from governance_core.cards.text import Text
from governance_core.kernel.words import is_blank

QUOTE_LINES: Final = 20
LABEL_LENGTH: Final = 150
BLANK: Final = "(blank)"
CHANGES: Final = "Changes"
SHORTENED: Final = "shortened"
TABLE_WIDTH: Final = 58
"""Letters of one width on a line of a message, before it wraps."""
_SIGNS: Final = {"same": "", "added": "**+** ", "removed": "**−** "}


def laid_out(card: Card, sight: Sight, size: Size, dense: bool = False) -> Layout:
    """The card in pieces. `dense` puts the buttons of a list below it, five in a row, instead of beside its lines."""
    painter = _Painter(sight, size, dense)
    for block in card.blocks:
        painter.block(block)
    ways = tuple(Button(READ_IN_FULL, press) for press in dict.fromkeys(painter.made.ways))
    if ways:
        painter.made.pieces.insert(_last_row(painter.made.pieces), Row(ways))
    return painter.made


def _last_row(pieces: Sequence[Piece]) -> int:
    """The place behind the last buttons, else behind everything."""
    places = [place for place, piece in enumerate(pieces, 1) if isinstance(piece, Row)]
    return places[-1] if places else len(pieces)


class _Painter:
    def __init__(self, sight: Sight, size: Size, dense: bool) -> None:
        self.made = Layout()
        self._sight = sight
        self._size = size
        self._dense = dense

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self._say(self._heading(block))
            case Paragraph(text):
                self._say(self._text(text))
            case Note(text):
                self._say(_each_line("-# ", self._text(text).strip()))
            case Quote():
                self._say(self._quote(block))
            case Facts(rows):
                self._say(self._facts(rows))
            case Listing():
                self._listing(block)
            case Diff(title, changes):
                self._say(self._diff(title, changes))
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Buttons(buttons):
                primary = not any(isinstance(piece, Row) for piece in self.made.pieces)
                self._press(Row(buttons, primary))
            case _:
                assert_never(block)

    def _say(self, content: str) -> None:
        if not is_blank(content):
            self.made.pieces.append(Words(content.lstrip()))  # Discord strips a text's beginning

    def _press(self, row: Row) -> None:
        if row.buttons:
            self.made.pieces.append(row)

    def _text(self, text: Text) -> str:
        short = clipped(text, self._size.words)
        self.made.lost = self.made.lost or short != text
        return markdown(short, self._sight)

    def _line(self, text: Text) -> str:
        return self._text(flat(text)).strip()

    def _heading(self, heading: Heading) -> str:
        title = self._line(heading.title)
        lines = [f"### {title}"] if title else []
        if not is_blank(heading.status):
            lines.append(bold(_label(heading.status)))
        return "\n".join(lines)

    def _quote(self, quote: Quote) -> str:
        words = visible(quote.words).strip("\n")
        short = shortened(_first_lines(words) if quote.whole else words, self._size.quote)
        if short != words:
            self.made.ways.extend([quote.whole] if quote.whole else [])
            self.made.lost = self.made.lost or quote.whole is None
        heads = (bold(_label(quote.label)), self._line(quote.by), SHORTENED if short != words else "")
        head = " · ".join(part for part in heads if part)
        body = _each_line("> ", BLANK if is_blank(short) else escaped(short))
        return f"{head}\n{body}" if head else body

    def _facts(self, rows: Sequence[tuple[str, Text]]) -> str:
        return "\n".join(self._some([f"{bold(_label(label))}: {self._line(text) or '–'}" for label, text in rows]))

    def _diff(self, title: str, changes: Sequence[Change]) -> str:
        lines = self._some([_SIGNS[change.kind] + self._line((change.words,)) for change in changes])
        return "\n".join([f"{bold(_label(title) or CHANGES)} (− before, + now)", *(f"> {line}" for line in lines)])

    def _table(self, table: Table) -> None:
        self._say(bold(_label(table.title)))
        heads, *rows = table_lines(replace(table, title="", more=0), self._sight.viewer, TABLE_WIDTH)
        shown = [line.replace("`", "'") for line in (heads, *rows[: self._size.lines])]
        rest = "".join(f"\n{one}" for one in self._rest(len(rows), table.more))
        self._say("```\n" + "\n".join(shown) + "\n```" + rest)

    def _picture(self, picture: Picture) -> None:
        self._say(_each_line("-# ", self._text(picture.caption)))
        if self._sight.draw is not None:
            shots = sum(isinstance(piece, Shot) for piece in self.made.pieces)
            said = one_line(plain_text(picture.caption, self._sight.viewer), PICTURE_TEXT) or "…"
            self.made.pieces.append(Shot(picture_name(shots + 1), said))

    def _some(self, lines: Sequence[str], more: int = 0) -> list[str]:
        """As many lines as there may be, and how many more there are."""
        return [*lines[: self._size.lines], *self._rest(len(lines), more)]

    def _rest(self, lines: int, more: int) -> Iterator[str]:
        left = max(lines - self._size.lines, 0)
        self.made.lost = self.made.lost or left > 0
        if left + more:
            yield f"… and {left + more} more"

    def _listing(self, listing: Listing) -> None:
        if self._dense or not any(entry.button for entry in listing.entries):
            self._compact(listing)
        else:
            self._beside(listing)

    def _compact(self, listing: Listing) -> None:
        lines = [f"• {self._line(entry.text)}" for entry in listing.entries]
        if not lines and listing.empty:
            lines = [escaped(listing.empty)]
        head = [bold(_label(listing.title))] if listing.title else []
        self._say("\n".join([*head, *self._some(lines, listing.more)]))
        self._press(Row(tuple(_named(listing.entries[: self._size.lines])), listed=True))

    def _beside(self, listing: Listing) -> None:
        self._say(bold(_label(listing.title)))
        for entry in listing.entries[: self._size.lines]:
            words = self._line(entry.text) or "…"
            self.made.pieces.append(Line(words, entry.button) if entry.button else Words(words))
        self._say("".join(self._rest(len(listing.entries), listing.more)))


def _named(entries: Iterable[Entry]) -> Iterator[Button]:
    """The buttons of a list's lines, told apart by what each line is about."""
    for entry in entries:
        if entry.button:
            named = entry.ref and entry.ref not in entry.button.label
            yield replace(entry.button, label=f"{entry.button.label} {entry.ref}") if named else entry.button


def _label(words: str) -> str:
    return shortened(" ".join(visible(words).split()), LABEL_LENGTH)


def _first_lines(words: str) -> str:
    lines = words.split("\n", QUOTE_LINES)
    return words if len(lines) <= QUOTE_LINES else "\n".join(lines[:QUOTE_LINES]) + "\n…"


def _each_line(mark: str, content: str) -> str:
    return "\n".join(mark + line for line in content.split("\n")) if content else ""
