"""A card as a Markdown file: everything in full, for what is longer than a message may be."""

import re
from typing import Final, assert_never

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
from governance_core.cards.file import LARGEST, File
from governance_core.cards.plain import Viewer, plain_text, table_lines, visible
from governance_core.cards.text import Text

_NAME: Final = re.compile(r"[^A-Za-z0-9_-]+")
_SIGNS: Final = {"same": "  ", "added": "+ ", "removed": "- "}


MARKDOWN: Final = "text/markdown"


def whole_card(card: Card, viewer: Viewer) -> File:
    """The card as a file; member words are quoted line by line, so that they stay theirs in any program."""
    parts = [part for block in card.blocks if (part := _block(block, viewer))]
    return File(file_name(card), MARKDOWN, ("\n\n".join(parts) + "\n").encode()[:LARGEST])


def file_name(card: Card) -> str:
    """`P-42.md`."""
    return f"{_NAME.sub('-', card.ref).strip('-')[:60] or 'card'}.md"


def _block(block: Block, viewer: Viewer) -> str:
    match block:
        case Heading(title, status):
            return f"# {_line(title, viewer)}" + (f"\n\n{status}" if status else "")
        case Paragraph(text) | Note(text):
            return plain_text(text, viewer)
        case Quote(label, words, _, by):
            head = f"## {label}" + (f", {_line(by, viewer)}" if by else "")
            return f"{head}\n\n{_quoted(words)}" if label else _quoted(words)
        case Facts(rows):
            return "\n".join(f"- {label}: {_line(text, viewer)}" for label, text in rows)
        case Listing():
            return _listing(block, viewer)
        case Diff(title, changes):
            return "\n".join([f"## {title}", "", *(f"> {_SIGNS[one.kind]}{_one(one.words)}" for one in changes)])
        case Table():
            return "\n".join(f"    {line}" for line in table_lines(block, viewer))
        case Picture(_, caption):
            return _line(caption, viewer)
        case Buttons():
            return ""
        case _:
            assert_never(block)


def _listing(listing: Listing, viewer: Viewer) -> str:
    lines = [f"- {_line(entry.text, viewer)}" for entry in listing.entries] or [listing.empty]
    head = [f"## {listing.title}", ""] if listing.title else []
    return "\n".join([*head, *lines, *([f"- … and {listing.more} more"] if listing.more else [])])


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}" for line in visible(words).split("\n"))


def _line(text: Text, viewer: Viewer) -> str:
    return _one(plain_text(text, viewer))


def _one(words: str) -> str:
    return " ".join(visible(words).split())
