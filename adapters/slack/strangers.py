"""Finds out what kind of account presses that is nobody's: a guest's, a bot's, one of another workspace."""

import asyncio
from collections import OrderedDict
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.roster import standing
from adapters.slack.showing import Workspace
from adapters.slack.troubles import is_of_slack
from governance_core.application.outsiders import Standing, explained
from governance_core.kernel.errors import Refusal, Unlinked
from governance_core.kernel.ids import Actor

KEPT: Final = 300.0
"""Seconds for which Slack is not asked about an account again."""
REMEMBERED: Final = 2_000


class Strangers:
    """The standing of accounts that were refused; asked for after the refusal, never before a decision."""

    def __init__(self, client: AsyncWebClient, workspace: Workspace) -> None:
        self._client = client
        self._workspace = workspace
        self._known: OrderedDict[str, tuple[float, Standing]] = OrderedDict()

    async def explained(self, refusal: Refusal, by: Actor) -> Refusal:
        """The refusal, which says why where an account cannot be a member's by itself."""
        if not isinstance(refusal, Unlinked) or by.via is None:
            return refusal
        return explained(refusal, await self.standing(by.via.account))

    async def standing(self, account: str) -> Standing:
        """What kind of account it is; empty where it is like any other, and where Slack does not say."""
        now = asyncio.get_running_loop().time()
        at, known = self._known.get(account, (now - KEPT, ""))
        if at + KEPT > now:
            return known
        found = await self._asked(account)
        self._known[account] = now, found
        self._known.move_to_end(account)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    async def _asked(self, account: str) -> Standing:
        try:
            found = await self._client.users_info(user=account)
        except Exception as error:
            if not is_of_slack(error):
                raise
            return ""
        return standing(found["user"], self._workspace.id)
