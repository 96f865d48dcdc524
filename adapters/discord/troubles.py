"""What can go wrong when something is sent to Discord, sorted by what helps, and said in words an admin understands."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

import aiohttp
import discord

Kind = Literal["gone", "over", "closed", "busy", "doubtful", "refused"]
"""gone: the message is deleted. over: the place is no more. closed: nothing can be sent there until somebody changes
something. busy: not now. doubtful: it may have arrived. refused: Discord would not take it a second time either."""

UNKNOWN_INTERACTION: Final = 10062
ALREADY_ANSWERED: Final = 40060
_TOO_LATE: Final = {
    UNKNOWN_INTERACTION: "Discord waited for it no longer",
    50027: "Discord waited for it no longer",
    ALREADY_ANSWERED: "it was answered before (it arrived twice)",
}
_GONE: Final = 10008
_EDITED_TOO_OFTEN: Final = 30046
ARCHIVED: Final = 50083
_NOW_NOT: Final = {
    20028: "it takes no more messages of the bot for the moment",
    _EDITED_TOO_OFTEN: "old messages were edited too often there",
    40003: "too many direct messages were opened at once",
    160006: "the server has as many threads as it may have",
}
_OVER: Final = {
    10003: "the channel is deleted, or the bot was never let into it",
    10004: "the bot is not on this server any more",
    10013: "there is no such account",
}
_CLOSED: Final = {
    50001: "the bot cannot see the channel: give it View Channel there",
    50007: "the member takes no direct messages",
    50013: "the bot lacks a permission: give it View Channel, Send Messages and Read Message History there",
    50278: "the member takes no direct messages from this server",
    ARCHIVED: "the thread is archived: unarchive it, or name a channel as the home",
    160005: "the thread is locked: unlock it, or name a channel as the home",
}
NO_DIRECT_MESSAGES: Final = frozenset({50007, 50278, 10013})
_WAIT, _LONG_WAIT = timedelta(seconds=10), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong: of which kind, in words, Discord's own number, and how long to leave it alone."""

    kind: Kind
    words: str
    code: int = 0
    wait: timedelta | None = None


def trouble_of(error: Exception) -> Trouble:
    """What an error of sending means."""
    if isinstance(error, discord.RateLimited):
        return Trouble("busy", "Discord asks for a pause", wait=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Trouble("busy", "Discord cannot be reached")
    if isinstance(error, OSError | aiohttp.ClientError | asyncio.TimeoutError):
        return Trouble("doubtful", "the connection broke before Discord answered")
    return Trouble("refused", f"an unexpected {type(error).__name__}")


def is_of_discord(error: Exception) -> bool:
    """Whether this is an error of sending at all, and not a defect of ours."""
    return isinstance(error, discord.DiscordException | aiohttp.ClientError | OSError | asyncio.TimeoutError)


def _answered(error: discord.HTTPException) -> Trouble:
    if error.code == _GONE:
        return Trouble("gone", "the message is deleted", error.code)
    if error.code in _TOO_LATE:
        return Trouble("refused", _TOO_LATE[error.code], error.code)
    if error.code in _NOW_NOT:
        return Trouble("busy", _NOW_NOT[error.code], error.code, _WAIT)
    if error.code in _OVER:
        return Trouble("over", _OVER[error.code], error.code)
    if error.code in _CLOSED:
        return Trouble("closed", _CLOSED[error.code], error.code, _LONG_WAIT)
    if error.status == 429:
        return Trouble("busy", "Discord asks for a pause", error.code, _WAIT)
    if error.status >= 500:
        return Trouble("doubtful", f"Discord has trouble of its own (HTTP {error.status})", error.code)
    if error.status in (403, 404):
        words = f"Discord does not let the bot do that there (error {error.code})"
        return Trouble("closed", words, error.code, _LONG_WAIT)
    return Trouble("refused", f"Discord does not accept what was sent (HTTP {error.status}, error {error.code})")
