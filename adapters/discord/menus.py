"""Commands in the menu of a message or a person: what they are called, and what they fill in from where they stand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.discord.components import Structure
from governance_core.feature import Features
from governance_core.kernel.message import Menu, Taken

USER_MENU, MESSAGE_MENU = 2, 3
_TYPES: Final[Mapping[str, int]] = {"person": USER_MENU, "message": MESSAGE_MENU}
_LINK: Final = "https://discord.com/channels/{}/{}/{}"
_PERSON: Final = re.compile(r"<@!?([0-9]{1,20})>")
_EMOJI: Final = re.compile(r"<a?(:[A-Za-z0-9_]+:)[0-9]{1,20}>")


@dataclass(frozen=True, slots=True)
class MenuCommand:
    """A menu command of the core, and the kind of message it begins."""

    kind: str
    menu: Menu

    @property
    def type(self) -> int:
        """What Discord calls a command of this menu."""
        return _TYPES[self.menu.on]

    def command(self) -> Structure:
        """The command as Discord wants it: these have no description."""
        return {"type": self.type, "name": self.menu.title}


def menus_of(features: Features) -> tuple[MenuCommand, ...]:
    """Every menu command the messages offer, for the menus that Discord has."""
    offered = features.menus.values()
    return tuple(MenuCommand(message.spec.kind, menu) for message, menu in offered if menu.on in _TYPES)


def chosen(data: Structure, menus: Sequence[MenuCommand]) -> MenuCommand | None:
    """The menu command an interaction means, None when there is no such command any more."""
    return next((one for one in menus if one.menu.title == data["name"] and one.type == data.get("type")), None)


def text_and_link(data: Structure, server: str, channel: str) -> dict[Taken, str]:
    """What a message's menu was opened on: its words, and where it stands."""
    target = str(data["target_id"])
    message = data.get("resolved", {}).get("messages", {}).get(target, {})
    return {
        "text": "\n\n".join(filter(None, map(_as_read, _parts(message)))),
        "link": _LINK.format(server, channel, target),
    }


def _parts(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What somebody wrote, and what they passed on."""
    return [message, *(one.get("message", {}) for one in message.get("message_snapshots") or ())]


def _as_read(message: Mapping[str, Any]) -> str:
    """The words as people see them: persons and emoji of the server by their names, not by Discord's numbers."""
    names = {str(one["id"]): one.get("global_name") or one.get("username") for one in message.get("mentions", ())}
    named = _PERSON.sub(lambda found: f"@{names.get(found[1]) or found[1]}", message.get("content") or "")
    return _EMOJI.sub(r"\1", named)
