"""What happens to a blocker, kept for ever."""

from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal


@event("blocker.raised")
class BlockerRaised(Event):
    """Something is in somebody's way. Unless it is resolved by `escalates_at`, the next one in line is told."""

    circle: CircleId
    asker: PersonId
    owner: PersonId
    at: datetime
    escalates_at: datetime | None = None
    source: str = ""
    words: str = personal("asker")


@event("blocker.acknowledged")
class BlockerAcknowledged(Event):
    """Its owner looks after it."""

    person: PersonId
    at: datetime
    escalates_at: datetime | None = None


@event("blocker.assigned")
class BlockerAssigned(Event):
    """Somebody else looks after it from now on: named `by` somebody, or (`left`) because the owner cannot any more."""

    owner: PersonId
    by: PersonId | None
    at: datetime
    left: bool = False


@event("blocker.resolved")
class BlockerResolved(Event):
    """It is out of the way, and how. `proposal` was to decide about it, where another circle was asked."""

    person: PersonId
    at: datetime
    proposal: str = ""
    how: str = personal("person")


@event("blocker.reopened")
class BlockerReopened(Event):
    """It is in the way again, and why."""

    person: PersonId
    owner: PersonId
    at: datetime
    escalates_at: datetime | None = None
    reason: str = personal("person")


@event("blocker.escalated")
class BlockerEscalated(Event):
    """It was not resolved in time: `to` is told, if there is anybody; the next one in line at `escalates_at`."""

    to: PersonId | None
    at: datetime
    escalates_at: datetime | None = None
