"""A server to which the bot comes with an almost empty config file: what its people do until they can decide there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import discord
from discord_play import FILE, ORG, BriskEnv, Play, unlawful

from adapters.clock.system import SystemChance
from bot.applying import apply_file
from bot.compose import composed
from bot.config import ConfigFile, check
from bot.discord import on_discord
from bot.lifecycle import Loops
from bot.setup import living_there

EMPTY = """\
# Our organisation. Mind the bees.
organisation:
  id: harbour-commons
  name: Harbour Commons      # as on the door
  zone: Europe/Lisbon

setup: chat                  # picked on the server
# how to reach Discord
platforms:
  discord:
    token: ${DISCORD_TOKEN}
"""
USUAL = {"domain": "Whatever its members decide together", "window": "72h", "process": "quick", "silence": "explicit"}
"""What the second form is filled in with (a person's client hands it in as it stands; simcord wants to be told)."""
ANSWERS = {"name": "Garden", "aim": "Food for everybody"}


class Onboarding(Play):
    """`ana` may manage the server, and so may `kim`; `ben` and `cem` may not."""

    locked: Any
    """A channel the bot may not write in, where a test made one."""
    elsewhere: Any
    """Another server, and `lobby` its only channel."""
    lobby: Any

    def open(self) -> None:
        file = self._path / "config.yaml"
        if not file.exists():
            file.write_text(EMPTY, encoding="utf-8")
        self.made = composed(ORG, self._path / "circlet.db", clock=self._clock, chance=SystemChance())
        found = self.file()
        job = partial(apply_file, found, file.read_text(encoding="utf-8"), features=self.made.features)
        self.made.store.transact_now(ORG, job)
        self.bot = on_discord(self.made, living_there([found], self.made), lambda: None, {ORG: file})
        messengers = {"discord": self.bot.messenger}
        self.loops = Loops(self.made.store, self.made.features, self._clock, messengers, self.patience)

    def file(self) -> ConfigFile:
        found, problems = check(str(self._path / "config.yaml"))
        assert found is not None, problems
        return found

    def furnish(self) -> None:
        self.guild = self.env.create_guild("Harbour", owner=self.env.create_user("owner"))
        self.hall = self.guild.create_text_channel("hall")
        self.garden = self.guild.create_text_channel("garden")
        self.people = {name: self.guild.add_member(self.env.create_user(name)) for name in ("ben", "cem")}
        self.may = self.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
        for name in ("ana", "kim"):
            self.people[name] = self.guild.add_member(self.env.create_user(name), roles=[self.may])

    async def begin(self, who: str = "ana") -> Any:
        """Press *Set up* on what stands in the hall; the first form."""
        return await self.click(who, self.card(self.hall), "Set up")

    async def first(self, who: str, opened: Any, **values: Any) -> Any:
        """Hand the first form in."""
        people = [self.people[name].user for name in ("ana", "ben", "cem")]
        given = {
            "place": [self.garden],
            "people": people,
            "facilitator": [self.people["ben"].user],
            **ANSWERS,
            **values,
        }
        return await self.submit(who, opened, **given)

    async def second(self, who: str, shown: Any, **values: Any) -> Any:
        """Go on from the first form and hand the second in."""
        opened = await self.click(who, shown.response, "Go on")
        return await self.submit(who, opened, **{**USUAL, **values})

    async def set_up(self, who: str = "ana", **values: Any) -> Any:
        return await self.second(who, await self.first(who, await self.begin(who), **values))

    def written(self) -> str:
        return (self._path / "config.yaml").read_text(encoding="utf-8")


@asynccontextmanager
async def onboarding(path: Path, furnish: Any = None, **options: Any) -> AsyncIterator[Onboarding]:
    play = Onboarding(path)
    play.open()
    play.env = play._clock.env = BriskEnv(play.bot.client, **options)
    play.furnish()
    if furnish:
        furnish(play)
    await play.env.start()
    context = play.env.time_context()
    context.__enter__()
    try:
        await play.loops.sweep()
        yield play
        play.env.raise_errors()
        assert not FILE.is_file() or not unlawful(play), unlawful(play)
    finally:
        await play.env.shutdown()
        context.__exit__(None, None, None)
        play.made.close()
