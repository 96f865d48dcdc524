"""Where an item is discussed on Discord: in the thread below its card, as long as there can be one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import discord

from adapters.discord.limits import THREAD_NAME
from adapters.discord.rest import Channels
from adapters.discord.showing import message_id
from adapters.discord.troubles import ARCHIVED, is_of_discord, trouble_of
from governance_core.cards.card import Card, Heading
from governance_core.cards.plain import Viewer, one_line, plain_text
from governance_core.outgoing import Posted

_IN: Final = "+in:"
"""Kept behind the id of a message that stands in a thread, and before the thread's: it is not looked for elsewhere."""
_THERE_ALREADY: Final = 160004
_FOR_GOOD: Final = frozenset({"gone", "over", "closed", "refused"})
_WORDS: Final = {
    10003: "its thread was deleted",
    10008: "its card was deleted",
    50001: "the bot lacks a permission: give it Create Public Threads and Send Messages in Threads there",
    50013: "the bot lacks a permission: give it Create Public Threads and Send Messages in Threads there",
    50024: "there are no threads in such a channel",
    ARCHIVED: "its thread is archived, and the bot may not open it again",
    160005: "its thread is locked",
    160006: "the server has as many threads as it may have",
}


class NoThread(Exception):
    """An item cannot be discussed in a thread: why, in words for an admin."""


async def thread_for(
    channels: Channels, channel: str, posted: Sequence[Posted], name: Callable[[], Awaitable[str]]
) -> str:
    """The thread in which an item is discussed, given all that was posted of it in the channel.

    One is started below its card where none was. Raises NoThread, and what `troubles` knows.
    """
    if (known := _last_used(posted)) is not None:
        return known
    cards = [one for one in posted if one.kind == "card"]
    if not cards:
        raise NoThread("its card does not stand there")
    thread = message_id(cards[-1].message)  # Discord gives a thread the id of the message that it is started from
    try:
        await channels.start_thread(channel, thread, await name())
    except discord.HTTPException as error:
        if error.code != _THERE_ALREADY:
            raise
    return thread


def _last_used(posted: Sequence[Posted]) -> str | None:
    used = [found for one in posted if (found := thread_of(one.message))]
    return used[-1] if used else None


def thread_of(message: str) -> str:
    """The thread in which a message stands, from what is kept of it; empty for one that stands in no thread."""
    return message.partition(_IN)[2]


def in_thread(message: str, thread: str) -> str:
    """What is kept of a message in a thread."""
    return f"{message}{_IN}{thread}"


def no_thread(error: Exception) -> str | None:
    """Why something cannot be said in a thread, in words for an admin; None where trying again may help."""
    if isinstance(error, NoThread):
        return str(error)
    if not is_of_discord(error):
        return None
    trouble = trouble_of(error)
    if trouble.code in _WORDS:
        return _WORDS[trouble.code]
    return trouble.words if trouble.kind in _FOR_GOOD else None


def thread_name(card: Card | None, ref: str, viewer: Viewer) -> str:
    """What the thread of an item is called: the title of its card."""
    blocks = card.blocks if card else ()
    titles = [plain_text(block.title, viewer) for block in blocks if isinstance(block, Heading)]
    return one_line(titles[0], THREAD_NAME) if titles else ref
