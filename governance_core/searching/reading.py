"""The port of the reading half: finding items by their words, and the texts of those that are shown."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from governance_core.kernel.ids import CircleId, StreamId
from governance_core.searching.model import Found, Said, Wanted


class SearchesRegister(Protocol):
    """Items across features. Callers name the circles that may be seen: what is private is filtered here."""

    def find(self, wanted: Wanted, limit: int) -> Sequence[Found]:
        """The newest items that are what is wanted."""

    def knows(self, circles: Sequence[CircleId], item: StreamId) -> bool:
        """Whether there is such an item in these circles."""

    def named(self, circles: Sequence[CircleId], items: Sequence[StreamId]) -> Sequence[Found]:
        """Those of these items that are in one of these circles, the newest first."""

    def texts(self, items: Sequence[StreamId]) -> Mapping[StreamId, Sequence[Said]]:
        """Everything written in each of them that was not erased, the newest first."""
