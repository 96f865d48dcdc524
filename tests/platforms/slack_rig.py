"""A workspace in front of a real Web API: it owns sockets, signatures, views and response addresses, and refuses as
Slack does what Slack would refuse."""

import asyncio
import atexit
import fcntl
import hashlib
import hmac
import json
import os
import shutil
import socket
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import WSMsgType, web
from slack_spec import (
    CHANGE,
    FOLDER,
    OPEN,
    POST,
    PUBLISH,
    PUSH,
    UPDATE,
    WHISPER,
    acknowledged,
    answered,
    complaints,
    foreign,
    unwritten,
)

from adapters.slack.manifest import OPTIONAL, SCOPES

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-harbour", "xapp-harbour", "a secret of eight"
LOOKING = "xoxp-looking"
"""The token with which the tests themselves look at the workspace."""
PACKAGE = Path(__file__).parent / "emulated"
CHECKED = {
    "chat.postMessage": POST,
    "chat.update": UPDATE,
    "chat.postEphemeral": WHISPER,
    "views.open": OPEN,
    "views.push": PUSH,
    "views.update": CHANGE,
    "views.publish": PUBLISH,
}
ACKNOWLEDGED_WITHIN = 3.0
PEOPLE = ("ana", "ben", "cem", "zoe")
ROOMS = {"garden": False, "care": True}
"""The channels, and whether each is private."""


def installed() -> Path:
    """The emulated Web API, fetched once; skips where there is no Node or no package."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node for the emulated Web API of Slack")
    with (PACKAGE / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # tests run in several processes
        if not (PACKAGE / "node_modules" / "emulate" / "package.json").is_file():
            _fetch()
    return Path(node)


def _fetch() -> None:
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=PACKAGE, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("the package of the emulated Web API of Slack cannot be fetched")


class Emulated:
    """The process behind every workspace of this one, started once: to start it takes longer than most tests."""

    _process: subprocess.Popen[str] | None = None

    @classmethod
    def serve(cls, seed: dict[str, Any]) -> str:
        """A new workspace, in the place of the one before; the address of its API."""
        if cls._process is None or cls._process.poll() is not None:
            command = [str(installed()), "serve.mjs"]
            pipe = subprocess.PIPE
            cls._process = subprocess.Popen(command, cwd=PACKAGE, stdin=pipe, stdout=pipe, text=True)
            atexit.register(cls._process.communicate)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        given, answers = cls._process.stdin, cls._process.stdout
        assert given is not None
        assert answers is not None
        print(json.dumps({"port": port, "seed": {"slack": seed}}), file=given, flush=True)
        assert answers.readline() == "ready\n"
        return f"http://127.0.0.1:{port}/api/"


class Rig:
    """`unlawful` is what Slack would have refused; `calls` everything the bot asked for."""

    granted: tuple[str, ...] = (*SCOPES, *OPTIONAL)
    """The scopes of the bot's token."""

    def __init__(self, people: Iterable[str] = PEOPLE, rooms: Mapping[str, bool] = ROOMS) -> None:
        self._people, self._rooms = tuple(people), rooms
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.unlawful: list[str] = []
        self.views: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.homes: dict[str, dict[str, Any]] = {}
        self.told: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.posted: dict[tuple[str, str], dict[str, Any]] = {}
        """Every message the bot sent by itself, in its last form, by channel and id."""
        self.talks: dict[str, str] = {}
        """The channel of direct messages with somebody."""
        self.errors: dict[str, list[tuple[int, dict[str, Any], dict[str, str]]]] = defaultdict(list)
        self.lost: set[str] = set()
        self.zones: dict[str, str] = {}
        self.down = False
        """Whether Slack is not to be reached."""
        self.bot_address = ""
        self.acknowledged: list[float] = []
        self._responses: dict[str, tuple[str, int]] = {}
        self._triggers: dict[str, str] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._number = 0
        self._connected = asyncio.Event()

    # ------------------------------------------------------------------ coming and going

    async def start(self) -> None:
        seed = {
            "team": {"name": "Harbour", "domain": "harbour"},
            "users": [{"name": name, "real_name": name.capitalize()} for name in self._people],
            "channels": [{"name": name, "is_private": private} for name, private in self._rooms.items()],
            "tokens": [
                {"token": BOT_TOKEN, "type": "bot", "user": "admin", "scopes": list(self.granted)},
                {"token": LOOKING, "user": "admin"},
            ],
            "strict_scopes": True,
        }
        self._behind = Emulated.serve(seed)
        self._http = aiohttp.ClientSession()
        await self._serve()
        self.users = {one["name"]: one["id"] for one in (await self.look("users.list", {}))["members"]}
        found = await self.look("conversations.list", {"types": "public_channel,private_channel"})
        self.channels = {one["name"]: one["id"] for one in found["channels"]}

    async def _serve(self) -> None:
        app = web.Application(client_max_size=2**24)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/respond/{name}", self._response)
        app.router.add_route("*", "/api/{method}", self._called)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        for one in self._sockets:
            await one.close()
        await self._runner.cleanup()
        await self._http.close()

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SLACK_API_URL": f"http://127.0.0.1:{self.port}/api/",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
        }

    # ------------------------------------------------------------------ what the bot asks for

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        body = await _body(request)
        if self.down:
            return _cut(request)
        self.calls.append((method, body))
        if self.errors[method]:
            status, answer, headers = self.errors[method].pop(0)
            return web.json_response(answer, status=status, headers=headers)
        if method == "apps.connections.open":
            good = (body.get("token") or token) == APP_TOKEN
            url = f"ws://127.0.0.1:{self.port}/socket"
            return web.json_response({"ok": True, "url": url} if good else {"ok": False, "error": "invalid_auth"})
        if token != BOT_TOKEN:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if wrong := self._refused(method, body):
            self.unlawful += [f"{method}: {one}" for one in wrong]
            return web.json_response({"ok": False, "error": "invalid_blocks"})
        answer = await self._ask(method, body)
        if method == "users.info" and answer["ok"]:
            answer["user"]["tz"] = self.zones.get(body["user"], "")
        self._seen(method, body, answer)
        if method in self.lost:
            self.lost.discard(method)
            return _cut(request)
        return web.json_response(answer, headers={"x-oauth-scopes": ",".join(self.granted)})

    def _refused(self, method: str, body: dict[str, Any]) -> list[str]:
        if method not in CHECKED:
            return []
        sent = body.get("view", body)
        return [*complaints(CHECKED[method], body), *unwritten(sent)]

    async def _ask(self, method: str, body: dict[str, Any], token: str = BOT_TOKEN) -> Any:
        flat = {key: value if isinstance(value, str) else json.dumps(value) for key, value in body.items()}
        headers = {"Authorization": f"Bearer {token}"}
        async with self._http.post(self._behind + method, data=flat, headers=headers) as answer:
            return await answer.json()

    async def look(self, method: str, body: dict[str, Any]) -> Any:
        """What is in the workspace, whatever the bot may see of it."""
        found = await self._ask(method, body, LOOKING)
        assert found["ok"], found
        return found

    def _seen(self, method: str, body: dict[str, Any], answer: Any) -> None:
        """Keep what somebody has before their eyes."""
        if not answer.get("ok"):
            return
        if method in ("chat.postMessage", "chat.update"):
            self.posted[answer["channel"], answer["ts"]] = {**body, "ts": answer["ts"]}
        elif method == "conversations.open":
            self.talks[body["users"]] = answer["channel"]["id"]
        elif method == "chat.postEphemeral":
            self.told[body["user"]].append(body)
        elif method == "views.publish":
            self.homes[body["user_id"]] = answer["view"]
        elif method in ("views.open", "views.push"):
            self._stack(answer["view"], method, self._triggers[body["trigger_id"]])
        elif method == "views.update":
            self._change(answer["view"])

    def _stack(self, view: dict[str, Any], method: str, user: str) -> None:
        stack = self.views[user]
        if method == "views.open":
            stack.clear()
        stack.append(view)

    def _change(self, view: dict[str, Any]) -> None:
        for stack in self.views.values():
            for place, one in enumerate(stack):
                if one["id"] == view["id"]:
                    stack[place] = {**one, **view}

    async def _response(self, request: web.Request) -> web.StreamResponse:
        """A response address: five uses."""
        user, uses = self._responses[request.match_info["name"]]
        body = await request.json()
        if self.errors["response_url"]:
            status, answer, _ = self.errors["response_url"].pop(0)
            return web.json_response(answer, status=status)
        if uses >= 5:
            return web.Response(status=404, text="used_url")
        self._responses[request.match_info["name"]] = (user, uses + 1)
        self.unlawful += [f"response_url: {one}" for one in answered(body)]
        self.told[user].append(body)
        return web.Response(text="ok")

    # ------------------------------------------------------------------ what Slack sends

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        made = web.WebSocketResponse()
        await made.prepare(request)
        self._sockets.append(made)
        self._connected.set()
        await made.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        async for message in made:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                said = json.loads(message.data)
                waiting = self._acks.pop(said.get("envelope_id", ""), None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(said.get("payload"))
        return made

    async def until_connected(self) -> None:
        async with asyncio.timeout(15):
            await self._connected.wait()

    def disconnected(self) -> None:
        """The bot was stopped: what is delivered next waits for it to come back."""
        self._sockets.clear()
        self._connected.clear()

    async def deliver(self, kind: str, payload: dict[str, Any], **more: Any) -> Any:
        """Send it to the bot, as it is connected; what it was acknowledged with, within three seconds."""
        if FOLDER.is_dir() and (wrong := foreign(kind, payload)):
            raise AssertionError(f"Slack does not send such {kind}: {wrong[:3]}")
        begun = time.monotonic()
        sending = self._by_request(kind, payload) if self.bot_address else self._by_socket(kind, payload, **more)
        async with asyncio.timeout(ACKNOWLEDGED_WITHIN):
            found = await sending
        self.acknowledged.append(time.monotonic() - begun)
        self.unlawful += [f"acknowledged: {one}" for one in acknowledged(payload, found)]
        return found or None

    async def refresh(self) -> None:
        """Slack asks to connect anew, as it does every few hours; until the bot did."""
        self._connected.clear()
        await self._sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
        await self.until_connected()

    def break_off(self) -> None:
        """The connection is gone, without a word."""
        self._connected.clear()
        transport = self._sockets[-1]._req.transport  # type: ignore[union-attr]
        assert transport is not None
        transport.abort()

    async def _by_socket(self, kind: str, payload: dict[str, Any], on: int = -1, **more: Any) -> Any:
        self._number += 1
        envelope = {"envelope_id": f"e{self._number}", "type": kind, "payload": payload, **more}
        waiting = self._acks[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        await self._sockets[on].send_json({**envelope, "accepts_response_payload": kind != "events_api"})
        return await waiting

    async def _by_request(self, kind: str, payload: dict[str, Any]) -> Any:
        status, text = await self.request(*encoded(kind, payload))
        assert status == 200, text
        return json.loads(text) if text.startswith("{") else text

    async def request(self, body: str, content_type: str, **headers: str) -> tuple[int, str]:
        """A signed request; `headers` stand in the place of the right ones, an empty one is left out."""
        at = str(int(time.time()))
        signature = signed(body, at)
        sent = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": signature,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        sent = {name: value for name, value in sent.items() if value}
        async with self._http.post(self.bot_address, data=body.encode(), headers=sent) as answer:
            return answer.status, await answer.text()

    async def trigger(self, user: str, view: str = "") -> str:
        """A trigger of somebody's, good for three seconds and once."""
        made = await self._ask("views.generateTriggerId", {"user_id": user, **({"view_id": view} if view else {})})
        self._triggers[made["trigger_id"]] = user
        return str(made["trigger_id"])

    def response_url(self, user: str) -> str:
        self._number += 1
        self._responses[str(self._number)] = (user, 0)
        return f"http://127.0.0.1:{self.port}/respond/{self._number}"


def _cut(request: web.Request) -> web.Response:
    """No answer: the connection is closed."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


def signed(body: str, at: str, secret: str = SECRET) -> str:
    base = f"v0:{at}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encoded(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


async def _body(request: web.Request) -> dict[str, Any]:
    """Arguments wherever they stand; slack_sdk puts some of them into the address."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    else:
        found |= {key: str(value) for key, value in (await request.post()).items()}
    return {key: _value(value) for key, value in found.items()}


def _value(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "{[":
        return json.loads(value)
    return value


def environ(rig: Rig) -> dict[str, str]:
    return {**os.environ, **rig.environment}
