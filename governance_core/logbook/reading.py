"""The port of the reading half: what the register knows of agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.answered import Answer, Answered
from governance_core.kernel.ids import CircleId, PersonId, StreamId


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A line about an agreement; instants are UTC. `recorded_by` is empty for one that a round adopted.

    `state` is `in force`, `in review`, `overdue`, `dropped` or `expired`; `review_at` the end of a review going on.
    """

    id: StreamId
    circle: CircleId
    title: str
    since: datetime
    review_at: datetime
    practice: bool = False
    recorded_by: str = ""
    state: str = "in force"
    expires_at: datetime | None = None
    version: int = 1


class ReadsLogbook(Protocol):
    """Agreements across circles. Callers name the circles that may be seen."""

    def recent(self, circles: Sequence[CircleId], limit: int, before: int = 0) -> Sequence[AgreementRow]:
        """The newest agreements of these circles; with `before` only those of a lower number."""

    def recorded_from(self, circle: CircleId, source: str, text: str) -> StreamId | None:
        """The agreement of a circle in which somebody recorded these very words from this source; None if nobody."""

    def answers_of(self, person: PersonId, limit: int, before: Answered | None = None) -> Sequence[Answer]:
        """What the person said in reviews, the newest first, as it is recorded; with `before` what is older."""

    def in_force(self, circle: CircleId) -> Sequence[StreamId]:
        """The agreements of a circle that stand."""

    def in_review(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        """The agreements of these circles that are under review, overdue or not, the oldest first."""

    def due(self, circles: Sequence[CircleId], until: datetime, limit: int) -> Sequence[AgreementRow]:
        """Agreements of these circles under review, or that are reviewed or end by then; overdue ones first."""
