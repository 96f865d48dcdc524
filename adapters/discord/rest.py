"""Speaks to Discord in raw JSON through discord.py: its connection, rate limits and retries, none of its objects."""

import asyncio
import io
import json
from collections.abc import Sequence
from typing import Any, Final

import discord
from discord.http import HTTPClient, MultipartParameters, Route
from discord.webhook.async_ import async_context

from adapters.discord.limits import THREAD_SLEEPS_MINUTES
from governance_core.cards.file import File

Body = dict[str, Any]
ANSWER: Final = 4
DEFER: Final = 5
DEFER_UPDATE: Final = 6
UPDATE: Final = 7
CHOICES: Final = 8
MODAL: Final = 9
_MESSAGES: Final = "/channels/{channel_id}/messages"
_COMMANDS: Final = "/applications/{application_id}/commands"
_SERVER_COMMANDS: Final = "/applications/{application_id}/guilds/{guild_id}/commands"
_MEMBERS: Final = "/guilds/{guild_id}/members"
MOST_MEMBERS: Final = 1000
"""How many members of a server Discord gives at once."""
PATIENCE: Final = 15.0
"""How many seconds a request to a channel may take, discord.py's own retries and pauses included."""


class Channels:
    """Messages in channels, with the bot's own token. Every call raises what `troubles` knows."""

    def __init__(self, http: HTTPClient, patience: float = PATIENCE) -> None:
        self._http = http
        self._patience = patience

    async def post(self, channel: str, body: Body, files: Sequence[File] = ()) -> str:
        """Post a message; its id."""
        made = await self._send(Route("POST", _MESSAGES, channel_id=channel), body, files)
        return str(made["id"])

    async def edit(self, channel: str, message: str, body: Body, files: Sequence[File] = ()) -> None:
        """Put something else in the place of a message of ours."""
        route = Route("PATCH", _MESSAGES + "/{message_id}", channel_id=channel, message_id=message)
        await self._send(route, body, files)

    async def recent(self, channel: str, limit: int) -> list[Body]:
        """The newest messages of a channel, the newest first."""
        found = await self._request(Route("GET", _MESSAGES, channel_id=channel), params={"limit": limit})
        return list(found)

    async def open_dm(self, account: str) -> str:
        """The channel of direct messages with an account."""
        made = await self._send(Route("POST", "/users/@me/channels"), {"recipient_id": account})
        return str(made["id"])

    async def start_thread(self, channel: str, message: str, name: str) -> None:
        """Start the thread of a message; its id is the message's."""
        route = Route("POST", _MESSAGES + "/{message_id}/threads", channel_id=channel, message_id=message)
        await self._send(route, {"name": name, "auto_archive_duration": THREAD_SLEEPS_MINUTES})

    async def unarchive(self, thread: str) -> None:
        """Open an archived thread again."""
        await self._send(Route("PATCH", "/channels/{channel_id}", channel_id=thread), {"archived": False})

    async def members(self, server: str) -> list[Body]:
        """Everybody on a server. Needs the members intent."""
        found: list[Body] = []
        while True:
            after = found[-1]["user"]["id"] if found else 0
            route = Route("GET", _MEMBERS, guild_id=server)
            page = await self._request(route, params={"limit": MOST_MEMBERS, "after": after})
            found.extend(page)
            if len(page) < MOST_MEMBERS:
                return found

    async def commands(self, application: str, server: str = "") -> list[Body]:
        """The commands of ours a server has, or those of no server."""
        found = await self._request(_commands("GET", application, server))
        return list(found)

    async def set_commands(self, application: str, server: str, commands: Sequence[Body]) -> None:
        """Put these in the place of all commands of ours a server has, or of those of no server."""
        await self._send(_commands("PUT", application, server), list(commands))

    async def _send(self, route: Route, body: Any, files: Sequence[File] = ()) -> Any:
        if not files:
            return await self._request(route, json=body)
        with multipart(body, files) as parts:
            return await self._request(route, form=parts.multipart, files=parts.files)

    async def _request(self, route: Route, **given: Any) -> Any:
        async with asyncio.timeout(self._patience):
            return await self._http.request(route, **given)


def _commands(method: str, application: str, server: str) -> Route:
    if server:
        return Route(method, _SERVER_COMMANDS, application_id=application, guild_id=server)
    return Route(method, _COMMANDS, application_id=application)


class Answers:
    """Answers to one interaction, with its own token (good for 15 minutes)."""

    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction

    async def first(self, kind: int, data: Body | None = None, files: Sequence[File] = ()) -> None:
        """The first answer, due within three seconds."""
        payload: Body = {"type": kind} if data is None else {"type": kind, "data": data}
        one = self._interaction
        with parameters(payload, files) as parts:
            await async_context.get().create_interaction_response(one.id, one.token, session=one._session, params=parts)

    async def edit(self, body: Body, files: Sequence[File] = ()) -> None:
        """Put something else in the place of the first answer."""
        one = self._interaction
        with parameters(body, files) as parts:
            await async_context.get().edit_original_interaction_response(
                one.application_id,
                one.token,
                session=one._session,
                payload=parts.payload,
                multipart=parts.multipart,
                files=parts.files,
            )


def parameters(payload: Body, files: Sequence[File]) -> MultipartParameters:
    """A body as discord.py wants it, with its files where there are any."""
    if not files:
        return MultipartParameters(payload=payload, multipart=None, files=None)
    return multipart(payload, files)


def multipart(payload: Body, files: Sequence[File]) -> MultipartParameters:
    """A body and files in one request."""
    sent = [discord.File(io.BytesIO(file.content), filename=file.name) for file in files]
    parts: list[Body] = [
        {"name": "payload_json", "value": json.dumps(payload, ensure_ascii=False)},
        *(_part(number, one, file) for number, (one, file) in enumerate(zip(sent, files, strict=True))),
    ]
    return MultipartParameters(payload=None, multipart=parts, files=sent)


def _part(number: int, sent: discord.File, file: File) -> Body:
    return {"name": f"files[{number}]", "value": sent.fp, "filename": sent.filename, "content_type": file.media}
