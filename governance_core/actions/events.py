"""What happens to an action, kept for ever."""

from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal


@event("action.added")
class ActionAdded(Event):
    """Somebody is to do something. They are reminded at `remind_at`; instants are UTC."""

    circle: CircleId
    by: PersonId
    owner: PersonId
    at: datetime
    due: datetime | None = None
    remind_at: datetime | None = None
    source: str = ""
    words: str = personal("by")
    link: str = personal("by", default="")


@event("action.changed")
class ActionChanged(Event):
    """It is something else, somebody else's or for another day: all of it as it is now.

    `was` is who had it before, where that was another.
    """

    by: PersonId
    owner: PersonId
    at: datetime
    due: datetime | None = None
    remind_at: datetime | None = None
    was: PersonId | None = None
    words: str = personal("by")
    link: str = personal("by", default="")


@event("action.declined")
class ActionDeclined(Event):
    """Its owner cannot do it, and why; somebody else has it until it is given to another."""

    person: PersonId
    owner: PersonId
    at: datetime
    reason: str = personal("person")


@event("action.handed")
class ActionHanded(Event):
    """Its owner is gone, and somebody else has it."""

    owner: PersonId
    at: datetime


@event("action.finished")
class ActionFinished(Event):
    """It is done."""

    person: PersonId
    at: datetime
    note: str = personal("person", default="")


@event("action.dropped")
class ActionDropped(Event):
    """It will not be done, and why."""

    person: PersonId
    at: datetime
    reason: str = personal("person")


@event("action.reopened")
class ActionReopened(Event):
    """It is to be done after all."""

    person: PersonId
    owner: PersonId
    at: datetime
    remind_at: datetime | None = None


@event("action.reminded")
class ActionReminded(Event):
    """Its owner is reminded, on a platform where they asked for direct messages; once more at `remind_at`."""

    owner: PersonId
    at: datetime
    direct: str = ""
    remind_at: datetime | None = None


@event("action.put_off")
class ActionPutOff(Event):
    """Its owner is away: they are reminded when they are back."""

    remind_at: datetime
