"""The port of the reading half: what is still open in a circle or in use, over all features."""

from collections.abc import Sequence
from typing import Protocol

from governance_core.kernel.ids import CircleId
from governance_core.kernel.money import Unit


class ReadsCircles(Protocol):
    """What a circle must find a home for before it can be closed, and what cannot be taken away."""

    def still_open(self, circle: CircleId) -> Sequence[str]:
        """Ids of open proposals and agreements in force, as a person knows them (`P-3`, `D-1`)."""

    def units_in_use(self) -> Sequence[Unit]:
        """The units besides currencies in which something was entered in the books."""
