"""A stretch of time as people say it, in the zone of the circle that keeps a thing."""

from datetime import datetime, timedelta

from governance_core.kernel.time import wall


def span_words(start: datetime, until: datetime, zone: str) -> str:
    """`Fri 6 Mar 09:00 – 12:00`, `Fri 6 Mar 17:00 – Sun 8 Mar 17:00`, `Fri 6 Mar – Sun 8 Mar, all day`."""
    begins, ends = wall(start, zone), wall(until, zone)
    if _is_midnight(begins) and _is_midnight(ends) and ends > begins:
        last = ends - timedelta(days=1)
        return f"{day(begins)}, all day" if last == begins else f"{day(begins)} – {day(last)}, all day"
    end = f"{ends:%H:%M}" if ends.date() == begins.date() else moment(ends)
    return f"{moment(begins)} – {end}"


def day(at: datetime) -> str:
    """`Fri 6 Mar 2026` of a wall clock."""
    return f"{at:%a} {at.day} {at:%b} {at.year}"


def moment(at: datetime) -> str:
    """`Fri 6 Mar 2026 09:00` of a wall clock."""
    return f"{day(at)} {at:%H:%M}"


def end_words(until: datetime, zone: str) -> str:
    """`Sun 8 Mar 2026 17:00`; the end of a day is that day, not the midnight of the next."""
    ends = wall(until, zone)
    if not _is_midnight(ends):
        return moment(ends)
    return f"the end of {day(ends - timedelta(days=1))}"


def _is_midnight(at: datetime) -> bool:
    return (at.hour, at.minute, at.second) == (0, 0, 0)
