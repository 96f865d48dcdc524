"""The port of the reading half: what is still open in a circle, over all features."""

from collections.abc import Sequence
from typing import Protocol

from governance_core.kernel.ids import CircleId


class ReadsCircles(Protocol):
    """What a circle must find a home for before it can be closed."""

    def still_open(self, circle: CircleId) -> Sequence[str]:
        """Ids of open proposals and agreements in force, as a person knows them (`P-3`, `D-1`)."""
