"""Reads the config files again when the running bot is told to (SIGHUP): all of a file is carried out, or none."""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from functools import partial

from bot.compose import Composed
from governance_core.application.execute import execute
from governance_core.application.receipt import Receipt
from governance_core.kernel.ids import CONFIG
from governance_core.upkeep.messages import ConfigApplied, ReloadConfig

_log = logging.getLogger("circlet")
KEPT = "%s was not carried out; what was applied before stays in force. To be mended:"


class Reloading:
    """The config files (paths by organisation), read again whenever `asked` is set. `soon` hears of what was done."""

    def __init__(self, made: Composed, files: Mapping[str, str], soon: Callable[[], None]) -> None:
        self._made = made
        self._files = files
        self._soon = soon
        self.asked = asyncio.Event()

    def listen(self) -> None:
        """Be told by SIGHUP from now on."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.asked.set)

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.asked.wait()
            self.asked.clear()
            for org, name in self._files.items():
                await self._reload(org, name)

    async def _reload(self, org: str, name: str) -> None:
        job = partial(execute, ReloadConfig(), CONFIG, None, features=self._made.features)
        try:
            receipt: Receipt = await self._made.store.transact(org, job)
        except Exception:
            _log.exception("%s could not be read again; what was applied before stays in force", name)
            return
        self._tell(name, receipt)
        self._soon()

    def _tell(self, name: str, receipt: Receipt) -> None:
        planned = receipt.facts.planned if receipt.facts else None
        if planned is None or planned.problems:
            _log.warning(KEPT, name)
            for problem in planned.problems if planned else ():
                _log.warning("  %s", problem)
            return
        applied = [event for event in receipt.events if isinstance(event, ConfigApplied)]
        changes = applied[0].changes if applied else 0
        _log.info("%s was read again: %d change%s carried out.", name, changes, "" if changes == 1 else "s")
        for change in planned.changes:
            _log.info("  %s", change)
