"""Leads everything Slack sends to the core and its outcome back: commands, presses, forms, shortcuts and events."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Coroutine, Mapping
from typing import Any, Final

from adapters.slack.blocks import Structure
from adapters.slack.surroundings import Surroundings
from adapters.slack.visit import Visit

_REMEMBERED: Final = 2_000


class Gateway:
    """Everything Slack sends to one bot."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._going: set[asyncio.Task[None]] = set()
        self._heard: OrderedDict[str, None] = OrderedDict()

    async def handle(self, body: Mapping[str, Any]) -> Structure | None:
        """Answer one payload; what comes back is what Slack is acknowledged with. Whatever happens, somebody waits."""
        if self._is_repeated(body):
            return None
        visit = Visit(self._around, body, self._later)
        try:
            return await visit.led()
        except Exception as error:
            messages = self._around.desk.failed(error)
            self._later(visit.answers.tell(messages))
            return None

    async def finished(self) -> None:
        """Wait for what is still being answered."""
        while self._going:
            await asyncio.wait(self._going)

    def _is_repeated(self, body: Mapping[str, Any]) -> bool:
        """Events are sent again where Slack thinks that nobody heard; commands and presses have the store's inbox."""
        event = str(body.get("event_id") or "")
        if not event:
            return False
        known = event in self._heard
        self._heard[event] = None
        if len(self._heard) > _REMEMBERED:
            self._heard.popitem(last=False)
        return known

    def _later(self, going: Coroutine[Any, Any, None]) -> None:
        """Do it beside the acknowledgement."""
        task = asyncio.create_task(self._guarded(going))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def _guarded(self, going: Awaitable[None]) -> None:
        try:
            await going
        except Exception as error:
            self._around.desk.failed(error)
