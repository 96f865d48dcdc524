"""Asks Slack something over its API, and hears beside the answers what time it is there and what the bot may do."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.checkup import Refused, Unreached
from adapters.slack.troubles import Trouble, code_of, is_of_slack, trouble_of
from governance_core.ports import Clock

SCOPES = "x-oauth-scopes"


class Asking:
    """Asks with a client of its own; it never says a token, and never waits long."""

    def __init__(self, client: AsyncWebClient, app_token: str, clock: Clock) -> None:
        self._client = client
        self._app_token = app_token
        self._clock = clock
        self.skew: timedelta | None = None
        """How far this machine's clock is ahead of Slack's, as of its last answer."""
        self.scopes: frozenset[str] | None = None
        """What the bot's token was granted."""

    async def ask(self, method: str, **given: Any) -> Mapping[str, Any]:
        """The answer. Raises Refused or Unreached."""
        answer = await self._asked(method, given)
        granted = answer.get(SCOPES)
        if granted is not None:
            self.scopes = frozenset(filter(None, (one.strip() for one in granted.split(","))))
        return self._body

    async def app_token(self) -> None:
        """Have Slack look at the app token. Raises Refused or Unreached."""
        await self._asked("apps.connections.open", {}, self._app_token)

    async def _asked(self, method: str, given: Mapping[str, Any], token: str | None = None) -> Mapping[str, str]:
        """What stands in the head of the answer."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = await self._client.api_call(method, params=dict(given), headers=headers)
        except Exception as error:
            if not is_of_slack(error):
                raise
            trouble = trouble_of(error)
            if isinstance(error, SlackApiError):
                self._heard(_head(error.response))
            if trouble.kind in ("busy", "doubtful"):
                raise Unreached(_why(error, trouble)) from None
            raise Refused(code_of(error) or trouble.words) from None
        head = _head(answer)
        self._heard(head)
        self._body: Mapping[str, Any] = dict(answer.data) if isinstance(answer.data, dict) else {}
        return head

    def _heard(self, head: Mapping[str, str]) -> None:
        """An answer says when it was given, in whole seconds: half of one is taken to be lost in rounding."""
        with suppress(ValueError):
            there = parsedate_to_datetime(head.get("date", "")).astimezone(UTC)
            self.skew = self._clock.now() - there - timedelta(seconds=0.5)


def _why(error: Exception, trouble: Trouble) -> str:
    if isinstance(error, SlackApiError):
        return f"it is busy ({trouble.code or 'no reason given'})"
    return "no answer in time" if isinstance(error, TimeoutError) else "no connection"


def _head(answer: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in (getattr(answer, "headers", None) or {}).items()}
