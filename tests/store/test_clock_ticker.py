"""The ticker wakes the sweep in time, once at a time, and after whatever went wrong."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from store_toy import HandClock

from adapters.clock.system import LETTERS, SystemChance, SystemClock
from adapters.clock.ticker import Ticker

LONG = timedelta(hours=1)


@asynccontextmanager
async def ticking(sweep: Callable, clock=None, every: timedelta = LONG) -> AsyncIterator[Ticker]:
    ticker = Ticker(sweep, clock or SystemClock(), every)
    ticker.start()
    await asyncio.sleep(0.05)
    yield ticker
    ticker.stop()
    ticker.stop()
    await ticker.finished()


class Sweeps:
    def __init__(self, takes: float = 0) -> None:
        self.at: list[float] = []
        self.running = self.most = 0
        self.takes = takes
        self.fifth = asyncio.Event()

    async def __call__(self) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        self.at.append(time.monotonic())
        if len(self.at) == 5:
            self.fifth.set()
        await asyncio.sleep(self.takes)
        self.running -= 1


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def test_it_sweeps_when_it_starts_and_steadily():
    sweeps = Sweeps()
    async with ticking(sweeps, every=timedelta(seconds=0.1)):
        assert len(sweeps.at) == 1
        await asyncio.wait_for(sweeps.fifth.wait(), 10)
    assert all(after - before >= 0.09 for before, after in pairwise(sweeps.at))


async def test_it_wakes_at_the_instant_that_was_asked_for():
    sweeps = Sweeps()
    async with ticking(sweeps) as ticker:
        began = time.monotonic()
        ticker.wake(soon(0.2))
        await asyncio.sleep(0.4)
    assert len(sweeps.at) == 2
    assert sweeps.at[1] - began == pytest.approx(0.2, abs=0.1)


async def test_the_earlier_of_two_instants_counts_and_the_later_can_be_asked_for_again():
    sweeps = Sweeps()
    async with ticking(sweeps) as ticker:
        ticker.wake(soon(30))
        ticker.wake(soon(0.1))
        ticker.wake(soon(40))
        await asyncio.sleep(0.25)
        assert len(sweeps.at) == 2
        ticker.wake(soon(0.1))
        await asyncio.sleep(0.25)
    assert len(sweeps.at) == 3


async def test_an_instant_that_is_past_means_now():
    sweeps = Sweeps()
    async with ticking(sweeps) as ticker:
        ticker.wake(soon(-3600))
        await asyncio.sleep(0.1)
    assert len(sweeps.at) == 2


async def test_it_reckons_by_the_clock_it_was_given():
    """A clock that stands years away: what counts is how far ahead of it the instant is."""
    clock, sweeps = HandClock(), Sweeps()
    clock.turn(days=-4000)
    async with ticking(sweeps, clock) as ticker:
        ticker.wake(clock.now() + timedelta(seconds=0.1))
        await asyncio.sleep(0.3)
    assert len(sweeps.at) == 2


async def test_a_blocked_loop_makes_it_late_but_never_drops_it():
    sweeps = Sweeps()
    async with ticking(sweeps) as ticker:
        ticker.wake(soon(0.05))
        time.sleep(1.5)  # noqa: ASYNC251  on purpose: nothing else can run meanwhile
        await asyncio.sleep(0.1)
    assert len(sweeps.at) == 2


async def test_after_a_long_block_it_sweeps_once_not_once_for_each_missed_time():
    sweeps = Sweeps()
    async with ticking(sweeps, every=timedelta(seconds=0.05)):
        await asyncio.sleep(0.02)
        before = len(sweeps.at)
        time.sleep(1.0)  # noqa: ASYNC251  on purpose
        await asyncio.sleep(0.02)
    assert len(sweeps.at) - before <= 2


async def test_sweeps_never_overlap_and_a_call_meanwhile_leads_to_one_more():
    sweeps = Sweeps(takes=0.8)
    async with ticking(sweeps) as ticker:
        for _ in range(3):
            ticker.wake(soon(0))
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.8)
    assert sweeps.most == 1
    assert len(sweeps.at) == 2


async def test_stopping_lets_a_running_sweep_end_and_begins_no_other():
    sweeps = Sweeps(takes=0.3)
    async with ticking(sweeps, every=timedelta(seconds=0.05)) as ticker:
        ticker.stop()
        assert sweeps.running == 1
        await ticker.finished()
        assert sweeps.running == 0
        ticker.wake(soon(0))
        await asyncio.sleep(0.2)
    assert len(sweeps.at) == 1


async def test_a_sweep_that_fails_is_logged_and_followed_by_others(caplog):
    calls = []

    async def fails() -> None:
        calls.append(1)
        raise LookupError("the store is away")

    with caplog.at_level(logging.ERROR):
        async with ticking(fails, every=timedelta(seconds=0.05)):
            await asyncio.sleep(0.2)
    assert len(calls) >= 3
    assert "a sweep failed" in caplog.text
    assert "the store is away" in caplog.text


def test_the_clock_is_aware_and_in_utc():
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_codes_can_be_read_out_and_keys_are_never_the_same():
    chance = SystemChance()
    codes = {chance.code() for _ in range(500)}
    keys = {chance.key() for _ in range(500)}
    assert len(codes) == len(keys) == 500
    assert all(re.fullmatch(f"[{LETTERS}]{{8}}", code) for code in codes)
    assert all(re.fullmatch(r"[\w-]{22}", key) for key in keys)
    assert set(LETTERS).isdisjoint("B8I1L0OS5Z2")


async def test_a_machine_whose_clock_is_put_back_goes_on_sweeping(monkeypatch):
    off = timedelta(0)

    class Machine(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + off

    for module in ("apscheduler.schedulers.base", "apscheduler.triggers.interval", "adapters.clock.ticker"):
        monkeypatch.setattr(f"{module}.datetime", Machine)
    sweeps = Sweeps()
    async with ticking(sweeps, every=timedelta(seconds=0.05)):
        off = -LONG
        before = len(sweeps.at)
        await asyncio.sleep(0.5)
    assert len(sweeps.at) - before >= 4
