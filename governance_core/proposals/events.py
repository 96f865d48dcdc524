"""What happens to a proposal, recorded for ever: the events of the consent process."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import ClassVar

from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Event, event, personal
from governance_core.people.model import Absence
from governance_core.proposals.carrying_model import Carried
from governance_core.proposals.model import Rules, Stage
from governance_core.proposals.objections_model import AnswerKind


@event("proposal.created")
class ProposalCreated(Event):
    """Row 1: a proposal has an id; its first round opens right after.

    `changes` names an agreement that it would change, or end where it `drops` it; `seen` the version people looked at.
    """

    circle: CircleId
    proposer: PersonId
    review: str
    expiry: str = ""
    window: str = ""
    source: str = ""
    practice: bool = False
    carries: tuple[Carried, ...] = ()
    changes: str = ""
    drops: bool = False
    seen: int = 0
    title: str = personal("proposer")
    driver: str = personal("proposer")
    text: str = personal("proposer")
    criteria: str = personal("proposer", default="")
    deferred: str = personal("proposer", default="")
    delegated: str = personal("proposer", default="")


@event("round.opened")
class RoundOpened(Event):
    """A version may be answered: electorate, rules and end are fixed. `quorum` is a number of real answers.

    `shaped` says that the stages of the full process came before.
    """

    version: int
    electors: tuple[PersonId, ...]
    away: Mapping[PersonId, tuple[Absence, ...]]
    quorum: int
    rules: Rules
    at: datetime
    deadline: datetime
    shaped: bool = False


@event("proposal.amended")
class ProposalAmended(Event):
    """The text changed: a new version, to which nobody has answered yet. `offer` names the amendment it came from.

    `carries` is what it carries now, where that is another than before.
    """

    by: PersonId
    review: str
    expiry: str = ""
    offer: int = 0
    carries: tuple[Carried, ...] = ()
    title: str = personal("by")
    driver: str = personal("by")
    text: str = personal("by")
    criteria: str = personal("by", default="")
    deferred: str = personal("by", default="")
    delegated: str = personal("by", default="")


@event("proposal.forwarded")
class ProposalForwarded(Event):
    """Row 2: it goes on in another circle."""

    by: PersonId
    circle: CircleId
    origin: CircleId
    reason: str = personal("by", default="")


@event("answer.given")
class AnswerGiven(Event):
    """Row 6: an elector answered the version in force, or changed their answer."""

    is_answer: ClassVar[bool] = True
    person: PersonId
    version: int
    answer: AnswerKind
    words: str = personal("person", default="")


@event("discussion.opened")
class DiscussionOpened(Event):
    """It is discussed beside its card from now on, once in each circle that it goes on in.

    Somebody wished so, or the first objection calls for it (`objection` is its number, else 0).
    """

    person: PersonId
    circle: CircleId
    objection: int = 0


@event("round.resumed")
class RoundResumed(Event):
    """The last open objection is gone: the clock runs again."""

    at: datetime
    deadline: datetime


@event("round.extended")
class RoundExtended(Event):
    """Row 8: answers were missing at the deadline; once only."""

    at: datetime
    deadline: datetime
    missing: tuple[PersonId, ...]


@event("elector.left")
class ElectorLeft(Event):
    """An elector lost their seat; their answer leaves tally and denominator. `quorum` is what is needed now."""

    person: PersonId
    quorum: int


@event("elector.away")
class ElectorAway(Event):
    """The absences of an elector, as declared now; none means they are back."""

    person: PersonId
    absences: tuple[Absence, ...]


@event("absences.checked")
class AbsencesChecked(Event):
    """An absence began: those away for the rest of the window are waited for no more."""

    at: datetime


@event("electors.reminded")
class ElectorsReminded(Event):
    """These were reminded; `later` are those asleep now, with the instant they are reminded at.

    `direct` are those of them who asked for a direct message, with the platform: they are not named in the place. `by`
    is who had them reminded, where it was not the clock.
    """

    at: datetime
    persons: tuple[PersonId, ...]
    later: Mapping[PersonId, datetime]
    direct: Mapping[PersonId, str] = field(default_factory=dict)
    by: PersonId | None = None


@event("proposal.orphaned")
class ProposalOrphaned(Event):
    """The proposer left or stepped back; the clock stops (`left` remains) and a sponsor may take it up until then."""

    proposer: PersonId
    until: datetime
    left: timedelta | None


@event("proposal.sponsored")
class ProposalSponsored(Event):
    """Somebody took it up and is the proposer now."""

    person: PersonId


@event("proposal.adopted")
class ProposalAdopted(Event):
    """Rows 7 and 8: nothing open stands against it. The silent and the absent are listed as such, not as consent.

    `unlinked` are the sub-circles whose double link was not whole; of private ones nothing is said.
    """

    version: int
    at: datetime
    silent: tuple[PersonId, ...]
    away: tuple[PersonId, ...]
    unlinked: tuple[str, ...] = ()


@event("proposal.ended")
class ProposalEnded(Event):
    """It ended without being adopted: withdrawn, discarded or lapsed. `because` is ours, `reason` a person's words."""

    stage: Stage
    at: datetime
    because: str
    by: PersonId | None = None
    reason: str = personal("by", default="")


@event("proposal.recorded")
class ProposalRecorded(Event):
    """The agreement it became, or that it changed into this version, or dropped."""

    agreement: StreamId
    version: int = 1
    dropped: bool = False
