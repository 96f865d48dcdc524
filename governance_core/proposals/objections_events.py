"""What happens to objections, and to the texts offered to meet them, recorded for ever."""

from datetime import datetime, timedelta
from typing import ClassVar

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event, personal
from governance_core.proposals.objections_model import AnswerKind


@event("objection.raised")
class ObjectionRaised(Event):
    """Row 9: an objection blocks. `left` is what was left of the window when the first one stopped the clock."""

    is_answer: ClassVar[bool] = True
    number: int
    person: PersonId
    version: int
    left: timedelta | None
    at: datetime | None = None
    harm: str = personal("person")
    safe: str = personal("person", default="")
    limits: str = personal("person", default="")
    caused: str = personal("person", default="")
    certain: str = personal("person", default="")


@event("objection.reworded")
class ObjectionReworded(Event):
    """The objector says it in other words, or that it still stands against the version in force."""

    is_answer: ClassVar[bool] = True
    number: int
    person: PersonId
    version: int
    at: datetime | None = None
    harm: str = personal("person")
    safe: str = personal("person", default="")
    limits: str = personal("person", default="")
    caused: str = personal("person", default="")
    certain: str = personal("person", default="")


@event("objection.withdrawn")
class ObjectionWithdrawn(Event):
    """Row 10: the objector turned it into consent, a concern or standing aside."""

    is_answer: ClassVar[bool] = True
    number: int
    person: PersonId
    version: int
    into: AnswerKind
    words: str = personal("person", default="")


@event("objection.resolved")
class ObjectionResolved(Event):
    """Row 12: the version that follows meets it, as the objector confirmed."""

    number: int
    offer: int


@event("objection.orphaned")
class ObjectionOrphaned(Event):
    """Its author left; another elector may take it over until then."""

    number: int
    until: datetime


@event("objection.taken_over")
class ObjectionTakenOver(Event):
    """Another elector made it their own."""

    is_answer: ClassVar[bool] = True
    number: int
    person: PersonId
    version: int
    at: datetime | None = None


@event("objection.became_concern")
class ObjectionBecameConcern(Event):
    """It blocks no more and is kept as a concern; `because` says why in a word."""

    number: int
    because: str


@event("offer.made")
class OfferMade(Event):
    """Rows 12 and 13: somebody offered an amended text, or a change of another `form`."""

    number: int
    objection: int
    by: PersonId
    review: str
    form: str = "text"
    at: datetime | None = None
    title: str = personal("by")
    text: str = personal("by")
    criteria: str = personal("by", default="")
    deferred: str = personal("by", default="")
    delegated: str = personal("by", default="")


@event("offer.accepted")
class OfferAccepted(Event):
    """The objector says it resolves (`role` objector), or the proposer that it still meets the driver."""

    number: int
    by: PersonId
    role: str
    at: datetime | None = None


@event("offer.declined")
class OfferDeclined(Event):
    """The objector or the proposer says what is still missing."""

    number: int
    by: PersonId
    at: datetime | None = None
    reason: str = personal("by")
