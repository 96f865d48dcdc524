"""A calendar written out day by day, without any reckoning of ours, and schedules by chance to hold against it."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from governance_core.kernel.cadence import DAYS, ORDINALS, Cadence
from governance_core.kernel.occurrences import Holidays

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Asia/Tokyo",
)
EPOCH = date(2024, 1, 1)
DAY = timedelta(days=1)
BEFORE = 45 * DAY
"""So much earlier than a year begins may be what a holiday moves into it."""
MOVED_AT_MOST = 40


def happens_on(cadence: Cadence, day: date, off: frozenset[date] = frozenset()) -> bool:
    """The meaning of a schedule, asked of one day."""
    if cadence.start and day < cadence.start:
        return False
    since = cadence.start or EPOCH
    if cadence.on == "weekdays":
        weeks = (day - timedelta(day.weekday()) - (since - timedelta(since.weekday()))).days // 7
        return day.weekday() in cadence.weekdays and weeks % cadence.step == 0
    if ((day.year - since.year) * 12 + day.month - since.month) % cadence.step:
        return False
    length = calendar.monthrange(day.year, day.month)[1]
    if cadence.on == "day":
        return day.day == (min(cadence.day, length) if cadence.or_last else cadence.day)
    month = [day.replace(day=number) for number in range(1, length + 1)]
    if cadence.on == "working":
        fitting = [one for one in month if one.weekday() < 5 and one not in off]
    else:
        fitting = [one for one in month if one.weekday() == cadence.weekdays[0]]
    return fitting[-1:] == [day] if cadence.nth == 0 else fitting[cadence.nth - 1 : cadence.nth] == [day]


def all_days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def at_time(day: date, time: str, zone: str) -> datetime:
    """Where the clock of the zone first shows that time of that day, or has leapt over it."""
    hour, minute = (int(part) for part in time.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def days_of(cadence: Cadence, first: date, last: date, holidays: Holidays) -> list[date]:
    """Every day on which it happens, each once: holidays are left out, or what falls on one is done later."""
    off = frozenset(holidays.days)
    planned = [day for day in all_days(first - BEFORE, last) if happens_on(cadence, day, off)]
    found = {moved for day in planned for moved in _moved(day, holidays)}
    return sorted(day for day in found if first <= day <= last)


def _moved(day: date, holidays: Holidays) -> Iterator[date]:
    """A working day stays one."""
    later = all_days(day, day + (MOVED_AT_MOST - 1) * DAY) if holidays.then == "move" else [day]
    free = (one for one in later if one not in holidays.days and (one.weekday() < 5 or day.weekday() >= 5))
    yield from [one for one in (next(free, None),) if one]


def instants_of(cadence: Cadence, zone: str, since: datetime, until: datetime, holidays: Holidays) -> list[datetime]:
    """Every instant (UTC) after one and up to another, in order, each once."""
    days = days_of(cadence, since.date() - 2 * DAY, until.date() + 2 * DAY, holidays)
    return sorted({at for day in days if since < (at := at_time(day, cadence.time, zone)) <= until})


# -------------------------------------------------------------------------------------------------------- by chance


def any_schedule(random: Random) -> tuple[Cadence, str, Holidays]:
    """One of the whole grammar, as somebody writes it, with a zone and what is done on holidays."""
    said = random.choice((_weekly, _weeks_apart, _nth, _working, _on_day))(random)
    time = random.choice(("noon", "midnight", f"{random.randrange(24)}:{random.randrange(60):02}", "02:30"))
    starts = random.random() < 0.3
    since = f" from {date(2025, 6, 1) + random.randrange(500) * DAY}" if starts else ""
    days = frozenset(date(2026, 1, 1) + random.randrange(365) * DAY for _ in range(random.choice((0, 0, 9, 30))))
    holidays = Holidays(days, random.choice(("skip", "move")))
    return Cadence.parse(f"{said} {time}{since}"), random.choice(ZONES), holidays


def _some_days(random: Random) -> str:
    return ", ".join(random.sample(DAYS, random.randint(1, 4)))


def _weekly(random: Random) -> str:
    return f"every {_some_days(random)}"


def _weeks_apart(random: Random) -> str:
    return f"every {random.choice(('other', '2', '3', '6', '52'))} weeks on {_some_days(random)}"


def _months(random: Random) -> str:
    return random.choice(("monthly", "every month", f"every {random.randint(2, 18)} months"))


def _nth(random: Random) -> str:
    return f"{_months(random)} on the {random.choice(ORDINALS)} {random.choice(DAYS)}"


def _working(random: Random) -> str:
    return f"{_months(random)} on {random.choice(ORDINALS)} working day"


def _on_day(random: Random) -> str:
    return f"{_months(random)} on day {random.randint(1, 31)}{random.choice(('', ' or last'))}"
