"""Keeps App Homes up to date: made anew when something was recorded, and never overwritten by an older one."""

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Structure
from adapters.slack.limits import HOMES_A_MINUTE
from adapters.slack.rooms import Rooms
from adapters.slack.troubles import code_of, is_of_slack, trouble_of

MOST: Final = 200
"""How many App Homes are kept up to date: those opened last. The others are made anew when they are opened."""
QUIET: Final = 2.0
"""How many seconds App Homes wait for what else happens, so that they are not made anew for each act."""
_OLDER: Final = "hash_conflict"
_log = logging.getLogger("circlet.slack")
Later = Callable[[Coroutine[Any, Any, None]], None]


@dataclass(slots=True)
class _Home:
    """What somebody has before their eyes: Slack's name for that state of it, and what we drew."""

    hash: str = ""
    drawn: str = ""
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)


class Homes:
    """The App Homes that somebody opened since the program started."""

    def __init__(self, client: AsyncWebClient, rooms: Rooms) -> None:
        self._client = client
        self._rooms = rooms
        self._open: OrderedDict[str, _Home] = OrderedDict()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._later: Later | None = None
        self._waiting = False

    async def opened(self, account: str, later: Later, known_hash: str = "") -> None:
        """Somebody looks at theirs: show it, and keep it up to date from now on. `known_hash` is what they see."""
        self._loop, self._later = asyncio.get_running_loop(), later
        home = self._open.setdefault(account, _Home())
        self._open.move_to_end(account)
        while len(self._open) > MOST:
            self._open.popitem(last=False)
        if known_hash and known_hash != home.hash:
            home.hash, home.drawn = known_hash, ""
        await self._shown(account, home)

    def heard(self) -> None:
        """Something was recorded, in whatever thread."""
        if self._open and self._loop is not None:
            with suppress(RuntimeError):  # the program is stopping
                self._loop.call_soon_threadsafe(self._touched)

    def _touched(self) -> None:
        if not self._waiting and self._later is not None:
            self._waiting = True
            self._later(self._all_shown())

    async def _all_shown(self) -> None:
        await asyncio.sleep(QUIET)
        self._waiting = False
        for account, home in list(self._open.items()):
            if await self._shown(account, home):
                await asyncio.sleep(60 / HOMES_A_MINUTE)

    async def _shown(self, account: str, home: _Home) -> bool:
        """Draw it and put it in place; whether there was anything new in it."""
        async with home.changing:
            view = await self._rooms.view(account)
            drawn = _digest(view)
            if drawn == home.drawn:
                return False
            for known in dict.fromkeys((home.hash, "")):
                try:
                    answer = await self._client.views_publish(
                        user_id=account, view=view, **({"hash": known} if known else {})
                    )
                except Exception as error:
                    if known and code_of(error) == _OLDER:  # somebody put another there: draw what is so by now
                        view = await self._rooms.view(account)
                        continue
                    self._not_shown(account, error)
                    return False
                home.hash, home.drawn = str(answer["view"].get("hash") or ""), _digest(view)
                return True
        return False

    def _not_shown(self, account: str, error: Exception) -> None:
        if not is_of_slack(error):
            raise error
        trouble = trouble_of(error)
        _log.warning("an App Home could not be shown: %s (%s)", trouble.words, trouble.code)
        if trouble.kind == "closed":
            self._open.pop(account, None)


def _digest(view: Structure) -> str:
    return hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
