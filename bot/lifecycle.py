"""Keeps everything going: presses what is due, shows what waits, keeps house, and stops cleanly."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Protocol

from adapters.clock.ticker import Ticker
from adapters.sql.delivery import Waiting
from adapters.sql.engine import Store
from governance_core.application import alarms
from governance_core.feature import Features
from governance_core.outgoing import NotSent
from governance_core.ports import Clock, Due

HOUSEKEEPING_EVERY = timedelta(minutes=1)
MOST_AT_ONCE = 50
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=10)
PATIENCE = timedelta(seconds=2)
"""How long a sweep waits for what it sends; what takes longer goes on beside it."""
_log = logging.getLogger("circlet")


class Messenger(Protocol):
    """Shows postings on one platform."""

    async def show(self, waiting: Waiting) -> str | None:
        """Post, edit or say it; the platform's id of the message, or None when there is nothing to show any more.

        Raises NotSent where it cannot be shown.
        """


class Loops:
    """The work that nobody presses: alarms, the outbox and housekeeping. `sweep` does what there is to do now.

    `troubled` is called when something could not be shown for a reason that is new; `beat` before anything is pressed.
    """

    def __init__(
        self,
        store: Store,
        features: Features,
        clock: Clock,
        messengers: Mapping[str, Messenger],
        patience: timedelta = PATIENCE,
        troubled: Callable[[], None] = lambda: None,
        beat: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._beat = beat
        self._troubled = troubled
        self._patience = patience.total_seconds()
        self._sending: dict[tuple[str, str, str], asyncio.Task[None]] = {}
        self._store = store
        self._features = features
        self._clock = clock
        self._messengers = messengers
        self._failed: set[tuple[str, Due]] = set()
        self._kept_house = clock.now() - HOUSEKEEPING_EVERY
        self._ticker = Ticker(self.sweep, clock)

    async def run(self, stop: asyncio.Event) -> None:
        """Go on until told to stop."""
        self._ticker.start()
        await stop.wait()
        self._ticker.stop()
        await self._ticker.finished()
        if self._sending:
            await asyncio.wait(self._sending.values())

    def soon(self) -> None:
        """Something was recorded: sweep without waiting for the next tick."""
        self._ticker.wake(self._clock.now())

    async def sweep(self) -> None:
        """Press what is due, in order; show what waits; be woken for what comes next."""
        self._failed.clear()
        if self._beat is not None:
            await self._beat()
        while await self._press():
            await self._hand_out()
        while await self._hand_out():
            pass
        await self._keep_house()
        for upcoming in (await self._store.delivery.next_due(), await self._store.delivery.next_sending()):
            if upcoming is not None and upcoming > self._clock.now():
                self._ticker.wake(upcoming)

    async def _press(self) -> bool:
        dues = await self._store.delivery.due(self._clock.now(), MOST_AT_ONCE, self._failed, self._features.telling_all)
        for org, due in dues:
            try:
                await self._store.transact(org, partial(alarms.press, due, features=self._features))
            except Exception:
                _log.exception(
                    "the alarm %s of %s could not be carried out; it is tried again", due.alarm.name, due.stream
                )
                self._failed.add((org, due))
        return bool(dues)

    async def _hand_out(self) -> bool:
        """Send what each destination has to send next; none waits for another, and a slow one is not waited for."""
        heads = await self._store.delivery.waiting(self._clock.now(), MOST_AT_ONCE, tuple(self._messengers))
        begun = [self._begin(head) for head in heads if _destination(head) not in self._sending]
        if not begun:
            return False
        done, _ = await asyncio.wait(begun, timeout=self._patience)
        for task in done:
            task.result()
        return True

    def _begin(self, head: Waiting) -> asyncio.Task[None]:
        where = _destination(head)
        task = self._sending[where] = asyncio.create_task(self._send(head), name=f"send to {head.posting.platform}")
        task.add_done_callback(lambda _: self._sending.pop(where))
        return task

    async def _send(self, head: Waiting) -> None:
        try:
            message = await self._messengers[head.posting.platform].show(head)
        except Exception as failed:
            await self._not_sent(head, failed)
            return
        delivery = self._store.delivery
        await (delivery.nothing_to_send(head) if message is None else delivery.sent(head, message))

    async def _not_sent(self, head: Waiting, failed: Exception) -> None:
        """Keep it for later, or for when somebody asks for it; said once in the log, and kept for `doctor`."""
        known = failed if isinstance(failed, NotSent) else None
        why = str(failed) if known else type(failed).__name__
        if not (known and known.quiet) and why != head.last_error:
            where = f"{head.posting.place} on {head.posting.platform}"
            then = "it is kept until somebody asks for it" if known and known.for_good else "it is tried again"
            _log.warning("%s could not be shown in %s, %s: %s", head.posting.ref, where, then, why)
            self._troubled()
        if known and known.for_good:
            await self._store.delivery.give_up(head, why)
            return
        wait = (known and known.wait) or min(FIRST_WAIT * 2 ** min(head.attempts, 16), LONGEST_WAIT)
        await self._store.delivery.put_off(head, self._clock.now() + wait, why)

    async def _keep_house(self) -> None:
        if self._clock.now() - self._kept_house >= HOUSEKEEPING_EVERY:
            self._kept_house = self._clock.now()
            await self._store.delivery.keep_house()


def _destination(head: Waiting) -> tuple[str, str, str]:
    return head.org, head.posting.platform, head.posting.place


def stopped_by_signals() -> asyncio.Event:
    """An event that an interrupt or a polite kill sets."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
