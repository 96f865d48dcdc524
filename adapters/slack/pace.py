"""Paces what is sent: a post a second in a channel, so many edits a minute in the workspace, state changes first."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import Final

from adapters.slack.limits import EDITS_A_MINUTE, POSTS_A_SECOND

_POST: Final = timedelta(seconds=1 / POSTS_A_SECOND)
_MINUTE: Final = timedelta(minutes=1)
KEPT_FREE: Final = 10
"""Edits a minute that only changes of state may use, so that counts of answers never hold them up."""
_AGAIN: Final = timedelta(seconds=2)
"""What waits is drawn again that often: it may be a change of state by then, which need not wait."""
_NOW: Final = timedelta(0)


class Pace:
    """Counts posts by channel, and edits in the workspace."""

    def __init__(self) -> None:
        self._posts: dict[str, datetime] = {}
        self._edits: deque[datetime] = deque()
        self._shapes: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)

    def post(self, channel: str, now: datetime) -> timedelta:
        """How long to leave a post for; nothing when it may be made now, which it then counts as."""
        last = self._posts.get(channel)
        if last is not None and last + _POST > now >= last:
            return last + _POST - now
        self._posts[channel] = now
        return _NOW

    def edit(self, channel: str, message: str, shape: frozenset[str], now: datetime) -> timedelta:
        """How long to leave an edit for. `shape` is what can be pressed: another shape is a change of state."""
        while self._edits and self._edits[0] + _MINUTE <= now:
            self._edits.popleft()
        urgent = self._shapes.get((channel, message)) != shape
        if len(self._edits) >= (EDITS_A_MINUTE if urgent else EDITS_A_MINUTE - KEPT_FREE):
            return _AGAIN
        self._edits.append(now)
        self._shapes[channel, message] = shape
        return _NOW
