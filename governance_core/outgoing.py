"""What is to be shown outside: where, what became of it, and where it stands now."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from governance_core.kernel.ids import StreamId

Aside = Literal["", "else_home", "else_nowhere", "in_any_thread"]
"""Whether something is said in an item's discussion, and where it is said when there can be none."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Something to be shown somewhere. `card`: redraw the item there from its state. `say`: say this once, keyed.

    `place` is a channel, or a person's account when `personal`. `ref` and `version` name the stream and the event that
    is told of; `note` is the kind of telling (announce, reminder, whisper). Where `discussion` is set it belongs into
    the item's discussion there, if the platform has such a thing: else into the place itself (`else_home`) or nowhere,
    or (`in_any_thread`) below the card where the platform can do that.
    `afresh` when somebody asked for it: it waits again though it was given up, and a card that was deleted is posted
    anew. `again` when words that were said are to be drawn anew where they stand; where they never stood, nothing is.
    """

    platform: str
    place: str
    key: str
    kind: Literal["card", "say"]
    ref: StreamId
    version: int = 0
    note: str = ""
    personal: bool = False
    discussion: Aside = ""
    afresh: bool = False
    again: bool = False


class NotSent(Exception):
    """A posting could not be shown: why, in words for an admin, and what becomes of it.

    It is tried again after `wait`, or after a while that grows when there is none; `for_good` means only once somebody
    asks for it. `quiet` when nothing is wrong and it only waits for its turn.
    """

    def __init__(self, why: str, *, wait: timedelta | None = None, for_good: bool = False, quiet: bool = False) -> None:
        super().__init__(why)
        self.wait = wait
        self.for_good = for_good
        self.quiet = quiet


class Waiting(Protocol):
    """A posting that waits to be sent."""

    @property
    def org(self) -> str:
        """The organisation's id."""

    @property
    def posting(self) -> Posting:
        """What and where."""

    @property
    def since(self) -> datetime:
        """Since when (UTC)."""

    @property
    def attempts(self) -> int:
        """How often it failed."""


class Posted(Protocol):
    """Something that was shown somewhere."""

    @property
    def platform(self) -> str:
        """On which platform."""

    @property
    def place(self) -> str:
        """In which channel."""

    @property
    def kind(self) -> str:
        """`card` or `say`."""

    @property
    def message(self) -> str:
        """What is kept of the platform's id of the message."""


class Postings(Protocol):
    """Where things were posted."""

    def posted(self, org: str, platform: str, place: str, ref: StreamId) -> Awaitable[Posted | None]:
        """Where an item's card stands in a place, None when it was never posted there."""

    def said_as(self, org: str, posting: Posting) -> Awaitable[Posted | None]:
        """Where words were said before, None when this is the first time."""

    def all_posted(self, org: str, ref: StreamId) -> Awaitable[Sequence[Posted]]:
        """Every message that shows or tells of an item, the oldest first."""

    def item_at(self, org: str, platform: str, place: str, message: str) -> Awaitable[StreamId | None]:
        """What a message in a place shows or tells of, by what is kept of its id; None where it is none of ours."""
