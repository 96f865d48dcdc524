"""What goes wrong between the bot and Discord, over real sockets with the real discord.py: nothing lost or doubled."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from discord.http import Route
from discord_server import CHANNEL, SERVER, TOKEN, DiscordServer, Trouble

from adapters.clock.system import SystemChance
from adapters.console.clock import MovableClock
from adapters.discord.organisations import Organisation
from bot.applying import apply_file
from bot.compose import composed
from bot.config import check
from bot.discord import on_discord
from bot.lifecycle import Loops
from governance_core.application.execute import execute
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Command
from governance_core.proposals.messages import AnswerRound, CreateProposal

CONFIG = f"""
organisation: {{id: harbour, name: Harbour, zone: UTC, admins: [ana]}}
members: {{ana: {{name: Ana}}, ben: {{name: Ben}}, cem: {{name: Cem}}}}
circles:
  garden:
    name: Garden
    aim: Food
    domain: Beds
    members: [ana, ben, cem]
    homes: {{discord: "{CHANNEL}"}}
    policy: {{process: quick}}
"""
CREATE = CreateProposal(circle=CircleId("garden"), title="Water the beds", driver="Dry", text="Mon", review="90d")
CONSENT = AnswerRound(id=StreamId("P-1"), version=1, answer="consent")


class Bot:
    """The bot with its connection, one sweep at a time."""

    def __init__(self, folder: Path, server: DiscordServer) -> None:
        self.server = server
        self._path = folder / "circlet.db"
        self.clock = MovableClock(datetime.now(UTC))
        self.open()
        config = folder / "config.yaml"
        config.write_text(CONFIG, "utf-8")
        file, problems = check(str(config))
        assert file is not None, problems
        self.made.store.transact_now("harbour", lambda work: apply_file(file, CONFIG, work, self.made.features))

    def open(self) -> None:
        self.made = composed("harbour", self._path, clock=self.clock, chance=SystemChance())
        self.discord = on_discord(self.made, [Organisation("harbour", SERVER)], lambda: None)
        self.loops = Loops(
            self.made.store, self.made.features, self.clock, {"discord": self.discord.messenger}, timedelta(seconds=20)
        )

    async def connect(self) -> None:
        await self.discord.client.login(TOKEN)

    async def close(self) -> None:
        await self.discord.client.close()
        self.made.close()

    async def does(self, who: str, command: Command) -> None:
        by, features = Actor.of_account("console", who), self.made.features
        await self.made.store.transact("harbour", partial(execute, command, by, None, features=features))
        await self.loops.sweep()

    async def later(self, **span: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**span))
        await self.loops.sweep()

    def cards(self) -> list[Any]:
        return [one for one in self.server.messages if "Water the beds" in str(one)]

    def said(self, method: str) -> list[Any]:
        return [body for done, path, body in self.server.heard if done == method and "/messages" in path]


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    server = DiscordServer()
    await server.start()
    monkeypatch.setattr(Route, "BASE", server.environment()["DISCORD_API_BASE"])
    made = Bot(tmp_path, server)
    await made.connect()
    yield made
    await made.close()
    await server.stop()


async def test_a_short_pause_that_discord_asks_for_is_waited_out(bot: Bot, caplog: Any) -> None:
    bot.server.troubles = [Trouble(429, pause=0.2)]
    await bot.does("ana", CREATE)
    assert len(bot.cards()) == 1
    assert "could not be shown" not in caplog.text


async def test_a_long_pause_that_discord_asks_for_is_kept_to_and_holds_up_nobody(bot: Bot, caplog: Any) -> None:
    bot.server.troubles = [Trouble(429, pause=300)]
    await bot.does("ana", CREATE)
    await bot.later(seconds=250)
    assert not bot.said("POST")[1:]
    await bot.later(seconds=51)
    assert len(bot.cards()) == 1
    assert caplog.text.count("Discord asks for a pause") == 1


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_trouble_of_discords_own_is_tried_again_until_it_is_over(bot: Bot, caplog: Any, status: int) -> None:
    bot.server.troubles = [Trouble(status)]
    await bot.does("ana", CREATE)
    await bot.later(seconds=5)
    assert len(bot.cards()) == 1
    assert caplog.text.count("could not be shown in") <= 1
    await bot.does("ben", CONSENT)
    assert "1 of 3" in str(bot.said("PATCH")[-1])


@pytest.mark.parametrize(
    "trouble, nonces",
    [
        pytest.param(Trouble(kept=True), True, id="cut off"),
        pytest.param(Trouble(kept=True), False, id="cut off, and the nonce forgotten"),
        pytest.param(Trouble(503, kept=True), False, id="503, and the nonce forgotten"),
        pytest.param(Trouble(500, kept=True), True, id="500, which discord.py repeats itself"),
    ],
)
async def test_a_post_that_arrived_although_no_answer_came_is_not_posted_again(
    bot: Bot, trouble: Trouble, nonces: bool
) -> None:
    bot.server.troubles, bot.server.knows_nonces = [trouble], nonces
    await bot.does("ana", CREATE)
    for _ in range(3):
        await bot.later(seconds=30)
    assert len(bot.cards()) == 1
    await bot.does("ben", CONSENT)
    assert "1 of 3" in str(bot.said("PATCH")[-1])


async def test_a_post_that_was_cut_off_before_it_arrived_is_posted(bot: Bot) -> None:
    bot.server.troubles = [Trouble()]
    await bot.does("ana", CREATE)
    assert not bot.cards()
    await bot.later(seconds=30)
    assert len(bot.cards()) == 1


async def test_a_program_that_ended_before_the_answer_came_finds_its_card_when_it_is_back(bot: Bot) -> None:
    bot.server.troubles, bot.server.knows_nonces = [Trouble(kept=True)], False
    await bot.does("ana", CREATE)
    await bot.close()
    bot.clock.move_to(bot.clock.now() + timedelta(hours=2))
    bot.open()
    await bot.connect()
    await bot.loops.sweep()
    assert len(bot.cards()) == 1
    await bot.does("ben", CONSENT)
    assert "1 of 3" in str(bot.said("PATCH")[-1])
    assert len(bot.cards()) == 1


async def test_an_edit_that_was_cut_off_is_made_again_with_what_is_so_by_then(bot: Bot) -> None:
    await bot.does("ana", CREATE)
    bot.server.troubles = [Trouble(kept=True)]
    await bot.does("ben", CONSENT)
    await bot.does("cem", CONSENT)
    await bot.later(seconds=30)
    assert "2 of 3" in str(bot.said("PATCH")[-1])
    assert len(bot.cards()) == 1
