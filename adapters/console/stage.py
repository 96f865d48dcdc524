"""What the console needs from the composed program: the features, the store, what waits, and the director's levers."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from governance_core.cards.plain import Viewer
from governance_core.feature import Features
from governance_core.kernel.ids import PersonId
from governance_core.outgoing import Posting
from governance_core.ports import Due, Reader, Store, Work

T = TypeVar("T")


class Stage(Protocol):
    """An organisation with its store, open."""

    @property
    def org(self) -> str:
        """The organisation's id."""

    @property
    def features(self) -> Features:
        """All features."""

    @property
    def store(self) -> Store:
        """Where everything is kept."""

    def read(self, job: Callable[[Reader], T]) -> Awaitable[T]:
        """Run a job that only reads."""

    def transact(self, job: Callable[[Work], T]) -> Awaitable[T]:
        """Run a job that may write."""

    def viewer(self, person: PersonId | None, zone: str, reader: Reader) -> Viewer:
        """Somebody's eyes: the names of now, and their own zone, or `zone` where they have none or it is everybody."""

    def account(self, person: str, platform: str, reader: Reader) -> str | None:
        """A person's account on a platform."""

    def homes(self, platform: str, reader: Reader) -> Sequence[str]:
        """The places on a platform where circles live."""

    async def due(self, now: datetime) -> Sequence[Due]:
        """The alarms due by an instant, the earliest first."""

    async def next_due(self) -> datetime | None:
        """The instant of the next alarm."""

    async def hand_out(self, show: Callable[[Posting], Awaitable[str | None]]) -> bool:
        """Give each posting that waits to `show`; False when none waited.

        `show` answers with a message id, or None where there is nothing to show any more.
        """

    async def apply_config(self, file: str) -> None:
        """Apply a config file. Raises CannotDo with everything that is wrong with it."""

    async def leave(self, person: str) -> None:
        """Take a person out of the organisation. Raises CannotDo when there is no such person."""

    async def reopen(self) -> None:
        """Close the store and everything in memory, and open it again."""

    async def close(self) -> None:
        """Let the store go."""
