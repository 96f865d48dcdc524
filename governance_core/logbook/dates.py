"""When an agreement is looked at again, and when people are warned of its end: dates in the zone of its circle."""

from datetime import datetime, timedelta
from typing import Final

from governance_core.kernel.time import Duration, instant_of, local_date
from governance_core.logbook.model import Dates

BEFORE_REVIEW: Final = timedelta(days=7)
BEFORE_EXPIRY: Final = timedelta(days=14)
LONG_ENOUGH: Final = timedelta(hours=24)
"""A review that opened late lasts at least that long, else a whole week."""
DOWN_TOO_LONG: Final = timedelta(hours=1)


def dates_of(since: datetime, review_at: datetime, expires_at: datetime | None, zone: str, day_starts: str) -> Dates:
    """The dates of an agreement that stands since then: people are asked or warned when the day starts there."""
    return Dates(
        review_at=review_at,
        opens_at=_before(review_at, BEFORE_REVIEW, since, zone, day_starts),
        expires_at=expires_at,
        warns_at=_before(expires_at, BEFORE_EXPIRY, since, zone, day_starts) if expires_at else None,
    )


def _before(date: datetime, length: timedelta, since: datetime, zone: str, day_starts: str) -> datetime:
    """So many days before a date, when the day starts; never in the first half of the time until then."""
    day = local_date(date, zone) - length
    return max(instant_of(day.isoformat(), since, zone, day_starts), since + (date - since) / 2)


def dates_then(since: datetime, review_at: datetime, expires_at: datetime | None) -> Dates:
    """The dates of an agreement from before they were recorded: by the clock, as its circle's zone is not known."""
    opens = max(review_at - BEFORE_REVIEW, since + (review_at - since) / 2)
    warns = max(expires_at - BEFORE_EXPIRY, since + (expires_at - since) / 2) if expires_at else None
    return Dates(review_at, opens, expires_at, warns)


def due(dates: Dates, now: datetime, zone: str) -> datetime:
    """When a review that opens now by its date is due: on the review date, unless that leaves people no time."""
    planned = dates.review_at
    if planned is not None and planned - now >= LONG_ENOUGH:
        return planned
    in_time = dates.opens_at is not None and now - dates.opens_at <= DOWN_TOO_LONG
    return planned if in_time and planned is not None and planned > now else week_from(now, zone)


def week_from(now: datetime, zone: str) -> datetime:
    """A week from now, at the same time of day in a zone."""
    return Duration.parse("7d").after(now, zone)
