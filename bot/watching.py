"""The running bot's own rounds: how things are on a platform, looked at from time to time and soon after trouble."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

EVERY: Final = 600.0
CALM: Final = 20.0
"""How many seconds pass between two rounds at least, whatever happens."""
_log = logging.getLogger("circlet")


class Watch:
    """Rounds on one platform: once it is connected, every ten minutes, and soon after something went wrong."""

    def __init__(
        self, look: Callable[[], Awaitable[None]], every: float = EVERY, calm: float = CALM, what: str = "Discord"
    ) -> None:
        self._what = what
        self._look = look
        self._every = every
        self._calm = calm
        self._wanted = asyncio.Event()

    def soon(self) -> None:
        """Something changed, or went wrong: look without waiting for the next round."""
        self._wanted.set()

    async def run(self) -> None:
        """Go round until cancelled; the first round begins when it is asked for."""
        await self._wanted.wait()
        while True:
            self._wanted.clear()
            try:
                await self.look()
            except Exception:
                _log.exception("%s could not be looked at; it is tried again", self._what)
            await asyncio.sleep(self._calm)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._wanted.wait()

    async def look(self) -> None:
        """One round."""
        await self._look()
