"""Asks Discord how things are: beside the bot for `circlet doctor`, and by the running bot itself, in rounds."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from functools import partial

import discord
from discord.http import Route

from adapters.discord.checkup import Asked, DiscordFacts, Questions, gathered
from adapters.discord.client import API_VARIABLE, intents
from adapters.discord.commands import command_tree
from adapters.discord.diagnosis import findings
from adapters.discord.menus import menus_of
from adapters.discord.questions import ByRest, OverConnection
from adapters.discord.showing import PLATFORM
from bot.caretaking import Caretaking
from bot.compose import Composed
from bot.config import ConfigFile, hears_members
from bot.discord import NOUNS, OnDiscord, token_for
from bot.failure import Failure
from bot.watching import Watch
from governance_core.caretaker import Checkup, Finding
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.ports import Clock, Reader


def asked_of(file: ConfigFile, features: Features) -> Asked:
    """What a config file wants of Discord."""
    homes = {one.homes[PLATFORM]: one.name for one in file.circles.values() if PLATFORM in one.homes}
    server = file.platforms[PLATFORM].settings.get("server", "")
    return _asked(server, homes, features, intents(hears_members(file)))


def asked_now(server: str, hears: discord.Intents, features: Features, reader: Reader) -> Asked:
    """What an organisation as it is now wants of Discord."""
    circles: Circles = reader.state(CIRCLES)
    homes = {one.homes[PLATFORM]: one.name for one in circles.alive() if PLATFORM in one.homes}
    return _asked(server, homes, features, hears)


def _asked(server: str, homes: Mapping[str, str], features: Features, hears: discord.Intents) -> Asked:
    return Asked(server, homes, command_tree(features, NOUNS, menus_of(features)), privileged(hears))


def privileged(hears: discord.Intents) -> frozenset[str]:
    """The privileged ones of these intents, by the names of the developer portal."""
    wanted = {
        "Presence": hears.presences,
        "Server Members": hears.members,
        "Message Content": hears.message_content,
    }
    return frozenset(name for name, needed in wanted.items() if needed)


def discord_findings(
    file: ConfigFile, features: Features, clock: Clock, environment: Mapping[str, str] = os.environ
) -> tuple[Finding, ...]:
    """What Discord says, asked with nothing but REST."""
    try:
        token = token_for([file], environment)
    except Failure as failure:
        problem, _, fix = str(failure).partition(": ")
        return (Finding("Discord token", problem, fix),)
    base = environment.get(API_VARIABLE) or Route.BASE
    return findings(asyncio.run(_facts(token, base, asked_of(file, features), clock)))


async def _facts(token: str, base: str, asked: Asked, clock: Clock) -> DiscordFacts:
    async with ByRest(token, base, clock) as questions:
        return await gathered(questions, asked)


async def checkup(questions: Questions, asked: Asked, clock: Clock) -> Checkup:
    """What is found in one round."""
    found = findings(await gathered(questions, asked))
    return Checkup("Discord", clock.now(), found)


def watch_of(there: OnDiscord, made: Composed, caretaking: Caretaking, orgs: Sequence[str]) -> Watch:
    """The rounds of the bot of one token; what they find is for the caretaking to tell."""
    questions = OverConnection(there.client, there.ahead)

    async def look() -> None:
        for org in orgs:
            server = there.organisations.server_of(org)
            asked = await made.store.read(org, partial(asked_now, server, there.client.intents, made.features))
            caretaking.hear(org, await checkup(questions, asked, made.clock))

    watch = Watch(look)
    there.client.connected = watch.soon
    caretaking.watched_by(watch.soon)
    return watch
