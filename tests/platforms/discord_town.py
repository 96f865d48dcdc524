"""A Discord server with a channel for each circle's home and everybody a script names in it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import discord
from discord_play import Play
from simcord.builders import UserHandle
from talk_town import DISCORD, Cast, Document, Resettled

from adapters.console.clock import RepeatableChance


class Town(Resettled, Play):
    """The organisation of a script on a server."""

    here = DISCORD
    spoken = frozenset()
    """On all platforms: what would be said on those that are not connected is kept for the comparison."""

    def __init__(self, path: Path, config: str, lines: Iterable[str], cast: Cast) -> None:
        self.resettle(config, lines, cast)
        super().__init__(path)
        self.org = self.document["organisation"]["id"]
        self.chance = RepeatableChance()
        self.channels: dict[str, Any] = {}
        """By circle."""

    def furnish(self) -> None:
        if self.begins is not None:
            self.env.backend.advance_clock((self.begins - self.env.now()).total_seconds())
        self.guild = self.env.create_guild("Harbour", owner=self.env.create_user("owner"))
        self.people = {}
        self.square = self.guild.create_text_channel("square")
        """A channel that is no circle's."""
        self.written = self.moved_in()
        self.apply(self.written)

    def settle_down(self, people: list[str], circles: Document) -> None:
        for name in people:
            if name not in self.people:
                self.people[name] = self.guild.add_member(self.env.create_user(name))
        for name, circle in circles.items():
            if name not in self.channels:
                self.channels[name] = self._channel(name, circle)

    def _channel(self, name: str, circle: Document) -> Any:
        if not circle.get("private"):
            return self.guild.create_text_channel(name)
        inside = discord.PermissionOverwrite(view_channel=True)
        bot = UserHandle(self.env, self.env.backend.bot_user)
        allowed = {self.people[one]: inside for one in circle["members"]}
        shut = {self.guild.default_role: discord.PermissionOverwrite(view_channel=False)}
        return self.guild.create_text_channel(name, overwrites={**shut, **allowed, bot: inside})

    def place_of(self, circle: str) -> str:
        return str(self.channels[circle].id) if circle in self.channels else ""

    def account_of(self, person: str) -> str:
        return str(self.people[person].id)

    def accounts(self) -> dict[str, str]:
        return {str(member.id): name for name, member in self.people.items()}

    def connection(self) -> Document:
        return {"token": "${DISCORD_TOKEN}", "server": str(self.guild.id)}
