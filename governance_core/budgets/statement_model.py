"""What an envelope held after an entry, the lines of its statement, and the port that reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.budgets.model import Envelope
from governance_core.budgets.reading import EntryRow
from governance_core.kernel.ids import CircleId
from governance_core.kernel.money import Unit


@dataclass(frozen=True, slots=True)
class Held:
    """What the parts of an envelope held, in minor units, since an instant (UTC); nothing before the first entry."""

    at: datetime | None = None
    available: int = 0
    reserved: int = 0
    committed: int = 0
    spent: int = 0

    def envelope(self, unit: Unit) -> Envelope:
        """The same as an envelope."""
        return Envelope(unit, self.available, self.reserved, self.committed, self.spent)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, and what was available in the envelope after it, in minor units."""

    entry: EntryRow
    available: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in an envelope: what it held before and at its end."""

    begin: Envelope
    end: Envelope


class ReadsStatements(Protocol):
    """Statements of envelopes. Callers name the circle, and say who may see it."""

    def held_before(self, circle: CircleId, unit: str, before: datetime | None) -> Held:
        """What an envelope held just before an instant; None for now."""

    def first_at(self, circle: CircleId, unit: str) -> datetime | None:
        """When something was first entered in an envelope, None when nothing ever was."""

    def lines(
        self,
        circle: CircleId,
        units: Sequence[str],
        since: datetime | None,
        until: datetime | None,
        before: int | None,
        limit: int,
    ) -> Sequence[Line]:
        """The newest lines of these units from `since` on, before `until`, and before the entry of that number."""
