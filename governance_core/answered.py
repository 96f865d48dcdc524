"""What somebody said once about an item, and its place in the list of all they answered."""

from dataclasses import dataclass
from datetime import datetime

from governance_core.kernel.ids import StreamId


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said once about a version of an item (in words), when (UTC), and the receipt that says so."""

    item: StreamId
    title: str
    version: int
    said: str
    at: datetime
    receipt: int

    @property
    def place(self) -> "Answered":
        """Where it stands in the list of all that somebody answered."""
        return Answered(self.at, self.item, self.receipt)


@dataclass(frozen=True, slots=True, order=True)
class Answered:
    """A place in the list of somebody's answers: that of the receipt `item.number`, given at this instant."""

    at: datetime
    item: StreamId
    number: int
