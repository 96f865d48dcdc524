"""The port of the reading half: actions across circles, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.ids import CircleId, PersonId, StreamId


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A line about an action; instants are UTC."""

    id: StreamId
    circle: CircleId
    owner: PersonId
    standing: str
    words: str
    at: datetime
    due: datetime | None = None


class ReadsActions(Protocol):
    """Actions across circles. Callers name the circles that may be seen."""

    def listed_actions(
        self, circles: Sequence[CircleId], standing: str, owner: PersonId | None, limit: int
    ) -> Sequence[ActionRow]:
        """Those of these circles that stand so, perhaps of one person: what is due first in front."""

    def count_actions(self, circles: Sequence[CircleId], standing: str, owner: PersonId | None) -> int:
        """How many there are."""

    def done_actions(self, circle: CircleId, since: datetime, until: datetime) -> Sequence[ActionRow]:
        """What was done in a circle in this stretch (UTC), in that order."""

    def actions_of(self, owner: PersonId) -> Sequence[StreamId]:
        """What a person has to do, what is due first in front."""
