"""Wakes the sweep: at the next due instant, and steadily in case somebody else recorded something meanwhile."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from governance_core.ports import Clock

STEADY = timedelta(seconds=1)
_NEXT, _STEADY = "next-due", "steady"
_log = logging.getLogger(__name__)


class Ticker:
    """Calls `sweep` in the running loop, never twice at once; a call that comes meanwhile leads to one more after it.

    Late is better than never: a loop that was blocked, or a machine that slept, sweeps once when it wakes. What a sweep
    raises is logged, and the next one comes all the same.
    """

    def __init__(self, sweep: Callable[[], Awaitable[None]], clock: Clock, every: timedelta = STEADY) -> None:
        self._sweep = sweep
        self._clock = clock
        self._every = every
        self._next: datetime | None = None
        self._asked = False
        self._sweeping = False
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        """Begin, with a sweep at once. Call it inside the running loop."""
        self._scheduler.add_job(
            self._tick, IntervalTrigger(seconds=self._every.total_seconds(), timezone=UTC), id=_STEADY
        )
        self._scheduler.start()
        self.wake(self._clock.now())

    def wake(self, at: datetime) -> None:
        """Sweep at an instant (UTC) too; an earlier one that is set already stays, and serves as well."""
        if self._next is not None and self._next <= at and self._scheduler.get_job(_NEXT):
            return
        self._next = at
        wait = max(at - self._clock.now(), timedelta(0))
        trigger = DateTrigger(datetime.now(UTC) + wait, timezone=UTC)
        self._scheduler.add_job(self._tick_next, trigger, id=_NEXT, replace_existing=True)

    def stop(self) -> None:
        """End; a sweep that is running finishes by itself."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _tick_next(self) -> None:
        self._next = None
        await self._tick()

    async def _tick(self) -> None:
        self._asked = True
        if self._sweeping:
            return
        self._sweeping = True
        try:
            while self._asked:
                self._asked = False
                await self._one_sweep()
        finally:
            self._sweeping = False

    async def _one_sweep(self) -> None:
        try:
            await self._sweep()
        except Exception:
            _log.exception("a sweep failed; the next one comes all the same")
