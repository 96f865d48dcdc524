"""The bots a press on Slack is measured on: bare Bolt as it comes, bare Bolt set up to be fast, and ours, whole."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connection import API_VARIABLE
from adapters.slack.serving import EVENTS_PATH
from adapters.slack.showing import Workspace as Known
from bench.filled import filled
from bench.sizes import ORG, Size
from bench.slack_wire import SECRET, TOKEN, Pressed, Workspace, wired
from bot.compose import composed
from bot.slack import Keys, on_slack

OpenedBot = Callable[[Size, Path, Workspace], AbstractAsyncContextManager[Pressed]]
NOTED: Final = "Your consent is noted."


@asynccontextmanager
async def as_it_comes(_: Size, __: Path, workspace: Workspace) -> AsyncIterator[Pressed]:
    """Bolt's own settings."""
    async with _bare(workspace) as press:
        yield press


@asynccontextmanager
async def set_up_fast(_: Size, __: Path, workspace: Workspace) -> AsyncIterator[Pressed]:
    """Bolt answers when the listener has ended, and does not look every ten milliseconds whether it acknowledged."""
    async with _bare(workspace, process_before_response=True) as press:
        yield press


@asynccontextmanager
async def _bare(workspace: Workspace, **settings: Any) -> AsyncIterator[Pressed]:
    """Acknowledges, and says a fixed sentence beside; keeps nothing."""
    client = AsyncWebClient(token=TOKEN, base_url=f"{workspace.address}/api/")
    app = AsyncApp(client=client, signing_secret=SECRET, **settings)
    going: set[asyncio.Task[Any]] = set()

    @app.action("consent")
    async def consent(ack: Any, respond: Any) -> None:
        await ack()
        telling = asyncio.create_task(respond(NOTED, response_type="ephemeral", replace_original=False))
        going.add(telling)
        telling.add_done_callback(going.discard)

    async def serve(host: str, port: int) -> None:
        runner = web.AppRunner(_served(app), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async with wired(serve, workspace, "consent") as press:
        yield press
    if going:
        await asyncio.wait(going)


def _served(app: AsyncApp) -> web.Application:
    async def events(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    made = web.Application()
    made.add_routes([web.post(EVENTS_PATH, events)])
    return made


@asynccontextmanager
async def ours(size: Size, folder: Path, workspace: Workspace) -> AsyncIterator[Pressed]:
    """The acknowledgement leaves when the answer is on disk; what to tell follows by the response address."""
    async with AsyncExitStack() as stack:
        made = composed(ORG, filled(size, folder, "ours.db"))
        stack.callback(made.close)
        os.environ[API_VARIABLE] = f"{workspace.address}/api"
        stack.callback(os.environ.pop, API_VARIABLE)
        bot = on_slack(made, ORG, Known(), Keys(TOKEN, signing_secret=SECRET), lambda: None)
        stack.push_async_callback(bot.gateway.finished)

        async def serve(host: str, port: int) -> None:
            await bot.connection.run(bot.gateway.handle, host, port)

        yield await stack.enter_async_context(wired(serve, workspace, "c1|P-{}|1|consent"))
