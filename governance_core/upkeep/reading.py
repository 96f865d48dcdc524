"""The port of the reading half: what is not tried any more."""

from collections.abc import Sequence
from typing import Protocol

from governance_core.upkeep.model import GivenUp


class ReadsPostings(Protocol):
    """What waits to be shown."""

    def given_up(self) -> Sequence[GivenUp]:
        """What will not be shown unless somebody asks for it, the oldest first."""
