"""What happens while an objection is tested, appealed or waited for, recorded for ever."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal
from governance_core.proposals.testing_model import Found


@event("objection.test_asked")
class ObjectionTestAsked(Event):
    """Row 11: an elector asked whether it qualifies; the test lasts until then."""

    number: int
    by: PersonId
    at: datetime
    until: datetime


@event("objection.voiced")
class ObjectionVoiced(Event):
    """Section 2: an elector says that it qualifies, or that they see it differently."""

    number: int
    person: PersonId
    qualifies: bool
    reason: str = personal("person", default="")


@event("objection.test_restarted")
class ObjectionTestRestarted(Event):
    """The objector said it anew (`times` so far), so everybody is asked anew."""

    number: int
    times: int
    until: datetime


@event("objection.found")
class ObjectionFound(Event):
    """A test ended, or the secretary ruled, and it goes on blocking; nobody (`by`) found so when time ran out."""

    number: int
    found: Found
    at: datetime
    by: PersonId | None = None
    reason: str = personal("by", default="")


@event("objection.set_aside")
class ObjectionSetAside(Event):
    """It blocks no more and is kept as a concern, with the reasoning. `person` objected, `by` found so."""

    number: int
    person: PersonId
    version: int
    found: Found
    at: datetime
    by: PersonId
    missing: str = ""
    reason: str = personal("by", default="")


@event("objection.appealed")
class ObjectionAppealed(Event):
    """The objector appeals, once: it blocks again until it is decided. `left` is what was left when the clock stopped.

    `to` are those who may decide; `circle` is the parent that hears of it; empty where nobody there does.
    """

    is_answer: ClassVar[bool] = True
    number: int
    person: PersonId
    version: int
    at: datetime
    until: datetime
    left: timedelta | None
    to: tuple[PersonId, ...]
    circle: CircleId = CircleId("")
    reason: str = personal("person")


@event("objection.appeal_decided")
class AppealDecided(Event):
    """Upheld as it was found, or reopened; nobody (`by`) decided when time ran out, and then it is reopened."""

    number: int
    person: PersonId
    version: int
    reopened: bool
    at: datetime
    by: PersonId | None = None
    reason: str = personal("by", default="")


@event("objection.stands")
class ObjectionStands(Event):
    """Reminded, the objector says that it stands as it is."""

    number: int
    person: PersonId
    version: int
    at: datetime


@event("objectors.reminded")
class ObjectorsReminded(Event):
    """Row 14: these were reminded of their objections (by number); `later` are those reminded when they are awake."""

    at: datetime
    objections: Mapping[int, PersonId]
    later: Mapping[int, datetime]
