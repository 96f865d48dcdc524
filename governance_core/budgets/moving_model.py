"""What moves between circles with the consent of both: an offer that waits, and the port that finds an entry."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.budgets.reading import EntryRow
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit


@dataclass(frozen=True, slots=True)
class Offer:
    """An amount (minor units) that one purse offers another; `of` were asked to take it, since an instant (UTC)."""

    number: int
    source: CircleId
    target: CircleId
    minor: int
    unit: str
    exponent: int
    by: PersonId
    of: tuple[PersonId, ...]
    at: datetime

    @property
    def what(self) -> Unit:
        """What it is an amount of."""
        return Unit(self.unit, self.exponent)


class FindsEntry(Protocol):
    """An entry of the ledger by its number. Callers say who may see it."""

    def entry(self, number: int) -> EntryRow | None:
        """The entry of that number; None where there is none."""
