"""Compares a press on Slack, from the signed request in to the acknowledgement out: bare Bolt twice, and ours."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bench.answers import flush, own
from bench.cases import case
from bench.measure import Effort, Row
from bench.press_wire import Crowd
from bench.presses import QUICK_SIZE, SIZE, Running, compared, pressing
from bench.sizes import Size
from bench.slack_bots import OpenedBot, as_it_comes, ours, set_up_fast
from bench.slack_wire import Workspace

FAST, USUAL = "floor, bare Bolt that processes before it responds", "peer, bare Bolt as it comes"
OURS = "through the adapter"
BOTS: dict[str, OpenedBot] = {FAST: set_up_fast, OURS: ours, USUAL: as_it_comes}


@case("slack")
def presses(effort: Effort) -> list[Row]:
    """Time to the acknowledgement, the answer on disk, with one member pressing and with 32 pressing one card."""
    opened = _opened(QUICK_SIZE if effort.quick else SIZE)
    return asyncio.run(compared(opened, "press on Slack", effort, FAST, USUAL))


@asynccontextmanager
async def _opened(size: Size) -> AsyncIterator[Running]:
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        async with AsyncExitStack() as stack:
            workspace, operations = Workspace(), {}
            await workspace.begin(stack)
            for index, (name, opened) in enumerate(BOTS.items()):
                press = await stack.enter_async_context(opened(size, own(folder, index), workspace))
                operations[name] = pressing(press, Crowd(size, endless=name != OURS))
            yield operations, lambda: flush(Path(folder))
