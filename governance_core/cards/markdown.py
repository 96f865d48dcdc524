"""A card as a page of Markdown: everything in full, dates with their zone, and links to the pages beside it."""

from collections.abc import Callable, Iterable, Iterator
from typing import assert_never
from urllib.parse import quote, urlsplit

from governance_core.cards.card import (
    Block,
    Buttons,
    Card,
    Diff,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Quote,
    Table,
)
from governance_core.cards.markdown_words import escaped, quoted
from governance_core.cards.plain import Viewer, date_words, money_words
from governance_core.cards.text import Bold, Link, Mention, Money, Text, When

Address = Callable[[str], str]
"""Where the page of an item is, seen from this one; empty where it has none."""
_SIGNS = {"same": "", "added": "Now: ", "removed": "Before: "}
_SAFE = "/:?#[]@!$&'*+,;=%~-._"


class Page:
    """Draws cards for somebody's eyes, on a page from which items are found at these addresses."""

    def __init__(self, viewer: Viewer, address: Address) -> None:
        self._viewer = viewer
        self._address = address

    def card(self, card: Card) -> str:
        """The card, block by block; what could be pressed is left out."""
        return "\n\n".join(part for block in card.blocks if (part := self._block(block)))

    def text(self, text: Text) -> str:
        """Spans on one line."""
        return "".join(map(self._span, text))

    def link(self, words: str, to: str) -> str:
        """Words that lead to an item, where it has a page."""
        address = self._address(to)
        return f"[{escaped(words)}]({address})" if address else escaped(words)

    def _span(self, span: str | Bold | Mention | When | Link | Money) -> str:
        match span:
            case str():
                return _spaced(span)
            case Bold(words):
                return f"**{escaped(words)}**" if words.strip() else ""
            case Mention(person):
                return escaped(self._viewer.name(person))
            case When(at, style):
                return escaped(f"{date_words(at, self._viewer.zone, style)} ({self._viewer.zone})")
            case Link(words, to):
                return _web(words, to) if "://" in to else self.link(words, to)
            case Money():
                return money_words(span)
            case _:
                assert_never(span)

    def _block(self, block: Block) -> str:
        match block:
            case Heading(title, status):
                return f"# {self.text(title)}" + (f"\n\n*{escaped(status)}*" if status else "")
            case Paragraph(text) | Note(text):
                return self.text(text)
            case Quote():
                return self._quote(block)
            case Facts(rows):
                return "\n".join(f"- **{escaped(label)}:** {self.text(words) or '–'}" for label, words in rows)
            case Listing():
                return "\n".join(self._listing(block))
            case Diff(title, changes):
                lines = [f"- {_SIGNS[one.kind]}{escaped(one.words) or '–'}" for one in changes]
                return "\n".join([f"**{escaped(title)}**", "", *lines])
            case Table():
                return "\n".join(self._table(block))
            case Picture(_, caption):
                return self.text(caption)
            case Buttons():
                return ""
            case _:
                assert_never(block)

    def _table(self, table: Table) -> Iterator[str]:
        if table.title:
            yield f"**{escaped(table.title)}**\n"
        yield _row(map(escaped, table.heads))
        yield _row(["---", *("---:" for _ in table.heads[1:])])
        for row in table.rows:
            yield _row(self.text(cell) for cell in row)
        if table.more:
            yield f"\n… and {table.more} more"

    def _quote(self, quote: Quote) -> str:
        by = f" ({self.text(quote.by)})" if quote.by else ""
        return f"**{escaped(quote.label)}**{by}\n\n{quoted(quote.words)}"

    def _listing(self, listing: Listing) -> Iterator[str]:
        if listing.title:
            yield f"**{escaped(listing.title)}**\n"
        for entry in listing.entries:
            yield f"- {self.text(entry.text)}"
        if not listing.entries and listing.empty:
            yield escaped(listing.empty)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(' '.join(cell.replace('|', chr(92) + '|').split()) for cell in cells)} |"


def _spaced(words: str) -> str:
    """Our own spaces at the ends of a span are kept."""
    before = " " if words[:1].isspace() else ""
    after = " " if words.strip() and words[-1:].isspace() else ""
    return f"{before}{escaped(words)}{after}"


def _web(words: str, to: str) -> str:
    """A link out of the folder, for addresses that a browser opens as a page."""
    try:
        known = urlsplit(to).scheme in ("http", "https")
    except ValueError:
        known = False
    return f"[{escaped(words)}](<{quote(to, safe=_SAFE)}>)" if known else escaped(f"{words} ({to})")
