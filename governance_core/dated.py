"""What features tell of that lies ahead: dates of items, for the calendar of a circle or of somebody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from governance_core.kernel.ids import CircleId, PersonId, StreamId

MOST: Final = 500
"""Dates of one sort that a feature names; a calendar of so many is read by nobody."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a calendar tells of: what is still to come at `now` in these circles, up to `until` (UTC).

    With `person` it is theirs: the circles are those they sit in. Wanted is what concerns them there, and what is
    theirs elsewhere.
    """

    circles: tuple[CircleId, ...]
    now: datetime
    until: datetime
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of an item. `kind` tells it from the item's other dates, and stays when the date moves.

    `start` is an instant (UTC), or a day; `end` is of the same sort and not part of it, None for a moment or one day.
    `what` are a few words of what happens then, `title` the item's own. `tentative` where it may yet come to nothing.
    `shown_by` is the command that shows it, where that is another than `/show` with the item.
    """

    item: StreamId
    kind: str
    circle: CircleId
    what: str
    title: str
    start: datetime | date
    end: datetime | date | None = None
    tentative: bool = False
    shown_by: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is a day or days, not an instant."""
        return not isinstance(self.start, datetime)

    def is_over(self, now: datetime, today: date) -> bool:
        """Whether it lies behind; `today` is the day of that instant where the circle is."""
        if isinstance(self.start, datetime):
            return (self.end if isinstance(self.end, datetime) else self.start) < now
        last = self.end - timedelta(days=1) if self.end is not None else self.start
        return last < today
