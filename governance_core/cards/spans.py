"""Looks at the spans of a text: what is said in them, on one line, up to a length, and which items they lead to."""

import re
from collections.abc import Iterator
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
from governance_core.cards.plain import shortened, visible
from governance_core.cards.text import Bold, Link, Mention, Money, Span, Text, When

_BREAK: Final = re.compile(r"\s*\n\s*")
_MENTION_LENGTH, _INSTANT_LENGTH = 24, 20


def flat(text: Text) -> Text:
    """The same spans on one line."""
    return tuple(with_words(span, _BREAK.sub(" ", visible(words_of(span)))) for span in text)


def clipped(text: Text, limit: int) -> Text:
    """The spans up to a length, the last one shortened; what is no words is left whole or left out."""
    kept: list[Span] = []
    for span in text:
        length = _length(span)
        if length > limit:
            return (*kept, _cut(span, limit))
        kept.append(span)
        limit -= length
    return text


def _cut(span: Span, limit: int) -> Span:
    words = words_of(span)
    return with_words(span, shortened(words, limit)) if words and limit > 1 else "…"


def _length(span: Span) -> int:
    match span:
        case str() | Bold() | Link():
            return len(words_of(span))
        case Mention():
            return _MENTION_LENGTH
        case When() | Money():
            return _INSTANT_LENGTH
        case _:
            assert_never(span)


def words_of(span: Span) -> str:
    """The words of a span that has any of its own."""
    return span if isinstance(span, str) else span.words if isinstance(span, Bold | Link) else ""


def with_words(span: Span, words: str) -> Span:
    """The same span saying something else, where it has words of its own."""
    match span:
        case str():
            return words
        case Bold():
            return Bold(words)
        case Link(_, to):
            return Link(words, to)
        case _:
            return span


def texts_of(card: Card) -> Iterator[Text]:
    """Every text of a card, in order."""
    for block in card.blocks:
        yield from _texts(block)


def _texts(block: Block) -> Iterator[Text]:
    match block:
        case Heading(title):
            yield title
        case Paragraph(text) | Note(text):
            yield text
        case Quote():
            yield block.by
        case Facts(rows):
            yield from (text for _, text in rows)
        case Listing(entries):
            yield from (entry.text for entry in entries)
        case Picture(_, caption):
            yield caption
        case Table(_, rows):
            yield from (cell for row in rows for cell in row)
        case Diff() | Buttons():
            pass
        case _:
            assert_never(block)


def linked_items(card: Card) -> Iterator[str]:
    """The ids of the items a card links to."""
    for text in texts_of(card):
        for span in text:
            if isinstance(span, Link) and "://" not in span.to:
                yield span.to
