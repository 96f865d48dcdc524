"""Paces the edits of old messages, which Discord refuses when there are many in one channel."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import Final

import discord

from adapters.discord.limits import EDITS_OF_OLD, OLD_AFTER_SECONDS, OLD_SECONDS

_OLD: Final = timedelta(seconds=OLD_AFTER_SECONDS)
_SPAN: Final = timedelta(seconds=OLD_SECONDS)


class Pace:
    """Counts the edits of old messages, channel by channel."""

    def __init__(self) -> None:
        self._edits: dict[str, deque[datetime]] = defaultdict(deque)

    def wait(self, channel: str, message: str, now: datetime) -> timedelta:
        """How long to leave an edit for; nothing when it may be made now, which it then counts as."""
        if now - discord.utils.snowflake_time(int(message)) < _OLD:
            return timedelta(0)
        edits = self._edits[channel]
        while edits and edits[0] + _SPAN <= now:
            edits.popleft()
        if len(edits) >= EDITS_OF_OLD:
            return edits[0] + _SPAN - now
        edits.append(now)
        return timedelta(0)
