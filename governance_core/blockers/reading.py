"""The port of the reading half: blockers across circles, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.ids import CircleId, PersonId, StreamId


@dataclass(frozen=True, slots=True)
class BlockerRow:
    """A line about a blocker; instants are UTC. `circle` is where it was raised, `holder` who looks after it now."""

    id: StreamId
    circle: CircleId
    holder: CircleId
    asker: PersonId
    owner: PersonId
    standing: str
    words: str
    at: datetime
    settled_at: datetime | None = None


class ReadsBlockers(Protocol):
    """Blockers across circles. Callers name the circles that may be seen."""

    def listed_blockers(
        self, circles: Sequence[CircleId], standings: Sequence[str], limit: int
    ) -> Sequence[BlockerRow]:
        """Those that concern one of the circles and stand so, the oldest first."""

    def count_blockers(self, circles: Sequence[CircleId], standings: Sequence[str]) -> int:
        """How many there are."""

    def resolved_blockers(self, circle: CircleId, since: datetime, until: datetime) -> Sequence[BlockerRow]:
        """What a circle looked after, or handed on, and was resolved in this stretch (UTC), in that order."""

    def blockers_held(self, circle: CircleId) -> int:
        """How many that are not resolved a circle looks after."""

    def blockers_of(self, owner: PersonId) -> Sequence[StreamId]:
        """What a person looks after and is not resolved, the oldest first."""

    def raised_by(self, circle: CircleId, asker: PersonId) -> Sequence[BlockerRow]:
        """What a person said in a circle is in their way and is not resolved, the oldest first."""

    def offered_to(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        """What these circles are asked to take over, the oldest first."""
