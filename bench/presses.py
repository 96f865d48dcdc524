"""Compares a press on Discord, from the gateway's words in to the reply out: a bare bot, ours, and the typical one."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
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
SIZE, QUICK_SIZE = Size(33_000, electors=66), Size(6_600, electors=66)
"""With 66 electors, 32 have not answered a proposal and will: those press its card at once."""


@case("discord")
def presses(effort: Effort) -> list[Row]:
    """Time from INTERACTION_CREATE to the reply, with one member pressing and with 32 pressing one card at once."""
    return asyncio.run(_compared(QUICK_SIZE if effort.quick else SIZE, effort))


async def _compared(size: Size, effort: Effort) -> list[Row]:
    rows: list[Row] = []
    async with _opened(size) as (operations, rest):
        for members in MEMBERS:
            loads = await compare(operations, members, effort, rest)
            title = f"press on Discord, {members} member{'s' if members > 1 else ''}"
            rows += latency_rows(title, loads, BARE, TYPICAL)
    return rows


@asynccontextmanager
async def _opened(size: Size) -> AsyncIterator[tuple[dict[str, Operation], Callable[[], None]]]:
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        async with AsyncExitStack() as stack:
            operations = {}
            for index, (name, opened) in enumerate(BOTS.items()):
                press = await stack.enter_async_context(opened(size, own(folder, index)))
                operations[name] = _operation(press, Crowd(size, endless=name == BARE))
            yield operations, lambda: flush(Path(folder))


def _operation(press: Pressed, crowd: Crowd) -> Operation:
    return lambda: press(crowd.next())
