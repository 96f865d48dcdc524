"""Carries out a script line by line: acts go to the gateway, directions move the clock, and all that is due happens."""

import asyncio
import secrets
from collections.abc import Awaitable
from datetime import datetime
from functools import partial

from adapters.console.acts import (
    Act,
    CannotDo,
    DeliverTwice,
    Down,
    Leave,
    Line,
    Restart,
    ScriptError,
    SetClock,
    UseConfig,
    Wait,
    WaitUntil,
)
from adapters.console.clock import BackInTime, MovableClock
from adapters.console.gateway import Answer, Gateway, Who
from adapters.console.messenger import Messenger, Tell
from adapters.console.screen import Screen
from adapters.console.stage import Stage
from governance_core.application import alarms
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import DeliveryKey
from governance_core.kernel.time import wall_instant
from governance_core.ports import Due


class Director:
    """One run: a stage, a clock, and everything that anybody saw told in order."""

    def __init__(self, stage: Stage, clock: MovableClock, tell: Tell, zone: str = "UTC") -> None:
        self._stage = stage
        self._clock = clock
        self._run = secrets.token_hex(6)
        self._twice = False
        self._one_at_a_time = asyncio.Lock()
        screen = Screen()
        self.gateway = Gateway(stage, screen)
        self.messenger = Messenger(stage, screen, clock, tell)
        self.screen = screen
        self.set_zone(zone)

    @property
    def zone(self) -> str:
        """The zone that times are meant in."""
        return self._zone

    def set_zone(self, zone: str) -> None:
        """Times are meant in this zone from now on, and shown in it to people without a zone of their own."""
        self._zone = zone
        self.messenger.zone = zone

    async def carry_out(self, line: Line) -> None:
        """One line and all that follows from it. Raises ScriptError when it cannot be carried out."""
        async with self._one_at_a_time:
            try:
                await self._carry_out(line)
            except (CannotDo, BackInTime, Refusal) as wrong:
                raise ScriptError(line.number, str(wrong)) from None
            finally:
                await self._settle(line.number)

    async def settle(self, number: int) -> None:
        """Press what is due by now, and show what waits to be shown."""
        async with self._one_at_a_time:
            await self._settle(number)

    async def hear(self, number: int, who: Who, answering: Awaitable[Answer | None]) -> Answer | None:
        """Wait for the answer to an act, show it, and let all that follows happen. Raises CannotDo."""
        async with self._one_at_a_time:
            return await self._hear(number, who, answering)

    def key(self, number: int) -> DeliveryKey:
        """What makes the act of a line one delivery."""
        return DeliveryKey("console", f"{self._run}:{number}")

    async def _carry_out(self, line: Line) -> None:
        match line:
            case Act():
                await self._act(line)
            case SetClock(number, wall, zone):
                self.set_zone(zone or self._zone)
                await self._go_to(wall_instant(wall, self._zone, "00:00"), number)
            case Wait(number) | WaitUntil(number):
                await self._go_to(self._end_of(line), number)
            case Restart():
                await self._stage.reopen()
            case Down(_, passing):
                self._clock.move_to(self._end_of(passing))
                await self._stage.reopen()
            case UseConfig(_, file):
                await self._stage.apply_config(file)
            case Leave(_, person):
                await self._stage.leave(person)
            case DeliverTwice():
                self._twice = True

    def _end_of(self, passing: Wait | WaitUntil) -> datetime:
        if isinstance(passing, Wait):
            return passing.length.after(self._clock.now(), self._zone)
        return wall_instant(passing.wall, passing.zone or self._zone, "00:00")

    async def _act(self, act: Act) -> None:
        times, self._twice = (2 if self._twice else 1), False
        who = await self.gateway.who(act.actor, act.platform)
        for _ in range(times):
            await self._hear(act.number, who, self.gateway.do(who, act.deed, self.key(act.number)))

    async def _hear(self, number: int, who: Who, answering: Awaitable[Answer | None]) -> Answer | None:
        answer = await answering
        if answer is not None:
            await self.messenger.answer(number, who, answer)
        await self._settle(number)
        return answer

    async def _go_to(self, target: datetime, number: int) -> None:
        """Move the clock; everything due on the way happens at its own instant."""
        while (due := await self._stage.next_due()) is not None and due <= target:
            self._clock.move_to(max(due, self._clock.now()))
            await self._settle(number)
        self._clock.move_to(target)

    async def _settle(self, number: int) -> None:
        await self.messenger.show_waiting(number)
        pressed: set[Due] = set()
        while due := await self._next(pressed):
            pressed.add(due)
            await self._stage.transact(partial(alarms.press, due, features=self._stage.features))
            await self.messenger.show_waiting(number)

    async def _next(self, pressed: set[Due]) -> Due | None:
        dues = await self._stage.due(self._clock.now())
        again = next((due for due in dues if due in pressed), None)
        if again:
            raise RuntimeError(f"the alarm {again.alarm.name} of {again.stream} was pressed and is due still")
        return dues[0] if dues else None
