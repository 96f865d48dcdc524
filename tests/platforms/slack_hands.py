"""A member's hands on Slack: finds the button they mean on what they can see, presses it, and types commands."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_play import Seen
from slack_resettled import Town
from slack_spec import objects
from slack_watch import Watch
from talk_player import Impossible

from adapters.console.acts import Slash
from adapters.console.commands import find, raw_answers
from adapters.console.screen import called
from bot.slack import OWN, REST
from governance_core.cards.card import Button, Press
from governance_core.cards.wire import decode
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import item_id


@dataclass(frozen=True)
class Place:
    """A button to press, and what it stands on: a message or the modal that is open."""

    on: dict[str, Any]
    button: dict[str, Any]

    def at_version(self, seen: int | None) -> dict[str, Any]:
        """The button as it was when the item had another version."""
        wire, press = self.button["action_id"], _press(self.button)
        if seen is None or press is None:
            return self.button
        return {**self.button, "action_id": wire.replace(f"|{press.version}|", f"|{seen}|", 1)}


class Hands:
    """What members can reach. `private` is what each was told and nobody else, the newest last."""

    def __init__(self, town: Town, watch: Watch) -> None:
        self._town, self._watch = town, watch
        self.private: dict[str, list[dict[str, Any]]] = defaultdict(list)

    async def slash(self, who: str, slash: Slash) -> Seen:
        """Type a command. Raises Impossible where there is no such thing to type."""
        found = find(slash.words, self._town.made.features)
        if found is None:
            raise Impossible(f"there is no command /{' '.join(slash.words)}")
        try:
            raw_answers(found[0], found[1], slash.values)
        except Refusal as why:
            raise Impossible(str(why)) from None
        values = [f'{name.replace("-", "_")}:"{value}"' for name, value in slash.values]
        return await self.type(who, " ".join([*map(_quoted, slash.words), *values]))

    async def type(self, who: str, typed: str) -> Seen:
        """Type what comes behind a slash elsewhere; whatever was open is closed first."""
        self.close(who)
        known = typed.split()[0] in OWN
        return await self._town.slash(who, f"/{typed}" if known else f"/{REST} {typed}", self._town.square)

    async def show(self, who: str, ref: str) -> Seen:
        """Have an item shown."""
        return await self.type(who, f"{OWN[0]} {ref}" if item_id(ref) else f"show {ref}")

    async def press(self, who: str, place: Place, seen: int | None = None) -> Seen:
        if place.on.get("type") != "modal":
            self.close(who)
        return await self._town.press(who, place.on, place.at_version(seen))

    def close(self, who: str) -> None:
        """Close what is open: whoever turns to something else does."""
        self._town.rig.views[self._town.account_of(who)].clear()

    def button(self, who: str, label: str, subject: str) -> Place | None:
        """The button a member means: on the card in a channel, else on what they were shown last."""
        about = {one["ts"]: posting.ref for one, posting in self._watch.posted}
        for shown in self._visible(who):
            places = {
                Button(one["text"]["text"], press): Place(shown, one)
                for one in buttons(shown)
                if (press := _press(one)) and subject in (press.ref, press.argument, about.get(shown.get("ts", "")))
            }
            found = called(label, places)
            if len(found) == 1:
                return places[found[0]]
        return None

    def once_seen(self, who: str, label: str, subject: str) -> Place | None:
        """A button that stood on a message a member can see, and may still stand on their screen."""
        visible = {one["ts"] for one in self._visible(who) if "ts" in one}
        mine = {one.button["text"]["text"]: one for one in self._ever(subject) if one.on["ts"] in visible}
        found = called(label, [Button(name, press) for name, one in mine.items() if (press := _press(one.button))])
        return mine[found[0].label] if len(found) == 1 else None

    def _ever(self, subject: str) -> Iterator[Place]:
        for message, _ in self._watch.posted:
            for one in buttons(message):
                if (press := _press(one)) and press.ref == subject:
                    yield Place(message, one)

    def _visible(self, who: str) -> Iterator[dict[str, Any]]:
        rig, account = self._town.rig, self._town.account_of(who)
        mine = [channel for name, channel in self._town.channels.items() if self._town.is_open_to(name, who)]
        for channel in mine:
            yield from self._in(channel)
        yield from rig.views[account][-1:]
        yield from reversed(self.private[who])
        yield from self._in(rig.talks.get(account, ""))

    def _in(self, channel: str) -> list[dict[str, Any]]:
        found = [one for (place, _), one in self._town.rig.posted.items() if place == channel]
        return sorted(found, key=lambda one: -float(one["ts"]))


def buttons(shown: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The buttons of a message or a view."""
    return (one for one in objects(shown.get("blocks") or []) if one.get("type") == "button" and "action_id" in one)


def _press(button: dict[str, Any]) -> Press | None:
    return decode(button["action_id"].partition("~")[0])


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word
