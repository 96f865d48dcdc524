"""Plays the scripts the console plays, on a platform: each act is what a member there can do."""

import re
from datetime import datetime, timedelta
from typing import Any

from talk_town import CONSOLE, DISCORD, SLACK
from talk_watch import FORM, Watch

from adapters.console.acts import Act, DeliverTwice, Down, Leave, Line, Restart, SetClock, UseConfig, Wait, WaitUntil
from adapters.console.gateway import Gateway
from bot.lifecycle import Loops
from bot.stage import OrganisationStage
from governance_core.kernel.ids import DeliveryKey
from governance_core.kernel.time import wall_instant

PATIENCE = timedelta(seconds=15)
"""How long people look at a channel before they do the next thing: edits of old cards take their turn."""
ANSWER, DONE = frozenset({"whisper", "refusal", "card", "list"}), frozenset({"whisper"})
REFUSED = frozenset({"refusal"})
IMPOSSIBLE = frozenset({"impossible"})
COMPLAINTS = frozenset({"Fix it", "That is right"})
"""What a form offers that cannot be used as it was filled in, or that was read back first."""
_RECEIPT = re.compile(r"^receipt \S+$", re.MULTILINE)


class Impossible(Exception):
    """The platform's own client does not let a member do that."""


class Player:
    """One script in one town. `times` says when each line was played; of those that let time pass, until when.

    A platform's player says how somebody acts there (`act_here`) and how its time passes (`now`, `advance`).
    """

    def __init__(self, town: Any, watch: Watch) -> None:
        self.town = town
        self.watch = watch
        self.times: dict[int, datetime] = {}
        self._twice = False

    async def act_here(self, act: Act, twice: bool) -> None:
        """Somebody does something, perhaps delivered twice; the watch hears of the answer. Raises Impossible."""
        raise NotImplementedError

    async def advance(self, instant: datetime) -> None:
        """Let time pass."""
        raise NotImplementedError

    def now(self) -> datetime:
        raise NotImplementedError

    def opened(self) -> None:
        """The program was put together (again): watch what it sends, and what it would send elsewhere."""
        town = self.town
        self._elsewhere = Gateway(OrganisationStage(town.made, None, town.caretaking), self.watch.screen)
        messengers = {platform: self.watch.messenger(platform) for platform in (DISCORD, CONSOLE, SLACK)}
        town.loops = Loops(town.made.store, town.made.features, town.made.clock, messengers, town.patience)

    async def play(self, line: Line) -> None:
        """One line, and all that follows from it."""
        self.watch.number = line.number
        self.times[line.number] = self.now()
        match line:
            case Act():
                await self._act(line)
            case SetClock(_, wall, zone):
                self.watch.zone = zone or self.watch.zone
                await self._go_to(wall_instant(wall, self.watch.zone, "00:00"))
            case Wait() | WaitUntil():
                await self._go_to(self._end_of(line))
            case Restart():
                await self.town.restart()
            case Down(_, passing):
                await self.advance(self._end_of(passing))
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
        while (upcoming := await delivery.next_sending()) and upcoming <= self.now() + PATIENCE:
            await self.advance(upcoming)
            await self.town.loops.sweep()

    def _end_of(self, passing: Wait | WaitUntil) -> datetime:
        if isinstance(passing, Wait):
            return passing.length.after(self.now(), self.watch.zone)
        return wall_instant(passing.wall, passing.zone or self.watch.zone, "00:00")

    async def _go_to(self, target: datetime) -> None:
        """Everything due on the way happens at its own instant."""
        delivery = self.town.made.store.delivery
        while (due := await delivery.next_due()) is not None and due <= target:
            await self.advance(due)
            await self.settle()
        await self.advance(target)
        self.times[self.watch.number] = self.now()

    async def _act(self, act: Act) -> None:
        twice, self._twice = self._twice, False
        if self.town.cast.where[act.platform] != self.town.here:
            await self._act_elsewhere(act, twice)
            return
        try:
            await self.act_here(act, twice)
        except Impossible as why:
            self.watch.answered(IMPOSSIBLE, act.who, str(why))

    async def _act_elsewhere(self, act: Act, twice: bool) -> None:
        """On a platform that is not connected the console carries it out."""
        who = await self._elsewhere.who(act.actor, self.town.cast.where[act.platform])
        for _ in range(2 if twice else 1):
            key = DeliveryKey("console", f"play:{act.number}")
            answer = await self.town.then(self._elsewhere.do(who, act.deed, key))
            if answer is None:
                continue
            if answer.kind == "form":
                self.watch.answered(FORM, act.who, answer.shown.title)
            else:
                self.watch.screen.remember(who.to, answer.shown)
                self.watch.answered(frozenset({answer.kind}), act.who, self.watch.drawn(answer.shown, who.person))


def kinds_of(told: str, buttons: list[str]) -> frozenset[str]:
    """What an answer may be, by what it says and offers."""
    if _RECEIPT.search(told):
        return DONE
    return FORM if COMPLAINTS.intersection(buttons) else ANSWER
