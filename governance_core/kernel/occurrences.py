"""When a schedule happens: days of the calendar made instants in a zone, each once, also when the clocks change."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, Literal

from governance_core.kernel.cadence import WORKING, Cadence
from governance_core.kernel.time import local_date, wall_time

SHOWN: Final = 5
"""How many of the next occurrences are shown when a schedule is made or changed."""
NEVER: Final = "This schedule would never happen in the next ten years."
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_MONDAY: Final = date(2024, 1, 1)
"""Steps of weeks are counted from here where a schedule does not say from when."""
_STRETCHES: Final = (45, 400, 3700)
_LONGEST_HOLIDAY: Final = 40
OnHoliday = Literal["skip", "move"]


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days on which nothing is asked of anybody: what falls on one is left out (`skip`) or done later (`move`).

    What is moved takes the next day that is none, and stays on a working day where it was on one.
    """

    days: Set[date] = frozenset()
    then: OnHoliday = "skip"

    def moved(self, day: date) -> date | None:
        """The day on which what falls on this one happens; None for never."""
        if day not in self.days:
            return day
        if self.then == "skip":
            return None
        for later in range(1, _LONGEST_HOLIDAY):
            found = day + later * _DAY
            if found not in self.days and (found.weekday() in WORKING or day.weekday() not in WORKING):
                return found
        return None


NO_HOLIDAYS: Final = Holidays()


def instead_of(every: str, cadence: Cadence, day: date) -> Cadence:
    """A schedule that takes the place of another: said again its steps are counted as they were, else from a day on."""
    before = Cadence.parse(every) if every else None
    again = before and before.start and cadence.starting(before.start) == before
    return before if before and again else cadence.starting(day)


def following(cadence: Cadence, zone: str, after: datetime, holidays: Holidays = NO_HOLIDAYS) -> datetime | None:
    """The first instant (UTC) after another at which it happens; None when it never does again (in ten years)."""
    return next(occurrences(cadence, zone, after, holidays), None)


def next_few(
    cadence: Cadence, zone: str, after: datetime, holidays: Holidays = NO_HOLIDAYS, count: int = SHOWN
) -> tuple[datetime, ...]:
    """The next instants (UTC), as they are shown to whoever makes a schedule. Raises ValueError when there is none."""
    found = tuple(islice(occurrences(cadence, zone, after, holidays), count))
    if not found:
        raise ValueError(f"{NEVER} Write another day, or from another month on.")
    return found


def occurrences(cadence: Cadence, zone: str, after: datetime, holidays: Holidays = NO_HOLIDAYS) -> Iterator[datetime]:
    """Every instant (UTC) after another at which it happens, in order, each once, for ten years.

    A time of day that a day does not have, as the clocks go forward, is the instant the gap ends by as much later; one
    it has twice is the first.
    """
    today = local_date(after, zone)
    first, last = today - _DAY, after
    hour, minute = (int(part) for part in cadence.time.split(":"))
    for length in _STRETCHES:
        until = today + length * _DAY
        for day in days(cadence, first, until, holidays):
            instant = _instant(day, hour, minute, zone)
            if instant > last:
                yield instant
                last = instant
        first = until + _DAY


def _instant(day: date, hour: int, minute: int, zone: str) -> datetime:
    return wall_time(datetime(day.year, day.month, day.day, hour, minute), zone)  # noqa: DTZ001


def within(
    cadence: Cadence, zone: str, since: datetime, until: datetime, holidays: Holidays = NO_HOLIDAYS
) -> tuple[datetime, ...]:
    """Every instant after `since` and up to `until` (both UTC, the end in it)."""
    found: list[datetime] = []
    for instant in occurrences(cadence, zone, since, holidays):
        if instant > until:
            break
        found.append(instant)
    return tuple(found)


def days(cadence: Cadence, first: date, last: date, holidays: Holidays = NO_HOLIDAYS) -> list[date]:
    """The days from `first` to `last` (both in it) on which it happens, in order, each once."""
    if not holidays.days or cadence.on == "working":
        return list(_planned(cadence, first, last, holidays.days))
    planned = _planned(cadence, first - _LONGEST_HOLIDAY * _DAY, last)
    moved = {day for day in map(holidays.moved, planned) if day is not None}
    return sorted(day for day in moved if first <= day <= last)


def _planned(cadence: Cadence, first: date, last: date, off: Set[date] = frozenset()) -> Iterable[date]:
    start = cadence.start
    first = max(first, start) if start else first
    if cadence.on == "weekdays":
        return _in_weeks(cadence, first, last)
    return _in_months(cadence, first, last, off)


def _in_weeks(cadence: Cadence, first: date, last: date) -> Iterator[date]:
    counted = _monday(cadence.start or _MONDAY)
    monday = _monday(first)
    monday += _WEEK * (-((monday - counted).days // 7) % cadence.step)
    while monday <= last:
        for weekday in cadence.weekdays:
            day = monday + weekday * _DAY
            if first <= day <= last:
                yield day
        monday += _WEEK * cadence.step


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _in_months(cadence: Cadence, first: date, last: date, off: Set[date]) -> Iterator[date]:
    counted = _month(cadence.start or _MONDAY)
    month = _month(first)
    month += -(month - counted) % cadence.step
    while (begins := _first_day(month)) <= last:
        day = _day_of(cadence, begins, _first_day(month + 1) - _DAY, off)
        if day is not None and first <= day <= last:
            yield day
        month += cadence.step


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _day_of(cadence: Cadence, begins: date, ends: date, off: Set[date]) -> date | None:
    """The day of a month on which it happens, None where the month has none; a holiday is no working day."""
    if cadence.on == "day":
        return begins.replace(day=cadence.day) if cadence.day <= ends.day else ends if cadence.or_last else None
    wanted = WORKING if cadence.on == "working" else cadence.weekdays
    backwards = cadence.nth == 0
    day, step, left = (ends, -_DAY, 1) if backwards else (begins, _DAY, cadence.nth)
    while begins <= day <= ends:
        left -= day.weekday() in wanted and not (cadence.on == "working" and day in off)
        if not left:
            return day
        day += step
    return None
