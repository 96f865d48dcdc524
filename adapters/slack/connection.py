"""The connection to Slack: by Socket Mode, or as a server of signed requests; all that comes goes to one place."""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Mapping, MutableMapping
from typing import Any, Final

from aiohttp import WSMsgType, web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Structure
from adapters.slack.serving import EVENTS_PATH, Door, door, served
from adapters.slack.showing import Workspace
from adapters.slack.troubles import code_of, is_of_slack, trouble_of

API_VARIABLE: Final = "SLACK_API_URL"
PATIENCE: Final = 10
"""Seconds a request may take."""
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
PING: Final = 5.0
"""Seconds between two looks at whether the connection still stands: so long the bot may hear nothing when it broke."""
_BAD_TOKEN: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
_NOT_FOR_SOCKETS: Final = frozenset({"not_allowed_token_type", "missing_scope", "forbidden_team"})
Handle = Callable[[Mapping[str, Any]], Awaitable[Structure | None]]
_log = logging.getLogger("circlet.slack")
_bolt_log = logging.getLogger("circlet.slack.bolt")
_bolt_log.setLevel(logging.CRITICAL)  # it tells of each try to connect, with traces; what matters is said here


class CannotConnect(Exception):
    """Trying again would not help; the words say why and what to do."""


def client_of(token: str, *, patient: bool, environment: Mapping[str, str] = os.environ) -> AsyncWebClient:
    """Slack's API with a token; a patient one sits out the pauses Slack asks for. None repeats anything by itself."""
    base = environment.get(API_VARIABLE, AsyncWebClient.BASE_URL)
    handlers: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)] if patient else []
    return AsyncWebClient(token=token, base_url=base.rstrip("/") + "/", timeout=PATIENCE, retry_handlers=handlers)


class Connection:
    """One app in one workspace. With an `app_token` it connects by itself, else it serves requests that are signed."""

    def __init__(
        self, client: AsyncWebClient, workspace: Workspace, *, app_token: str = "", signing_secret: str = ""
    ) -> None:
        self.client = client
        self.workspace = workspace
        self.ready = asyncio.Event()
        self.connected: Callable[[], None] = lambda: None
        """Called whenever a connection is there, the first one and each that takes the place of another."""
        self.beside: list[Callable[[], Coroutine[Any, Any, None]]] = []
        """What goes on for as long as the bot is connected."""
        self.doors: MutableMapping[str, Door] | None = None
        """By their paths, where the bot has an HTTP server: signed requests come through it then."""
        self._app_token = app_token
        self._secret = signing_secret

    async def known(self) -> None:
        """Find out who the bot is and where. Raises CannotConnect."""
        wait = FIRST_WAIT
        while True:
            try:
                await self._look()
                return
            except SlackApiError as error:
                if code_of(error) in _BAD_TOKEN | _NOT_FOR_SOCKETS:
                    raise
                _log.warning(
                    "Slack does not let the bot in yet (%s); trying again in %d s", trouble_of(error).words, wait
                )
            except Exception as error:
                if not is_of_slack(error):
                    raise
                _log.warning("%s; trying again in %d s", trouble_of(error).words, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _look(self) -> None:
        try:
            who = await self.client.auth_test()
        except SlackApiError as error:
            raise CannotConnect(_BOT_REFUSED) if code_of(error) in _BAD_TOKEN else error from None
        if self._app_token:
            await self._look_at_app_token()
        there = self.workspace
        if there.id and there.id != who["team_id"]:
            raise CannotConnect(_OTHER_WORKSPACE.format(token=who["team_id"], config=there.id))
        there.id, there.address, there.bot = str(who["team_id"]), str(who["url"]), str(who["user_id"])

    async def _look_at_app_token(self) -> None:
        """A bad one would make the library try for ever."""
        try:
            await self.client.apps_connections_open(app_token=self._app_token)
        except SlackApiError as error:
            if code_of(error) in _BAD_TOKEN | _NOT_FOR_SOCKETS:
                raise CannotConnect(_APP_REFUSED) from None
            raise

    async def run(self, handle: Handle, host: str, port: int) -> None:
        """Stay connected until cancelled. Raises CannotConnect."""
        await self.known()
        app = self._app(handle)
        beside = [asyncio.create_task(one()) for one in self.beside]
        try:
            await (self._by_socket(app) if self._app_token else self._by_requests(app, host, port))
        finally:
            for one in beside:
                one.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    def _app(self, handle: Handle) -> AsyncApp:
        app = AsyncApp(
            client=self.client,
            signing_secret=self._secret,
            process_before_response=True,
            ssl_check_enabled=False,
            request_verification_enabled=False,
            logger=_bolt_log,
        )

        async def everything(body: dict[str, Any]) -> BoltResponse:
            return BoltResponse(status=200, body=await handle(body) or "")

        app.use(everything)
        return app

    async def _by_socket(self, app: AsyncApp) -> None:
        handler = AsyncSocketModeHandler(app, self._app_token, ping_interval=PING)
        handler.client.on_message_listeners.append(self._greeted)
        refused = self._watched(handler)
        connecting = asyncio.create_task(self._connected(handler, refused))
        try:
            await refused.wait()
            raise CannotConnect(_APP_REFUSED)
        finally:
            connecting.cancel()
            await handler.close_async()  # type: ignore[no-untyped-call]

    async def _connected(self, handler: AsyncSocketModeHandler, refused: asyncio.Event) -> None:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        if not refused.is_set():
            self.ready.set()

    def _watched(self, handler: AsyncSocketModeHandler) -> asyncio.Event:
        """Have it said once that Slack cannot be reached. What comes back is set when the app token lets nobody in any
        more, of which the library would make nothing but another try, and another."""
        refused = asyncio.Event()
        known = ""

        async def address() -> str:
            nonlocal known
            try:
                found = str((await self.client.apps_connections_open(app_token=self._app_token))["url"])
            except Exception as error:
                if code_of(error) in _BAD_TOKEN | _NOT_FOR_SOCKETS:
                    refused.set()
                    raise asyncio.CancelledError from None  # ends whatever of the library asked
                if known != (known := trouble_of(error).words):
                    _log.warning("the connection to Slack broke and is tried again every few seconds: %s", known)
                raise
            known = ""
            return found

        handler.client.issue_new_wss_url = address  # type: ignore[method-assign]
        return refused

    async def _greeted(self, message: Any) -> None:
        """Slack begins every connection with a greeting."""
        if message.type == WSMsgType.TEXT and '"hello"' in message.data and json.loads(message.data)["type"] == "hello":
            self.connected()

    async def _by_requests(self, app: AsyncApp, host: str, port: int) -> None:
        events = door(app, self._secret)
        if self.doors is not None:
            await self._beside_others(events, self.doors)
        runner = web.AppRunner(served(events), access_log=None)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                why = str(error.strerror).rpartition(": ")[2]
                raise CannotConnect(_NOT_SERVED.format(where=f"{host}:{port}", why=why)) from None
            self.ready.set()
            self.connected()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _beside_others(self, events: Door, doors: MutableMapping[str, Door]) -> None:
        """Behind the server that is there, until cancelled."""
        doors[EVENTS_PATH] = events
        try:
            self.ready.set()
            self.connected()
            await asyncio.Event().wait()
        finally:
            del doors[EVENTS_PATH]


_BOT_REFUSED: Final = (
    "Slack does not accept the bot token. Copy it again: api.slack.com/apps, your app, OAuth & Permissions, "
    "Bot User OAuth Token (it begins with xoxb)."
)
_APP_REFUSED: Final = (
    "Slack does not accept the app token. Make one anew: api.slack.com/apps, your app, Basic Information, "
    "App-Level Tokens, with the scope connections:write (it begins with xapp)."
)
_NOT_SERVED: Final = (
    "Nothing can be served at {where} ({why}). Say in CIRCLET_HTTP_LISTEN where to listen for Slack's requests, "
    "or stop what listens there."
)
_OTHER_WORKSPACE: Final = (
    "The bot token belongs to the workspace {token}, and the config file names {config}. Correct one of them."
)
