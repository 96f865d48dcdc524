"""From when until when somebody wants a thing, in the zone of the circle that keeps it."""

from datetime import datetime
from typing import Final

from governance_core.kernel.errors import Invalid
from governance_core.kernel.time import Duration, is_length, local_date, wall_instant

AHEAD: Final = Duration.parse("366d")
"""Nothing is booked further ahead."""


def stretch(start: str | None, until: str, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The instants (UTC) somebody means: a day alone is all of it, its end included. Raises Invalid naming the field.

    Nothing said means from now on, what began today begins now, and a length is reckoned from the start.
    """
    begins = begin_of(start, now, zone)
    return begins, end_of(until, begins, now, zone)


def begin_of(written: str | None, now: datetime, zone: str) -> datetime:
    """When it begins. Raises Invalid."""
    start = _instant("start", written, now, zone) if written else now
    if start < now and local_date(start, zone) == local_date(now, zone):
        start = now
    if start < now:
        raise Invalid(field="start", problem=f"The start {written} has passed.", fix="Give one that is still to come.")
    if start > AHEAD.after(now, zone):
        raise Invalid(field="start", problem=f"{written} is more than a year ahead.", fix="Give a date that is nearer.")
    return start


def end_of(written: str, start: datetime, now: datetime, zone: str) -> datetime:
    """When something that begins (or was to end) at `start` ends. Raises Invalid."""
    end = _instant("until", written, start, zone).replace(second=0, microsecond=0)
    if not is_length(written) and ":" not in written:
        end = Duration.parse("1d").after(end, zone)
    if end <= max(start, now):
        problem = f"It would end {written}, which is not after its start or has passed."
        raise Invalid(field="until", problem=problem, fix="Give a later end.")
    return end


def _instant(field: str, written: str, base: datetime, zone: str) -> datetime:
    try:
        return Duration.parse(written).after(base, zone) if is_length(written) else wall_instant(written, zone, "00:00")
    except ValueError as reason:
        raise Invalid(field=field, problem=f"{reason}.", fix="Change it and send it again.") from None
