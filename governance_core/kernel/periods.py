"""Stretches of time as people type them: `2026`, `Q4 2026`, `March 2026`, `last week`, `30d`, `since 2026-03-01`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from governance_core.kernel.time import Duration, local_date, wall_instant

KNOWN = (
    "today",
    "yesterday",
    "this week",
    "last week",
    "this month",
    "last month",
    "this quarter",
    "last quarter",
    "this year",
    "last year",
)
WAYS = "Write a day (2026-03-14 or 14 March 2026), a month, Q4 2026, a year, last week, 30d, or since 2026-03-01."
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST, _LAST = date(1900, 1, 1), date(8999, 1, 1)
_SPAN = re.compile(r"(?:(?:last|past) )?(\d{1,4}) ?(d|w|days?|weeks?)", re.ASCII)
_TO = re.compile(r"(.+?)(?: to | until |\.\.|\s*–\s*)(.+)")
_QUARTER = re.compile(r"(?:q([1-4]) ?/?(\d{4})|(\d{4})[- /]?q([1-4]))", re.ASCII)
_LONGEST = 60
Days = tuple[date, date]
"""From one day on, up to another that is not in it."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; instants are UTC, the end is not in it, None where it has none."""

    since: datetime | None
    until: datetime | None


def period(typed: str, now: datetime, zone: str) -> Period:
    """The stretch of time somebody in this zone means. Raises ValueError with what can be written."""
    wanted = " ".join(typed.casefold().replace(",", " ").split())
    found = _days(wanted, local_date(now, zone)) if len(wanted) <= _LONGEST else None
    if found is None or not _FIRST <= found[0] < found[1] <= _LAST:
        raise ValueError(WAYS)
    first, end = found
    return Period(_midnight(first, zone) if first > _FIRST else None, _midnight(end, zone) if end < _LAST else None)


def _midnight(day: date, zone: str) -> datetime:
    return wall_instant(day.isoformat(), zone, "00:00")


def _days(wanted: str, today: date) -> Days | None:
    for word, made in (("since ", _since), ("after ", _after), ("before ", _before), ("until ", _until)):
        if wanted.startswith(word):
            inner = _days(wanted.removeprefix(word), today)
            return made(inner) if inner else None
    if (two := _TO.fullmatch(wanted)) and (first := _days(two[1], today)) and (last := _days(two[2], today)):
        return first[0], last[1]
    return _relative(wanted, today) or _quarter(wanted, today) or _calendar(wanted, today)


_since: Callable[[Days], Days] = lambda inner: (inner[0], _LAST)  # noqa: E731
_after: Callable[[Days], Days] = lambda inner: (inner[1], _LAST)  # noqa: E731
_before: Callable[[Days], Days] = lambda inner: (_FIRST, inner[0])  # noqa: E731
_until: Callable[[Days], Days] = lambda inner: (_FIRST, inner[1])  # noqa: E731


def _relative(wanted: str, today: date) -> Days | None:
    if found := _SPAN.fullmatch(wanted):
        length = Duration(int(found[1]), found[2][0]).length
        return today - min(length, timedelta(days=36_500)) + timedelta(days=1), today + timedelta(days=1)
    monday, month = today - timedelta(days=today.weekday()), today.replace(day=1)
    week, year = timedelta(days=7), date(today.year, 1, 1)
    before = (month - timedelta(days=1)).replace(day=1)
    stretches = {
        "today": (today, today + timedelta(days=1)),
        "yesterday": (today - timedelta(days=1), today),
        "this week": (monday, monday + week),
        "last week": (monday - week, monday),
        "this month": (month, _next_month(month)),
        "last month": (before, month),
        "this year": (year, date(today.year + 1, 1, 1)),
        "last year": (date(today.year - 1, 1, 1), year),
    }
    return stretches.get(wanted)


def _quarter(wanted: str, today: date) -> Days | None:
    """A quarter of a year: of a named one, this one or the last."""
    this = today.year * 4 + (today.month - 1) // 3
    number = {"this quarter": this, "last quarter": this - 1}.get(wanted)
    if number is None:
        found = _QUARTER.fullmatch(wanted)
        if found is None:
            return None
        number = int(found[2] or found[3]) * 4 + int(found[1] or found[4]) - 1
    end = number + 1
    return _stretch(number // 4, number % 4 * 3 + 1, end // 4, end % 4 * 3 + 1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _calendar(wanted: str, today: date) -> Days | None:
    """A day, a month or a year by its numbers or its name; a month alone is the last that has begun."""
    parts = re.split(r"[-./ ]+", wanted)
    if not 0 < len(parts) <= 3 or not all(part.isalnum() and part.isascii() for part in parts):
        return None
    numbers = [_number(part) for part in parts]
    named = [index for index, part in enumerate(parts) if part[:3] in MONTHS and part.isalpha() and _is_month(part)]
    if len(named) == 1:
        month = MONTHS.index(parts[named[0]][:3]) + 1
        rest = [number for index, number in enumerate(numbers) if index != named[0]]
        return _by_name(month, rest, today)
    return _by_numbers(numbers, "/" in wanted)


def _number(part: str) -> int | None:
    bare = re.sub(r"(?<=\d)(st|nd|rd|th)$", "", part)
    return int(bare) if bare.isdigit() and len(bare) <= 4 else None


def _is_month(part: str) -> bool:
    names = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "sept",
        "october",
        "november",
        "december",
    ]
    return part in MONTHS or part in names


def _by_name(month: int, rest: list[int | None], today: date) -> Days | None:
    match rest:
        case []:
            year = today.year if month <= today.month else today.year - 1
            return _month(year, month)
        case [int(year)] if year > 31:
            return _month(year, month)
        case [int(day)]:
            year = today.year if (month, day) <= (today.month, today.day) else today.year - 1
            return _day(year, month, day)
        case [int(one), int(other)]:
            year, day = max(one, other), min(one, other)
            return _day(year, month, day)
        case _:
            return None


def _by_numbers(numbers: list[int | None], slashes: bool) -> Days | None:
    match numbers:
        case [int(year)] if year > 31:
            return _stretch(year, 1, year + 1, 1)
        case [int(year), int(month)] if year > 31:
            return _month(year, month)
        case [int(month), int(year)] if year > 31:
            return _month(year, month)
        case [int(year), int(month), int(day)] if year > 31:
            return _day(year, month, day)
        case [int(day), int(month), int(year)] if not slashes:  # 3/4 is March to some and April to others
            return _day(year, month, day)
        case _:
            return None


def _month(year: int, month: int) -> Days | None:
    return _stretch(year, month, year + month // 12, month % 12 + 1)


def _stretch(year: int, month: int, to_year: int, to_month: int) -> Days | None:
    try:
        return date(year, month, 1), date(to_year, to_month, 1)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        return date(year, month, day), date(year, month, day) + timedelta(days=1)
    except ValueError:
        return None
