"""Text as spans: member words are plain `str` and always escaped, everything that means more is a type of its own."""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from governance_core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class Bold:
    """Words that stand out."""

    words: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, shown by the name they have now. `ping` wakes them, and only reminders to the silent may set it."""

    person: PersonId
    ping: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """An instant (UTC), shown in the viewer's zone. `style` says how much of it is shown."""

    at: datetime
    style: Literal["full", "date", "relative"] = "full"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an item (`P-42`) or an address; platforms turn an item into a link to its card."""

    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of a currency (ISO 4217) or another unit; `exponent` is the decimals it is said with."""

    minor: int
    unit: str
    exponent: int


Span = str | Bold | Mention | When | Link | Money
Text = tuple[Span, ...]

_TWO_ENDS = re.compile(r"([?!])\.(?=\s|$)")


def text(*parts: Span | Text | None) -> Text:
    """One text from spans and texts; None and empty strings are left out.

    A sentence ends once: where a title ends with a question or exclamation mark, no full stop follows it.
    """
    spans: list[Span] = []
    for part in parts:
        for span in part if isinstance(part, tuple) else (part,):
            kept = _ended_once(span, spans[-1:]) if isinstance(span, str) else span
            if kept is not None and kept != "":
                spans.append(kept)
    return tuple(spans)


def _ended_once(words: str, before: Sequence[Span]) -> str:
    if words[:1] == "." and before and isinstance(before[0], str) and before[0][-1] in "?!":
        words = words[1:]
    return _TWO_ENDS.sub(r"\1", words) if "?." in words or "!." in words else words


def say(template: str, **fields: Any) -> Text:
    """Fill the {gaps} of a sentence with spans. The one place where this happens, so that words can be translated."""
    spans: list[Span | Text] = []
    for words, name, _format, _conversion in string.Formatter().parse(template):
        spans.append(words)
        if name is not None:
            value = fields.get(name, f"{{{name}}}")
            spans.append(value if isinstance(value, tuple | Bold | Mention | When | Link | Money) else str(value))
    return text(*spans)


def listed(items: Sequence[Span | Text], last: str = "and") -> Text:
    """`a, b and c` of spans."""
    parts: list[Span | Text] = []
    for position, item in enumerate(items):
        if position:
            parts.append(f" {last} " if position == len(items) - 1 else ", ")
        parts.append(item)
    return text(*parts)


def people(persons: Any, last: str = "and", ping: bool = False) -> Text:
    """Persons by name, as `Ana, Ben and Cem`; `nobody` when there is none."""
    return listed([Mention(person, ping) for person in persons], last) or ("nobody",)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 objection`, `3 objections`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
