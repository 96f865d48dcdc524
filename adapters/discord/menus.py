"""Commands in the menu of a message or a person: what they are called, and what they fill in from where they are used.

A message of the core offers itself there by `Spec.menus`, where it has such a field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from adapters.discord.components import Structure
from governance_core.feature import Features

USER_MENU, MESSAGE_MENU = 2, 3
_TYPES: Final = {"person": USER_MENU, "message": MESSAGE_MENU}
Takes = Literal["text", "link", "person"]


@dataclass(frozen=True, slots=True)
class Menu:
    """`takes` names, by field, what is filled in: the message's text, the link to it, or the person."""

    title: str
    kind: str
    on: Literal["message", "person"]
    takes: Mapping[str, Takes]

    def command(self) -> Structure:
        """The command as Discord wants it: these have no description."""
        return {"type": _TYPES[self.on], "name": self.title}


def menus_of(features: Features) -> tuple[Menu, ...]:
    """Every menu command the messages offer."""
    return tuple(
        Menu(one.title, message.spec.kind, one.on, one.takes)
        for message in features.messages
        for one in getattr(message.spec, "menus", ())
    )


def filled_in(menu: Menu, found: Mapping[Takes, str]) -> dict[str, str]:
    """Raw answers from what the menu was opened on."""
    return {field: found[what] for field, what in menu.takes.items() if found.get(what)}


def chosen(data: Structure, menus: Sequence[Menu]) -> Menu | None:
    """The menu command an interaction means, None when there is no such command any more."""
    return next((one for one in menus if one.title == data["name"] and _TYPES[one.on] == data.get("type")), None)


def text_and_link(data: Structure, server: str, channel: str) -> dict[Takes, str]:
    """What a message's menu was opened on: its words, and where it stands."""
    target = str(data["target_id"])
    message = data.get("resolved", {}).get("messages", {}).get(target, {})
    return {"text": message.get("content", ""), "link": f"https://discord.com/channels/{server}/{channel}/{target}"}
