"""What happens to an agreement that is looked at again, recorded for ever (rows 18 to 20)."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import ClassVar

from governance_core.circles.policy_values import Quorum
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event, personal
from governance_core.logbook.model import Verdict, Why
from governance_core.people.model import Absence


@event("review.opened")
class ReviewOpened(Event):
    """People are asked whether the agreement is kept. Electorate and rules are fixed; `carried` objections stay.

    `reminders` and `quiet_hours` are those of the policy, `zone` the circle's; in older journals there are none.
    """

    number: int
    why: Why
    by: PersonId | None
    at: datetime
    due: datetime
    next_at: datetime
    electors: tuple[PersonId, ...]
    away: Mapping[PersonId, tuple[Absence, ...]]
    silence: str
    quorum: Quorum
    carried: tuple[PersonId, ...] = ()
    reminders: tuple[str, ...] = ()
    quiet_hours: str = "off"
    zone: str = "UTC"


@event("review.reminded")
class ReviewersReminded(Event):
    """These were reminded; `later` are those asleep now, with the instant they are reminded at.

    `direct` are those of them who asked for a direct message, with the platform: they are not named in the place.
    """

    at: datetime
    persons: tuple[PersonId, ...]
    later: Mapping[PersonId, datetime]
    direct: Mapping[PersonId, str] = field(default_factory=dict)


@event("review.answered")
class ReviewAnswered(Event):
    """An elector said keep, change or drop, or changed it."""

    is_answer: ClassVar[bool] = True
    person: PersonId
    verdict: Verdict
    words: str = personal("person", default="")


@event("review.objected")
class ReviewObjected(Event):
    """Row 18: somebody sees harm in it. The agreement stays in force."""

    is_answer: ClassVar[bool] = True
    person: PersonId
    harm: str = personal("person")
    safe: str = personal("person", default="")


@event("review.objection_withdrawn")
class LateObjectionWithdrawn(Event):
    """Whoever objected without being an elector of the review took it back."""

    is_answer: ClassVar[bool] = True
    person: PersonId


@event("review.looked_back")
class LookedBack(Event):
    """Whether a concern came true, as somebody sees it."""

    person: PersonId
    concern: int
    happened: bool
    words: str = personal("person", default="")


@event("review.elector_left")
class ReviewerLeft(Event):
    """Somebody lost their seat: they are not asked, and what they said stops nothing any more."""

    person: PersonId


@event("review.elector_away")
class ReviewerAway(Event):
    """When an elector will be away."""

    person: PersonId
    absences: tuple[Absence, ...]


@event("review.overdue")
class ReviewOverdue(Event):
    """Row 20: the date has passed. It is shown, and nothing else: the agreement stays in force."""

    at: datetime


@event("review.ended")
class ReviewEnded(Event):
    """The objection that opened it was taken back; the review date stays what it was."""

    at: datetime


@event("review.noted")
class OutcomeNoted(Event):
    """What the secretary or the lead noted of the latest review."""

    by: PersonId
    at: datetime
    note: str = personal("by")


@event("agreement.renewed")
class AgreementRenewed(Event):
    """Row 19: kept as it is, until the next review. `silent` did not answer where silence counts."""

    at: datetime
    review_at: datetime
    opens_at: datetime
    kept: tuple[PersonId, ...]
    silent: tuple[PersonId, ...]


@event("agreement.expiry_announced")
class ExpiryAnnounced(Event):
    """Its circle was told that it ends soon."""

    at: datetime


@event("agreement.expired")
class AgreementExpired(Event):
    """Row 20: its expiry date came."""

    at: datetime
