"""Text in a form in which it is recorded: people by their id, instants and amounts as they are, braces around each."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, assert_never
from urllib.parse import quote, unquote

from governance_core.cards.text import Bold, Link, Mention, Money, Span, Text, When
from governance_core.kernel.ids import PersonId

_FOUND: Final = re.compile(r"\{\{|\}\}|\{(?P<kind>[a-z]+) (?P<rest>[^{}]*)\}")
_STYLES: Final = ("full", "date", "relative")


def kept(words: Text) -> str:
    """`closes {when 2026-03-12T09:00:00+00:00 full}, 1 of 4 answered`. Nobody is woken by it when it is read again."""
    return "".join(_kept(span) for span in words)


def _kept(span: Span) -> str:
    match span:
        case str():
            return span.replace("{", "{{").replace("}", "}}")
        case Bold(words):
            return f"{{bold {_safe(words)}}}"
        case Mention(person):
            return f"{{person {_safe(person)}}}"
        case When(at, style):
            return f"{{when {at.isoformat()} {style}}}"
        case Link(words, to):
            return f"{{link {_safe(to)} {_safe(words)}}}"
        case Money(minor, unit, exponent):
            return f"{{money {minor} {_safe(unit)} {exponent}}}"
        case _:
            assert_never(span)


def _safe(words: str) -> str:
    return quote(words, safe="")


def read(recorded: str) -> Text:
    """The text again. What this program does not know stays as it is recorded."""
    spans: list[Span] = []
    last = 0
    for found in _FOUND.finditer(recorded):
        _add(spans, recorded[last : found.start()])
        _add(spans, _span(found))
        last = found.end()
    _add(spans, recorded[last:])
    return tuple(spans)


def _add(spans: list[Span], span: Span) -> None:
    """Words that stand beside each other are one span."""
    if isinstance(span, str) and spans and isinstance(spans[-1], str):
        spans[-1] += span
    elif span != "":
        spans.append(span)


def _span(found: re.Match[str]) -> Span:
    if not found["kind"]:
        return found[0][0]
    try:
        return _READ[found["kind"]](*found["rest"].split(" "))
    except (KeyError, TypeError, ValueError):
        return found[0]


def _when(at: str, style: str) -> Span:
    return When(datetime.fromisoformat(at), _STYLES[_STYLES.index(style)])


_READ: Final[Mapping[str, Callable[..., Span]]] = {
    "bold": lambda words: Bold(unquote(words)),
    "person": lambda person: Mention(PersonId(unquote(person))),
    "when": _when,
    "link": lambda to, words: Link(unquote(words), unquote(to)),
    "money": lambda minor, unit, exponent: Money(int(minor), unquote(unit), int(exponent)),
}
