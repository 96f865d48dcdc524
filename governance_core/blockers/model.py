"""A blocker as nouns: what is in the way, who asks, who looks after it, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from governance_core.kernel.ids import CircleId, PersonId


class Standing(StrEnum):
    """How a blocker stands."""

    NOTHING = ""
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


UNRESOLVED = (Standing.OPEN, Standing.ACKNOWLEDGED)
"""Still in the way."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Another circle is asked to take it over: `by` whom, since when (UTC), and where it decides by consent (`put`)."""

    to: CircleId
    by: PersonId
    at: datetime
    reason: str = ""
    put: bool = False
    proposal: str = ""


@dataclass(frozen=True)
class Blocker:
    """A blocker as it stands. It has one owner, always: who looks after it. Instants are UTC.

    `circle` is where it was raised, `holder` the circle that looks after it now. Unless it is resolved by
    `escalates_at`, the next one in line is told; `told` are those who were. `taken_by` said last that
    their circle takes it over. `source` is the item it comes from.
    """

    circle: CircleId = CircleId("")
    holder: CircleId = CircleId("")
    asker: PersonId = PersonId("")
    owner: PersonId = PersonId("")
    words: str = ""
    standing: Standing = Standing.NOTHING
    source: str = ""
    at: datetime | None = None
    acknowledged_at: datetime | None = None
    escalates_at: datetime | None = None
    steps: int = 0
    told: tuple[PersonId, ...] = ()
    told_at: datetime | None = None
    settled_by: PersonId | None = None
    settled_at: datetime | None = None
    how: str = ""
    reopened_by: PersonId | None = None
    reopened_because: str = ""
    offer: Offer | None = None
    declined_in: str = ""
    declined_by: PersonId | None = None
    declined_because: str = ""
    decided_by: str = ""
    taken_by: PersonId | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still in the way."""
        return self.standing in UNRESOLVED

    @property
    def circles(self) -> tuple[CircleId, ...]:
        """The circles it concerns, each once: where it was raised, who looks after it, and who is asked to."""
        asked = (self.offer.to,) if self.offer else ()
        return tuple(dict.fromkeys(one for one in (self.circle, self.holder, *asked) if one))
