"""Circlet on Discord: client, gateway and messenger put together for the organisations that live there."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import aiohttp
import discord

from adapters.discord.client import Client, reach
from adapters.discord.commands import Noun, command_tree
from adapters.discord.crowd import Crowd
from adapters.discord.desk import Desk
from adapters.discord.gateway import Gateway
from adapters.discord.menus import menus_of
from adapters.discord.messenger import Messenger
from adapters.discord.organisations import Organisation, Organisations
from adapters.discord.questions import Ahead
from adapters.discord.showing import PLATFORM, Showing
from adapters.pictures.drawing import draw
from bot.compose import Composed
from bot.config import ConfigFile
from bot.failure import Failure
from bot.setup import ChatSetup

TOKEN_VARIABLE: Final = "DISCORD_TOKEN"  # noqa: S105  the variable's name
NOUNS: Final = {"me": Noun(with_bot=True), "help": Noun(with_bot=True), "governance": Noun(managers=True)}
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
_NO_FILES: Final[Mapping[str, Path]] = {}
_INTENTS_REFUSED, _TOKEN_REFUSED = 4014, 4004
_log = logging.getLogger("circlet.discord")


@dataclass(frozen=True, slots=True)
class OnDiscord:
    """The bot of one token."""

    client: Client
    messenger: Messenger
    organisations: Organisations
    ahead: Ahead


def on_discord(
    made: Composed,
    organisations: Sequence[Organisation],
    tell: Callable[[], None],
    files: Mapping[str, Path] = _NO_FILES,
) -> OnDiscord:
    """Put it together.

    `tell` is called whenever something was recorded; `files` are the config files, by organisation.
    """
    known = Organisations(organisations)
    menus = menus_of(made.features)
    ahead = Ahead(made.clock)
    showings = {
        one.id: Showing(one.id, made.store, made.store.delivery, made.features, known, draw) for one in organisations
    }
    crowd = _crowd(organisations, showings, known, tell)
    client = Client(known, command_tree(made.features, NOUNS, menus), crowd, ahead.trace())
    setup = ChatSetup(made, known, files)
    setup.catch_up()

    async def arrived(org: str, server: str, place: str) -> None:
        await setup.arrived(org, server, place)
        tell()

    client.arrived = arrived
    desks = {
        org: Desk(showing, made.chance, tell, partial(setup.afterwards, org), client.trouble_in)
        for org, showing in showings.items()
    }
    client.gateway = Gateway(desks, known, menus, client.fetch)
    messenger = Messenger(client, showings.__getitem__, made.store.delivery, made.clock)
    return OnDiscord(client, messenger, known, ahead)


def _crowd(
    organisations: Sequence[Organisation],
    showings: Mapping[str, Showing],
    known: Organisations,
    tell: Callable[[], None],
) -> Crowd | None:
    """Who hears of the people on the servers, where any config needs it."""
    if not any(one.hears_members for one in organisations):
        return None
    return Crowd(showings, known, frozenset(one.id for one in organisations if one.leaving_ends), tell)


def token_for(files: Sequence[ConfigFile], environment: Mapping[str, str] = os.environ) -> str:
    """The one token the configs name. Raises Failure where there is none, or several."""
    named = {
        file.platforms[PLATFORM].secrets.get("token", TOKEN_VARIABLE) for file in files if PLATFORM in file.platforms
    }
    tokens = {environment.get(variable, "").strip() for variable in named}
    if "" in tokens:
        missing = ", ".join(sorted(variable for variable in named if not environment.get(variable, "").strip()))
        raise Failure(
            f"The environment variable {missing} is empty: it holds the bot's token. "
            "The developer portal shows it under Bot, Reset Token."
        )
    if len(tokens) > 1:
        raise Failure("The config files name two Discord tokens. Run one program for each.")
    return tokens.pop()


async def connect(client: Client, token: str) -> None:
    """Stay connected. Raises Failure where trying again would not help."""
    reach()
    wait = FIRST_WAIT
    while True:
        try:
            await client.start(token)
            return
        except discord.LoginFailure:
            raise Failure(_TOKEN_WORDS) from None
        except discord.PrivilegedIntentsRequired:
            raise Failure(_INTENTS_WORDS) from None
        except discord.ConnectionClosed as closed:
            raise Failure(_closed_words(closed.code)) from None
        except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
            _log.warning("Discord cannot be reached (%s); trying again in %d s", type(error).__name__, wait)
        await client.begin_again()
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


_TOKEN_WORDS: Final = (
    "Discord does not accept the token. Copy it again: developer portal, your application, Bot, Reset Token."  # noqa: S105
)
_INTENTS_WORDS: Final = (
    "Discord refuses the members intent, which the config needs. Allow it: developer portal, your application, Bot, "
    "Privileged Gateway Intents, Server Members Intent."
)


def _closed_words(code: int | None) -> str:
    if code == _TOKEN_REFUSED:
        return _TOKEN_WORDS
    return _INTENTS_WORDS if code == _INTENTS_REFUSED else f"Discord closed the connection for good (code {code})."


async def connected(client: Client, token: str, beside: Awaitable[None]) -> None:
    """Stay connected for as long as something else goes on, and end both. Raises Failure."""
    connection = asyncio.create_task(connect(client, token), name="discord")
    other = asyncio.ensure_future(beside)
    try:
        await asyncio.wait({connection, other}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        other.cancel()
        await client.close()
        connection.cancel()
        outcomes = await asyncio.gather(connection, other, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
