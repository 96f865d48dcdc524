"""A Slack workspace with a channel for each circle's home and everybody a script names in it."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from discord_play import START
from slack_play import Play
from slack_rig import Rig
from talk_town import SLACK, Cast, Document, Resettled, people_in

from adapters.console.clock import RepeatableChance
from bot.applying import apply_file
from bot.caretaking import Caretaking
from bot.compose import composed
from bot.config import check
from tests.application.application_world import HandClock

TYPED_IN = "general"


class Town(Resettled, Play):
    """The organisation of a script in a workspace."""

    here = SLACK

    def __init__(self, path: Path, config: str, lines: Iterable[str], cast: Cast) -> None:
        self.resettle(config, lines, cast)
        rooms = {name: bool(one.get("private")) for name, one in self.document["circles"].items()}
        super().__init__(path, Rig(people_in(self.document, self.lines), rooms), "socket")
        self.org = self.document["organisation"]["id"]
        self.clock = HandClock(self.begins or START)
        self.patience = timedelta(seconds=30)
        self.chance = RepeatableChance()
        self.channels: dict[str, str] = {}
        """By circle."""

    async def open(self) -> None:
        self.caretaking = Caretaking({self.org: str(self._path / "config.yaml")})
        store = self._path / "circlet.db"
        made = composed(self.org, store, clock=self.clock, chance=self.chance, caretaker=self.caretaking)
        self.caretaking.take_charge(made)
        made.store.hold()
        await self.connect(made)

    def furnish(self) -> None:
        self.written = self.moved_in()
        self.apply(self.written)

    @property
    def square(self) -> str:
        """A channel that is no circle's."""
        return str(self.rig.channels[TYPED_IN])

    @property
    def garden(self) -> str:
        """Where somebody acts who was told something in no channel."""
        return self.square

    def apply(self, written: str) -> None:
        file = self._path / "config.yaml"
        file.write_text(written, encoding="utf-8")
        found, problems = check(str(file))
        assert found is not None, problems
        self.made.store.transact_now(self.org, lambda work: apply_file(found, written, work, self.made.features))

    def settle_down(self, people: list[str], circles: Document) -> None:
        self.channels = {name: str(self.rig.channels[name]) for name in circles}

    def place_of(self, circle: str) -> str:
        return self.channels.get(circle, "")

    def account_of(self, person: str) -> str:
        return str(self.rig.users[person])

    def accounts(self) -> dict[str, str]:
        return {str(account): name for name, account in self.rig.users.items()}

    def connection(self) -> Document:
        return {"token": "${SLACK_BOT_TOKEN}", "app_token": "${SLACK_APP_TOKEN}"}

    async def settle(self) -> None:
        """Until everything is answered; what waits for its turn is the player's to wait for."""
        await self.bot.gateway.finished()
        await self.loops.sweep()

    async def then(self, doing: Any) -> Any:
        """Something is done elsewhere, and all that follows from it."""
        done = await doing
        await self.settle()
        if self.is_restless():
            await self.restart()
        return done
