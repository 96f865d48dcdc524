"""Circlet on Slack: connection, gateway and messenger put together for the organisation that lives there."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from adapters.pictures.drawing import draw
from adapters.slack.commands import Grammar
from adapters.slack.connection import CannotConnect, Connection, client_of
from adapters.slack.crowd import Crowd
from adapters.slack.desk import Desk
from adapters.slack.files import Files
from adapters.slack.gateway import Gateway
from adapters.slack.homes import Homes
from adapters.slack.messenger import Messenger
from adapters.slack.rooms import Rooms
from adapters.slack.shortcuts import Shortcut, shortcuts_of
from adapters.slack.showing import PLATFORM, Showing, Workspace
from adapters.slack.spelling import spelling_of
from adapters.slack.strangers import Strangers
from adapters.slack.surroundings import Surroundings
from adapters.slack.zones import Zones
from bot.compose import SLACK_PREFIX_VARIABLE, Composed, org_of
from bot.config import ConfigFile, people_on_slack
from bot.failure import Failure
from bot.listening import listening
from governance_core.feature import Features

LAST_ANSWERS: Final = 10.0
"""How many seconds there are, when the program stops, to tell people what came of what they did."""
OWN: Final = ("proposal", "consent", "circle", "decisions", "budget")
"""Nouns with a slash command of their own; the others stand behind /gov."""
REST: Final = "gov"
ROOMS: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("Waiting for you", "me.inbox", {}),
    ("My proposals", "proposal.list", {"mine": "true"}),
    ("My circles", "me.circles", {}),
    ("My answers", "me.answers", {}),
    ("Settings", "me.show", {}),
    ("Help", "help", {}),
)
DOORS: Final = (
    ("New proposal", "proposal create"),
    ("Proposals", "proposal"),
    ("Answers", "consent"),
    ("Circles", "circle"),
    ("Decisions", "decisions"),
    ("Money", "budget"),
    ("Everything else", REST),
)
"""Besides the first, what each slash command shows when nothing stands behind it."""
_log = logging.getLogger("circlet.slack")


@dataclass(frozen=True, slots=True)
class Keys:
    """What lets the bot in: its token, and an app token for Socket Mode or a signing secret for signed requests."""

    token: str
    app_token: str = ""
    signing_secret: str = ""


@dataclass(frozen=True, slots=True)
class OnSlack:
    """The bot of one token."""

    connection: Connection
    gateway: Gateway
    messenger: Messenger


@dataclass(frozen=True, slots=True)
class People:
    """Whether the bot hears of the people of the workspace, and whether being deactivated ends somebody's seats."""

    heard: bool = False
    leaving_ends: bool = False


NOBODY_HEARD: Final = People()


def people_of(file: ConfigFile) -> People:
    """What a config file needs to know of the people of the workspace."""
    return People(people_on_slack(file), file.platforms[PLATFORM].leaving_ends)


def grammar_of(features: Features, prefix: str | None = None) -> Grammar:
    """The slash commands; their prefix is the one in the environment unless another is given."""
    return Grammar(features, OWN, REST, os.environ.get(SLACK_PREFIX_VARIABLE, "") if prefix is None else prefix)


def shortcuts(features: Features) -> tuple[Shortcut, ...]:
    """What can be begun from anywhere, and from a message."""
    return shortcuts_of(features)


def on_slack(
    made: Composed,
    org: str,
    workspace: Workspace,
    keys: Keys,
    tell: Callable[[], None],
    people: People = NOBODY_HEARD,
) -> OnSlack:
    """Put it together; `tell` is called whenever something was recorded."""
    grammar = grammar_of(made.features)
    showing = Showing(org, made.store, made.store.delivery, made.features, workspace, spelling_of(grammar))
    answering = client_of(keys.token, patient=True)
    zones = Zones(answering)
    strangers = Strangers(answering, workspace)
    homes = Homes(answering, Rooms(showing, zones, strangers, ROOMS, DOORS, ROOMS[-1]))
    made.store.listen(homes.heard)
    desk = Desk(showing, zones, strangers, made.chance, tell, Files(answering).hand_out, draw)
    crowd = Crowd(answering, showing, people.leaving_ends, tell) if people.heard else None
    around = Surroundings(answering, desk, grammar, shortcuts(made.features), homes, crowd)
    posting = client_of(keys.token, patient=False)
    messenger = Messenger(posting, workspace, {org: showing}.__getitem__, made.store.delivery, made.clock)
    connection = Connection(answering, workspace, app_token=keys.app_token, signing_secret=keys.signing_secret)
    if crowd is not None:
        connection.connected = crowd.connected
        connection.beside.append(crowd.run)
    return OnSlack(connection, Gateway(around), messenger)


def living_there(files: Sequence[ConfigFile]) -> tuple[str, Workspace] | None:
    """The organisation whose config says how to reach Slack, and its workspace. Raises Failure where several do."""
    found = [file for file in files if PLATFORM in file.platforms]
    if len(found) > 1:
        raise Failure("Two config files name a Slack app. A workspace is one organisation's: run one program for each.")
    if not found:
        return None
    return org_of(found[0]), Workspace(found[0].platforms[PLATFORM].settings.get("workspace", ""))


def keys_for(files: Sequence[ConfigFile], environment: Mapping[str, str] = os.environ) -> Keys | None:
    """What lets the bot in, None where no organisation lives on Slack. Raises Failure where something is missing."""
    secrets = next((file.platforms[PLATFORM].secrets for file in files if PLATFORM in file.platforms), None)
    if secrets is None:
        return None
    named = {"token": "SLACK_BOT_TOKEN", **secrets}
    if "app_token" not in named and "signing_secret" not in named:
        named["app_token"] = "SLACK_APP_TOKEN"  # noqa: S105  the variable's name
    if "app_token" in named:
        named.pop("signing_secret", None)
    values = {key: environment.get(variable, "").strip() for key, variable in named.items()}
    missing = sorted(named[key] for key, value in values.items() if not value)
    if missing:
        raise Failure(f"The environment variable {missing[0]} is empty: it holds {_WHAT[_key(named, missing[0])]}.")
    return Keys(values["token"], values.get("app_token", ""), values.get("signing_secret", ""))


def _key(named: Mapping[str, str], variable: str) -> str:
    return next(key for key, value in named.items() if value == variable)


_WHAT: Final = {
    "token": "the bot token. api.slack.com/apps shows it under OAuth & Permissions",
    "app_token": "the app token. api.slack.com/apps makes one under Basic Information, App-Level Tokens",
    "signing_secret": "the signing secret. api.slack.com/apps shows it under Basic Information, App Credentials",
}


async def connected(there: OnSlack, beside: Awaitable[None], *, alone: bool = True) -> None:
    """Stay connected for as long as something else goes on, and end both. Raises Failure.

    Where the bot does not live on Slack `alone`, being shut out there later is said, and everything else goes on.
    """
    host, port = listening()
    connection = asyncio.create_task(_stay(there, host, port, alone), name="slack")
    other = asyncio.ensure_future(beside)
    try:
        await asyncio.wait({connection, other}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        other.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(there.gateway.finished(), LAST_ANSWERS)
        connection.cancel()
        outcomes = await asyncio.gather(connection, other, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


async def _stay(there: OnSlack, host: str, port: int, alone: bool) -> None:
    try:
        await there.connection.run(there.gateway.handle, host, port)
    except CannotConnect as why:
        if alone or not there.connection.ready.is_set():
            raise Failure(str(why)) from None
        _log.error("%s Circlet goes on without Slack until it is started again.", why)
        await asyncio.Event().wait()
