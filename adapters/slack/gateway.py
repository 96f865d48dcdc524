"""Leads everything Slack sends to the core and its outcome back: commands, presses, forms, shortcuts and events."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Coroutine, Mapping
from typing import Any, Final

from adapters.slack.answers import Answers, Origin
from adapters.slack.blocks import Structure
from adapters.slack.rooms import opened_home
from adapters.slack.showing import PLATFORM
from adapters.slack.surroundings import Surroundings
from adapters.slack.visit import Visit
from governance_core.kernel.ids import Actor

_REMEMBERED: Final = 2_000
MOST_HOMES: Final = 50
"""How many App Homes are kept up to date: those opened last. The others are made anew when they are opened."""
QUIET: Final = 2.0
"""How many seconds App Homes wait for what else happens, so that they are not made anew for each act."""


class Gateway:
    """Everything Slack sends to one bot."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._going: set[asyncio.Task[None]] = set()
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._homes: OrderedDict[str, None] = OrderedDict()
        self._rebuilding = False

    async def handle(self, body: Mapping[str, Any]) -> Structure | None:
        """Answer one payload; what comes back is what Slack is acknowledged with. Whatever happens, somebody waits."""
        if self._is_repeated(body):
            return None
        self._remember_home(body.get("event") or {})
        visit = Visit(self._around, body, self._later)
        try:
            return await visit.led()
        except Exception as error:
            messages = self._around.desk.failed(error)
            self._later(visit.answers.tell(messages))
            return None

    def touched(self) -> None:
        """Something was recorded: App Homes that are open may show something else now."""
        if self._homes and not self._rebuilding:
            self._rebuilding = True
            self._later(self._rebuilt())

    async def _rebuilt(self) -> None:
        await asyncio.sleep(QUIET)
        self._rebuilding = False
        for account in list(self._homes):
            by = Actor.of_account(PLATFORM, account)
            await Answers(self._around.client, Origin(account)).publish(await opened_home(self._around, by))

    def _remember_home(self, event: Mapping[str, Any]) -> None:
        if event.get("type") == "app_home_opened" and event.get("user"):
            self._homes[str(event["user"])] = None
            self._homes.move_to_end(str(event["user"]))
            while len(self._homes) > MOST_HOMES:
                self._homes.popitem(last=False)

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
