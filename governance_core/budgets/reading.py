"""The port of the reading half: the entries of the ledger, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.ids import CircleId, PersonId


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the ledger: an amount in minor units went from one account to another; instants are UTC."""

    number: int
    at: datetime
    entry: str
    minor: int
    unit: str
    exponent: int
    from_circle: str
    from_part: str
    to_circle: str
    to_part: str
    by: PersonId | None
    because: str
    reason: str


class ReadsLedger(Protocol):
    """The ledger across circles. Callers name the circle, and say who may see it."""

    def entries(self, circle: CircleId, limit: int) -> Sequence[EntryRow]:
        """The newest entries on either side of which the circle stands."""

    def count(self, circle: CircleId) -> int:
        """How many entries there are of a circle."""
