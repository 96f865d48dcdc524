"""The connection to Discord: the least intents, every interaction to the gateway, commands kept as they should be."""

import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.components import Structure
from adapters.discord.crowd import HEARD, Crowd
from adapters.discord.gateway import Gateway
from adapters.discord.organisations import Organisations
from adapters.discord.rest import Channels
from adapters.discord.rooms import first_room, trouble_in
from adapters.discord.sync import is_same, of_server, of_talks
from adapters.discord.troubles import is_of_discord, trouble_of

API_VARIABLE: Final = "DISCORD_API_BASE"
GATEWAY_VARIABLE: Final = "DISCORD_GATEWAY_URL"
LONGEST_PAUSE: Final = 30.0
"""How many seconds discord.py may sit out when Discord asks for a pause (the least it allows)."""
"""What the bot hears of: servers and interactions."""
_log = logging.getLogger("circlet.discord")


discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
"""The bot never speaks: nobody need hear what it would take."""


Arrived = Callable[[str, str, str], Awaitable[None]]
"""Hears that the bot is on a server whose organisation is to be set up: its id, the server, a channel to say so in."""


def intents(hears_members: bool) -> discord.Intents:
    """What the bot asks to hear of: its servers, and the people on them only where a config needs that."""
    return discord.Intents(guilds=True, members=hears_members)


class Client(discord.Client):
    """Circlet's bot. It hears of servers and interactions, and of nothing anybody says.

    With a `crowd` it hears of the people on its servers as well. None of Discord's records of them is kept.
    """

    def __init__(
        self,
        organisations: Organisations,
        tree: Sequence[Structure],
        crowd: Crowd | None = None,
        trace: aiohttp.TraceConfig | None = None,
    ) -> None:
        super().__init__(
            intents=intents(hears_members=crowd is not None),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=LONGEST_PAUSE,
            http_trace=trace or aiohttp.TraceConfig(),
        )
        self._organisations = organisations
        self._tree = list(tree)
        self.gateway: Gateway | None = None
        self.arrived: Arrived | None = None
        self.connected: Callable[[], None] = lambda: None
        """Called when everything is in place after connecting."""
        self._crowd = crowd
        if crowd is not None:
            self._listen(crowd)

    def _listen(self, crowd: Crowd) -> None:
        """Hear of people as Discord says it: of people it does not keep, discord.py passes no change on."""
        parsers = self._connection.parsers

        def heard(what: str, parse: Any, data: Any) -> None:
            parse(data)
            if server := crowd.heard(what, data):
                self.dispatch("people_changed", server)

        for what in HEARD:
            parsers[what] = partial(heard, what, parsers[what])

    @property
    def channels(self) -> Channels:
        """Messages in channels."""
        return Channels(self.http)

    @property
    def account(self) -> str:
        """The bot's own account, empty until it is connected."""
        return str(self.user.id) if self.user else ""

    async def fetch(self, address: str) -> bytes:
        """A file somebody uploaded."""
        return await self.http.get_from_cdn(address)

    def trouble_in(self, channel: str) -> str:
        """Why nothing can be shown in a channel; empty where it can."""
        return trouble_in(self.get_channel(int(channel)) if channel.isdecimal() else None)

    async def begin_again(self) -> None:
        """Let go of a connection that failed, so that another can be begun."""
        with suppress(Exception):
            await self.close()
        self.clear()
        self.http.connector = discord.utils.MISSING

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Somebody pressed, typed or handed in something."""
        if self.gateway is not None:
            await self.gateway.handle(interaction)

    async def on_ready(self) -> None:
        """Connected: are the commands everywhere as they should be?"""
        await self._keep_commands("", of_talks(self._tree))
        for guild in self.guilds:
            await self.on_guild_join(guild)
        self.connected()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is in a server."""
        server = str(guild.id)
        if self._organisations.meant_on(server) is None:
            _log.info("the server %s is no organisation's home: no commands there", guild.id)
            return
        self.dispatch("guild_available", guild)
        await self._keep_commands(server, of_server(self._tree))
        unsettled = self._organisations.to_set_up(server)
        if unsettled is not None and self.arrived is not None:
            await self._said_hello(unsettled, guild, self.arrived)

    async def _said_hello(self, org: str, guild: discord.Guild, arrived: Arrived) -> None:
        room = first_room(guild)
        if room:
            await arrived(org, str(guild.id), room)
        else:
            _log.warning("the bot may write in no channel of server %s: type /governance setup there", guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server can be asked, perhaps after a while in which nothing was heard of it: who is there?"""
        server = str(guild.id)
        if self._crowd is not None and await self._crowd.learn(server, partial(self.channels.members, server)):
            await self.on_people_changed(server)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Nobody has that role any more."""
        await self.on_people_changed(str(role.guild.id))

    async def on_people_changed(self, server: str) -> None:
        """Somebody came, left, or has other roles."""
        if self._crowd is not None:
            await self._crowd.told(server, partial(self._roles_of, int(server)))

    def _roles_of(self, server: int) -> frozenset[str]:
        guild = self.get_guild(server)
        known = guild.roles if guild is not None and not guild.unavailable else ()
        return frozenset(str(role.id) for role in known)

    async def _keep_commands(self, server: str, wanted: list[Structure]) -> None:
        """Send the commands where Discord has others: it says what it has, so nothing need be kept of it here."""
        application = str(self.application_id)
        try:
            if is_same(await self.channels.commands(application, server), wanted):
                return
            await self.channels.set_commands(application, server, wanted)
        except Exception as error:
            if not is_of_discord(error):
                raise
            _log.warning("the commands of server %s could not be set: %s", server or "none", trouble_of(error).words)
            return
        _log.info("%d commands sent to %s", len(wanted), f"server {server}" if server else "talks with the bot alone")


def reach(environment: Mapping[str, str] = os.environ) -> None:
    """Speak to the addresses the environment names, where it names any."""
    if base := environment.get(API_VARIABLE):
        Route.BASE = base.rstrip("/")
    if gateway := environment.get(GATEWAY_VARIABLE):
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
