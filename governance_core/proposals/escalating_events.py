"""What happens when a proposal goes to the parent circle, recorded for ever: in the old one and in the new one."""

from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Event, event, personal
from governance_core.proposals.objections_model import ObjectionState


@event("proposal.escalated")
class ProposalEscalated(Event):
    """Row 17: it is final here and goes on in the parent circle, where `carrier` is its proposer.

    `unlinked` names the halves of the double link that nobody holds.
    """

    by: PersonId
    at: datetime
    origin: CircleId
    circle: CircleId
    carrier: PersonId
    private: bool = False
    unlinked: tuple[str, ...] = ()
    reason: str = personal("by", default="")


@event("escalation.noted")
class EscalationNoted(Event):
    """As which proposal it goes on; `hidden` where the parent circle is private and its ids exist nowhere else."""

    to: StreamId
    hidden: bool = False


@event("proposal.inherited")
class ProposalInherited(Event):
    """Row 17: this proposal comes from a sub-circle. Of a private one no name and no id is shown."""

    origin: StreamId
    circle: CircleId
    by: PersonId
    private: bool = False
    unlinked: tuple[str, ...] = ()
    reason: str = personal("by", default="")


@event("history.text")
class EarlierVersion(Event):
    """A version that was tried in the sub-circle; of a `private` one nobody is told, or finds, whose words they are."""

    number: int
    proposer: PersonId
    review: str
    expiry: str = ""
    private: bool = False
    title: str = personal("proposer")
    driver: str = personal("proposer")
    text: str = personal("proposer")
    criteria: str = personal("proposer", default="")
    deferred: str = personal("proposer", default="")
    delegated: str = personal("proposer", default="")


@event("history.objection")
class EarlierObjection(Event):
    """An objection that was raised in the sub-circle, and what had become of it."""

    number: int
    person: PersonId
    version: int
    state: ObjectionState
    settled_in: int = 0
    private: bool = False
    harm: str = personal("person")
    safe: str = personal("person", default="")
