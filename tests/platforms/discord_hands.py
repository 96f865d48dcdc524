"""A member's hands on Discord: finds the button they mean on what they can see, presses it, and calls commands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from discord_play import walk
from discord_town import Town
from discord_watch import Watch
from simcord.actors import _component_interaction, _visible_message
from simcord.backend.errors import SetupError
from talk_player import Impossible

from adapters.console.acts import Slash
from adapters.console.commands import find, raw_answers
from adapters.console.screen import called
from adapters.discord.presses import asks_first, pressed
from governance_core.application.given import questions
from governance_core.cards.card import Button, Press
from governance_core.cards.form import Choice, Toggle
from governance_core.kernel.errors import Refusal


@dataclass(frozen=True)
class Place:
    """A button to press: the message it stands on (`alone`: in the direct messages with the bot), and its id."""

    message: Any
    custom_id: str
    alone: bool = False
    label: str = ""


class Hands:
    """What members can reach. `private` is what each was told and nobody else, the newest last."""

    def __init__(self, town: Town, watch: Watch) -> None:
        self._town, self._watch = town, watch
        self.private: dict[str, list[Any]] = defaultdict(list)

    def channel_of(self, home: str) -> Any:
        """The channel a script calls so."""
        found = self._town.home_of(home)
        return next(one for one in self._town.channels.values() if str(one.id) == found)

    async def slash(self, who: str, slash: Slash) -> Any:
        """Type a command. Raises Impossible where Discord's command line has no such thing."""
        found = find(slash.words, self._town.made.features)
        if found is None:
            raise Impossible(f"there is no command /{' '.join(slash.words)}")
        message, rest = found
        try:
            raw = raw_answers(message, rest, slash.values)
            options = {name: _as_option(questions(message)[name].kind, value) for name, value in raw.items()}
            return await self._town.slash(who, message.spec.path, self._town.square, **options)
        except (Refusal, KeyError, SetupError) as why:
            raise Impossible(str(why)) from None

    async def show(self, who: str, ref: str) -> Any:
        """Have an item shown."""
        return await self._town.slash(who, "show", self._town.square, id=ref)

    async def press(self, who: str, place: Place, custom_id: str) -> Any:
        """Press it as it stood there at some time, and once more where it is asked whether they are sure."""
        result = await self._click(who, place, custom_id)
        if asks_first(custom_id) and result.response is not None and (sure := only_button(result.response)):
            return await self._click(who, Place(result.response, sure, place.alone), sure)
        return result

    async def _click(self, who: str, place: Place, custom_id: str) -> Any:
        member = self._town.people[who]
        actor = member.user if place.alone else member
        stored = _visible_message(actor, place.message)
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._town.then(_component_interaction(actor, stored, data))

    def is_alone(self, who: str, message: Any) -> bool:
        """Whether a message stands in somebody's direct messages with the bot."""
        user = self._town.people[who].user
        return user.id in self._town.env.backend.dm_channels and message.channel_id == user.dm_channel.id

    def button(self, who: str, label: str, subject: str) -> Place | None:
        """The button a member means: on the card in a channel, else on what they were told last."""
        about = {str(message.id): posting.ref for message, posting in self._watch.posted}
        for message, alone in self._visible(who):
            places = {
                Button(one["label"], press): Place(message, one["custom_id"], alone)
                for one in buttons(message)
                if (press := _press(one["custom_id"]))
                and subject in (press.ref, press.argument, about.get(str(message.id)))
            }
            found = called(label, places)
            if len(found) == 1:
                return places[found[0]]
        return None

    def once_seen(self, who: str, label: str, subject: str) -> Place | None:
        """A button that stood on a message a member can see, and may still stand on their screen."""
        visible = {message.id for message, _ in self._visible(who)}
        mine = {one.label: one for one in self._ever(subject) if one.message.id in visible}
        found = called(label, [Button(name, _press(one.custom_id)) for name, one in mine.items()])
        return mine[found[0].label] if len(found) == 1 else None

    def _ever(self, subject: str) -> Iterator[Place]:
        for message, posting in self._watch.posted:
            for one in buttons(message):
                if (press := _press(one["custom_id"])) and press.ref == subject:
                    yield Place(message, one["custom_id"], posting.personal, one["label"])

    def _visible(self, who: str) -> Iterator[tuple[Any, bool]]:
        member = self._town.people[who]
        for name, channel in self._town.channels.items():
            if self._town.is_open_to(name, who):
                yield from ((message, False) for message in _newest(channel.history()))
        yield from ((message, self.is_alone(who, message)) for message in reversed(self.private[who]))
        if member.id in self._town.env.backend.dm_channels:
            yield from ((message, True) for message in _newest(member.user.dm_channel.history()))


def buttons(message: Any) -> Iterator[Mapping[str, Any]]:
    """The buttons of a message."""
    components = [one if isinstance(one, dict) else one.to_dict() for one in message.components]
    return (one for one in walk(components) if one.get("type") == 2 and "custom_id" in one)


def only_button(message: Any) -> str | None:
    """The one button of a message, by its id."""
    found = [one["custom_id"] for one in buttons(message)]
    return found[0] if len(found) == 1 else None


def action(custom_id: str | None) -> str:
    """What a button does."""
    press = _press(custom_id) if custom_id else None
    return press.action if press else ""


def _press(custom_id: str) -> Press | None:
    return pressed(custom_id)


def _newest(messages: Iterable[Any]) -> list[Any]:
    return sorted(messages, key=lambda message: -int(message.id))


def _as_option(kind: Any, value: str) -> Any:
    """A value as somebody picks or types it in Discord's command line."""
    if isinstance(kind, Toggle):
        return value.casefold() in ("true", "yes", "on", "1")
    if isinstance(kind, Choice):
        wanted = value.strip().casefold()
        return next((one.value for one in kind.options if wanted in (one.value, one.label.casefold())), value)
    return value
