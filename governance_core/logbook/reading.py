"""The port of the reading half: what the register knows of agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.ids import CircleId, StreamId


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A line about an agreement; instants are UTC."""

    id: StreamId
    circle: CircleId
    title: str
    adopted_at: datetime
    review_at: datetime
    practice: bool = False


class ReadsLogbook(Protocol):
    """Agreements across circles. Callers name the circles that may be seen."""

    def recent(self, circles: Sequence[CircleId], limit: int) -> Sequence[AgreementRow]:
        """The newest agreements of these circles."""

    def search(self, circles: Sequence[CircleId], words: Sequence[str], limit: int) -> Sequence[AgreementRow]:
        """Agreements of these circles in whose title, driver or text every word occurs, the newest first."""

    def in_force(self, circle: CircleId) -> Sequence[StreamId]:
        """The agreements of a circle that stand."""
