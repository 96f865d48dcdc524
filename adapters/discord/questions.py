"""Two ways to ask Discord something: through the connection of the running bot, or beside it, with nothing but REST."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Final

import aiohttp
import discord
from discord.http import Route

from adapters.discord.checkup import Refused, Unreached
from adapters.discord.troubles import is_of_discord, trouble_of
from governance_core.ports import Clock

PATIENCE: Final = 10.0
"""How many seconds one question may take."""


class Ahead:
    """How far this machine's clock is ahead of Discord's, as of its last answer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.skew: timedelta | None = None

    def heard(self, headers: Mapping[str, str]) -> None:
        """An answer says when it was given, in whole seconds: half of one is taken to be lost in rounding."""
        with suppress(ValueError):
            there = parsedate_to_datetime(headers.get("Date", "")).astimezone(UTC)
            self.skew = self._clock.now() - there - timedelta(seconds=0.5)

    def trace(self) -> aiohttp.TraceConfig:
        """Hears every answer that a connection gets."""

        async def ended(_: object, __: object, params: aiohttp.TraceRequestEndParams) -> None:
            self.heard(params.response.headers)

        made = aiohttp.TraceConfig()
        made.on_request_end.append(ended)
        return made


class OverConnection:
    """Asks through discord.py: its rate limits and retries, and its one session."""

    def __init__(self, client: discord.Client, ahead: Ahead, patience: float = PATIENCE) -> None:
        self._client = client
        self._ahead = ahead
        self._patience = patience

    @property
    def skew(self) -> timedelta | None:
        """How far this machine's clock is ahead of Discord's."""
        return self._ahead.skew

    async def get(self, path: str) -> Any:
        """The answer. Raises Refused or Unreached."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._client.http.request(Route("GET", path))
        except Exception as error:
            if self._client.is_closed():  # whoever stops the bot does not wait for the answer
                raise Unreached("the bot is stopping") from None
            if isinstance(error, discord.HTTPException) and error.status < 500 and error.status != 429:
                raise Refused(error.status, error.code) from None
            if not is_of_discord(error):
                raise
            raise Unreached(trouble_of(error).words) from None


class ByRest:
    """Asks with a session of its own; a context. It never says the token, and never waits long."""

    def __init__(self, token: str, base: str, clock: Clock, patience: float = PATIENCE) -> None:
        self._headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (circlet, 1)"}
        self._base = base.rstrip("/")
        self._ahead = Ahead(clock)
        self._timeout = aiohttp.ClientTimeout(total=patience)

    @property
    def skew(self) -> timedelta | None:
        """How far this machine's clock is ahead of Discord's."""
        return self._ahead.skew

    async def __aenter__(self) -> "ByRest":
        self._session = aiohttp.ClientSession(headers=self._headers, timeout=self._timeout)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        await self._session.close()

    async def get(self, path: str) -> Any:
        """The answer. Raises Refused or Unreached."""
        try:
            async with self._session.get(self._base + path) as answer:
                self._ahead.heard(answer.headers)
                body = await answer.json(content_type=None)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise Unreached(_why(error)) from None
        if answer.status == 429 or answer.status >= 500:
            raise Unreached(f"it is busy (HTTP {answer.status})")
        if answer.status >= 400:
            raise Refused(answer.status, int(body.get("code", 0)) if isinstance(body, dict) else 0)
        return body


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, aiohttp.ClientConnectorError | OSError):
        return "no connection"
    return "an answer that is none of Discord's"
