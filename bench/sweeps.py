"""Compares looking for due alarms when none is due, with few and with very many alarms waiting."""

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import time

from bench.cases import case
from bench.floor_rows import NEVER, SCHEMA, SET_ALARM
from bench.measure import Effort, Operation, Row, compare, cost_rows
from bench.sizes import ORG, fill

Sweeper = Callable[[int, Path], AbstractAsyncContextManager[Operation]]

SWEEP = "SELECT org, stream, name FROM alarm WHERE due <= ? ORDER BY due LIMIT 20"
FLOOR = "floor, one select"


@asynccontextmanager
async def one_select(alarms: int, folder: Path) -> AsyncIterator[Operation]:
    path = folder / "alarms.db"
    waiting = ((ORG, f"P-{number}", "close", NEVER + number) for number in range(alarms))
    fill(path, SCHEMA, {SET_ALARM: waiting})
    connection = sqlite3.connect(path, isolation_level=None)

    async def sweep() -> object:
        return connection.execute(SWEEP, (int(time() * 1000),)).fetchall()

    yield sweep
    connection.close()


# Add our own empty sweep here: opened(alarms, folder) yields one sweep.
SWEEPERS: dict[str, Sweeper] = {FLOOR: one_select}


@case("sweep")
def empty_sweeps(effort: Effort) -> list[Row]:
    sizes = (1_000, effort.large) if effort.quick else (1_000, 10_000, 100_000, effort.large)
    return [row for alarms in sizes for row in asyncio.run(_measured(alarms, effort))]


async def _measured(alarms: int, effort: Effort) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        async with AsyncExitStack() as stack:
            sweeps = {
                name: await stack.enter_async_context(sweeper(alarms, Path(folder)))
                for name, sweeper in SWEEPERS.items()
            }
            loads = await compare(sweeps, 1, effort)
    micros = {name: load.p50_ms * 1000 for name, load in loads.items()}
    return cost_rows(f"empty sweep, {alarms:,} alarms", micros, "us", FLOOR, "")
