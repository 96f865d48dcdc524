"""From when until when somebody wants a thing, as people type it, in the zone of the circle that keeps it."""

from datetime import datetime, timedelta
from typing import Final

from governance_core.kernel.errors import Invalid
from governance_core.kernel.time import Duration, clock_time, local_date, wall, wall_instant

WAYS: Final = "Write now, 17:00, friday, friday 17:00, tomorrow, 2026-06-01, 2026-06-01 17:00, or a length such as 2d."
AHEAD: Final = Duration.parse("366d")
"""Nothing is booked further ahead."""
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def stretch(start: str, until: str, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The instants (UTC) somebody means: a day alone is all of it, its end included. Raises Invalid naming the field.

    What began today begins now; a length is reckoned from the start, and a time of day alone is of the same day.
    """
    begins = begin_of(start, now, zone)
    return begins, end_of(until, begins, now, zone)


def begin_of(typed: str, now: datetime, zone: str) -> datetime:
    """When it begins. Raises Invalid."""
    wanted = _plain(typed)
    start = now if wanted == "now" else _instant("start", wanted, now, now, zone)
    if start < now and local_date(start, zone) == local_date(now, zone):
        start = now
    if start < now:
        raise Invalid(field="start", problem=f"The start {typed} has passed.", fix="Give a date that is still to come.")
    if start > AHEAD.after(now, zone):
        raise Invalid(field="start", problem=f"{typed} is more than a year ahead.", fix="Give a date that is nearer.")
    return start


def end_of(typed: str, start: datetime, now: datetime, zone: str) -> datetime:
    """When something that begins at `start` ends. Raises Invalid."""
    wanted = _plain(typed)
    end = _instant("until", wanted, start, now, zone)
    if _is_day(wanted):
        end = Duration.parse("1d").after(end, zone)
    if end <= max(start, now):
        problem = f"It would end {typed}, which is not after its start or has passed."
        raise Invalid(field="until", problem=problem, fix="Give a later end.")
    return end


def _plain(typed: str) -> str:
    return " ".join(typed.casefold().replace(",", " ").split()) or "now"


def _instant(field: str, wanted: str, base: datetime, now: datetime, zone: str) -> datetime:
    try:
        return _read(wanted, base, now, zone)
    except ValueError:
        problem = f"{wanted[:60]} is no time that can be read."
        raise Invalid(field=field, problem=problem, fix=WAYS) from None


def _read(wanted: str, base: datetime, now: datetime, zone: str) -> datetime:
    day, _, clock = wanted.rpartition(" ")
    if ":" in clock and _named(day, now, zone):
        return wall_instant(f"{_named(day, now, zone)} {clock_time(clock)}", zone)
    if ":" in wanted and not day:
        return wall_instant(f"{local_date(base, zone)} {clock_time(wanted)}", zone)
    if named := _named(wanted, now, zone):
        return wall_instant(named, zone, "00:00")
    if wanted[:1].isdigit() and "-" in wanted:
        return wall_instant(wanted, zone, "00:00")
    return Duration.parse(wanted.removeprefix("in ").replace(" ", "").removesuffix("s")).after(base, zone)


def _named(word: str, now: datetime, zone: str) -> str:
    """The date of `today`, `tomorrow` or the next such weekday (today is one too); empty for another word."""
    today = local_date(now, zone)
    if word in ("today", "tomorrow"):
        return str(today + timedelta(days=int(word == "tomorrow")))
    fits = [place for place, name in enumerate(_DAYS) if len(word) >= 3 and name.startswith(word)]
    return str(today + timedelta(days=(fits[0] - wall(now, zone).weekday()) % 7)) if fits else ""


def _is_day(wanted: str) -> bool:
    """Whether a day was named, and no time of it."""
    return ":" not in wanted and ("-" in wanted or wanted in ("today", "tomorrow") or wanted[:3] in _SHORT)


_SHORT: Final = tuple(name[:3] for name in _DAYS)
