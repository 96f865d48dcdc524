"""The bot's own HTTP server: a few doors by their paths, for so many at once, and nothing of it is logged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import web

Door = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
HEALTH: Final = "/healthz"
AT_ONCE: Final = 200
"""Connections; who comes after them is turned away until one is free."""
IDLE: Final = 20.0
"""Seconds in which a connection must say what it wants, and may stay open for more."""
LAST: Final = 3.0
"""Seconds that what is being answered may take when the program stops."""
_log = logging.getLogger("circlet.http")
_wire_log = logging.getLogger("circlet.http.wire")
_wire_log.setLevel(logging.CRITICAL + 1)  # the library would tell of every broken request, with what was asked for


class CannotListen(Exception):
    """Nothing can be served there; the words say why."""


class Site:
    """One place to listen. `doors` are looked up by the whole path, then by its first part; more may come later."""

    def __init__(self, doors: Mapping[str, Door], at_once: int = AT_ONCE, idle: float = IDLE) -> None:
        self._doors = doors
        self._at_once = at_once
        self._idle = idle
        self._made: _Server | None = None
        self._listening: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen from now on; the port, which the system chooses for 0. Raises CannotListen."""
        self._made = _Server(self._answer, self._idle)
        loop = asyncio.get_running_loop()
        try:
            self._listening = await loop.create_server(self._connection, host, port)
        except (OSError, UnicodeError) as error:
            why = str(getattr(error, "strerror", None) or error).rpartition(": ")[2]
            raise CannotListen(why) from None
        return int(self._listening.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Let nobody in any more, finish what is being answered, and close."""
        if self._listening is not None:
            self._listening.close()
        if self._made is not None:
            await self._made.shutdown(LAST)

    def _connection(self) -> asyncio.Protocol:
        assert self._made is not None, "it is made before it listens"
        return _TurnedAway() if len(self._made.connections) >= self._at_once else self._made()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        door = self._doors.get(request.path) or self._doors.get(_first_part(request.path))
        try:
            return await door(request) if door else nothing_there()
        except web.HTTPException as known:
            return known
        except ConnectionError:
            raise
        except Exception:
            _log.exception("a request could not be answered")
            return web.Response(status=500, text="This could not be answered. Try again later.\n", headers=ALWAYS)


ALWAYS: Final = {
    "Server": "circlet",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}
"""Stands in every answer of ours."""


def nothing_there() -> web.Response:
    """The one answer to whatever is not there, never was, or is not there any more."""
    headers = {**ALWAYS, "Cache-Control": "private, no-store"}
    return _last(web.Response(status=404, text="There is nothing at this address.\n", headers=headers))


async def health(request: web.BaseRequest) -> web.StreamResponse:
    """Whether the program is alive."""
    return web.Response(text="ok", headers=ALWAYS) if request.method in ("GET", "HEAD") else not_allowed()


def not_allowed() -> web.Response:
    """Nothing can be changed over HTTP."""
    return _last(web.Response(status=405, text="Only GET and HEAD.\n", headers={**ALWAYS, "Allow": "GET, HEAD"}))


def _last(response: web.Response) -> web.Response:
    """The same answer, which ends its connection."""
    response.force_close()
    return response


class _Server(web.Server):
    """The library's, with connections of ours."""

    def __init__(self, answer: Door, idle: float) -> None:
        super().__init__(answer)
        self._idle = idle

    def __call__(self) -> web.RequestHandler:
        loop = asyncio.get_running_loop()
        nowhere: Any = None
        return _Connection(self, loop=loop, access_log=nowhere, logger=_wire_log, keepalive_timeout=self._idle)


class _Connection(web.RequestHandler):
    """One connection; a request that cannot be read is answered in our words, and ends it."""

    __slots__ = ()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Nothing of the request, or of what it was read with, is repeated."""
        if request.writer.output_size > 0:
            raise ConnectionError("an answer has begun, and there is no second")
        made = web.Response(status=status, text="This request cannot be read.\n", headers=ALWAYS)
        made.force_close()
        return made


class _TurnedAway(asyncio.Protocol):
    """A connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


def _first_part(path: str) -> str:
    """`/calendar/` of `/calendar/abc.ics`: the doors to what has many paths."""
    return f"/{path.split('/', 2)[1]}/" if path.count("/") > 1 else path
