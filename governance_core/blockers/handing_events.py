"""What happens between circles about a blocker, kept for ever."""

from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal


@event("blocker.handed")
class BlockerHanded(Event):
    """Another circle is asked to take it over; it sees the same item."""

    by: PersonId
    to: CircleId
    at: datetime
    escalates_at: datetime | None = None
    reason: str = personal("by", default="")


@event("blocker.accepted")
class BlockerAccepted(Event):
    """The circle that was asked takes it over: by one of its roles, or (`by` nobody) by adopting a proposal."""

    circle: CircleId
    owner: PersonId
    by: PersonId | None
    at: datetime
    escalates_at: datetime | None = None
    proposal: str = ""


@event("blocker.declined")
class BlockerDeclined(Event):
    """The circle that was asked does not take it over, and why."""

    circle: CircleId
    by: PersonId
    at: datetime
    reason: str = personal("by")


@event("blocker.not_adopted")
class BlockerNotAdopted(Event):
    """The proposal to take it over ended; `because` says how, in the program's words."""

    circle: CircleId
    proposal: str
    because: str
    at: datetime


@event("blocker.put")
class BlockerPut(Event):
    """The circle that was asked decides by consent."""

    by: PersonId
    circle: CircleId
    at: datetime


@event("blocker.proposal_noted")
class BlockerProposalNoted(Event):
    """Which proposal decides."""

    proposal: str


@event("blocker.taken_back")
class BlockerTakenBack(Event):
    """It stays with the circle that asked: `by` kept it after all, or (nobody) the other one was closed."""

    circle: CircleId
    by: PersonId | None
    at: datetime
    proposal: str = ""
