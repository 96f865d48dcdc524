"""Opens the interactive terminal on an organisation, or plays standard input where no terminal is attached."""

import asyncio
import os
import sys
from pathlib import Path

from adapters.clock.system import SystemChance
from adapters.console.clock import MovableClock, real_time
from adapters.console.layout import Look
from adapters.console.shelf import Shelf
from bot.talk import STDIN, Opened, opener, sample_of, talk


def terminal(config: str, store: str | None, person: str | None, files: str | None = None) -> int:
    """Talk until somebody leaves; what is handed out is kept in the folder `files`, by default a temporary one.

    Raises Failure where the config file or the store is no good.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "") in ("", "dumb"):
        return talk(config, store, STDIN, as_json=False, files=files)
    shelf = Shelf(Path(files) if files else None)
    asyncio.run(_sit_down(opener(config, store, SystemChance), *sample_of(config, person), shelf))
    print(f"Goodbye. Everything is kept in {store}." if store else "Goodbye. Nothing of this was kept.")
    return 0


async def _sit_down(opened: Opened, name: str, actor: str, zone: str, shelf: Shelf) -> None:
    from adapters.console.terminal import Terminal

    clock = MovableClock(real_time(), flow=real_time)
    stage = opened(clock)
    try:
        clock.move_to(max(clock.now(), await stage.read(lambda reader: reader.now)))
        look: Look = "mono" if os.environ.get("NO_COLOR") else "colour"
        await Terminal(stage, clock, name, actor, zone, look, shelf).run()
    finally:
        await stage.close()
