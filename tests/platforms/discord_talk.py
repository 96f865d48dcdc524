"""Plays the scripts the console plays: each act is an interaction of a member on simcord."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from discord_form import Form, filled
from discord_hands import Hands, Impossible, Place, action, buttons, only_button
from discord_play import START, on_stage
from discord_town import CONSOLE, DISCORD, SLACK, Town
from discord_watch import FORM, Watch

from adapters.console.acts import (
    Act,
    DeliverTwice,
    Leave,
    Line,
    Open,
    PressButton,
    Restart,
    Say,
    SetClock,
    Slash,
    UseConfig,
    Wait,
    WaitUntil,
)
from adapters.console.gateway import Gateway
from adapters.discord.presses import pressed
from bot.lifecycle import Loops
from bot.stage import OrganisationStage
from governance_core.cards.complaints import NEXT
from governance_core.kernel.ids import DeliveryKey, item_id
from governance_core.kernel.time import wall_instant

MOMENT = timedelta(microseconds=1)
PATIENCE = timedelta(seconds=15)
"""How long people look at a channel before they do the next thing: edits of old cards take their turn."""
ANSWER, DONE = frozenset({"whisper", "refusal", "card", "list"}), frozenset({"whisper"})
IMPOSSIBLE = frozenset({"impossible"})
COMPLAINT = "Fix it"
"""What a form offers that cannot be used as it was filled in."""
_RECEIPT = re.compile(r"^receipt \S+$", re.MULTILINE)


class Player:
    """One script in one town. `times` says when each line was played; of those that let time pass, until when."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.watch = Watch(town)
        self.times: dict[int, datetime] = {}
        self._hands = Hands(town, self.watch)
        self._stands = START
        """What the script's clock says: what people do in one line after another takes them no time there."""
        self._twice = False
        self._last: Mapping[str, Any] = {}

    def opened(self) -> None:
        """The program was put together (again): watch what it sends, and what it would send elsewhere."""
        town = self.town
        self._elsewhere = Gateway(OrganisationStage(town.made, None, town.caretaking), self.watch.screen)
        messengers = {platform: self.watch.messenger(platform) for platform in (DISCORD, CONSOLE, SLACK)}
        town.loops = Loops(town.made.store, town.made.features, town._clock, messengers, town._patience)

    def listen(self) -> None:
        """Keep what was done last, so that it can arrive a second time."""
        backend = self.town.env.backend
        emit = backend.emit

        def heard(event: str, payload: Mapping[str, Any]) -> None:
            if event == "INTERACTION_CREATE":
                self._last = payload
            emit(event, payload)

        backend.emit = heard

    async def play(self, line: Line) -> None:
        """One line, and all that follows from it."""
        self.watch.number = line.number
        self.times[line.number] = self._now()
        match line:
            case Act():
                await self._act(line)
            case SetClock(_, wall, zone):
                self.watch.zone = zone or self.watch.zone
                await self._go_to(wall_instant(wall, self.watch.zone, "00:00"))
            case Wait(_, length):
                await self._go_to(length.after(self._stands, self.watch.zone))
            case WaitUntil(_, wall, zone):
                await self._go_to(wall_instant(wall, zone or self.watch.zone, "00:00"))
            case Restart():
                await self.town.restart()
            case UseConfig(number, file):
                self.town.use(file, number)
            case Leave(_, person):
                await OrganisationStage(self.town.made, None, self.town.caretaking).leave(person)
            case DeliverTwice():
                self._twice = True
        await self.settle()

    async def settle(self) -> None:
        """Everything that waits to be sent is sent, as far as it can be in a few seconds."""
        delivery = self.town.made.store.delivery
        await self.town.loops.sweep()
        while (upcoming := await delivery.next_sending()) and upcoming <= self._now() + PATIENCE:
            await self._advance(upcoming)
            await self.town.loops.sweep()

    async def _go_to(self, target: datetime) -> None:
        """Everything due on the way happens at its own instant."""
        delivery = self.town.made.store.delivery
        while (due := await delivery.next_due()) is not None and due <= target:
            await self._advance(due)
            await self.settle()
        await self._advance(target)
        self._stands = target
        self.times[self.watch.number] = self._now()

    async def _advance(self, instant: datetime) -> None:
        while (left := instant - self._now()) > timedelta(0):
            await self.town.env.advance_time(max(left, MOMENT).total_seconds())

    def _now(self) -> datetime:
        return self.town.env.now()

    async def _act(self, act: Act) -> None:
        twice, self._twice = self._twice, False
        if self.town.cast.where[act.platform] != DISCORD:
            await self._act_elsewhere(act, twice)
            return
        try:
            await self._act_on_discord(act)
        except Impossible as why:
            self.watch.answered(IMPOSSIBLE, act.who, str(why))
            return
        if twice:
            self.town.env.backend.emit("INTERACTION_CREATE", self._last)
            await self.town._then(self.town.env.settle())

    async def _act_elsewhere(self, act: Act, twice: bool) -> None:
        """On a platform that is not connected the console carries it out."""
        who = await self._elsewhere.who(act.actor, self.town.cast.where[act.platform])
        for _ in range(2 if twice else 1):
            key = DeliveryKey("console", f"play:{act.number}")
            answer = await self.town._then(self._elsewhere.do(who, act.deed, key))
            if answer is None:
                continue
            if answer.kind == "form":
                self.watch.answered(FORM, act.who, answer.shown.title)
            else:
                self.watch.screen.remember(who.to, answer.shown)
                self.watch.answered(frozenset({answer.kind}), act.who, self.watch.drawn(answer.shown, who.person))

    async def _act_on_discord(self, act: Act) -> None:
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
                return
        self.watch.answered(*await self._ended(act, result, values))

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
                result = await self._hands.press(who, Place(result.response, str(only)), str(only))
        message = result.response
        assert message is not None, f"nobody answered {who} in line {act.number}"
        assert message.ephemeral, f"everybody saw what {who} was told in line {act.number}"
        assert not left or left == values, f"no form asked for {left}"
        self._hands.private[who].append(message)
        return self._kinds(message), act.who, self.watch.told(message, who)

    def _kinds(self, message: Any) -> frozenset[str]:
        if _RECEIPT.search(self.watch.told(message)):
            return DONE
        return FORM if any(one["label"] == COMPLAINT for one in buttons(message)) else ANSWER


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
