"""The organisation of a config file moved to a Discord server: accounts and channels for what a script's config has."""

import io
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import discord
from discord_play import Play
from ruamel.yaml import YAML
from simcord.builders import UserHandle

from adapters.console.clock import RepeatableChance

DISCORD, SLACK, CONSOLE = "discord", "slack", "console"
Document = dict[str, Any]
_ACTOR = re.compile(r"([a-z][a-z0-9-]*)(?:@\w+)?: ")
_ON_DISCORD = re.compile(r"[a-z][a-z0-9-]*@discord: ")


@dataclass(frozen=True)
class Cast:
    """Where what a script does on one platform is done in the play."""

    where: Mapping[str, str]

    @classmethod
    def as_written(cls) -> "Cast":
        """Everybody stays where the script has them: those on Discord meet those in the terminal."""
        return cls({CONSOLE: CONSOLE, DISCORD: DISCORD, SLACK: SLACK})

    @classmethod
    def all_on_discord(cls, lines: Iterable[str]) -> "Cast":
        """Whoever is in the terminal is on Discord instead; whoever was there already makes room and goes to Slack."""
        crowded = any(_ON_DISCORD.match(line) for line in lines)
        return cls({CONSOLE: DISCORD, DISCORD: SLACK if crowded else DISCORD, SLACK: SLACK})

    @property
    def leaves_the_terminal(self) -> bool:
        return self.where[CONSOLE] == DISCORD


class Town(Play):
    """A server with a channel for each circle's home and everybody a script names in it."""

    def __init__(self, path: Path, config: str, lines: Iterable[str], cast: Cast) -> None:
        self.document: Document = YAML(typ="safe").load(config)
        super().__init__(path)
        self.org = self.document["organisation"]["id"]
        self.lines, self.cast = list(lines), cast
        self.chance = RepeatableChance()
        self.channels: dict[str, Any] = {}
        """By circle."""
        self.written = ""
        self.seed: Random | None = None
        """Where it is set, the program ends and starts again at places it picks."""

    def is_restless(self) -> bool:
        return self.restless or (self.seed is not None and self.seed.random() < 0.4)

    def furnish(self) -> None:
        self.guild = self.env.create_guild("Harbour", owner=self.env.create_user("owner"))
        self.people = {}
        self.square = self.guild.create_text_channel("square")
        """A channel that is no circle's."""
        self.written = self._moved_in()
        self.apply(self.written)

    def use(self, file: str, number: int) -> None:
        """Another config file is applied; it is kept as it is here, under the number of the line that says so."""
        self.document = YAML(typ="safe").load(Path(file).read_text("utf-8"))
        written = self._moved_in()
        (self._path / f"config-{number}.yaml").write_text(written, "utf-8")
        self.apply(written)

    def _moved_in(self) -> str:
        """The config with the accounts and channels people and circles have here; who has none yet gets one."""
        acting = [found[1] for line in self.lines if (found := _ACTOR.match(line))]
        for name in dict.fromkeys([*self.document["members"], *acting]):
            if name not in self.people:
                self.people[name] = self.guild.add_member(self.env.create_user(name))
        for name, circle in self.document["circles"].items():
            if name not in self.channels and {CONSOLE, DISCORD} & set(circle.get("homes", {})):
                self.channels[name] = self._channel(name, circle)
        return self.moved(self.document)

    def _channel(self, name: str, circle: Document) -> Any:
        if not circle.get("private"):
            return self.guild.create_text_channel(name)
        inside = discord.PermissionOverwrite(view_channel=True)
        bot = UserHandle(self.env, self.env.backend.bot_user)
        allowed = {self.people[one]: inside for one in circle["members"]}
        shut = {self.guild.default_role: discord.PermissionOverwrite(view_channel=False)}
        return self.guild.create_text_channel(name, overwrites={**shut, **allowed, bot: inside})

    def moved(self, document: Document) -> str:
        """The config with the accounts and channels people and circles have here."""
        made = deepcopy(document)
        for name, member in made["members"].items():
            self._give_accounts(name, member)
        for name, circle in made["circles"].items():
            if "homes" in circle:
                circle["homes"] = self._homes(name, circle["homes"])
        made["platforms"] = {DISCORD: {"token": "${DISCORD_TOKEN}", "server": str(self.guild.id)}}
        out = io.StringIO()
        YAML(typ="safe").dump(made, out)
        return out.getvalue()

    def _give_accounts(self, name: str, member: Document) -> None:
        had, where = member.pop("accounts", {}), self.cast.where
        has: dict[str, str] = {}
        if where[DISCORD] == SLACK and DISCORD in had:
            has[SLACK] = f"U04{name.upper()}"
        elif where[DISCORD] == DISCORD and SLACK in had:
            has[SLACK] = had[SLACK]
        if self.cast.leaves_the_terminal or DISCORD in had:
            has[DISCORD] = str(self.people[name].id)
        if has:
            member["accounts"] = has

    def _homes(self, name: str, had: Mapping[str, str]) -> dict[str, str]:
        has = {platform: home for platform, home in had.items() if platform not in (CONSOLE, DISCORD)}
        if name in self.channels and (self.cast.leaves_the_terminal or DISCORD in had):
            has[DISCORD] = str(self.channels[name].id)
        if CONSOLE in had and not self.cast.leaves_the_terminal:
            has[CONSOLE] = had[CONSOLE]
        return has

    def names_of(self, place: str) -> frozenset[str]:
        """What a script calls a channel: as the circle's home in the terminal, and by its sample id."""
        circles: Document = self.document["circles"]
        found = (circles[name]["homes"] for name, channel in self.channels.items() if str(channel.id) == place)
        written = self.cast.leaves_the_terminal
        return frozenset(
            f"{home}@{platform}"
            for homes in found
            for platform, home in homes.items()
            if platform == DISCORD or (written and platform == CONSOLE)
        )

    def accounts(self) -> dict[str, str]:
        """Who has which account here."""
        return {str(member.id): name for name, member in self.people.items()}

    def name_of(self, account: str) -> str:
        """Who has an account here, by id."""
        return self.accounts().get(account, account)
