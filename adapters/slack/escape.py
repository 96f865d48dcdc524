"""Keeps words as they were typed: nothing in them becomes Slack's markup, a mention, an emoji or another character."""

import html
import re
from typing import Final

from governance_core.cards.plain import visible

_ENTITY: Final = re.compile(r"&(?=(?:amp|lt|gt);)")
_SIGNS: Final = re.compile(
    r"[*_~`]|:[^\s:]+:|(?m:^)\s*(?:>|[-•*]\s|[0-9]+[.)]\s)|https?://|mailto:|\S@\S|www\.", re.IGNORECASE
)
_ENTITIES: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_NAMED: Final = re.compile("&(?:amp|lt|gt);")


def plain(words: str) -> str:
    """Words for a `plain_text` object: Slack reads nothing in it but three entities."""
    return _ENTITY.sub("&amp;", visible(words))


def mrkdwn(words: str) -> str:
    """Words for markup and for a message's `text`: the three characters that could begin a mention or a link."""
    return html.escape(visible(words), quote=False)


def is_harmless(words: str) -> bool:
    """Whether words mean nothing in markup once `mrkdwn` escaped them: markup has no sign that escapes the others."""
    return not _SIGNS.search(words)


def unescaped(typed: str) -> str:
    """What somebody typed, from what Slack sends of a command or a message."""
    return _NAMED.sub(lambda found: _ENTITIES[found[0]], typed)
