"""Plays the scripts the console plays on Discord: each act is an interaction of a member on simcord."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from discord_form import Form, filled
from discord_hands import Hands, Place, action, buttons, only_button
from discord_play import on_stage
from discord_town import Town
from discord_watch import Watch
from talk_compared import Stage
from talk_player import Player as AnyPlayer
from talk_player import kinds_of
from talk_town import DISCORD
from talk_watch import FORM

from adapters.console.acts import Act, Open, PressButton, Say, Slash
from adapters.discord.presses import pressed
from governance_core.cards.complaints import NEXT
from governance_core.kernel.ids import item_id

MOMENT = timedelta(microseconds=1)


class Player(AnyPlayer):
    """One script on one server."""

    town: Town
    watch: Watch

    def __init__(self, town: Town) -> None:
        super().__init__(town, Watch(town))
        self._hands = Hands(town, self.watch)
        self._last: Mapping[str, Any] = {}

    def listen(self) -> None:
        """Keep what was done last, so that it can arrive a second time."""
        backend = self.town.env.backend
        emit = backend.emit

        def heard(event: str, payload: Mapping[str, Any]) -> None:
            if event == "INTERACTION_CREATE":
                self._last = payload
            emit(event, payload)

        backend.emit = heard

    def now(self) -> datetime:
        return self.town.env.now()

    async def advance(self, instant: datetime) -> None:
        while (left := instant - self.now()) > timedelta(0):
            await self.town.env.advance_time(max(left, MOMENT).total_seconds())

    async def act_here(self, act: Act, twice: bool) -> None:
        who, values = act.actor, {}
        match act.deed:
            case Slash():
                result = await self._hands.slash(who, act.deed)
            case Open(ref):
                result = await self._hands.show(who, str(item_id(ref) or ref))
            case PressButton():
                result = await self._press(who, act.deed)
                values = {name.replace("-", "_"): value for name, value in act.deed.values}
            case Say(words, home):
                await self.town.people[who].send(self._hands.channel_of(home), words)
                result = None
        if result is not None:
            self.watch.answered(*await self._ended(act, result, values))
        if twice:
            self.town.env.backend.emit("INTERACTION_CREATE", self._last)
            await self.town.then(self.town.env.settle())

    async def _press(self, who: str, deed: PressButton) -> Any:
        """Press a button; where it is nowhere to be seen the item is shown first."""
        subject = str(item_id(deed.ref) or deed.ref.strip())
        place = self._hands.button(who, deed.label, subject)
        if place is None:
            shown = await self._hands.show(who, subject)
            self._hands.private[who].append(shown.response)
            place = self._hands.button(who, deed.label, subject) or self._hands.once_seen(who, deed.label, subject)
            if place is None:
                return shown
        custom_id = place.custom_id
        if deed.seen is not None and (press := pressed(custom_id)) is not None:
            custom_id = custom_id.replace(f"|{press.version}|", f"|{deed.seen}|", 1)
        return await self._hands.press(who, place, custom_id)

    async def _ended(self, act: Act, result: Any, values: dict[str, str]) -> tuple[frozenset[str], str, str]:
        """What it came to when every form that opens is filled in, where that can be: kinds, to whom, and words."""
        who, left = act.actor, dict(values)
        while result.modal is not None:
            form = Form(result.modal)
            given = filled(form, left, self.town)
            if given is None or not values:
                return FORM, act.who, self.watch.asked(result.modal)
            left = {name: value for name, value in left.items() if name not in form.inputs}
            result = await self.town.submit(who, result, **given)
            if result.response is not None and action(only := only_button(result.response)) == NEXT:
                place = Place(result.response, str(only), self._hands.is_alone(who, result.response))
                result = await self._hands.press(who, place, place.custom_id)
        message = result.response
        assert message is not None, f"nobody answered {who} in line {act.number}"
        assert message.ephemeral, f"everybody saw what {who} was told in line {act.number}"
        assert not left or left == values, f"no form asked for {left}"
        self._hands.private[who].append(message)
        kinds = kinds_of(self.watch.told(message), [one["label"] for one in buttons(message)])
        return kinds, act.who, self.watch.told(message, who)


@asynccontextmanager
async def talking(town: Town) -> AsyncIterator[Player]:
    """A player in a town that stands, from the first line to the last."""
    player = Player(town)
    opened = town.open

    def open_and_watch() -> None:
        opened()
        player.opened()

    town.open = open_and_watch  # type: ignore[method-assign]
    async with on_stage(town):
        player.listen()
        yield player


ON_DISCORD = Stage((DISCORD,), Town, talking)
