"""Asks Slack how things are: beside the bot for `circlet doctor`, and by the running bot itself, in rounds."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import aiohttp

from adapters.slack.checkup import Asked, Home, gathered
from adapters.slack.connection import client_of
from adapters.slack.diagnosis import findings
from adapters.slack.manifest import OPTIONAL, needed
from adapters.slack.questions import Asking
from adapters.slack.serving import HEALTH_PATH
from adapters.slack.showing import PLATFORM
from bot.caretaking import Caretaking
from bot.compose import Composed, org_of
from bot.config import ConfigFile, people_on_slack
from bot.failure import Failure
from bot.listening import USUAL_LISTEN, listening
from bot.slack import Keys, OnSlack, keys_for
from bot.watching import Watch
from governance_core.caretaker import Checkup, Finding
from governance_core.circles.model import CIRCLES, Circles
from governance_core.ports import Clock, Reader

PATIENCE = 3.0
"""How many seconds the bot may take to say that it is alive."""


def asked_of(file: ConfigFile, keys: Keys) -> Asked:
    """What a config file wants of Slack."""
    circles = file.circles.values()
    homes = [Home(one.name, one.homes[PLATFORM], one.private) for one in circles if PLATFORM in one.homes]
    groups = {one.groups[PLATFORM]: one.name for one in circles if PLATFORM in one.groups}
    return _asked(file, keys, homes, groups)


def asked_now(file: ConfigFile, keys: Keys, reader: Reader) -> Asked:
    """What an organisation as it is now wants of Slack."""
    circles: Circles = reader.state(CIRCLES)
    here = list(circles.alive())
    homes = [Home(one.name, one.homes[PLATFORM], one.private) for one in here if PLATFORM in one.homes]
    groups = {one.sources[PLATFORM].group: one.name for one in here if PLATFORM in one.sources}
    return _asked(file, keys, homes, groups)


def _asked(file: ConfigFile, keys: Keys, homes: list[Home], groups: Mapping[str, str]) -> Asked:
    workspace = file.platforms[PLATFORM].settings.get("workspace", "")
    scopes = needed(people_on_slack(file))
    return Asked(workspace, tuple(homes), groups, scopes, OPTIONAL, by_socket=bool(keys.app_token))


def slack_findings(file: ConfigFile, clock: Clock, environment: Mapping[str, str] = os.environ) -> tuple[Finding, ...]:
    """What Slack says, asked with nothing but its API; and how the bot is to be reached."""
    try:
        keys = keys_for([file], environment)
    except Failure as failure:
        problem, _, fix = str(failure).partition(": ")
        return (Finding("Slack token", problem, fix),)
    assert keys is not None, "there are keys where an organisation lives"
    return (*asyncio.run(_looked(file, keys, clock, environment)), *_way_in(file, keys, environment))


async def _looked(file: ConfigFile, keys: Keys, clock: Clock, environment: Mapping[str, str]) -> tuple[Finding, ...]:
    asking = Asking(client_of(keys.token, patient=False, environment=environment), keys.app_token, clock)
    return findings(await gathered(asking, asked_of(file, keys)))


def _way_in(file: ConfigFile, keys: Keys, environment: Mapping[str, str]) -> Iterator[Finding]:
    """How Slack reaches the bot: there is one way, and signed requests need somebody who listens."""
    if {"app_token", "signing_secret"} <= file.platforms[PLATFORM].secrets.keys():
        problem = "the config file names both app_token and signing_secret: Socket Mode is used"
        yield Finding("Slack requests", problem, "Keep one of the two lines: signing_secret is for signed requests.")
    elif not keys.app_token:
        yield _listens(file, environment)


def _listens(file: ConfigFile, environment: Mapping[str, str]) -> Finding:
    try:
        host, port = listening(environment, file.http.listen if file.http else USUAL_LISTEN)
    except Failure as failure:
        return Finding("Slack requests", "nobody knows where to listen for them", str(failure))
    alive = asyncio.run(_is_alive(f"http://{host}:{port}{HEALTH_PATH}"))
    state = "the bot answers there" if alive else "nobody answers there: the bot is not running"
    return Finding("Slack requests", seen=f"signed, to {host}:{port} ({state})")


async def _is_alive(address: str) -> bool:
    try:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, OSError, TimeoutError):
        return False


def watch_of(there: OnSlack, made: Composed, caretaking: Caretaking, file: ConfigFile, keys: Keys) -> Watch:
    """The running bot's rounds; what they find is for the caretaking to tell."""
    org, asking = org_of(file), Asking(client_of(keys.token, patient=False), keys.app_token, made.clock)

    async def look() -> None:
        asked = await made.store.read(org, partial(asked_now, file, keys))
        found = findings(await gathered(asking, asked))
        caretaking.hear(org, Checkup("Slack", made.clock.now(), found))

    watch = Watch(look, what="Slack")
    there.connection.connected = _both(there.connection.connected, watch.soon)
    caretaking.watched_by(watch.soon)
    return watch


def _both(first: Callable[[], None], second: Callable[[], None]) -> Callable[[], None]:
    def called() -> None:
        first()
        second()

    return called
