"""A card in plain words: what notifications, screen readers, logs and the tests of whole conversations read."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol, assert_never

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
from governance_core.cards.chart import sparks
from governance_core.cards.columns import columns
from governance_core.cards.file import handed
from governance_core.cards.text import Bold, Link, Mention, Money, Text, When
from governance_core.kernel.ids import PersonId
from governance_core.kernel.money import Unit, amount_said
from governance_core.kernel.time import wall

QUOTE_LIMIT = 600
READ_IN_FULL = "Read in full"
"""The button that leads from a shortened text to the whole."""
OLDER = "Older ones"
"""The button that leads to the next page of a list that begins with the newest."""
TITLE_LIMIT = 150
CELL_LIMIT = 40
TABLE_WIDTH = 100
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""A glance is enough where nothing has to be made visible."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085\x0b\x0c]")


class Viewer(Protocol):
    """Who looks: the zone to show times in and the names people have now."""

    @property
    def zone(self) -> str:
        """A time zone name."""

    def name(self, person: PersonId) -> str:
        """How the person is called now."""


def visible(words: str) -> str:
    """Member words made safe to show: control characters become visible, nothing can turn the line around."""
    if not _UNSEEN.search(words):
        return words
    lines = _BIDI.sub("", _LINE_ENDS.sub("\n", words))
    return _CONTROL.sub(_seen, lines)


def _seen(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def labelled(title: str, practice: bool, limit: int = 60) -> str:
    """A title in a list, which says of what was only practice that it was."""
    return f"PRACTICE: {one_line(title, limit)}" if practice else one_line(title, limit)


def one_line(words: str, limit: int = TITLE_LIMIT) -> str:
    """Member words on one line, shortened where they are long."""
    return shortened(" ".join(visible(words).split()), limit)


def is_long(words: str, limit: int = QUOTE_LIMIT) -> bool:
    """Whether member words are shown shortened."""
    return len(visible(words)) > limit


def shortened(words: str, limit: int) -> str:
    """At most `limit` characters, cut before a character that would be torn apart, ending in `…` when cut."""
    if len(words) <= limit:
        return words
    return words[: _end(words, limit - 1)].rstrip() + "…"


def parts(words: str, limit: int) -> Iterator[str]:
    """The words in parts of at most `limit` characters, parted at the end of a line or a word where there is one."""
    while len(words) > limit:
        end = max(words.rfind(end, limit // 2, limit) + 1 for end in ("\n", " "))
        end = end if end and not _joined(words, end) else _end(words, limit)
        yield words[:end]
        words = words[end:]
    yield words


def _end(words: str, limit: int) -> int:
    """Where to cut, so that nothing people see as one is torn apart (where it is not longer than the room)."""
    end = limit
    while end > 0 and _joined(words, end):
        end -= 1
    return end or limit


def _joined(words: str, at: int) -> bool:
    """Whether cutting before `at` would split a character people see as one (marks, emoji families, flags)."""
    left, right = words[at - 1], words[at]
    if unicodedata.combining(right) or unicodedata.category(right) in ("Mn", "Me", "Mc"):
        return True
    if "\u200d" in (left, right) or right in "\ufe0e\ufe0f" or "\U0001f3fb" <= right <= "\U0001f3ff":
        return True
    flags = "\U0001f1e6", "\U0001f1ff"
    return flags[0] <= left <= flags[1] and flags[0] <= right <= flags[1]


def date_words(instant: datetime, zone: str, style: str = "full") -> str:
    """`Thu 5 Mar 2026 09:00` in a zone, or the date alone."""
    local = wall(instant, zone)
    day = f"{local:%a} {local.day} {local:%b} {local.year}"
    return day if style == "date" else f"{day} {local:%H:%M}"


def money_words(amount: Money) -> str:
    """`EUR 450.00` from minor units, `12.5 hours` of a plain unit."""
    return amount_said(amount.minor, Unit(amount.unit, amount.exponent))


def plain_text(spans: Text, viewer: Viewer) -> str:
    """Spans in words."""
    parts: list[str] = []
    for span in spans:
        match span:
            case str():
                parts.append(visible(span))
            case Bold(words):
                parts.append(visible(words))
            case Mention(person):
                parts.append(viewer.name(person))
            case When(at, style):
                parts.append(date_words(at, viewer.zone, style))
            case Link(words, to):
                parts.append(f"{visible(words)} ({to})" if "://" in to else visible(words))
            case Money():
                parts.append(money_words(span))
            case _:
                assert_never(span)
    return "".join(parts)


def plain_card(card: Card, viewer: Viewer, limit: int = QUOTE_LIMIT) -> str:
    """The whole card in words, a block a paragraph; member words longer than `limit` are shortened."""

    def words(spans: Text) -> str:
        return plain_text(spans, viewer)

    parts = [part for block in card.blocks if (part := _block(block, words, limit))]
    return "\n".join([*parts, *(f"File: {handed(file)}" for file in card.files)])


def _block(block: Block, words: Callable[[Text], str], limit: int) -> str:
    match block:
        case Heading(title, status):
            return words(title) + (f" [{status}]" if status else "")
        case Paragraph(spans) | Note(spans):
            return words(spans)
        case Quote():
            return _quote(block, words, limit)
        case Facts(rows):
            return "\n".join(f"{label}: {words(value)}" for label, value in rows)
        case Listing():
            return _listing(block, words)
        case Diff(title, changes):
            signs = {"same": "  ", "added": "+ ", "removed": "- "}
            return "\n".join([title, *(signs[change.kind] + visible(change.words) for change in changes)])
        case Table():
            return "\n".join(_table(block, words, TABLE_WIDTH))
        case Picture(chart, caption):
            return f"{sparks(chart)} {words(caption)}"
        case Buttons(buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case _:
            assert_never(block)


def _quote(quote: Quote, words: Callable[[Text], str], limit: int) -> str:
    label = quote.label + (f" ({words(quote.by)})" if quote.by else "")
    shown = shortened(visible(quote.words), limit)
    way = f" (shortened; {READ_IN_FULL} shows all of it)" if quote.whole and is_long(quote.words, limit) else ""
    return f"{label}: {shown}{way}" if label else shown + way


def table_lines(table: Table, viewer: Viewer, width: int = TABLE_WIDTH) -> list[str]:
    """A table in letters of one width, its title first."""
    return _table(table, lambda spans: plain_text(spans, viewer), width)


def _table(table: Table, words: Callable[[Text], str], width: int) -> list[str]:
    rows = [[_cell(words(cell)) for cell in row] for row in table.rows]
    lines = [table.title] if table.title else []
    lines += columns(table.heads, rows, width)
    return [*lines, *([f"… and {table.more} more"] if table.more else [])]


def _cell(words: str) -> str:
    """On one line and not wide; what stands before the first word is kept, as rows may be set in."""
    return " " * (len(words) - len(words.lstrip(" "))) + one_line(words, CELL_LIMIT)


def _listing(listing: Listing, words: Callable[[Text], str]) -> str:
    lines = [listing.title] if listing.title else []
    for entry in listing.entries:
        button = f" [{entry.button.label}]" if entry.button else ""
        lines.append(f"• {words(entry.text)}{button}")
    if not listing.entries and listing.empty:
        lines.append(listing.empty)
    if listing.more:
        lines.append(f"… and {listing.more} more")
    return "\n".join(lines)
