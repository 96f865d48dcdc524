"""What Slack says of somebody's time zone: suggested to them, and never taken for theirs."""

from collections import OrderedDict
from dataclasses import replace
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.troubles import is_of_slack
from governance_core.cards.form import Ask, Asked, Lookup

ZONE: Final = "zone"
REMEMBERED: Final = 2_000


class Zones:
    """The zones of accounts, each asked for once while the program runs."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: OrderedDict[str, str] = OrderedDict()

    async def of(self, account: str) -> str:
        """The zone Slack believes an account to be in; empty where it does not say."""
        if account not in self._known:
            self._known[account] = await self._asked(account)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known.get(account, "")

    async def suggested(self, asked: Ask, account: str) -> Ask:
        """The form, with the account's zone filled in where somebody's zone is asked for and they never chose one."""
        if not any(map(_is_open, asked.questions)):
            return asked
        zone = await self.of(account)
        filled = (replace(one, value=zone) if _is_open(one) else one for one in asked.questions)
        return replace(asked, questions=tuple(filled))

    async def _asked(self, account: str) -> str:
        try:
            found = await self._client.users_info(user=account)
        except Exception as error:
            if not is_of_slack(error):
                raise
            return ""
        return str((found["user"] or {}).get("tz") or "")


def _is_open(asked: Asked) -> bool:
    kind = asked.question.kind
    return isinstance(kind, Lookup) and kind.of == ZONE and not asked.value and not asked.complaint
