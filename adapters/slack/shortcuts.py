"""Shortcuts: what can be begun from anywhere or from a message, and what is filled in from where it was used.

A message of the core offers itself there by `Spec.menus`, where it has such a field; the program names further ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from adapters.slack.blocks import Structure
from adapters.slack.escape import unescaped
from adapters.slack.limits import SHORTCUT_HELP, SHORTCUT_NAME, SHORTCUTS
from governance_core.cards.plain import one_line
from governance_core.feature import Features

_CALLBACK: Final = "use|"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`takes` names, by field, what is filled in: the message's text, or the link to it."""

    title: str
    kind: str
    on: Literal["global", "message"]
    takes: Mapping[str, str] = field(default_factory=dict)
    help: str = ""

    @property
    def callback(self) -> str:
        """What Slack sends when it is used."""
        return f"{_CALLBACK}{self.on}|{self.kind}"

    def described(self) -> Structure:
        """The shortcut as a manifest has it."""
        return {
            "name": one_line(self.title, SHORTCUT_NAME),
            "type": self.on,
            "callback_id": self.callback,
            "description": one_line(self.help or self.title, SHORTCUT_HELP),
        }


def shortcuts_of(features: Features, anywhere: Mapping[str, str]) -> tuple[Shortcut, ...]:
    """Every shortcut: those from `anywhere` (titles by kind), and those the messages offer on a message."""
    summaries = {kind: message.spec.summary for kind, message in features.by_kind.items()}
    on_message = [
        Shortcut(one.title, message.spec.kind, "message", one.takes, message.spec.summary)
        for message in features.messages
        for one in getattr(message.spec, "menus", ())
        if one.on == "message"
    ]
    made = [Shortcut(title, kind, "global", help=summaries[kind]) for kind, title in anywhere.items()]
    return (*made, *on_message)[:SHORTCUTS]


def used(callback: str, shortcuts: Sequence[Shortcut]) -> Shortcut | None:
    """The shortcut that was used, None when there is no such one any more."""
    return next((one for one in shortcuts if one.callback == callback), None)


def filled_in(shortcut: Shortcut, text: str, link: str) -> dict[str, str]:
    """Raw answers from the message it was used on."""
    found = {"text": unescaped(text), "link": link}
    return {name: found[what] for name, what in shortcut.takes.items() if found.get(what)}
