"""Takes apart what people type after a command: bare words, `key:value` pairs, JSON strings for what has spaces."""

import json
import re
from dataclasses import dataclass

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):")
_BARE = re.compile(r"\S+")
_COMMENT = re.compile(r"#(?:\s|$)")
_CURLY = "“”„«»"
_STRING = json.JSONDecoder(strict=False)


class CannotRead(ValueError):
    """What was typed cannot be taken apart; the text says why and what was expected."""


@dataclass(frozen=True, slots=True)
class Word:
    """One thing typed, and where it stood. `key` is empty for a bare word; `quoted` says that it is a string."""

    key: str
    value: str
    start: int
    end: int
    quoted: bool = False


def words_of(line: str) -> tuple[Word, ...]:
    """Everything on the line, up to a `#` that stands alone. Raises CannotRead where a string does not end."""
    found: list[Word] = []
    at = _skip(line, 0)
    while at < len(line) and not _COMMENT.match(line, at):
        found.append(_word(line, at))
        at = _skip(line, found[-1].end)
    return tuple(found)


def _skip(line: str, at: int) -> int:
    while at < len(line) and line[at].isspace():
        at += 1
    return at


def _word(line: str, start: int) -> Word:
    named = _KEY.match(line, start)
    key, at = (named[1], named.end()) if named else ("", start)
    if line[at : at + 1] == '"':
        value, end = _string(line, at)
        return Word(key, value, start, end, quoted=True)
    if line[at : at + 1] in tuple(_CURLY):
        raise CannotRead(f'{line[at]} does not begin a text; write it between straight quotes: "…"')
    bare = _BARE.match(line, at)
    return Word(key, bare[0] if bare else "", start, bare.end() if bare else at)


def _string(line: str, at: int) -> tuple[str, int]:
    try:
        value, end = _STRING.raw_decode(line, at)
    except json.JSONDecodeError as wrong:
        raise CannotRead(_what_is_wrong(line, at, wrong)) from None
    if end < len(line) and not line[end].isspace():
        raise CannotRead(f"after {_excerpt(line, at)} a space was expected, not {line[end]}")
    return str(value), end


def _what_is_wrong(line: str, at: int, wrong: json.JSONDecodeError) -> str:
    if wrong.msg.startswith("Unterminated"):
        return f'the text that begins {_excerpt(line, at)} has no closing quote (inside a text, write \\" for a quote)'
    return (
        f"the text that begins {_excerpt(line, at)} has a \\ that means nothing; write \\\\ for one, \\n for a new line"
    )


def _excerpt(line: str, at: int) -> str:
    return line[at : at + 16] + ("…" if len(line) > at + 16 else "")
