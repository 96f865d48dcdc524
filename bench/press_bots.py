"""The bots a press is measured on: the least discord.py can do, the whole of ours, a typical one with an ORM."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import discord
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from adapters.discord.organisations import Organisation
from bench import peer
from bench.filled import filled
from bench.press_wire import FIRST_KEY, FIRST_MESSAGE, SERVER, Press, Wire
from bench.sizes import ORG, Size
from bot.compose import composed
from bot.discord import on_discord

Pressed = Callable[[Press], Awaitable[str]]
OpenedBot = Callable[[Size, Path], AbstractAsyncContextManager[Pressed]]
NOTED = "Your consent is noted."


class BareBot(discord.Client):
    """Answers at once with a fixed sentence, and keeps nothing."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(NOTED, ephemeral=True)


class VoteView(discord.ui.View):
    """The persistent view of the typical bot: a button whose press becomes a row."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        super().__init__(timeout=None)
        self._sessions = sessions

    @discord.ui.button(label="Consent", custom_id="vote:consent", style=discord.ButtonStyle.primary)
    async def consent(self, interaction: discord.Interaction, _: Any) -> None:
        assert interaction.message is not None, "a button stands on a message"
        async with self._sessions() as session:
            poll, person = interaction.message.id - FIRST_MESSAGE, FIRST_KEY - 1 - interaction.user.id
            await peer.vote(session, poll, person)
        await interaction.response.send_message(NOTED, ephemeral=True)


@asynccontextmanager
async def bare(_: Size, __: Path) -> AsyncIterator[Pressed]:
    wire = Wire(BareBot(intents=discord.Intents(guilds=True)), "c1|P-{}|1|consent")
    await wire.begin()
    yield wire.press


@asynccontextmanager
async def ours(size: Size, folder: Path) -> AsyncIterator[Pressed]:
    made = composed(ORG, filled(size, folder, "ours.db"))
    wire = Wire(on_discord(made, [Organisation(ORG, SERVER)], lambda: None).client, "c1|P-{}|1|consent")
    await wire.begin()
    yield wire.press
    made.close()


@asynccontextmanager
async def typical(size: Size, folder: Path) -> AsyncIterator[Pressed]:
    path = folder / "peer.db"
    peer.prefill(size, path)
    engine = peer.connect(path)
    client = discord.Client(intents=discord.Intents(guilds=True))
    wire = Wire(client, "vote:consent")
    await wire.begin()
    client.add_view(VoteView(async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)))
    yield wire.press
    await engine.dispose()
