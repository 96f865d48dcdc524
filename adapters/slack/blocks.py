"""Builds Slack's blocks, and measures what a message made of them costs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from adapters.slack.escape import plain
from adapters.slack.limits import (
    BLOCKS,
    BUTTON_TEXT,
    CONFIRM_BUTTON,
    CONFIRM_TEXT,
    CONFIRM_TITLE,
    HEADER,
    MESSAGE_SIZE,
)
from governance_core.cards.card import Button
from governance_core.cards.plain import one_line, shortened, visible
from governance_core.cards.wire import encode
from governance_core.kernel.words import is_blank

Structure = dict[str, Any]
_STAY: Final = "Not now"


def units(text: str) -> int:
    """Characters as UTF-16 counts them, the stricter way: those beyond the first 65,536 count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitted(words: str, limit: int) -> str:
    """Words for a `plain_text` object within a limit, whatever escaping adds to them."""
    most = limit
    while units(escaped := plain(shortened(words, most))) > limit:
        most -= max((units(escaped) - limit + 1) // 2, 1)
    return escaped


def text(words: str, limit: int) -> Structure:
    """Words on one line, shown as they are."""
    return {"type": "plain_text", "text": fitted(one_line(words, limit), limit) or "…", "emoji": False}


def paragraph(words: str, limit: int) -> Structure:
    """Words on as many lines as they have, shown as they are."""
    shown = "…" if is_blank(words) else fitted(visible(words), limit)
    return {"type": "plain_text", "text": shown, "emoji": False}


def header(words: str) -> Structure:
    """A title."""
    return {"type": "header", "text": text(words, HEADER)}


def rich(*elements: Structure) -> Structure:
    """Formatted text: sections, quotes and lists."""
    return {"type": "rich_text", "elements": list(elements)}


def section_of(elements: Sequence[Structure]) -> Structure:
    """A stretch of formatted text."""
    return {"type": "rich_text_section", "elements": _said(elements)}


def quote_of(elements: Sequence[Structure]) -> Structure:
    """A quotation in formatted text."""
    return {"type": "rich_text_quote", "elements": _said(elements)}


def _said(elements: Sequence[Structure]) -> list[Structure]:
    """Slack takes no words that are none."""
    return [one for one in elements if one.get("text") != ""]


def preformatted(said: str) -> Structure:
    """Lines in letters of one width."""
    return {"type": "rich_text_preformatted", "elements": [words(said)]}


def bullets_of(lines: Iterable[Sequence[Structure]]) -> Structure:
    """Lines with a dot before each."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [section_of(line) for line in lines]}


def words(said: str, bold: bool = False) -> Structure:
    """Words in formatted text: nothing is read in them."""
    return {"type": "text", "text": said, **({"style": {"bold": True}} if bold else {})}


def section(said: Structure, accessory: Structure | None = None) -> Structure:
    """A text, with something to press beside it."""
    return {"type": "section", "text": said, **({"accessory": accessory} if accessory else {})}


def context(said: Structure) -> Structure:
    """Small print."""
    return {"type": "context", "elements": [said]}


def actions(elements: Iterable[Structure]) -> Structure:
    """Things to press, side by side."""
    return {"type": "actions", "elements": list(elements)}


def button(one: Button) -> Structure:
    """Something to press. Raises ValueError for a press no button can carry."""
    made = {"type": "button", "text": text(one.label, BUTTON_TEXT), "action_id": encode(one.press)}
    return {**made, "confirm": _confirm(one)} if one.confirm else made


def _confirm(one: Button) -> Structure:
    """Asked by Slack itself before it sends the press."""
    return {
        "title": text(one.label, CONFIRM_TITLE),
        "text": text(one.confirm, CONFIRM_TEXT),
        "confirm": text(one.label, CONFIRM_BUTTON),
        "deny": text(_STAY, CONFIRM_BUTTON),
    }


def size(blocks: Sequence[Structure]) -> int:
    """What blocks cost of a message's size."""
    return units(json.dumps(list(blocks), ensure_ascii=False))


def fits(blocks: Sequence[Structure]) -> bool:
    """Whether Slack takes them in one message."""
    return len(blocks) <= BLOCKS and size(blocks) <= MESSAGE_SIZE


def inside(structure: Any) -> Iterator[Structure]:
    """Every object of a block or view, the outermost first."""
    if isinstance(structure, dict):
        yield structure
    for one in structure.values() if isinstance(structure, dict) else structure if isinstance(structure, list) else ():
        yield from inside(one)
