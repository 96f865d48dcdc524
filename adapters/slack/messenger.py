"""Shows what waits to be shown on Slack: posts a card once, edits it in place from then on, and says things once."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NoReturn

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.pace import Pace
from adapters.slack.render import Message, render
from adapters.slack.showing import AGAIN, PLATFORM, Showing, Workspace, message_id, sight
from adapters.slack.spelling import respelled
from adapters.slack.troubles import Trouble, code_of, is_of_slack, trouble_of
from governance_core.application import outbox
from governance_core.application.identity import identified
from governance_core.cards.card import Card
from governance_core.kernel.ids import Actor
from governance_core.outgoing import NotSent, Posted, Posting, Postings, Waiting
from governance_core.ports import Clock, Reader

HISTORY: Final = 100
"""How many messages back a post in doubt is looked for."""
PAGES: Final = 20
"""How many times as many it is looked for in a thread."""
EVENT: Final = "circlet_posting"
ANNOUNCE: Final = "announce"
CONNECTING: Final = timedelta(seconds=2)
NO_HISTORY: Final = "missing_scope"
IN_DOUBT: Final = (
    "it may have arrived already; look there before it is posted again, as the bot may not (it lacks a history scope)"
)


class Messenger:
    """The postings of every organisation that lives on Slack."""

    def __init__(
        self,
        client: AsyncWebClient,
        workspace: Workspace,
        showings: Callable[[str], Showing],
        postings: Postings,
        clock: Clock,
    ) -> None:
        self._client = client
        self._workspace = workspace
        self._showings = showings
        self._postings = postings
        self._clock = clock
        self._pace = Pace()
        self._started = clock.now()
        self._doubtful: dict[str, datetime] = {}
        """Posts that may have arrived, by their name: since when each waited when it was sent."""
        self._talks: dict[str, str] = {}

    async def show(self, waiting: Waiting) -> str | None:
        """Post, edit or say it; what is kept of the message, None when there is nothing to show any more.

        Raises NotSent.
        """
        if not self._workspace.bot:
            raise NotSent("Slack is not connected yet", wait=CONNECTING, quiet=True)
        message = await self._drawn(waiting)
        if message is None:
            return None
        try:
            return await self._shown(waiting, message)
        except Exception as error:
            if isinstance(error, NotSent) or not is_of_slack(error):
                raise
            _not_sent(trouble_of(error))

    async def _shown(self, waiting: Waiting, message: Message) -> str | None:
        posting = waiting.posting
        said = await self._postings.said_as(waiting.org, posting) if posting.kind == "say" else None
        if said is not None:
            return await self._told_again(waiting, message, said)
        if posting.personal:
            return await self._posted(waiting, message, await self._talk_with(posting.place))
        standing = await self._postings.posted(waiting.org, PLATFORM, posting.place, posting.ref)
        if posting.kind == "card" and standing is not None:
            return await self._edited(waiting, message, standing)
        if standing is None and posting.discussion == "in_any_thread":
            return None
        thread = _thread(posting, standing) if standing is not None and posting.kind == "say" else {}
        return await self._posted(waiting, message, posting.place, thread)

    async def _talk_with(self, account: str) -> str:
        """The channel of direct messages with an account."""
        if account not in self._talks:
            opened = await self._client.conversations_open(users=account)
            self._talks[account] = str(opened["channel"]["id"])
        return self._talks[account]

    async def _edited(self, waiting: Waiting, message: Message, standing: Posted) -> str:
        """The card as it stands now; where it cannot be edited any more, once more below."""
        place, there = waiting.posting.place, message_id(standing.message)
        if wait := self._pace.edit(place, there, message.shape, self._clock.now()):
            raise NotSent("cards are edited one after another", wait=wait, quiet=True)
        try:
            marked = _marked(self._name(waiting))
            await self._client.chat_update(channel=place, ts=there, **message.body(), metadata=marked)
        except Exception as error:
            if not is_of_slack(error) or trouble_of(error).kind != "gone":
                raise
            return await self._once_more(waiting, message, standing)
        return standing.message

    async def _told_again(self, waiting: Waiting, message: Message, said: Posted) -> str:
        """Words as they are now, where they were said; what cannot be edited any more stays as it is."""
        place, there = waiting.posting.place, message_id(said.message)
        channel = await self._talk_with(place) if waiting.posting.personal else place
        if wait := self._pace.edit(channel, there, message.shape, self._clock.now()):
            raise NotSent("messages are edited one after another", wait=wait, quiet=True)
        try:
            marked = _marked(self._name(waiting))
            await self._client.chat_update(channel=channel, ts=there, **message.body(), metadata=marked)
        except Exception as error:
            if not is_of_slack(error) or trouble_of(error).kind not in ("gone", "closed"):
                raise
        return said.message

    async def _once_more(self, waiting: Waiting, message: Message, standing: Posted) -> str:
        if standing.message.endswith(AGAIN) and not waiting.posting.afresh:
            raise NotSent("its card was deleted twice", for_good=True)
        return await self._posted(waiting, message, waiting.posting.place, instead_of=standing.message) + AGAIN

    async def _posted(
        self,
        waiting: Waiting,
        message: Message,
        channel: str,
        thread: Mapping[str, Any] | None = None,
        instead_of: str = "",
    ) -> str:
        """Post it, unless it is there already: an answer may have been lost, or the program stopped before it came."""
        name = self._name(waiting, instead_of)
        if self._in_doubt(waiting, name) and (there := await self._looked_for(channel, name, thread or {})):
            return there
        if wait := self._pace.post(channel, self._clock.now()):
            raise NotSent("messages are posted one after another", wait=wait, quiet=True)
        body = {**message.body(), **(thread or {}), "metadata": _marked(name)}
        return await self._sent(name, waiting.since, channel, body)

    async def _sent(self, name: str, since: datetime, channel: str, body: Mapping[str, Any]) -> str:
        """Send a post; it is in doubt until Slack says that it took it, or that it did not."""
        self._doubtful[name] = since
        try:
            made = await self._client.chat_postMessage(channel=channel, **body, unfurl_links=False, unfurl_media=False)
        except Exception as error:
            if is_of_slack(error) and trouble_of(error).kind != "doubtful":
                del self._doubtful[name]
            raise
        del self._doubtful[name]
        return str(made["ts"])

    def _in_doubt(self, waiting: Waiting, name: str) -> bool:
        """Whether it may have arrived. What was asked for since then waits since then: that is a post of its own."""
        return waiting.since < self._started or self._doubtful.get(name) == waiting.since

    async def _looked_for(self, channel: str, name: str, thread: Mapping[str, Any]) -> str | None:
        """The message of ours that is marked with the posting's name. Raises NotSent where the bot may not look."""
        try:
            recent = await self._recent(channel, thread)
        except Exception as error:
            if code_of(error) == NO_HISTORY:
                raise NotSent(IN_DOUBT, for_good=True) from None
            raise
        return next((str(one["ts"]) for one in recent if _mark_of(one) == name), None)

    async def _recent(self, channel: str, thread: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The last messages of a channel, or all of a thread, which Slack gives from its beginning."""
        given: dict[str, Any] = {"channel": channel, "limit": HISTORY, "include_all_metadata": True}
        if not thread:
            return list((await self._client.conversations_history(**given))["messages"])
        found: list[Mapping[str, Any]] = []
        for _ in range(PAGES):
            page = await self._client.conversations_replies(ts=str(thread["thread_ts"]), **given)
            found += page["messages"]
            given["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
            if not given["cursor"]:
                break
        return found

    def _name(self, waiting: Waiting, instead_of: str = "") -> str:
        """What a posting is called in the metadata of its message, which anybody may read: it gives nothing away."""
        posting = waiting.posting
        parts = (waiting.org, posting.platform, posting.place, posting.key, instead_of)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    async def _drawn(self, waiting: Waiting) -> Message | None:
        showing, posting = self._showings(waiting.org), waiting.posting
        card = await showing.read(lambda reader: outbox.draw(posting, reader, showing.features, threads=True))
        if card is None:
            return None
        addresses, told = await showing.addresses(card), respelled(card, showing.spelling)
        return await showing.read(lambda reader: _rendered(told, posting, addresses, reader))


def _not_sent(trouble: Trouble) -> NoReturn:
    """What becomes of a posting that met trouble."""
    raise NotSent(trouble.words, wait=trouble.wait, for_good=trouble.kind in ("refused", "gone"))


def _marked(name: str) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"key": name}}


def _mark_of(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    known = metadata.get("event_type") == EVENT
    return str((metadata.get("event_payload") or {}).get("key", "")) if known else ""


def _thread(posting: Posting, standing: Posted) -> dict[str, Any]:
    """What is said of an item goes to its card's thread; a change of state, but no detail, is in the channel too."""
    thread = {"thread_ts": message_id(standing.message)}
    is_change = posting.note == ANNOUNCE and not posting.discussion
    return {**thread, "reply_broadcast": True} if is_change else thread


def _rendered(card: Card, posting: Posting, addresses: Mapping[str, str], reader: Reader) -> Message:
    person = identified(Actor.of_account(PLATFORM, posting.place), reader).person if posting.personal else None
    return render(card, sight(person, card.zone, addresses, reader))
