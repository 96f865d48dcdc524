"""Reads blocks as Slack's clients do: what is shown, who is woken, what can be followed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_SPECIAL = re.compile(r"<([^<>]*)>")


Name = Callable[[str], str]
Day = Callable[[int, str, str], str]
"""An instant (seconds), the form it is asked for in, and what an old client shows in its place."""


def as_written(seconds: int, form: str, fallback: str) -> str:
    return fallback


@dataclass
class Read:
    """What a message comes to on a screen. `name` says whose an account is, `day` how an instant reads there."""

    name: Name = "@{}".format
    day: Day = as_written
    lines: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    awake: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    instants: list[int] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "\n".join(self.lines)


def read(blocks: list[dict[str, Any]], name: Name = "@{}".format, day: Day = as_written) -> Read:
    found = Read(name, day)
    for block in blocks:
        match block["type"]:
            case "header":
                found.lines.append(_object(block["text"], found))
            case "section":
                found.lines.append(_object(block["text"], found))
            case "context":
                found.lines += [_object(one, found) for one in block["elements"]]
            case "rich_text":
                for part in block["elements"]:
                    _rich(part, found)
            case "actions" | "input":
                pass
            case other:
                found.strange.append(other)
    return found


def _rich(part: dict[str, Any], found: Read) -> None:
    if part["type"] == "rich_text_list":
        found.lines += ["• " + _elements(one["elements"], found) for one in part["elements"]]
        return
    said = _elements(part["elements"], found)
    found.lines.append(said)
    if part["type"] == "rich_text_quote":
        found.quotes.append(said)


def _elements(elements: list[dict[str, Any]], found: Read) -> str:
    return "".join(_element(one, found) for one in elements)


def _element(one: dict[str, Any], found: Read) -> str:
    match one["type"]:
        case "text":
            return str(one["text"])
        case "user":
            found.awake.append(one["user_id"])
            return found.name(one["user_id"])
        case "link":
            found.links.append(one["url"])
            return str(one.get("text", one["url"]))
        case "date":
            found.instants.append(one["timestamp"])
            return found.day(one["timestamp"], one["format"], one["fallback"])
        case other:
            found.strange.append(other)
            return ""


def _object(one: dict[str, Any], found: Read) -> str:
    if one["type"] == "plain_text":
        if one.get("emoji") is not False:
            found.strange.append("emoji")
        return decoded(one["text"])
    if re.search(
        r"(?<!\w)([_~`])\S[^\n]*?\1(?!\w)|:[a-z0-9_+'-]+:|^&gt;", _SPECIAL.sub(" ", one["text"]), re.MULTILINE
    ):
        found.strange.append(one["text"])
    return decoded(_SPECIAL.sub(lambda special: _followed(special[1], found), one["text"]).replace("*", ""))


def _followed(special: str, found: Read) -> str:
    head, _, label = special.partition("|")
    if head.startswith("!date^"):
        _, seconds, form = head.split("^")
        found.instants.append(int(seconds))
        return found.day(int(seconds), form, label)
    if head.startswith("@"):
        found.awake.append(head[1:])
        return found.name(head[1:])
    if head.startswith("http"):
        found.links.append(head)
    else:
        found.strange.append(special)
    return label or head


def decoded(text: str) -> str:
    return re.sub("&(?:amp|lt|gt);", lambda entity: _ENTITIES[entity[0]], text)
