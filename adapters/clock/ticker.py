"""Wakes the sweep: at the next due instant, and steadily in case somebody else recorded something meanwhile."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from governance_core.ports import Clock

STEADY = timedelta(seconds=1)
_NEXT = "next-due"
_log = logging.getLogger(__name__)


class Ticker:
    """Calls `sweep` in the running loop, never twice at once; being woken meanwhile leads to one more after it.

    The scheduler's job only rings a bell: a job that took long would make the scheduler drop the next one. Late is
    better than never: a loop that was blocked, or a machine that slept, sweeps once when it wakes. The steady sweep
    counts seconds that pass, not those of the machine's clock, which may be put back. What a sweep raises is logged,
    and the next one comes all the same.
    """

    def __init__(self, sweep: Callable[[], Awaitable[None]], clock: Clock, every: timedelta = STEADY) -> None:
        self._sweep = sweep
        self._clock = clock
        self._every = every
        self._next: datetime | None = None
        self._bell = asyncio.Event()
        self._stopped = False
        self._task: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        """Begin, with a sweep at once. Call it inside the running loop."""
        self._task = asyncio.create_task(self._sweep_when_rung(), name="sweep")
        self._scheduler.start()
        self._bell.set()

    def wake(self, at: datetime) -> None:
        """Sweep at an instant (UTC) too; an earlier one that is set already stays, and serves as well."""
        if self._stopped or (self._next is not None and self._next <= at):
            return
        self._next = at
        wait = max(at - self._clock.now(), timedelta(0))
        trigger = DateTrigger(datetime.now(UTC) + wait, timezone=UTC)
        self._scheduler.add_job(self._ring_next, trigger, id=_NEXT, replace_existing=True)

    def stop(self) -> None:
        """Begin no sweep any more; one that is running goes on to its end (`finished` waits for it)."""
        if not self._stopped:
            self._stopped = True
            self._bell.set()
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)

    async def finished(self) -> None:
        """Wait until the sweep that was running when it was stopped has ended."""
        if self._task is not None:
            await self._task

    async def _ring_next(self) -> None:
        self._next = None
        self._bell.set()

    async def _sweep_when_rung(self) -> None:
        while await self._rung() and not self._stopped:
            self._bell.clear()
            try:
                await self._sweep()
            except Exception:
                _log.exception("a sweep failed; the next one comes all the same")

    async def _rung(self) -> bool:
        """Wait for the bell, but no longer than until the next steady sweep."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), self._every.total_seconds())
        return True
