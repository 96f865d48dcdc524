"""Tells the core who has the roles that make members and who is on the server: at the start, and on every change."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, Final

from adapters.discord.organisations import Organisations
from adapters.discord.roster import Roster
from adapters.discord.showing import PLATFORM, Showing
from adapters.discord.troubles import is_of_discord, trouble_of
from governance_core.application.groups import Watched, note_groups, note_server, watched
from governance_core.kernel.errors import Refusal

FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0
CAME, CHANGED, LEFT = "GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"
HEARD: Final = (CAME, CHANGED, LEFT)
"""What Discord tells of the people of a server, with the members intent."""
_log = logging.getLogger("circlet.discord")
RolesNow = Callable[[], Collection[str]]
"""The ids of the roles a server has now; none while nothing is known of the server."""


class Crowd:
    """The people of the servers of several organisations. `leaving` are those in which leaving the server ends seats.

    It always tells the whole: who has each role now. So nothing is lost by what was missed, and telling twice does no
    harm. `tell` is called when something was recorded.
    """

    def __init__(
        self,
        showings: Mapping[str, Showing],
        organisations: Organisations,
        leaving: frozenset[str],
        tell: Callable[[], None],
    ) -> None:
        self._showings = showings
        self._organisations = organisations
        self._leaving = leaving
        self._tell = tell
        self._rosters: dict[str, Roster] = {}
        self._untold: set[str] = set()
        self._telling: set[str] = set()
        self._missed: set[str] = set()

    def heard(self, what: str, data: Mapping[str, Any]) -> str:
        """Take in what Discord says of somebody; the server when it makes a difference there, else empty."""
        server = str(data["guild_id"])
        roster = self._rosters.get(server)
        if roster is None:
            return ""
        different = roster.take_out(data) if what == LEFT else roster.put(data)
        return server if different and roster.whole else ""

    async def learn(self, server: str, fetch: Callable[[], Awaitable[Sequence[Mapping[str, Any]]]]) -> bool:
        """Ask who is on an organisation's server until Discord says. False when it was asked again meanwhile."""
        if self._organisations.of_server(server) is None:
            return False
        roster = self._rosters.setdefault(server, Roster())
        turn, wait = roster.begin(), FIRST_WAIT
        while True:
            try:
                members = await fetch()
                break
            except Exception as error:
                if not is_of_discord(error):
                    raise
                words = trouble_of(error).words
                _log.warning("who is on the server %s cannot be read (%s); trying again in %d s", server, words, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
            if roster.is_outdated(turn):
                return False
        if roster.is_outdated(turn):
            return False
        roster.complete(members)
        return True

    async def told(self, server: str, roles: RolesNow) -> None:
        """Tell the core how things are on a server now; many changes at once are told once."""
        self._untold.add(server)
        if server in self._telling:
            return
        self._telling.add(server)
        try:
            while server in self._untold:
                self._untold.discard(server)
                await self._tell_until_it_is_recorded(server, roles)
        finally:
            self._telling.discard(server)

    async def _tell_until_it_is_recorded(self, server: str, roles: RolesNow) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                return await self._tell_all(server, roles)
            except Exception as error:  # whatever it is, who is a member must not depend on it for long
                why = str(error) if isinstance(error, Refusal) else type(error).__name__
                _log.warning("who is a member by a role could not be recorded (%s); again in %d s", why, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _tell_all(self, server: str, roles: RolesNow) -> None:
        org, roster = self._organisations.of_server(server), self._rosters.get(server)
        if org is None or roster is None or not roster.whole:
            return
        showing = self._showings[org]
        known = await showing.read(partial(watched, PLATFORM))
        if not (there_now := roles()):
            return
        meant = [one.group for one in known if self._is_meant(one, server, there_now)]
        there = {group: roster.holders(group) if group in there_now else {} for group in meant}
        told = partial(note_groups, PLATFORM, there, features=showing.features)
        recorded = bool(there) and await showing.transact(told)
        if org in self._leaving:
            seen = partial(note_server, PLATFORM, roster.accounts(), features=showing.features)
            recorded = await showing.transact(seen) or recorded
        if recorded:
            self._tell()

    def _is_meant(self, one: Watched, server: str, roles: Collection[str]) -> bool:
        """Whether a role is there, or was: one that nobody ever saw is a mistake in the config, and nobody leaves."""
        if one.group in roles:
            self._missed.discard(one.group)
            return True
        if one.group not in self._missed:
            self._missed.add(one.group)
            then = "nobody is a member by it any more" if one.seen else "check its id in the config"
            _log.warning("the server %s has no role %s (circle %s): %s", server, one.group, one.circle, then)
        return one.seen
