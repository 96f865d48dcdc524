"""Holds texts against each other by their words alone, whatever a platform puts around them."""

import re
from collections import Counter

_WORD = re.compile(r"\w+")
_HANDED = re.compile(r"^File: .*$", re.MULTILINE)
"""A file that is handed out, on the console; platforms attach it, or say where it was sent (see their own tests)."""
_SPACE_LEFT = re.compile(r"\d+ (?=[kMGT]B free\b)")
"""How much room the machine has is not the same a minute later, when somebody else wrote something."""


def words_in(text: str) -> list[str]:
    """The words of a text without what platforms put around them."""
    return _WORD.findall(text.casefold())


def says(text: str, wanted: str) -> bool:
    """Whether a text says something, word after word."""
    return f" {' '.join(words_in(wanted))} " in f" {' '.join(words_in(text))} "


def lacking(text: str, wanted: str) -> Counter[str]:
    """The words of `wanted` that a text does not have as often."""
    return Counter(words_in(_SPACE_LEFT.sub("", _HANDED.sub("", wanted)))) - Counter(words_in(text))
