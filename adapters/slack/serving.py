"""Serves Slack's signed requests, and whether the program is alive; what Slack did not sign is turned away unread."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

EVENTS_PATH, HEALTH_PATH = "/slack/events", "/healthz"
LARGEST: Final = 2**20
"""Bytes of a request; Slack's are far smaller."""
Door = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
_TIME, _SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


def door(app: AsyncApp, secret: str) -> Door:
    """Answers a request to `EVENTS_PATH`; `secret` is what Slack signs with."""
    verifier = SignatureVerifier(secret)

    async def events(request: web.BaseRequest) -> web.StreamResponse:
        if request.method != "POST":
            return web.Response(status=405, text="Only POST.", headers={"Allow": "POST"})
        body = await request.read()
        if not is_signed(verifier, body, request.headers):
            return web.Response(status=401, text="This request is not signed by Slack.")
        asked = _read(body, request)
        if asked is None:
            return web.Response(status=400, text="This request cannot be read.")
        return await to_aiohttp_response(await app.async_dispatch(asked))

    return events


def served(events: Door) -> web.Application:
    """The web application, where nothing else is served by the bot."""

    async def health(_: web.Request) -> web.StreamResponse:
        return web.Response(text="ok")

    made = web.Application(client_max_size=LARGEST)
    made.add_routes([web.post(EVENTS_PATH, events), web.get(HEALTH_PATH, health)])
    return made


def is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether Slack signed it, less than five minutes ago."""
    try:
        return verifier.is_valid(body, headers.get(_TIME), headers.get(_SIGNATURE))
    except (TypeError, ValueError):  # a time that is no number, a signature or a body that is no text
        return False


def _read(body: bytes, request: web.BaseRequest) -> AsyncBoltRequest | None:
    """The request as the library wants it; None for what is neither a form nor JSON."""
    try:
        return AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
    except (AttributeError, TypeError, ValueError):
        return None
