"""Shows what waits to be shown on Discord: posts a card once, edits it in place from then on, and says things once."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final, NoReturn, Protocol, TypeVar

import discord

from adapters.discord.components import text_display
from adapters.discord.marks import found, marked, name_of, nonce
from adapters.discord.pace import Pace
from adapters.discord.render import Message, render
from adapters.discord.rest import Channels
from adapters.discord.showing import PLATFORM, Showing, message_id, sight
from adapters.discord.threads import in_thread, no_thread, thread_for, thread_name, thread_of
from adapters.discord.troubles import ARCHIVED, NO_DIRECT_MESSAGES, Trouble, is_of_discord, trouble_of
from governance_core.application import outbox
from governance_core.application.identity import identified
from governance_core.cards.card import Card
from governance_core.kernel.ids import Actor
from governance_core.outgoing import NotSent, Posted, Posting, Postings, Waiting
from governance_core.ports import Clock, Reader

HISTORY: Final = 100
"""How many messages back a post in doubt is looked for."""
AGAIN: Final = "+again"
"""Kept behind the id of a card that was deleted and posted again: it is not posted a third time by itself."""
CONNECTING: Final = timedelta(seconds=2)
_log = logging.getLogger("circlet.discord")
SOMETHING_WAITS: Final = "{who} something about {ref} waits for you: /me inbox (your direct messages are closed to me)."

T = TypeVar("T")


class Connection(Protocol):
    """The connection to Discord."""

    @property
    def channels(self) -> Channels:
        """Messages in channels."""

    @property
    def account(self) -> str:
        """The bot's own account."""


class Messenger:
    """The postings of every organisation that lives on Discord."""

    def __init__(
        self, connection: Connection, showings: Callable[[str], Showing], postings: Postings, clock: Clock
    ) -> None:
        self._connection = connection
        self._showings = showings
        self._postings = postings
        self._clock = clock
        self._pace = Pace()
        self._started = clock.now()
        self._without_thread: set[tuple[str, str, str]] = set()

    async def show(self, waiting: Waiting) -> str | None:
        """Post, edit or say it; what is kept of the message, None when there is nothing to show any more.

        Raises NotSent.
        """
        if not self._connection.account:
            raise NotSent("Discord is not connected yet", wait=CONNECTING, quiet=True)
        message = await self._drawn(waiting)
        if message is None:
            return None
        try:
            return await self._woken(waiting.posting.place, partial(self._shown, waiting, message))
        except Exception as error:
            if isinstance(error, NotSent) or not is_of_discord(error):
                raise
            _not_sent(trouble_of(error))

    async def _woken(self, place: str, send: Callable[[], Awaitable[T]]) -> T:
        """A thread (a home may be one) falls asleep when nobody writes; it is woken once."""
        try:
            return await send()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
        await self._connection.channels.unarchive(place)
        return await send()

    async def _shown(self, waiting: Waiting, message: Message) -> str | None:
        posting = waiting.posting
        said = await self._postings.said_as(waiting.org, posting) if posting.kind == "say" else None
        if said is not None:
            return await self._told_again(waiting, message, said)
        if posting.personal:
            return await self._whispered(waiting, message)
        if posting.discussion:
            return await self._discussed(waiting, message)
        standing = None
        if posting.kind == "card":
            standing = await self._postings.posted(waiting.org, PLATFORM, posting.place, posting.ref)
        if standing is None:
            return await self._posted(waiting, message, posting.place)
        return await self._edited(waiting, message, standing)

    async def _edited(self, waiting: Waiting, message: Message, standing: Posted) -> str:
        """The card as it stands now; where somebody deleted it, once more below."""
        place, there = waiting.posting.place, message_id(standing.message)
        if wait := self._pace.wait(place, there, self._clock.now()):
            raise NotSent("old messages are edited one after another", wait=wait, quiet=True)
        body = marked(message.body(), self._name(waiting))
        try:
            await self._connection.channels.edit(place, there, body, message.files)
        except Exception as error:
            if not is_of_discord(error) or trouble_of(error).kind != "gone":
                raise
            return await self._once_more(waiting, message, standing)
        return standing.message

    async def _told_again(self, waiting: Waiting, message: Message, said: Posted) -> str:
        """Words as they are now, where they were said; what somebody deleted stays so."""
        place = waiting.posting.place
        channel = await self._connection.channels.open_dm(place) if waiting.posting.personal else place
        channel, there = thread_of(said.message) or channel, message_id(said.message)
        if wait := self._pace.wait(channel, there, self._clock.now()):
            raise NotSent("old messages are edited one after another", wait=wait, quiet=True)
        body = marked(message.body(), self._name(waiting))
        try:
            await self._woken(channel, partial(self._connection.channels.edit, channel, there, body, message.files))
        except Exception as error:
            if not is_of_discord(error) or trouble_of(error).kind not in ("gone", "closed"):
                raise
        return said.message

    async def _once_more(self, waiting: Waiting, message: Message, standing: Posted) -> str:
        if standing.message.endswith(AGAIN) and not waiting.posting.afresh:
            raise NotSent("its card was deleted twice", for_good=True)
        posted = await self._posted(waiting, message, waiting.posting.place, instead_of=standing.message)
        return posted + AGAIN

    async def _discussed(self, waiting: Waiting, message: Message) -> str | None:
        """Say it in the item's thread; where there can be none, in the channel, unless that hears of it anyway."""
        place, at_home = waiting.posting.place, waiting.posting.discussion == "else_home"
        if at_home and self._in_doubt(waiting) and (there := await self._looked_for(place, self._name(waiting))):
            return there
        try:
            return await self._said_in_thread(waiting, message)
        except Exception as error:
            why = no_thread(error)
            if why is None:
                raise
        self._warn_once(waiting, why)
        return await self._posted(waiting, message, place) if at_home else None

    async def _said_in_thread(self, waiting: Waiting, message: Message) -> str:
        place = waiting.posting.place
        everywhere = await self._postings.all_posted(waiting.org, waiting.posting.ref)
        here = [one for one in everywhere if (one.platform, one.place) == (PLATFORM, place)]
        thread = await thread_for(self._connection.channels, place, here, partial(self._thread_name, waiting))
        posted = await self._woken(thread, partial(self._posted, waiting, message, thread))
        return in_thread(posted, thread)

    async def _thread_name(self, waiting: Waiting) -> str:
        showing, card_there = self._showings(waiting.org), replace(waiting.posting, kind="card", discussion="")

        def named(reader: Reader) -> str:
            card = outbox.draw(card_there, reader, showing.features)
            return thread_name(card, card_there.ref, sight(None, "UTC", {}, reader).viewer)

        return await showing.read(named)

    def _warn_once(self, waiting: Waiting, why: str) -> None:
        """An admin hears once, not with every message, that something is not discussed in a thread."""
        known = (waiting.org, waiting.posting.ref, why)
        if known not in self._without_thread:
            self._without_thread.add(known)
            _log.warning("%s is not discussed in a thread in %s: %s", waiting.posting.ref, waiting.posting.place, why)

    async def _whispered(self, waiting: Waiting, message: Message) -> str:
        """Say it to one person; who takes no direct messages is told where their card stands that something waits."""
        posting = waiting.posting
        try:
            return await self._posted(waiting, message, await self._connection.channels.open_dm(posting.place))
        except Exception as error:
            if not is_of_discord(error) or trouble_of(error).code not in NO_DIRECT_MESSAGES:
                raise
        standing = await self._postings.all_posted(waiting.org, posting.ref)
        cards = [one for one in standing if one.platform == PLATFORM and one.kind == "card"]
        if not cards:
            raise NotSent("the member takes no direct messages", for_good=True)
        words = SOMETHING_WAITS.format(who=f"<@{posting.place}>", ref=posting.ref)
        notice = Message((text_display(words),), (posting.place,))
        return await self._posted(waiting, notice, cards[-1].place)

    async def _posted(self, waiting: Waiting, message: Message, channel: str, instead_of: str = "") -> str:
        """Post it, unless it is there already: a reply may have been lost, or the program stopped before it came."""
        name = self._name(waiting, instead_of)
        if self._in_doubt(waiting) and (there := await self._looked_for(channel, name)):
            return there
        body = {**marked(message.body(silent=message.quiet), name), "nonce": nonce(name), "enforce_nonce": True}
        return await self._connection.channels.post(channel, body, message.files)

    def _in_doubt(self, waiting: Waiting) -> bool:
        return waiting.attempts > 0 or waiting.since < self._started

    async def _looked_for(self, channel: str, name: str) -> str | None:
        return found(await self._connection.channels.recent(channel, HISTORY), name, self._connection.account)

    def _name(self, waiting: Waiting, instead_of: str = "") -> str:
        posting = waiting.posting
        return name_of(waiting.org, posting.platform, posting.place, posting.key, instead_of)

    async def _drawn(self, waiting: Waiting) -> Message | None:
        showing, posting = self._showings(waiting.org), waiting.posting
        card = await showing.read(lambda reader: outbox.draw(posting, reader, showing.features, discussions=True))
        if card is None:
            return None
        addresses = await showing.addresses(card)
        return await showing.read(lambda reader: _rendered(card, posting, addresses, reader))


def _rendered(card: Card, posting: Posting, addresses: Mapping[str, str], reader: Reader) -> Message:
    person = identified(Actor.of_account(PLATFORM, posting.place), reader).person if posting.personal else None
    return render(card, sight(person, card.zone, addresses, reader))


def _not_sent(trouble: Trouble) -> NoReturn:
    """What becomes of a posting that met trouble."""
    for_good = trouble.kind in ("over", "refused", "gone") or trouble.code in NO_DIRECT_MESSAGES
    raise NotSent(trouble.words, wait=trouble.wait, for_good=for_good)
