"""Tells the core who is in the user groups that make members, and who is there at all: at the start and on changes."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.roster import Roster
from adapters.slack.showing import PLATFORM, Showing
from adapters.slack.troubles import is_of_slack, trouble_of
from governance_core.application.groups import Watched, note_groups, note_server, watched
from governance_core.kernel.errors import Refusal

FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0
CALM: Final = 1.0
"""How many seconds pass between two askings at least, so that many changes at once are asked about once."""
PAGE: Final = 200
GROUPS: Final = frozenset({"subteam_members_changed", "subteam_updated"})
PEOPLE: Final = frozenset({"team_join", "user_change"})
_log = logging.getLogger("circlet.slack")


class NotAll(Exception):
    """Slack's answer cannot be everybody: nobody leaves because of it."""


class Crowd:
    """The people of one workspace. `leaving` where being deactivated ends somebody's seats.

    It always tells the whole: who is in each user group now. So nothing is lost by what was missed, and telling twice
    does no harm. What Slack says of a change is only the sign to ask again. `tell` is called when something was
    recorded.
    """

    def __init__(self, client: AsyncWebClient, showing: Showing, leaving: bool, tell: Callable[[], None]) -> None:
        self._client = client
        self._showing = showing
        self._leaving = leaving
        self._tell = tell
        self._roster = Roster()
        self._wanted = asyncio.Event()
        self._everybody = True
        self._missed: set[str] = set()

    def connected(self) -> None:
        """Something may have been missed: ask for everybody, and for every group."""
        self._everybody = True
        self._wanted.set()

    def heard(self, event: Mapping[str, Any]) -> None:
        """Take in what Slack says of somebody, or of a user group."""
        about_somebody = event.get("type") in PEOPLE
        if not about_somebody or self._roster.put(event["user"], self._showing.workspace.id):
            self._wanted.set()

    async def run(self) -> None:
        """Tell the core whenever there is something to tell, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self._until_it_is_told()
            await asyncio.sleep(CALM)

    async def _until_it_is_told(self) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                return await self._tell_all()
            except Exception as error:  # whatever it is, who is a member must not depend on it for long
                _log.warning("who is a member by a user group is not known (%s); again in %d s", _why(error), wait)
                wait = max(wait, (_pause(error) or timedelta(0)).total_seconds())
            with suppress(TimeoutError):  # a new connection is a reason not to wait any longer
                async with asyncio.timeout(wait):
                    await self._wanted.wait()
            wait = min(wait * 2, LONGEST_WAIT)

    async def _tell_all(self) -> None:
        self._wanted.clear()
        if self._everybody or not self._roster.whole:
            await self._learn()
        told = await self._holders()
        recorded = bool(told) and await self._noted(partial(note_groups, PLATFORM, told))
        if self._leaving:
            recorded = await self._noted(partial(note_server, PLATFORM, self._roster.accounts())) or recorded
        if recorded:
            self._tell()

    async def _noted(self, note: Callable[..., bool]) -> bool:
        return await self._showing.transact(partial(note, features=self._showing.features))

    async def _learn(self) -> None:
        """Ask who has an account in the workspace. Raises NotAll."""
        self._roster.begin()
        self._everybody = False
        try:
            users = await self._users()
        except BaseException:
            self._everybody = True
            raise
        self._roster.complete(users, self._showing.workspace.id)

    async def _users(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        cursor: str | None = None
        while cursor != "":
            page = await self._client.users_list(limit=PAGE, cursor=cursor)
            found += page["members"]
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not any(user["id"] == self._showing.workspace.bot for user in found):
            raise NotAll("the bot itself is not among those Slack names")
        return found

    async def _holders(self) -> dict[str, dict[str, str]]:
        """Who is in each user group that makes members: the names by account."""
        known = await self._showing.read(partial(watched, PLATFORM))
        if not known:
            return {}
        there = {str(one["id"]) for one in (await self._client.usergroups_list(include_disabled=False))["usergroups"]}
        meant = dict.fromkeys(one.group for one in known if self._is_meant(one, there))
        return {group: await self._in(group) if group in there else {} for group in meant}

    async def _in(self, group: str) -> dict[str, str]:
        found = await self._client.usergroups_users_list(usergroup=group)
        return self._roster.named(map(str, found["users"]))

    def _is_meant(self, one: Watched, there: set[str]) -> bool:
        """Whether a group is there, or was: one that nobody ever saw is a mistake in the config, and nobody leaves."""
        if one.group in there:
            self._missed.discard(one.group)
            return True
        if one.group not in self._missed:
            self._missed.add(one.group)
            then = "nobody is a member by it any more" if one.seen else "check its id in the config"
            _log.warning("the workspace has no user group %s (circle %s): %s", one.group, one.circle, then)
        return one.seen


def _why(error: Exception) -> str:
    if isinstance(error, Refusal | NotAll):
        return str(error)
    return trouble_of(error).words if is_of_slack(error) else type(error).__name__


def _pause(error: Exception) -> timedelta | None:
    return trouble_of(error).wait if is_of_slack(error) else None
