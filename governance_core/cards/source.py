"""Where something comes from, as people may see it: a message they can go to, or words."""

import re
from typing import Final

from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Text

SOURCE_LIMIT: Final = 200
THE_MESSAGE: Final = "this message"
_MESSAGE: Final = re.compile(
    r"https://(?:(?:ptb\.|canary\.)?discord\.com/channels/[0-9]{1,20}/[0-9]{1,20}/[0-9]{1,20}"
    r"|[a-z0-9][a-z0-9.-]{0,80}\.slack\.com/archives/[A-Z0-9]{1,20}/p[0-9]{1,20}"
    r"(?:\?thread_ts=[0-9.]{1,20}&cid=[A-Z0-9]{1,20})?)"
)


def is_message(words: str) -> bool:
    """Whether words are the address of a message on a chat platform, and nothing besides."""
    return _MESSAGE.fullmatch(words.strip()) is not None


def source_text(words: str) -> Text:
    """A link for the address of a message; whatever else a member gave stays words, shortened where they are long."""
    return (Link(THE_MESSAGE, words.strip()),) if is_message(words) else (one_line(words, SOURCE_LIMIT),)
