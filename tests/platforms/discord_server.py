"""A server that speaks as much of the API of Discord over the network as the bot needs, and keeps what it hears."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from aiohttp import WSMsgType, web

from adapters.discord.permissions import NEEDED

APPLICATION, BOT, SERVER, CHANNEL = (
    "1180000000000000001",
    "1180000000000000001",
    "1180000000000000002",
    "1180000000000000003",
)
ROLE = "1180000000000000004"
MEMBERS_INTENT = 1 << 1
TOKEN = "MTE4MDAwMDAwMDAwMDAwMDAwMQ.x.y"
_USER = {"id": BOT, "username": "circlet", "discriminator": "0", "avatar": None, "bot": True}


@dataclass(frozen=True)
class Trouble:
    """A post that goes wrong: answered with a status (429 asks for a pause), or, with none, cut off.

    `kept` says whether Discord has the message all the same.
    """

    status: int = 0
    pause: float = 0
    kept: bool = False


class DiscordServer:
    """`heard` is every request with a body; `identified` and `resumed` count the ways a connection began.

    `people` are the members of the server, as Discord lists them; `allows_members` is the switch of the portal.
    `asked` is the path of every question. `channels` and `everyone` are what the server is like, `ahead` by how many
    seconds its clock is before ours, `mute` whether it takes requests and never answers.
    """

    def __init__(self) -> None:
        self.people: list[dict[str, Any]] = []
        self.allows_members = True
        self.asked: list[str] = []
        self.heard: list[tuple[str, str, Any]] = []
        self.identified = 0
        self.resumed: list[str] = []
        self.commands: dict[str, list[Any]] = {}
        self.messages: list[dict[str, Any]] = []
        """What was posted and kept, the oldest first."""
        self.knows_nonces = True
        """Discord does for some minutes only."""
        self.troubles: list[Trouble] = []
        """What goes wrong with the next posts and edits, one after another."""
        self.channels: dict[str, dict[str, Any]] = {CHANNEL: _channel()}
        self.everyone = sum(NEEDED.values())
        self.inside = True
        self.flags = 0
        self.ahead = 0.0
        self.mute = False
        self._stopping = asyncio.Event()
        self._sockets: list[web.WebSocketResponse] = []
        self._sequence = 0
        self._changed = asyncio.Condition()
        self._number = int(CHANNEL) + 1

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/resumed", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self._stopping.set()
        await self._runner.cleanup()

    def environment(self, token: str = TOKEN) -> dict[str, str]:
        return {
            "DISCORD_TOKEN": token,
            "DISCORD_API_BASE": f"http://127.0.0.1:{self.port}/api/v10",
            "DISCORD_GATEWAY_URL": f"ws://127.0.0.1:{self.port}/gateway",
        }

    async def emit(self, name: str, data: Any) -> None:
        """Something happens; whoever is connected hears of it."""
        self._sequence += 1
        await self._sockets[-1].send_json({"op": 0, "t": name, "s": self._sequence, "d": data})

    async def drop(self) -> None:
        """The connection breaks, as it does at Discord every few hours."""
        await self._sockets[-1].close(code=4000)

    async def until(self, condition: Any, seconds: float = 45) -> Any:
        """Wait until something is so; what it is."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)
            return condition()

    def sent_to(self, part: str) -> list[Any]:
        return [body for _, path, body in self.heard if part in path]

    def asked_for(self, part: str) -> list[str]:
        return [path for path in self.asked if part in path]

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._heard(json.loads(message.data), socket, request.path)
        return socket

    async def _heard(self, said: Any, socket: web.WebSocketResponse, path: str) -> None:
        if said["op"] == 1:
            await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
        elif said["op"] == 6:
            self.resumed.append(path)
            await self.emit("RESUMED", {})
        elif said["op"] == 2 and said["d"]["intents"] & MEMBERS_INTENT and not self.allows_members:
            await socket.close(code=4014)
        elif said["op"] == 2:
            self.identified += 1
            resume = f"ws://127.0.0.1:{self.port}/resumed"
            guild = {"id": SERVER, "unavailable": True}
            ready = {"v": 10, "user": _USER, "guilds": [guild], "session_id": "s1", "resume_gateway_url": resume}
            await self.emit("READY", {**ready, "application": {"id": APPLICATION, "flags": 0}})
            await self.emit("GUILD_CREATE", furnished())
        await self._tell()

    async def _rest(self, request: web.Request) -> web.Response:
        path, text = request.match_info["path"], await _text(request)
        if request.headers.get("Authorization", f"Bot {TOKEN}") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if request.method == "GET":
            self.asked.append(path)
        if text:
            self.heard.append((request.method, path, json.loads(text)))
        if request.method in ("POST", "PATCH") and "/messages" in path and self.troubles:
            return await self._troubled(self.troubles.pop(0), request, path, json.loads(text))
        if self.mute:
            await self._stopping.wait()
        answer = self._answer(request.method, path, json.loads(text) if text else None)
        await self._tell()
        status = 404 if isinstance(answer, dict) and answer.get("code") else 200
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=self.ahead), usegmt=True)
        return _json(answer, status, date)

    async def _troubled(self, trouble: Trouble, request: web.Request, path: str, body: Any) -> web.Response:
        if trouble.kept:
            self._answer(request.method, path, body)
        await self._tell()
        if trouble.status == 0:
            assert request.transport is not None
            request.transport.abort()
        said = {"message": "trouble", "code": 0, "retry_after": trouble.pause, "global": False}
        return _json(said, trouble.status or 500, headers={"Retry-After": str(trouble.pause), "Via": "1.1 google"})

    def _post(self, channel: str, body: Any) -> Any:
        """Keep a message, once for each nonce."""
        same = (one for one in self.messages if body.get("nonce") and one.get("nonce") == body["nonce"])
        if (known := next(same, None)) is not None and body.get("enforce_nonce") and self.knows_nonces:
            return known
        self._number += 1
        made = {**body, "id": str(self._number), "channel_id": channel, "author": _USER}
        self.messages.append(made)
        return made

    def _answer(self, method: str, path: str, body: Any) -> Any:
        if path == "users/@me":
            return _USER
        if path == "oauth2/applications/@me":
            return {
                "id": APPLICATION,
                "name": "circlet",
                "icon": None,
                "description": "",
                "bot_public": False,
                "bot_require_code_grant": False,
                "verify_key": "0",
                "flags": self.flags,
                "owner": _USER,
                "team": None,
            }
        if method == "GET" and (found := self._looked_up(path)) is not None:
            return found
        if path.endswith("/commands"):
            if method == "PUT":
                self.commands[path] = body
            return self.commands.get(path, [])
        if path.endswith("/callback"):
            return {"interaction": {"id": "1", "type": 2}}
        if path.endswith("/messages") and method == "POST":
            return self._post(path.split("/")[1], body)
        if path.endswith("/members"):
            return self.people
        if path.endswith("/messages"):
            return self.messages[::-1]
        return [] if method == "GET" else {}

    def _looked_up(self, path: str) -> Any:
        """A server, a member or a channel, as far as there is one."""
        match path.split("/"):
            case ["channels", channel]:
                return self.channels.get(channel, {"message": "Unknown Channel", "code": 10003})
            case ["guilds", _, *_] if not self.inside:
                return {"message": "Unknown Guild", "code": 10004}
            case ["guilds", _]:
                guild = furnished()
                return {**guild, "roles": [{**guild["roles"][0], "permissions": str(self.everyone)}]}
            case ["guilds", _, "members", account]:
                return {"user": {**_USER, "id": account}, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00"}
            case _:
                return None


def _json(
    said: Any, status: int = 200, date: str = "", headers: Mapping[str, str] = MappingProxyType({})
) -> web.Response:
    """As Discord answers: with no charset behind the type, which discord.py compares to the letter."""
    all_headers = {"Content-Type": "application/json", **({"Date": date} if date else {}), **headers}
    return web.Response(body=json.dumps(said).encode(), status=status, headers=all_headers)


def _channel() -> dict[str, Any]:
    return {"id": CHANNEL, "type": 0, "name": "garden", "guild_id": SERVER, "permission_overwrites": []}


async def _text(request: web.Request) -> str:
    if request.content_type != "multipart/form-data":
        return await request.text()
    return str((await request.post())["payload_json"])


def furnished() -> dict[str, Any]:
    channel = {
        "id": CHANNEL,
        "type": 0,
        "name": "garden",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
    }
    role = {
        "id": SERVER,
        "name": "@everyone",
        "permissions": "0",
        "position": 0,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
    }
    return {
        "id": SERVER,
        "name": "Harbour",
        "owner_id": "1",
        "member_count": 1,
        "roles": [role, {**role, "id": ROLE, "name": "Gardeners", "position": 1}],
        "emojis": [],
        "stickers": [],
        "features": [],
        "channels": [channel],
        "threads": [],
        "members": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "premium_tier": 0,
        "large": False,
        "unavailable": False,
        "afk_timeout": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "system_channel_flags": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "system_channel_id": None,
        "icon": None,
    }


def interaction(number: int, kind: int, account: str, data: Any) -> dict[str, Any]:
    """What somebody does."""
    user = {"id": account, "username": "ana", "discriminator": "0", "avatar": None}
    member = {
        "user": user,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "permissions": "0",
        "flags": 0,
    }
    return {
        "id": str(int(CHANNEL) + 1000 + number),
        "application_id": APPLICATION,
        "type": kind,
        "data": data,
        "guild_id": SERVER,
        "channel_id": CHANNEL,
        "member": member,
        "token": f"token-{number}",
        "version": 1,
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "context": 0,
        "attachment_size_limit": 1,
    }


def member(account: str, name: str, *roles: str) -> dict[str, Any]:
    """Somebody on the server, as Discord lists them."""
    user = {"id": account, "username": name.lower(), "global_name": name, "discriminator": "0", "avatar": None}
    joined = "2026-01-01T00:00:00+00:00"
    return {
        "user": user,
        "nick": None,
        "roles": list(roles),
        "joined_at": joined,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
