"""Shortcuts: what the core offers everywhere or on a message, as Slack wants it, and what it fills in from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.slack.blocks import Structure
from adapters.slack.escape import unescaped
from adapters.slack.limits import SHORTCUT_HELP, SHORTCUT_NAME
from governance_core.cards.plain import one_line
from governance_core.feature import Features
from governance_core.kernel.message import Menu, Taken

_CALLBACK: Final = "use|"
_TYPES: Final[Mapping[str, str]] = {"everywhere": "global", "message": "message"}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A menu command of the core, the kind of message it begins, and what it is for."""

    kind: str
    menu: Menu
    help: str = ""

    @property
    def callback(self) -> str:
        """What Slack sends when it is used."""
        return f"{_CALLBACK}{_TYPES[self.menu.on]}|{self.kind}"

    def described(self) -> Structure:
        """The shortcut as a manifest has it."""
        return {
            "name": one_line(self.menu.title, SHORTCUT_NAME),
            "type": _TYPES[self.menu.on],
            "callback_id": self.callback,
            "description": one_line(self.help or self.menu.title, SHORTCUT_HELP),
        }


def shortcuts_of(features: Features) -> tuple[Shortcut, ...]:
    """Every shortcut the messages offer, for the places that Slack has; the core keeps within their number."""
    offered = features.menus.values()
    return tuple(Shortcut(one.spec.kind, menu, one.spec.summary) for one, menu in offered if menu.on in _TYPES)


def used(callback: str, shortcuts: Sequence[Shortcut]) -> Shortcut | None:
    """The shortcut that was used, None when there is no such one any more."""
    return next((one for one in shortcuts if one.callback == callback), None)


def filled_in(shortcut: Shortcut, text: str, link: str) -> dict[str, str]:
    """Raw answers, from the message it was used on."""
    found: dict[Taken, str] = {"text": unescaped(text), "link": link}
    return shortcut.menu.filled(found)
