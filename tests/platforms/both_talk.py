"""Plays a script on Discord and Slack at once: one program and one store, and each act where the script has it."""

import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import discord_play
import discord_talk
import slack_play
import slack_talk
from discord_town import Town as Server
from ruamel.yaml import YAML
from slack_resettled import Town as Space
from talk_compared import Stage
from talk_player import Player as AnyPlayer
from talk_town import CONSOLE, DISCORD, SLACK, Cast, Document

from adapters.console.acts import Act, Line
from adapters.console.gateway import Gateway
from bot.lifecycle import Loops
from bot.stage import OrganisationStage


class SharedClock:
    """The time of the server on Discord, which is turned there alone."""

    def __init__(self, play: discord_play.Play) -> None:
        self._play = play

    def now(self) -> datetime:
        found: datetime = self._play.env.now()
        return found

    def turn(self, **_: float) -> None:
        """It goes on when the test says so."""


class Town(Server):
    """A server, and the same organisation in a `space` on Slack."""

    def __init__(self, path: Path, config: str, lines: Iterable[str], cast: Cast) -> None:
        super().__init__(path, config, lines, cast)
        self.space = Space(path, config, self.lines, cast)
        self.space.clock = SharedClock(self)  # type: ignore[assignment]
        self.after_restart: Any = None

    def moved(self, document: Document) -> str:
        found: Document = YAML(typ="safe").load(super().moved(document))
        self.space.settle_down([], document["circles"])
        whole = YAML(typ="safe").load(self.space.moved(found))
        whole["platforms"] |= found["platforms"]
        out = io.StringIO()
        YAML(typ="safe").dump(whole, out)
        return out.getvalue()

    def accounts(self) -> dict[str, str]:
        return {**super().accounts(), **self.space.accounts()}

    async def connect(self) -> None:
        self.space.caretaking = self.caretaking
        await self.space.connect(self.made)

    async def restart(self) -> None:
        await self.space.disconnect()
        self.space.rig.disconnected()
        await super().restart()
        await self.connect()
        self.after_restart()


class Player(AnyPlayer):
    """One script on both."""

    def __init__(self, town: Town) -> None:
        there, here = discord_talk.Player(town), slack_talk.Player(town.space)
        super().__init__(town, there.watch)
        here.watch.seen = there.watch.seen
        self._players: dict[str, Any] = {DISCORD: there, SLACK: here}
        self.now, self.advance = there.now, there.advance  # type: ignore[method-assign]
        town.after_restart = self.opened

    def opened(self) -> None:
        town, watch = self.town, self.watch
        self._elsewhere = Gateway(OrganisationStage(town.made, None, town.caretaking), watch.screen)
        messengers = {platform: one.watch.messenger(platform) for platform, one in self._players.items()}
        messengers[CONSOLE] = watch.messenger(CONSOLE)
        loops = Loops(town.made.store, town.made.features, town.made.clock, messengers, town.patience)
        town.loops = town.space.loops = loops

    async def play(self, line: Line) -> None:
        there, here = (self._players[platform].watch for platform in (DISCORD, SLACK))
        here.number, here.zone = line.number, there.zone
        await super().play(line)
        here.zone = there.zone

    async def _act(self, act: Act) -> None:
        if act.platform in self._players:
            await self._players[act.platform].act_here(act, False)
        else:
            await self._act_elsewhere(act, False)


@asynccontextmanager
async def talking(town: Town) -> AsyncIterator[Player]:
    """A player where both stand, from the first line to the last."""
    async with slack_play.rigged(town.space.rig), discord_play.on_stage(town):
        await town.connect()
        player = Player(town)
        player.opened()
        try:
            yield player
        finally:
            await town.space.disconnect()


ON_BOTH = Stage((DISCORD, SLACK), Town, talking)
