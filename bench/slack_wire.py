"""A workspace on loopback: signed presses in, acknowledgements out, and somewhere for every answer to go."""

import asyncio
import hashlib
import hmac
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Final
from urllib.parse import quote_plus

from aiohttp import ClientSession, web

from adapters.slack.serving import EVENTS_PATH
from bench.filled import TEXT, slack_account
from bench.press_wire import Press

SECRET: Final = "of-the-benchmark"
TOKEN: Final = "xoxb-of-the-benchmark"
TEAM, BOT, CHANNEL = "T000000001", "U999999999", "C000000001"
_ACCOUNT, _BUTTON, _NUMBER = "@account@", "@button@", "@number@"
Pressed = Callable[[Press], Awaitable[str]]
Serve = Callable[[str, int], Coroutine[Any, Any, None]]
"""Serve signed requests at a host and a port until cancelled."""


class Workspace:
    """Slack as far as a press needs it: who the bot is, and the addresses that answers are sent to."""

    def __init__(self) -> None:
        self.address = ""
        self.shown: list[str] = []
        """What people were shown by the response addresses, in words."""

    async def begin(self, stack: AsyncExitStack) -> None:
        """Listen until the stack is closed."""
        made = web.Application()
        made.add_routes([web.post("/api/{method}", self._asked), web.post("/respond", self._respond)])
        runner = web.AppRunner(made, access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.address = f"http://127.0.0.1:{port}"

    async def _asked(self, _: web.Request) -> web.StreamResponse:
        address = "https://harbour.slack.com/"
        return web.json_response({"ok": True, "team_id": TEAM, "user_id": BOT, "bot_id": "B1", "url": address})

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        self.shown.append(await request.text())
        return web.Response(text="ok")


class Wire:
    """One bot as Slack sees it: a press is signed and sent, and the acknowledgement awaited."""

    def __init__(self, workspace: Workspace, session: ClientSession, address: str, button: str) -> None:
        """`button` is the id its Consent button carries, `{}` for the number of the proposal's item."""
        self._session = session
        self._address = address
        self._button = button
        self._words = json.dumps(_payload(workspace.address + "/respond"))

    async def press(self, press: Press) -> str:
        """From the signed request to the acknowledgement, which is given back."""
        words = self._words.replace(_BUTTON, self._button.format(press.proposal + 1))
        words = words.replace(_ACCOUNT, slack_account(press.person)).replace(_NUMBER, str(press.number))
        body = "payload=" + quote_plus(words)
        async with self._session.post(self._address, data=body, headers=_signed(body)) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.text()


@asynccontextmanager
async def wired(serve: Serve, workspace: Workspace, button: str) -> AsyncIterator[Pressed]:
    """A bot that is being served on loopback, and the way to press its cards."""
    port = free_port()
    serving = asyncio.create_task(serve("127.0.0.1", port))
    async with ClientSession() as session:
        await _answering(f"http://127.0.0.1:{port}/", session, serving)
        yield Wire(workspace, session, f"http://127.0.0.1:{port}{EVENTS_PATH}", button).press
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def _answering(address: str, session: ClientSession, serving: "asyncio.Task[None]") -> None:
    """Wait until it listens."""
    while not serving.done():
        with suppress(OSError):
            async with session.get(address):
                return
        await asyncio.sleep(0.01)
    await serving


def free_port() -> int:
    """One that nobody listened on a moment ago."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


def _signed(body: str) -> dict[str, str]:
    at = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={digest}",
    }


def _payload(respond: str) -> dict[str, Any]:
    """A press on a card, which Slack sends along with it."""
    labels = ("Consent", "Consent with concern", "Object", "Who is awaited", "Amend", "Hand over", "Withdraw")
    buttons = [_button(label, f"c1|P-1|1|{label}") for label in labels]
    card = [
        {"type": "header", "text": _plain("P-1 · Water the beds")},
        {"type": "section", "text": _plain(f"Circle: Garden. Answers: 33 consent, 33 not yet. {TEXT}")},
        {"type": "actions", "elements": buttons},
    ]
    return {
        "type": "block_actions",
        "user": {"id": _ACCOUNT, "username": "somebody", "name": "somebody", "team_id": TEAM},
        "api_app_id": "A1",
        "token": "x",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": CHANNEL, "is_ephemeral": False},
        "trigger_id": f"trigger-{_NUMBER}",
        "team": {"id": TEAM, "domain": "harbour"},
        "channel": {"id": CHANNEL, "name": "garden"},
        "message": {"type": "message", "ts": "1.1", "user": BOT, "text": "P-1, Water the beds", "blocks": card},
        "response_url": respond,
        "actions": [{**_button("Consent", _BUTTON), "block_id": "b", "action_ts": "1.2"}],
    }


def _button(label: str, action: str) -> dict[str, Any]:
    return {"type": "button", "text": _plain(label), "action_id": action, "value": action}


def _plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}
