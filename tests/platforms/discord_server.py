"""A server that speaks as much of the API of Discord over the network as the bot needs, and keeps what it hears."""

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

APPLICATION, BOT, SERVER, CHANNEL = (
    "1180000000000000001",
    "1180000000000000001",
    "1180000000000000002",
    "1180000000000000003",
)
TOKEN = "MTE4MDAwMDAwMDAwMDAwMDAwMQ.x.y"
_USER = {"id": BOT, "username": "circlet", "discriminator": "0", "avatar": None, "bot": True}


class DiscordServer:
    """`heard` is every request with a body; `identified` and `resumed` count the ways a connection began."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, Any]] = []
        self.identified = 0
        self.resumed: list[str] = []
        self.commands: dict[str, list[Any]] = {}
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
        if text:
            self.heard.append((request.method, path, json.loads(text)))
        answer = self._answer(request.method, path, json.loads(text) if text else None)
        await self._tell()
        return _json(answer)

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
                "flags": 0,
                "owner": _USER,
                "team": None,
            }
        if path.endswith("/commands"):
            if method == "PUT":
                self.commands[path] = body
            return self.commands.get(path, [])
        if path.endswith("/callback"):
            return {"interaction": {"id": "1", "type": 2}}
        if path.endswith("/messages") and method == "POST":
            self._number += 1
            return {"id": str(self._number), "channel_id": CHANNEL}
        return [] if method == "GET" else {}


def _json(said: Any, status: int = 200) -> web.Response:
    """As Discord answers: with no charset behind the type, which discord.py compares to the letter."""
    return web.Response(body=json.dumps(said).encode(), status=status, headers={"Content-Type": "application/json"})


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
        "roles": [role],
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
