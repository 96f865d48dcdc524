"""Standard output that no text can stop: neither half a character nor one that a terminal lacks."""

from io import TextIOWrapper
from typing import TextIO


def forgiving(out: TextIO) -> None:
    """Print what cannot be encoded as `\\u…`."""
    if isinstance(out, TextIOWrapper):
        out.reconfigure(errors="backslashreplace")


def for_json(out: TextIO) -> None:
    """JSON is UTF-8 wherever it goes; half a character becomes the escape that JSON has for it."""
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8", errors="backslashreplace")
