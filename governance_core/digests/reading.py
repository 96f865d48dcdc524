"""The port of the reading half: where a digest that was sent stands in the journal."""

from typing import Protocol

from governance_core.kernel.ids import CircleId


class ReadsDigests(Protocol):
    """Digests that were sent."""

    def sent(self, circle: CircleId, stretch: str) -> int | None:
        """The number of the event that told a circle of a stretch of time (`digests.model.stretch`); None of none."""
