"""The port of the reading half: what the register knows of agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.ids import CircleId, StreamId


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A line about an agreement; instants are UTC. `recorded_by` is empty for one that a round adopted."""

    id: StreamId
    circle: CircleId
    title: str
    since: datetime
    review_at: datetime
    practice: bool = False
    recorded_by: str = ""


class ReadsLogbook(Protocol):
    """Agreements across circles. Callers name the circles that may be seen."""

    def recent(self, circles: Sequence[CircleId], limit: int, before: int = 0) -> Sequence[AgreementRow]:
        """The newest agreements of these circles; with `before` only those of a lower number."""

    def recorded_from(self, circle: CircleId, source: str, text: str) -> StreamId | None:
        """The agreement of a circle in which somebody recorded these very words from this source; None if nobody."""

    def in_force(self, circle: CircleId) -> Sequence[StreamId]:
        """The agreements of a circle that stand."""
