"""Hands calendars out at their secret addresses: read only, checked anew each time, and so often and no oftener."""

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

from aiohttp import web

from adapters.http.site import ALWAYS, not_allowed, nothing_there
from governance_core.application.calendar import followed
from governance_core.cards.file import File
from governance_core.feature import Features
from governance_core.kernel.errors import Busy
from governance_core.ports import Reader, Store

PLACE: Final = "/calendar/"
REACHED: Final = "/calendar/healthz"
"""Where whoever looks from outside sees that calendars are reached."""
SENDING: Final = 30.0
"""Seconds after which a request is over, however slowly it is read."""
READING_AT_ONCE: Final = 2
"""Calendars made at once: the store's other readers are for the members."""
WAITING: Final = 100
"""Requests that may wait for that."""
BUSY: Final = 30.0
"""Seconds after which somebody may ask again, where there is too much to do."""
BURST, EVERY = 30, 10.0
"""How often in a row an address may be asked for, and the seconds after which it may once more."""
REMEMBERED: Final = 4096
_TOKEN: Final = re.compile(r"/calendar/([a-z2-7]{32})\.ics")
_HEADERS: Final = {**ALWAYS, "Cache-Control": "private, no-cache"}
Find = Callable[[str], Awaitable[File | None]]


def finder(store: Store, orgs: Sequence[str], features: Features) -> Find:
    """Looks through these organisations for the calendar of a token, on connections that only read."""

    async def find(token: str) -> File | None:
        for org in orgs:
            found = await store.read(org, partial(_followed, token, features))
            if found is not None:
                return found
        return None

    return find


def _followed(token: str, features: Features, reader: Reader) -> File | None:
    return followed(token, reader, features.all)


class Calendars:
    """The door to all calendars."""

    def __init__(self, find: Find, sending: float = SENDING) -> None:
        self._find = find
        self._sending = sending
        self._pace = Pace(BURST, EVERY)
        self._reading = asyncio.Semaphore(READING_AT_ONCE)
        self._here = 0

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request, the only one of its connection; who reads slowly is cut off."""
        transport = request.transport
        if transport is not None:
            asyncio.get_running_loop().call_later(self._sending, transport.abort)
        made = await self._answered(request)
        made.force_close()
        return made

    async def _answered(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method not in ("GET", "HEAD"):
            return not_allowed()
        token = _TOKEN.fullmatch(request.path)
        return await self._bounded(token[1], request) if token else nothing_there()

    async def _bounded(self, token: str, request: web.BaseRequest) -> web.StreamResponse:
        wait = self._pace.wait(hashlib.sha256(token.encode()).hexdigest(), asyncio.get_running_loop().time())
        if wait:
            return _later(429, wait, "This address is asked for too often.")
        if self._here >= WAITING:
            return _later(503, BUSY, "There is too much to do just now.")
        self._here += 1
        try:
            async with self._reading:
                found = await self._find(token)
        except Busy:
            return _later(503, BUSY, "There is too much to do just now.")
        finally:
            self._here -= 1
        return nothing_there() if found is None else answer(found, request.headers.get("If-None-Match", ""))


def answer(file: File, known: str) -> web.Response:
    """The file, or only that it is as it was, to whom that is `known` (If-None-Match)."""
    tag = f'"{hashlib.sha256(file.content).hexdigest()[:32]}"'
    headers = {**_HEADERS, "ETag": tag}
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    if tag in tags or "*" in tags:
        return web.Response(status=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    return web.Response(body=file.content, content_type=file.media, charset="utf-8", headers=headers)


def _later(status: int, wait: float, words: str) -> web.Response:
    headers = {**_HEADERS, "Retry-After": str(int(wait) + 1)}
    return web.Response(status=status, text=f"{words} Try again later.\n", headers=headers)


class Pace:
    """How often each of many keys comes: `burst` times at once, then once `every` so many seconds."""

    def __init__(self, burst: int, every: float) -> None:
        self._burst = burst
        self._every = every
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Count it in; or the seconds to wait, where it came too often."""
        full_at = max(self._full_at.pop(key, now), now)
        over = full_at + self._every - now - self._burst * self._every
        self._full_at[key] = full_at if over > 0 else full_at + self._every
        if len(self._full_at) > REMEMBERED:
            self._full_at.popitem(last=False)
        return max(over, 0.0)
