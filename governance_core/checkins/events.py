"""What happens to a check-in, kept for ever; instants are UTC."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from governance_core.checkins.model import Figure, Plan
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal


@event("checkin.created")
class CheckInCreated(Event):
    """A circle will be asked again and again. `key` is the config file's name for it, where it comes from there."""

    circle: CircleId
    plan: Plan
    at: datetime
    next_at: datetime
    by: PersonId | None = None
    key: str = ""


@event("checkin.changed")
class CheckInChanged(Event):
    """Another plan, from the next run on. `dropped` are those whose early answers are to other questions than its."""

    plan: Plan
    at: datetime
    next_at: datetime | None
    by: PersonId | None = None
    dropped: tuple[PersonId, ...] = ()


@event("checkin.relabelled")
class QuestionsRelabelled(Event):
    """A metric that it asks for has another name: `labels` are its questions of before, by how they are asked now."""

    labels: Mapping[str, str]


@event("checkin.rescheduled")
class CheckInRescheduled(Event):
    """The plan is the same, but a zone or a holiday is another."""

    at: datetime
    next_at: datetime | None


@event("checkin.paused")
class CheckInPaused(Event):
    """Nobody is asked until it is resumed."""

    person: PersonId
    at: datetime


@event("checkin.resumed")
class CheckInResumed(Event):
    """It is asked again."""

    person: PersonId
    at: datetime
    next_at: datetime


@event("checkin.ended")
class CheckInEnded(Event):
    """It is asked no more."""

    at: datetime
    person: PersonId | None = None


@event("checkin.run_opened")
class RunOpened(Event):
    """It is asked. `due` is when it was planned for, `missed` how many before it the bot was not there for.

    `early` are those whose answer was there already, `quiet_hours` those of the circle. `sooner` are reminded before
    the others are, since they sleep from then on until it closes.
    """

    run: int
    due: datetime
    at: datetime
    closes_at: datetime
    next_at: datetime | None
    plan: Plan
    zone: str
    roster: tuple[PersonId, ...]
    away: tuple[PersonId, ...] = ()
    prompts: Mapping[PersonId, datetime] = field(default_factory=dict)
    missed: int = 0
    early: tuple[PersonId, ...] = ()
    quiet_hours: str = "off"
    sooner: Mapping[PersonId, datetime] = field(default_factory=dict)


@event("checkin.runs_missed")
class RunsMissed(Event):
    """It was to be asked, and was not: the bot was not there (`down`), or there was nobody to ask."""

    count: int
    first: datetime
    last: datetime
    at: datetime
    next_at: datetime | None
    down: bool = True


@event("checkin.prompted")
class MembersPrompted(Event):
    """Those who asked to be told alone are, each on a platform of theirs; nobody else is."""

    at: datetime
    direct: Mapping[PersonId, str]
    left: Mapping[PersonId, datetime] = field(default_factory=dict)


@event("checkin.reminded")
class MembersReminded(Event):
    """Those who have not answered are reminded; `direct` those told alone, `later` those who are asleep."""

    at: datetime
    persons: tuple[PersonId, ...]
    later: Mapping[PersonId, datetime]
    direct: Mapping[PersonId, str]


@event("checkin.answered")
class CheckInAnswered(Event):
    """Somebody answered, or changed their answer; `by` another where it was written on their behalf.

    `late` is after the close; `in_time` says that they had answered before it as well.
    """

    run: int
    person: PersonId
    at: datetime
    by: PersonId | None = None
    late: bool = False
    early: bool = False
    in_time: bool = False
    words: str = personal("person")


@event("checkin.skipped")
class CheckInSkipped(Event):
    """Somebody has nothing to say this time, which is an answer too."""

    run: int
    person: PersonId
    at: datetime
    late: bool = False
    reason: str = personal("person", default="")


@event("checkin.snoozed")
class CheckInSnoozed(Event):
    """Somebody is to be reminded at an instant (UTC) instead of before, alone and on a platform."""

    run: int
    person: PersonId
    at: datetime
    until: datetime
    platform: str


@event("checkin.run_closed")
class RunClosed(Event):
    """Its time is over; `away` are those who were, `moods` what moods came to, by question.

    `expected` are those who were asked and not away, `optional` so many of them.
    """

    run: int
    at: datetime
    answered: int
    expected: int
    away: tuple[PersonId, ...] = ()
    optional: int = 0
    moods: Mapping[str, Figure] | None = None


@event("checkin.answers_told")
class AnswersTold(Event):
    """What everybody said goes to those who follow the discussion."""

    run: int
    at: datetime
