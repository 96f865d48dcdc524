"""Compares looking for due alarms when none is due, with few and with very many alarms waiting."""

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from adapters.clock.system import SystemClock
from adapters.sql.dialect import stored
from bench.cases import case
from bench.filled import FEATURES, opened
from bench.measure import Effort, Operation, Row, compare, cost_rows
from bench.sizes import ORG, fill
from bot.lifecycle import Loops

Sweeper = Callable[[Path], AbstractAsyncContextManager[Operation]]

SWEEP = "SELECT org, stream, name, due FROM alarms WHERE due <= ? ORDER BY due, org, stream, name LIMIT 50"
SET_ALARM = "INSERT INTO alarms (org, stream, name, due) VALUES (?, ?, 'deadline', ?)"
FLOOR, OURS, LOOP = "floor, one select", "what is due", "whole sweep of the running bot"
NEVER = "2099-01-01 09:{minute:02}:{second:02}.000000"
MOST_AT_ONCE = 50


@asynccontextmanager
async def one_select(path: Path) -> AsyncIterator[Operation]:
    connection = sqlite3.connect(path, isolation_level=None)

    async def sweep() -> object:
        return connection.execute(SWEEP, (stored(datetime.now(UTC)),)).fetchall()

    yield sweep
    connection.close()


@asynccontextmanager
async def what_is_due(path: Path) -> AsyncIterator[Operation]:
    store, clock = opened(path), SystemClock()
    yield lambda: store.delivery.due(clock.now(), MOST_AT_ONCE)
    store.close()


@asynccontextmanager
async def whole_sweep(path: Path) -> AsyncIterator[Operation]:
    """Alarms, outbox, and when to wake next, as `circlet run` does it."""
    store = opened(path)
    yield Loops(store, FEATURES, SystemClock(), {}).sweep
    store.close()


SWEEPERS: dict[str, Sweeper] = {FLOOR: one_select, OURS: what_is_due, LOOP: whole_sweep}


@case("sweep")
def empty_sweeps(effort: Effort) -> list[Row]:
    sizes = (1_000, effort.large) if effort.quick else (1_000, 10_000, 100_000, effort.large)
    short = replace(effort, seconds=effort.seconds / 3)
    return [row for alarms in sizes for row in asyncio.run(_measured(alarms, short))]


async def _measured(alarms: int, effort: Effort) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        path = _waiting(alarms, Path(folder))
        async with AsyncExitStack() as stack:
            sweeps = {name: await stack.enter_async_context(sweeper(path)) for name, sweeper in SWEEPERS.items()}
            loads = await compare(sweeps, 1, effort)
    micros = {name: load.p50_ms * 1000 for name, load in loads.items()}
    return cost_rows(f"empty sweep, {alarms:,} alarms", micros, "us", FLOOR, "")


def _waiting(alarms: int, folder: Path) -> Path:
    """A store of ours with so many alarms that are not due."""
    path = folder / "alarms.db"
    opened(path).close()
    instants = [NEVER.format(minute=minute, second=second) for minute in range(60) for second in range(60)]
    rows = ((ORG, f"P-{number}", instants[number % len(instants)]) for number in range(alarms))
    fill(path, "", {SET_ALARM: rows})
    return path
