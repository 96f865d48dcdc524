"""Compares a press on Discord, from the gateway's words in to the reply out: a bare bot, ours, and the typical one."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

from bench.answers import flush, own
from bench.cases import case
from bench.measure import Effort, Operation, Row, compare, latency_rows
from bench.press_bots import OpenedBot, Pressed, bare, ours, typical
from bench.press_wire import Crowd
from bench.sizes import Size

BARE, OURS, TYPICAL = "floor, bare discord.py", "through the adapter", "peer, discord.py and SQLModel async"
BOTS: dict[str, OpenedBot] = {BARE: bare, OURS: ours, TYPICAL: typical}
MEMBERS = (1, 32)
Running = tuple[dict[str, Operation], Callable[[], None]]
"""The bots by name, and what is done after each run of one."""
Opened = AbstractAsyncContextManager[Running]
SIZE, QUICK_SIZE = Size(33_000, electors=66), Size(6_600, electors=66)
"""With 66 electors, 32 have not answered a proposal and will: those press its card at once."""


@case("discord")
def presses(effort: Effort) -> list[Row]:
    """Time from INTERACTION_CREATE to the reply, with one member pressing and with 32 pressing one card at once."""
    opened = _opened(QUICK_SIZE if effort.quick else SIZE)
    return asyncio.run(compared(opened, "press on Discord", effort, BARE, TYPICAL))


async def compared(opened: Opened, title: str, effort: Effort, floor: str, peer: str) -> list[Row]:
    """The rows of every bot, for each number of members who press at once."""
    rows: list[Row] = []
    async with opened as (operations, rest):
        for members in MEMBERS:
            loads = await compare(operations, members, effort, rest)
            rows += latency_rows(f"{title}, {members} member{'s' if members > 1 else ''}", loads, floor, peer)
    return rows


@asynccontextmanager
async def _opened(size: Size) -> AsyncIterator[Running]:
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        async with AsyncExitStack() as stack:
            operations = {}
            for index, (name, opened) in enumerate(BOTS.items()):
                press = await stack.enter_async_context(opened(size, own(folder, index)))
                operations[name] = pressing(press, Crowd(size, endless=name == BARE))
            yield operations, lambda: flush(Path(folder))


def pressing(press: Pressed, crowd: Crowd) -> Operation:
    """The next one in the crowd presses."""
    return lambda: press(crowd.next())
