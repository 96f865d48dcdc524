"""What a message or a form on Discord tells whoever reads it, in plain words, to hold against what the console says."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from discord_play import walk
from discord_reader import Node, read

from governance_core.cards.plain import date_words

Names = Callable[[str], str]
_STAMP = re.compile(r"<t:(-?[0-9]+)(?::([tTdDfFsSR]))?>")
_DIGITS = re.compile(r"[0-9]+")
_TEXT, _LABELLED, _BUTTON = 10, 18, 2


def told(message: Any, names: Names, zone: str) -> str:
    """Everything that stands in a message, its buttons included, in the order it stands in."""
    found = [message.content] if message.content else []
    for one in walk(_raw(message.components)):
        if one["type"] == _TEXT:
            found.append(one["content"])
        elif one["type"] == _BUTTON:
            found.append(f"[{one['label']}]")
    return "\n".join(plain(text, names, zone) for text in found)


def asked(modal: Mapping[str, Any], names: Names, zone: str) -> str:
    """Everything that stands in a form: its title, what is asked, and what was wrong."""
    parts = [modal["title"]]
    for one in modal["components"]:
        parts += [one.get("content", ""), one.get("label", ""), one.get("description", "")]
    return "\n".join(plain(part, names, zone) for part in parts if part)


def plain(markdown: str, names: Names, zone: str) -> str:
    """Markdown as it is read: names for accounts, times on the wall clock of a zone."""
    return "".join(_read(node, names, zone) for node in read(markdown))


def _read(node: Node, names: Names, zone: str) -> str:
    match node.kind:
        case "user":
            return names(_DIGITS.findall(node.words)[0])
        case "timestamp":
            return _instant(node.words, zone)
        case "masked":
            return "".join(inside.words for inside in node.inside)
        case "quote" | "heading" | "subtext" | "list":
            return "".join(_read(inside, names, zone) for inside in node.inside) + "\n"
        case _:
            return node.words + "".join(_read(inside, names, zone) for inside in node.inside)


def _instant(stamp: str, zone: str) -> str:
    seconds, style = _STAMP.fullmatch(stamp).groups()  # type: ignore[union-attr]
    return date_words(datetime.fromtimestamp(int(seconds), UTC), zone, "date" if style == "D" else "full")


def _raw(components: Any) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one if isinstance(one, dict) else one.to_dict()
