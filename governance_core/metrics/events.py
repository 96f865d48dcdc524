"""What happens to a metric, kept for ever."""

from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal


@event("metric.added")
class MetricAdded(Event):
    """A circle follows a number. `target` is in hundredths; instants are UTC."""

    circle: CircleId
    by: PersonId
    at: datetime
    direction: str = "up"
    target: int | None = None
    name: str = personal("by")
    unit: str = personal("by", default="")


@event("metric.recorded")
class MetricRecorded(Event):
    """What it was on a day of the circle (`2026-03-02`), in hundredths; it replaces what was recorded for that day.

    `by` is None where a check-in recorded it, which is then the `source`.
    """

    day: str
    value: int
    at: datetime
    by: PersonId | None = None
    source: str = ""


@event("metric.value_removed")
class MetricValueRemoved(Event):
    """What was recorded for a day was none: the day has no value any more."""

    day: str
    by: PersonId
    at: datetime


@event("metric.target_reached")
class MetricTargetReached(Event):
    """It is where it should go, for the first time since it should go there."""

    day: str
    value: int
    at: datetime


@event("metric.changed")
class MetricChanged(Event):
    """It is called otherwise, or should go elsewhere: all of it as it is now. Its values stay."""

    by: PersonId
    at: datetime
    direction: str = "up"
    target: int | None = None
    name: str = personal("by")
    unit: str = personal("by", default="")


@event("metric.reopened")
class MetricReopened(Event):
    """It is followed again."""

    person: PersonId
    at: datetime


@event("metric.retired")
class MetricRetired(Event):
    """It is followed no more; its values stay."""

    person: PersonId
    at: datetime
