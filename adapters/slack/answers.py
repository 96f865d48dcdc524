"""Shows what came of an interaction where it was begun: in the channel to one person, in a modal, or by a modal."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.blocks import Structure
from adapters.slack.desk import Messages
from adapters.slack.limits import POSTS_A_SECOND, RESPONSES, VIEW_DEPTH
from adapters.slack.troubles import is_of_slack, trouble_of
from adapters.slack.views import fits, sentence, told

BETWEEN: Final = 1 / POSTS_A_SECOND
"""Seconds from one direct message to the next."""
TOO_LONG: Final = "This is long: it was sent to you as direct messages."
_log = logging.getLogger("circlet.slack")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an interaction was begun."""

    account: str
    channel: str = ""
    thread: str = ""
    trigger: str = ""
    response_url: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)

    @property
    def in_modal(self) -> bool:
        """Whether it was begun in a modal."""
        return self.view.get("type") == "modal"

    @property
    def depth(self) -> int:
        """How many modals lie on top of each other there."""
        previous, root = self.view.get("previous_view_id"), self.view.get("root_view_id")
        return 0 if not self.in_modal else 1 if not previous else 2 if previous == root else VIEW_DEPTH


def origin_of(body: Mapping[str, Any]) -> Origin:
    """Where a command, a press, a shortcut or a form comes from."""
    user, channel = body.get("user") or {}, body.get("channel") or {}
    return Origin(
        account=str(body.get("user_id") or user.get("id") or ""),
        channel=str(body.get("channel_id") or channel.get("id") or ""),
        thread=_thread_of(body),
        trigger=str(body.get("trigger_id") or ""),
        response_url=str(body.get("response_url") or ""),
        view=body.get("view") or {},
    )


def _thread_of(body: Mapping[str, Any]) -> str:
    """The thread a message stands in; one that others hang on stands in the channel. Of a message that one person alone
    sees Slack says nothing but where it is."""
    message = body.get("message") or body.get("container") or {}
    thread = str(message.get("thread_ts") or "")
    return thread if thread != str(message.get("ts") or "") else ""


class Answers:
    """The answers to one interaction, seen only by the one who acted."""

    def __init__(self, client: AsyncWebClient, origin: Origin) -> None:
        self._client = client
        self._origin = origin
        self._uses = RESPONSES
        self._opened: str | None = None
        """The modal that tells what comes of it: a trigger opens one only."""

    async def open(self, view: Structure) -> str | None:
        """Open a modal, on top of those that are open; its id, None where it could not be opened."""
        origin = self._origin
        if origin.depth >= VIEW_DEPTH:
            return await self.fill(str(origin.view["id"]), view)
        method = self._client.views_push if origin.in_modal else self._client.views_open
        made = await self._sent(method(trigger_id=origin.trigger, view=view))
        return None if made is None else str(made["view"]["id"])

    async def fill(self, view_id: str, view: Structure) -> str | None:
        """Put something else in the place of a modal; its id, None where it was closed meanwhile."""
        made = await self._sent(self._client.views_update(view_id=view_id, view=view))
        return None if made is None else view_id

    async def tell(self, messages: Messages, shows: str = "") -> None:
        """Show what came of it; what comes later takes the place of what was shown before, where it can.

        `shows` is what a modal carries of the question it answers.
        """
        if self._origin.response_url and not self._origin.view:
            await self._said(messages)
        elif self._origin.trigger:
            await self._told(messages, shows)
        else:
            await self._whispered(messages)

    async def _told(self, messages: Messages, shows: str) -> None:
        """In a modal; what is too long for one, or comes too late for it, is written."""
        view = told(messages, shows)
        if not fits(view):
            await self._written(messages)
            view = sentence(TOO_LONG)
        if self._opened is not None:
            shown = await self.fill(self._opened, view)
        else:
            shown = self._opened = await self.open(view)
        if shown is None and self._origin.in_modal:
            shown = await self.fill(str(self._origin.view["id"]), view)
        if shown is None:
            await self._written(messages)

    async def tell_alone(self, messages: Messages) -> None:
        """Tell the one who acted, though nothing is open any more: in the channel it was begun in, else directly."""
        if not (self._origin.channel and await self._whispered(messages)):
            await self._written(messages)

    async def refresh(self, view: Structure) -> None:
        """Show the modal it was begun in as it is now, unless something else stands there since."""
        known = self._origin.view
        method = self._client.views_update(view_id=str(known["id"]), hash=str(known.get("hash") or ""), view=view)
        try:
            await method
        except Exception as error:
            if not is_of_slack(error):
                raise
            _log.debug("a modal was not shown anew: %s", trouble_of(error).code)

    @property
    def _in_thread(self) -> dict[str, str]:
        return {"thread_ts": self._origin.thread} if self._origin.thread else {}

    async def _said(self, messages: Messages) -> None:
        """By the address of the interaction, which works wherever it was begun, but a few times only."""
        if len(messages) > self._uses:
            await self._written(messages)
            return
        hook = AsyncWebhookClient(self._origin.response_url)
        alone = {"response_type": "ephemeral", "replace_original": False, **self._in_thread}
        for message in messages:
            self._uses -= 1
            answer = await self._sent(hook.send_dict({**message.body(), **alone}))
            if answer is not None and answer.status_code != 200:
                _log.warning("an answer could not be shown (HTTP %s)", answer.status_code)

    async def _whispered(self, messages: Messages) -> bool:
        """To them alone, in the channel; whether Slack took it (the bot may not be there)."""
        where: dict[str, Any] = {"channel": self._origin.channel, "user": self._origin.account, **self._in_thread}
        sent = [await self._sent(self._client.chat_postEphemeral(**where, **message.body())) for message in messages]
        return all(one is not None for one in sent)

    async def _written(self, messages: Messages) -> None:
        """What is too long for anything else comes as direct messages."""
        opened = await self._sent(self._client.conversations_open(users=self._origin.account))
        for number, message in enumerate(messages if opened is not None else ()):
            await asyncio.sleep(BETWEEN if number else 0)
            await self._sent(self._client.chat_postMessage(channel=opened["channel"]["id"], **message.body()))

    async def _sent(self, sending: Awaitable[Any]) -> Any:
        """What cannot be told any more is in the record all the same (App Home): the log says that it was not."""
        try:
            return await sending
        except Exception as error:
            if not is_of_slack(error):
                raise
            trouble = trouble_of(error)
            _log.warning("an answer could not be shown: %s (%s)", trouble.words, trouble.code)
            return None
