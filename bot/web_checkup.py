"""Whether calendars can be fetched: somebody listens where the config file says, and the public address leads there."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from aiohttp import web

from adapters.http.calendars import PLACE, REACHED
from adapters.http.site import CannotListen, Site
from bot.caretaking import Caretaking
from bot.compose import Composed, org_of
from bot.config import ConfigFile, Http
from bot.failure import Failure
from bot.listening import listening
from bot.watching import Watch
from governance_core.caretaker import Checkup, Finding

SUBJECT: Final = "calendars"
PATIENCE: Final = 5.0
"""Seconds that an address may take to answer."""
MOST: Final = 200
"""Bytes of an answer that are read."""
ALIVE: Final = "ok"
TITLE: Final = "Calendars over HTTP"


def web_findings(file: ConfigFile, environment: Mapping[str, str] = os.environ) -> tuple[Finding, ...]:
    """What is found beside the bot: where it does not run, something listens in its place for that moment."""
    if file.http is None:
        return ()
    try:
        host, port = listening(environment, file.http.listen)
    except Failure as failure:
        return (Finding(SUBJECT, "nobody knows where to listen", str(failure)),)
    return (asyncio.run(_looked(file.http, host, port)),)


async def _looked(http: Http, host: str, port: int) -> Finding:
    here = f"{host}:{port}"
    async with _standing_in(host, port) as word:
        if word is None and await said_at(_local(host, port)) != ALIVE:
            problem = f"something else listens at {here}, or the system lets nobody listen there"
            return Finding(SUBJECT, problem, "Stop it, or name another place: http, listen, in the config file.")
        found = await public_finding(http, word or ALIVE)
    state = "the bot answers there" if word is None else "the bot is not running"
    return found if found.problem else Finding(SUBJECT, seen=f"{found.seen}, by {here} ({state})")


@asynccontextmanager
async def _standing_in(host: str, port: int) -> AsyncIterator[str | None]:
    """Listen there, and answer with a word that nobody else knows; None where somebody listens already."""
    word = secrets.token_hex(8)

    async def answer(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=word)

    site = Site({REACHED: answer})
    try:
        await site.start(host, port)
    except CannotListen:
        yield None
        return
    try:
        yield word
    finally:
        await site.stop()


async def public_finding(http: Http, expected: str = ALIVE) -> Finding:
    """Whether the public address leads to whoever says this word."""
    said = await said_at(http.address + REACHED)
    if said == expected:
        return Finding(SUBJECT, seen=f"reached at {http.address}")
    why = "does not answer from here" if said is None else "leads to something else"
    fix = f"Let what stands in front of the bot pass on {PLACE}, or correct http, address."
    return Finding(SUBJECT, f"{http.address} {why}", fix)


async def said_at(address: str) -> str | None:
    """The first words of an answer; None where there is none."""
    try:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            return (await answer.content.read(MOST)).decode("utf-8", "replace").strip()
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return None


def _local(host: str, port: int) -> str:
    """Where this machine reaches it: who listens everywhere listens here."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host) or (f"[{host}]" if ":" in host else host)
    return f"http://{near}:{port}{REACHED}"


def watch_of(made: Composed, caretaking: Caretaking, files: Sequence[ConfigFile]) -> Watch:
    """The running bot's rounds; what they find is for the caretaking to tell. The first is when it is asked for."""
    served = [(org_of(file), file.http) for file in files if file.http]

    async def look() -> None:
        for org, http in served:
            caretaking.hear(org, Checkup(TITLE, made.clock.now(), (await public_finding(http),)))

    watch = Watch(look, what=TITLE)
    watch.soon()
    return watch
